import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import create_vocab

from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon
from pipeline.sentences import Boundaries
from pipeline.sentences.boundaries import read_abbreviations

ROWS = read_lexicon("pipeline.sentences", "abbreviations.csv")
COMPONENT = Boundaries(read_abbreviations())
VOCAB = create_vocab("en", English.Defaults)


def doc_of(tokens):
    """Build a document from tokens in one string; ``~`` stands where there is no space behind a token."""
    marked = tokens.split(" ")
    words = [token.removesuffix("~").replace("¶", "\n") for token in marked]
    spaces = [not token.endswith("~") and token != "¶" for token in marked]
    return Doc(VOCAB, words=words, spaces=spaces)


def start_of(tokens, word):
    doc = COMPONENT(doc_of(tokens))
    return next(token for token in doc if token.text == word).is_sent_start


@pytest.mark.parametrize(
    "tokens",
    [
        "He left~ .~ ¶ She stayed~ .",
        "A headline~ ¶ She stayed~ .",
        "A headline~ ¶ ¶ She stayed~ .",
        "They met Gen.~ ¶ She stayed~ .",
        "and so~ ¶ She stayed~ .",
    ],
)
def test_a_sentence_starts_behind_a_line_break(tokens):
    assert start_of(tokens, "She") is True


@pytest.mark.parametrize(
    "tokens",
    ["“~ We stay~ .~ ” She left", '"~ We stay~ .~ " She left', "He called it “~ done~ .~ ” She left"],
)
def test_a_sentence_starts_behind_a_quoted_full_stop(tokens):
    assert start_of(tokens, "She") is True


def test_even_in_lower_case():
    assert start_of("One thing~ ¶ another thing", "another") is True


@pytest.mark.parametrize(
    ("tokens", "word"),
    [
        ("Troops met Gen. Dwivedi in Delhi", "Dwivedi"),
        ("Troops met Lt.~ Gen. Rao", "Rao"),
        ("Troops met Lt~ . Rao", "Rao"),
        ("It cost Rs~ . 200 crore", "200"),
        ("It cost Rs. 200 crore", "200"),
        ("It is No. 5 of ten", "5"),
        ("It is No~ . 5 of ten", "5"),
        ("On Oct. 5 they met", "5"),
        ("He left~ .~ ” She stayed", "”"),
        ('He left~ .~ " She stayed', '"'),
        ("He left~ .~ ) She stayed", ")"),
        ("He left~ . “~ We stay~ .~ ”", "We"),
        ('He left~ . "~ We stay~ .~ "', "We"),
        ("He left~ . (~ She stayed~ .~ )", "She"),
        ("They met Mr Rao", "Rao"),
        ("They met PM Modi", "Modi"),
        ("12. Luis Garrido", "Luis"),
        ("12~ . Luis Garrido", "Luis"),
        ("A list~ ¶ 12~ . Luis Garrido", "Luis"),
        ("It rose 5~ % Monday", "%"),
        ("They met~ ¶ ¶", "\n"),
    ],
)
def test_no_sentence_starts(tokens, word):
    assert start_of(tokens, word) is False


@pytest.mark.parametrize(
    ("tokens", "word"),
    [
        ("He left~ . She stayed", "She"),
        ("He left~ ? She stayed", "She"),
        ("“ He left~ ?~ ” She stayed", "She"),
        ('"~ He left~ !~ " She stayed', "She"),
        ("There were 12~ . She stayed", "She"),
        ("(~ He left~ .~ ) She stayed", "She"),
        ("He left~ . “~ We stay~ .~ ”", "“"),
        ('He left~ . "~ We stay~ .~ "', '"'),
        ("He lives in the U.S. They left", "They"),
        ("It was sold to Sasol Ltd. Shares rose", "Shares"),
        ("She said no. They left", "They"),
        ("It said : We stay", "We"),
        ("He left~ . 200 stayed", "200"),
        ("He left~ . iPhone sales fell", "iPhone"),
        ("They met at 5 PM~ . Talks ended", "Talks"),
        ("They met at 5:30 PM Talks ended", "Talks"),
        ("The U.S. said so", "said"),
        ("Sasol Ltd. said so", "said"),
        ("At 5 p.m. the talks ended", "the"),
        ("“ What~ ?~ ” he asked", "he"),
        ("The town of New York City Hall", "City"),
        ("Yes~ , The Hague is far", "The"),
    ],
)
def test_the_trained_part_decides_on_the_rest(tokens, word):
    assert start_of(tokens, word) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["abbreviation"])
def test_no_abbreviation_ends_a_sentence(row):
    following = "5" if row["before"] == "number" else "Dwivedi"
    abbreviation = row["abbreviation"]

    assert start_of(f"They met {abbreviation} {following} then", following) is False
    if abbreviation.endswith("."):
        bare = abbreviation.removesuffix(".")
        assert start_of(f"They met {bare}~ . {following} then", following) is False
    else:
        assert row["group"] == "title without a full stop"


def test_no_abbreviation_is_listed_twice():
    names = [row["abbreviation"] for row in ROWS]
    assert sorted(set(names)) == sorted(names)


def test_a_user_adds_abbreviations(tmp_path):
    (tmp_path / "abbreviations.csv").write_text(
        "abbreviation,before,group,source\nWg.,any,military rank,me\n", encoding="utf-8"
    )
    doc = Boundaries(read_abbreviations(str(tmp_path)))(doc_of("They met Wg. Rao"))

    assert doc[3].is_sent_start is False


def test_a_wrong_entry_of_a_user_is_named(tmp_path):
    (tmp_path / "abbreviations.csv").write_text(
        "abbreviation,before,group,source\nWg.,all,military rank,me\n", encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"'Wg.' stands before 'all'. Write any or number."):
        read_abbreviations(str(tmp_path))


@given(
    st.lists(
        st.sampled_from([".", "\n", " \n", "  ", '"', "”", "(", "Gen.", "No.", "a", "The", "5", "…"]),
        max_size=20,
    )
)
def test_no_document_breaks_it(words):
    doc = COMPONENT(Doc(VOCAB, words=words, spaces=[False] * len(words)))

    for token in doc[1:]:
        if token.is_space:
            assert token.is_sent_start is False
        if (
            doc[token.i - 1].text == "\n"
            and not token.is_space
            and any(not t.is_space for t in doc[: token.i])
        ):
            assert token.is_sent_start is True
