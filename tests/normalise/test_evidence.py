"""Each field of a mention comes with the words and the rule that gave it."""

import pytest

from pipeline.model import make_doc
from pipeline.normalise.evidence import value_of, values_of
from pipeline.records import Article, Evidence

TEXT = (
    "India imposed a 20% tariff on Chinese steel in Mumbai on Friday, the commerce ministry said. "
    "Exports of rice rose 12% to $2 billion in 2024."
)


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(make_doc(nlp, TEXT, "2025-08-18"))


def mentions(doc):
    return [*doc._.events, *doc._.figures]


def test_the_words_are_those_at_their_offsets(doc):
    found = [each for mention in mentions(doc) for each in mention.evidence]

    assert found
    assert all(doc.text[each.start : each.end] == each.text for each in found)


def test_the_values_of_the_row_are_those_of_the_evidence(doc):
    for event in doc._.events:
        evidence = event.evidence
        assert values_of(evidence, "actor") == event.actor
        assert values_of(evidence, "recipient") == event.recipient
        assert (value_of(evidence, "type"), value_of(evidence, "status")) == (event.type, event.status)
        assert (value_of(evidence, "object"), value_of(evidence, "place")) == (event.object, event.place)
        assert value_of(evidence, "speaker") == event.speaker
    for figure in doc._.figures:
        evidence = figure.evidence
        assert values_of(evidence, "about") == figure.about
        assert float(value_of(evidence, "value")) == figure.value
        assert (value_of(evidence, "measure"), value_of(evidence, "change")) == (
            figure.measure,
            figure.change,
        )


def test_an_event_shows_who_did_it_and_when(doc):
    (event,) = doc._.events
    words = {(each.field, each.value): each.text for each in event.evidence}

    assert words["type", "SANCTION"] == "imposed"
    assert words["actor", "IND"] == "India"
    assert words["date", "2025-08-15/2025-08-15"] == "Friday"


def test_every_list_value_has_words_of_its_own(nlp):
    doc = nlp(make_doc(nlp, "India and China held talks on Monday.", "2025-08-18"))
    (event,) = doc._.events

    assert {each.value: each.text for each in event.evidence if each.field == "actor"} == {
        "IND": "India",
        "CHN": "China",
    }


def test_raw_offsets_survive_cleaning(nlp):
    from pipeline.articles import process_article

    raw = "ADVERTISEMENT\n\nIndia &amp; China   held talks on&nbsp;Monday.\n"
    result = process_article(nlp, Article("a", "a.txt", "", raw, published="2025-08-18"))
    found = [each for event in result.events for each in event.evidence]

    assert {"talks"} <= {each.text for each in found} | {event.text for event in result.events}
    assert all(raw[each.start : each.end] == each.text for each in found)


def test_values_are_given_once_in_order():
    evidence = [Evidence("actor", code, None, 0, 1, "x") for code in ("IND", "CHN", "IND")]

    assert values_of(evidence, "actor") == ("IND", "CHN")
    assert value_of(evidence, "recipient") is None


@pytest.mark.parametrize(
    ("text", "field", "value", "words", "rule"),
    [
        ("India will impose a 20% tariff on Chinese steel.", "status", "planned", "will", "modal will"),
        ("India refused to attend the summit with China.", "status", "negated", "refused", "clause refuse"),
        ("France demanded talks with Iran.", "mode", "meet", "talks", "word for the mode: object"),
        ("Exports from India rose 12% in 2024.", "change", "increase", "rose", "changed-verb"),
        ("India suffered a 5% cut in exports.", "change", "decrease", "cut", "changed-noun"),
        ("India sold more than 300 ships to China.", "bound", "more_than", "more than", "numbers/digits"),
        ("India sold 300 ships or more to China.", "bound", "at_least", "or more", "numbers/digits"),
        ("China killed 20 Indian soldiers.", "event", "killed", "killed", "governs the number"),
        ("Exports from India rose 12%, Modi said.", "speaker", "Modi", "Modi", "verb of saying"),
    ],
)
def test_the_cue_of_a_field_is_shown(nlp, text, field, value, words, rule):
    found = [
        (each.value, each.text, each.rule)
        for mention in mentions(nlp(make_doc(nlp, text, "2025-08-18")))
        for each in mention.evidence
        if each.field == field
    ]

    assert (value, words, rule) in found
