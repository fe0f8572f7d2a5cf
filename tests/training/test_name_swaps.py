import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon import read_lexicon
from pipeline.training.augment_names import SHARES, _Names, _settings, swap_names
from pipeline.training.names import UNKNOWN, Name, NamedSentence
from pipeline.training.prepare_names import joined_text

TEXT = (
    "An Iraqi minister told the Defense Ministry that Nouri al-Maliki left Iraq for NATO 's base , Web said ."
)
WORDS = TEXT.split()
SPACES = tuple(following not in {"'s", ",", "."} for following in [*WORDS[1:], ""])
SENTENCE = NamedSentence(
    tuple(WORDS),
    SPACES,
    (
        Name(1, 2, "NORP"),
        Name(5, 7, "ORG"),
        Name(8, 10, "PERSON"),
        Name(11, 12, "GPE"),
        Name(13, 14, "ORG"),
        Name(17, 18, UNKNOWN),
    ),
)
PARTS = read_lexicon("pipeline.training", "name_parts.csv")
PATTERNS = read_lexicon("pipeline.training", "org_patterns.csv")
FILLERS = read_lexicon("pipeline.training", "org_fillers.csv")


def outside(sentence):
    named = {index for name in sentence.names for index in range(name.start, name.end)}
    return [word for index, word in enumerate(sentence.words) if index not in named]


@given(st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_labels_and_the_words_around_stay(seed):
    (swapped,) = swap_names([SENTENCE], random.Random(seed))
    assert [name.label for name in swapped.names] == [name.label for name in SENTENCE.names]
    titles = {word for row in PARTS for word in row["honorifics"].replace(";", " ").split()}
    kept = outside(SENTENCE)
    found = [word for word in outside(swapped) if word not in titles]
    assert found[1:] == kept[1:]
    people = swapped.words[swapped.names[0].start]
    assert found[0] == ("An" if people[0] in "AEIO" else "A")
    assert swapped.text_of(swapped.names[-1]) == "Web"


@given(st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_spans_are_right(seed):
    (swapped,) = swap_names([SENTENCE], random.Random(seed))
    assert len(swapped.words) == len(swapped.spaces)
    assert all(word and not word.isspace() for word in swapped.words)
    ends = [0]
    for name in swapped.names:
        assert ends[-1] <= name.start < name.end
        ends.append(name.end)
    text, found = joined_text([swapped], " ")
    for (start, end, _), name in zip(found, swapped.names, strict=True):
        assert text[start:end].replace(" ", "") == "".join(swapped.words[name.start : name.end])


def test_the_same_state_gives_the_same_names():
    sentences = [SENTENCE] * 20
    first = swap_names(sentences, random.Random(7))
    assert first == swap_names(sentences, random.Random(7))
    assert first != swap_names(sentences, random.Random(8))
    assert len({sentence.words for sentence in first}) > 15


def test_a_name_that_comes_twice_is_swapped_alike():
    sentence = NamedSentence(
        ("Bush", "met", "Bush"), (True, True, True), (Name(0, 1, "PERSON"), Name(2, 3, "PERSON"))
    )
    for swapped in swap_names([sentence] * 50, random.Random(1)):
        first, second = swapped.names
        assert swapped.text_of(first) == swapped.text_of(second)


def test_headlines_in_capitals_stay_in_capitals():
    sentence = NamedSentence(("BUSH", "IN", "IRAQ"), (True, True, True), (Name(0, 1, "PERSON"),))
    swapped = swap_names([sentence] * 50, random.Random(1))
    assert all(" ".join(each.words).isupper() for each in swapped)
    assert {each.words[-1] for each in swapped} == {"IRAQ"}


def test_an_article_before_an_organisation_still_fits():
    names = _Names(random.Random(3))
    company = {row["pattern"].split()[-1] for row in PATTERNS if row["article"] == "none"}
    assert {"Holdings", "Brothers"} <= company
    for _ in range(200):
        assert not names.organisation("Defense Ministry", "the").endswith((" Holdings", " Brothers"))
        assert not names.organisation("General Motors", "at").startswith("Ministry of")
        assert names.organisation("The New York Times", "").startswith("The ")
        assert names.organisation("NATO", "with").isupper()


@pytest.mark.parametrize("text", ["U.S.", "the Netherlands", "UK"])
def test_short_forms_and_names_with_an_article_stay(text):
    names = _Names(random.Random(3))
    assert names._invent(text, "GPE", "in") is None


@pytest.mark.parametrize(("text", "plural"), [("Malian", False), ("Malians", True)])
def test_peoples_keep_their_number(text, plural):
    for seed in range(50):
        names = _Names(random.Random(seed))
        found = names._people(text)
        if plural:
            assert found is None or found.endswith("s")
        else:
            assert found == names._setting.demonym


@pytest.mark.parametrize("row", PARTS, ids=lambda row: row["culture"])
def test_name_parts_fit_their_forms(row):
    assert set(row["codes"].split()) & set(_settings())
    slots = {"given": "gh", "family": "fe", "middle": "m"}
    for form in (*row["forms"].split(";"), *row["short"].split(";")):
        used = {slot for _, slot, _, _ in string.Formatter().parse(form) if slot}
        assert used <= set("ghfemij")
        for column, of_column in slots.items():
            assert not used & set(of_column) or len(row[column].split()) >= len(of_column)
    for column in ("given", "family"):
        parts = row[column].split()
        assert len(parts) == len(set(parts)) >= 20


@pytest.mark.parametrize("row", PATTERNS, ids=lambda row: row["pattern"])
def test_organisation_patterns_are_filled_whole(row):
    filled = _Names(random.Random(5))._fill(row["pattern"])
    assert filled
    assert not set("{};_") & set(filled)
    assert row["article"] in {"the", "none", "any"}
    if row["words"] == "acronym":
        assert filled.isupper()
    else:
        assert row["words"] == ("multi" if " " in row["pattern"] else "single")


def test_honorifics_stay_outside_names_and_follow_no_title():
    full = NamedSentence(("Then", "Hugo", "Chavez", "spoke"), (True,) * 4, (Name(1, 3, "PERSON"),))
    with_title = NamedSentence(("President", "Hugo", "Chavez", "spoke"), (True,) * 4, (Name(1, 3, "PERSON"),))
    added = []
    for swapped in swap_names([full] * 300, random.Random(2)):
        (name,) = swapped.names
        added.append(" ".join(swapped.words[1 : name.start]))
    known = {title for row in PARTS for title in row["honorifics"].split(";")}
    assert set(added) <= known | {""}
    assert 10 < sum(map(bool, added)) < 80
    assert {swapped.names[0].start for swapped in swap_names([with_title] * 300, random.Random(2))} == {1}


def test_fillers_are_unique():
    for row in FILLERS:
        entries = row["entries"].split(";")
        assert all(entries) or row["slot"] == "middle"


def test_every_swapped_label_is_swapped_sometimes_and_kept_sometimes():
    counts = dict.fromkeys(SHARES, 0)
    total = 400
    for swapped in swap_names([SENTENCE] * total, random.Random(11)):
        for before, after in zip(SENTENCE.names, swapped.names, strict=True):
            if before.label in counts and SENTENCE.text_of(before) != swapped.text_of(after):
                counts[before.label] += 1
    assert all(0.3 * total < count < 2 * total for count in counts.values())
