"""Names from the gazetteer, from patterns, and from a trained component that errs."""

from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.entities.names import NameCorrector, create_names

NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")
CORRECTOR = create_names(NLP, "pipeline_names", None)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return NLP


@pytest.fixture(scope="module")
def corrector() -> NameCorrector:
    return CORRECTOR


def names_of(
    nlp: Language, corrector: NameCorrector, text: str, *trained: tuple[str, str]
) -> set[tuple[str, str]]:
    doc = nlp(text)
    doc.ents = [_span(doc, *name) for name in trained]
    return {(ent.text, ent.label_) for ent in corrector(doc).ents}


def _span(doc: Doc, text: str, label: str) -> Span:
    start = doc.text.index(text)
    span = doc.char_span(start, start + len(text), label=label)
    assert span is not None
    return span


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Talks with India failed.", "India", "GPE"),
        ("INDIA SIGNS PACT WITH CHINA", "CHINA", "GPE"),
        ("The U.S. objected.", "U.S.", "GPE"),
        ("The Democratic Republic of the Congo agreed.", "Democratic Republic of the Congo", "GPE"),
        ("Côte d’Ivoire voted.", "Côte d’Ivoire", "GPE"),
        ("An Egyptian envoy left.", "Egyptian", "NORP"),
        ("Two Sri Lankans were freed.", "Sri Lankans", "NORP"),
        ("A US-led force landed.", "US", "GPE"),
        ("It opened in Lagos.", "Lagos", "GPE"),
        ("Ships left the Red Sea.", "Red Sea", "LOC"),
        (
            "A summit of the Shanghai Cooperation Organisation began.",
            "Shanghai Cooperation Organisation",
            "ORG",
        ),
        ("Aid came from the IMF.", "IMF", "ORG"),
        ("The Ministry of External Affairs replied.", "Ministry of External Affairs", "ORG"),
        ("The Ministry of Arts and Culture replied.", "Ministry of Arts and Culture", "ORG"),
        ("The Central Bank of Kenya held rates.", "Central Bank of Kenya", "ORG"),
        ("He went to the Supreme Court.", "Supreme Court", "ORG"),
        ("It bought Elaf Group.", "Elaf Group", "ORG"),
        ("They met Foreign Minister Wang Yi there.", "Wang Yi", "PERSON"),
        ("Police freed Kim Hyung-ryul today.", "Kim Hyung-ryul", "PERSON"),
        ("It named Lai Ching-te again.", "Lai Ching-te", "PERSON"),
        ("They met Mr Kenyatta.", "Kenyatta", "PERSON"),
        ("They invited Sheikh Ali Al-Jarrah Al-Sabah again.", "Sheikh Ali Al-Jarrah Al-Sabah", "PERSON"),
        ("The Popular Union (PU) protested.", "PU", "ORG"),
        ("The bill reached Parliament again.", "Parliament", "ORG"),
    ],
)
def test_finds_a_name_without_a_trained_component(
    nlp: Language, corrector: NameCorrector, text: str, name: str, label: str
) -> None:
    assert (name, label) in names_of(nlp, corrector, text)


@pytest.mark.parametrize(
    ("text", "trained", "name"),
    [
        (
            "He met Prime Minister Jane Doe here.",
            ("Prime Minister Jane Doe", "PERSON"),
            ("Jane Doe", "PERSON"),
        ),
        (
            "He met Egyptian President Adel Fawzi.",
            ("Egyptian President Adel Fawzi", "PERSON"),
            ("Adel Fawzi", "PERSON"),
        ),
        ("He backed the Elaf Fund's plan.", ("the Elaf Fund's", "ORG"), ("Elaf Fund", "ORG")),
        ("He met Mohd Shah Nurul Ridzuan.", ("Mohd Shah", "PERSON"), ("Mohd Shah Nurul Ridzuan", "PERSON")),
        ("He praised India again.", ("India", "PERSON"), ("India", "GPE")),
        ("Michael Jordan played.", ("Michael Jordan", "PERSON"), ("Michael Jordan", "PERSON")),
        (
            "They asked Audit Bureau Director Sam Roe.",
            ("Audit Bureau Director Sam Roe", "ORG"),
            ("Sam Roe", "PERSON"),
        ),
    ],
)
def test_corrects_a_trained_name(
    nlp: Language, corrector: NameCorrector, text: str, trained: tuple[str, str], name: tuple[str, str]
) -> None:
    assert name in names_of(nlp, corrector, text, trained)


@pytest.mark.parametrize(
    ("text", "trained"),
    [
        ("He was charged under Section 165 there.", ("Section", "ORG")),
        ("However they left. We left however late.", ("However", "PERSON")),
        ("They broke the Penal Code again.", ("Penal Code", "PERSON")),
        ("Then the President spoke.", ("President", "GPE")),
        ("They paid BND500 for it.", ("BND500", "ORG")),
    ],
)
def test_drops_what_is_no_name(
    nlp: Language, corrector: NameCorrector, text: str, trained: tuple[str, str]
) -> None:
    assert trained[0] not in {name for name, _ in names_of(nlp, corrector, text, trained)}


def test_a_surname_alone_is_the_person_named_in_full(nlp: Language, corrector: NameCorrector) -> None:
    text = "Sohel Rana spoke. Later Rana left. They asked Rana why."
    found = names_of(nlp, corrector, text, ("Sohel Rana", "PERSON"))
    assert ("Rana", "PERSON") in found


def test_a_headline_word_is_no_acronym(nlp: Language, corrector: NameCorrector) -> None:
    assert not names_of(nlp, corrector, "SEE WHO WILL WIN THE VOTE")


def test_users_add_names(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "gazetteer.csv").write_text("name,label,code,kind,source\nErewhon,GPE,NZL,city,mine\n")
    corrector = create_names(nlp, "pipeline_names", str(tmp_path))
    assert names_of(nlp, corrector, "It rained in Erewhon.") == {("Erewhon", "GPE")}


WORDS = [
    "The",
    "India",
    "of",
    "Ministry",
    "(UN)",
    "Mr",
    "Rana",
    "-",
    "'s",
    "said",
    "Bank",
    "and",
    ",",
    ".",
    "X",
    "5",
]


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_text_gives_names_that_are_its_own_characters(words: list[str]) -> None:
    doc = NLP(" ".join(words))
    for ent in CORRECTOR(doc).ents:
        assert doc.text[ent.start_char : ent.end_char] == ent.text
        assert any(character.isupper() for character in ent.text)
