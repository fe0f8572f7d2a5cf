"""Recognition of time expressions: what is found, what is left alone, offsets, speed on hostile text."""

import time
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import LOWER
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.entities.times import TimesComponent, find_times

FOUND = [
    ("The minister arrived on Tuesday, 3 June 2025.", ["Tuesday, 3 June 2025"]),
    ("It opened on June 3, 2025 (Tuesday).", ["June 3, 2025", "Tuesday"]),
    ("It opens on Sept. 13 (Thursday), 2018.", ["Sept. 13 (Thursday), 2018"]),
    ("Talks ran from 4 to 6 August and resume in October.", ["from 4 to 6 August", "October"]),
    ("Exports rose 4% in April\u2013December 2025.", ["April\u2013December 2025"]),
    ("Shipments peaked in 2017\u201318 and fell in 2020.", ["2017\u201318", "2020"]),
    ("The pact of March 2019 expires in May.", ["March 2019", "May"]),
    ("It had closed three years earlier.", ["three years earlier"]),
    ("Imports fell over the past three months.", ["the past three months"]),
    ("They met in the first nine months of the fiscal year ending March 2026.", None),
    ("Output fell in the quarter ended June 30.", ["the quarter ended June 30"]),
    ("a five-year hiatus and three decades of talks", ["five-year", "three decades"]),
    ("They talk every Friday and once a year.", ["every Friday", "once a year"]),
    ("By 2030 it wants to double that.", ["By 2030"]),
    ("Trade has been suspended since 2020.", ["since 2020"]),
    ("They met at 6:40 p.m. on Friday.", ["6:40 p.m. on Friday"]),
    ("He left in the early 1990s.", ["the early 1990s"]),
    ("On Christmas Day, the 2024 budget and the 2024-25 season", ["Christmas Day", "2024", "2024-25"]),
    ("It took a quarter of an hour.", ["a quarter of an hour"]),
    ("the 30-day, 60-day and 90-day deadlines", ["30-day", "60-day", "90-day"]),
    ("They meet every other week.", ["every other week"]),
    ("The pass shut in mid-November.", ["mid-November"]),
    ("Exports grew in Q2 of 2025.", ["Q2 of 2025"]),
    ("The deal of 14 August 2025 holds.\nMarch on Delhi begins", ["14 August 2025"]),
]

LEFT_ALONE = [
    "Prime Minister Theresa May may march on.",
    "May the best team win, he said.",
    "They will march to the square.",
    "The second round had a third candidate.",
    "The Sun reported that Mar and Jan had met.",
    "It paid $2000 million and Rs 1999 crore.",
    "Some 2000 soldiers and 1950 civilians crossed the line.",
    "over 2000 homes were hit",
    "The A350 and the Boeing 737 flew from Gate 20.",
    "Article 370 and G20, Covid-19 and 5G",
    "a ratio of 4:3 and a score of 21-15",
    "version 10.2.1 of the code 123-12-1234",
    "He sat on the bench and fell.",
    "It is an august body.",
    "A 20-year-old man was hurt.",
    "https://example.org/2022/07/25/story.html",
    "three quarters of the ships and three-quarters of its men",
]


@pytest.mark.parametrize(("text", "spans"), [case for case in FOUND if case[1] is not None])
def test_finds_the_whole_expression(text: str, spans: list[str]) -> None:
    assert [found.text for found in find_times(text)] == spans


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_alone_what_is_no_date(text: str) -> None:
    assert [found.text for found in find_times(text) if found.type in {"DATE", "TIME"}] == []


def test_nested_units_stay_one_expression() -> None:
    text = "in the first nine months of the fiscal year ending March 2026"
    (found,) = find_times(text)
    assert found.text == text[3:]
    parts = dict(found.parts)
    assert (parts["n"], parts["unit"], parts["of.form"], parts["of.end.year"]) == (
        "9",
        "month",
        "fiscal",
        "2026",
    )


def test_types_follow_timex3() -> None:
    text = "It met on Friday at 9 a.m., sat five hours and meets every week."
    assert [found.type for found in find_times(text)] == ["TIME", "DURATION", "SET"]


def test_country_of_the_article_is_noted_for_fiscal_years() -> None:
    (found,) = find_times("India's exports to China peaked in 2017-18, New Delhi said.")
    assert dict(found.parts)["country"] == "IND"


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("They will meet on Friday.", "future"),
        ("The two are to meet on Friday.", "future"),
        ("They met on Friday.", "past"),
        ("The flight landed on Friday.", "past"),
        ("Talks will be held in March.", "future"),
        ("Talks on Friday", None),
    ],
)
def test_tense_without_a_parse_comes_from_the_words(text: str, tense: str | None) -> None:
    assert find_times(text)[0].tense == tense


def _doc(words: list[str], heads: list[int], deps: list[str], tags: list[str], pos: list[str]) -> Doc:
    vocab = Vocab(lex_attr_getters={LOWER: str.lower})
    return Doc(vocab, words=words, heads=heads, deps=deps, tags=tags, pos=pos)


def test_tense_with_a_parse_comes_from_the_governing_verb() -> None:
    doc = _doc(
        ["He", "said", "they", "will", "meet", "on", "Friday"],
        [1, 1, 4, 4, 1, 6, 4],
        ["nsubj", "ROOT", "nsubj", "aux", "ccomp", "case", "obl"],
        ["PRP", "VBD", "PRP", "MD", "VB", "IN", "NNP"],
        ["PRON", "VERB", "PRON", "AUX", "VERB", "ADP", "PROPN"],
    )
    TimesComponent()(doc)
    assert [(found.text, found.tense) for found in doc._.times] == [("Friday", "future")]


def test_component_reads_the_past_off_the_tag() -> None:
    doc = _doc(
        ["Leaders", "sat", "Friday"],
        [1, 1, 1],
        ["nsubj", "ROOT", "obl"],
        ["NNS", "VBD", "NNP"],
        ["NOUN", "VERB", "PROPN"],
    )
    TimesComponent()(doc)
    assert doc._.times[0].tense == "past"


@pytest.mark.parametrize(
    ("rank", "rule", "kind"), [("worst", "window_ranked", "DURATION"), ("a", "offset_in", "DATE")]
)
def test_behind_a_word_that_ranks_a_stretch_ends_now(rank: str, rule: str, kind: str) -> None:
    doc = _doc(
        [rank, "drought", "in", "40", "years"],
        [1, 1, 4, 4, 1],
        ["amod", "ROOT", "case", "nummod", "nmod"],
        ["JJS", "NN", "IN", "CD", "NNS"],
        ["ADJ", "NOUN", "ADP", "NUM", "NOUN"],
    )
    TimesComponent()(doc)
    assert [(found.text, found.rule, found.type) for found in doc._.times] == [("40 years", rule, kind)]


def test_a_verb_between_rank_and_stretch_looks_ahead() -> None:
    doc = _doc(
        ["The", "first", "train", "runs", "in", "two", "years"],
        [2, 2, 3, 3, 6, 6, 3],
        ["det", "amod", "nsubj", "ROOT", "case", "nummod", "obl"],
        ["DT", "JJ", "NN", "VBZ", "IN", "CD", "NNS"],
        ["DET", "ADJ", "NOUN", "VERB", "ADP", "NUM", "NOUN"],
    )
    TimesComponent()(doc)
    assert doc._.times[0].rule == "offset_in"


def test_component_works_without_a_parse() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("pipeline_times")
    assert [found.text for found in nlp("It fell in December.")._.times] == ["December"]


VOCABULARY = """from to until 12 2025 March may Monday the last next of year first second in by , . - / 5 pm
    twenty end"""
WORDS = st.sampled_from(sorted(VOCABULARY.split()))


@given(st.lists(WORDS, max_size=25), st.sampled_from([" ", "", "\n"]))
def test_spans_are_exact_ordered_and_apart(words: list[str], gap: str) -> None:
    text = gap.join(words)
    found = find_times(text)
    assert all(text[time.start : time.end] == time.text and time.text for time in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert all(text[time.start : time.end] == time.text for time in find_times(text))


HOSTILE = {
    "digits": "1" * 100_000,
    "commas": "," * 50_000,
    "digit dashes": "1-" * 20_000,
    "from": "from " * 20_000,
    "open ranges": "from 2014 to " * 400,
    "nested": "the first day of the end of " * 300,
    "number words": "twenty " * 1_500,
    "clock": "12:" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text: str) -> None:
    def seconds(part: str) -> float:
        began = time.process_time()
        find_times(part)
        return time.process_time() - began

    seconds("warm up in May 2025")
    half, whole = seconds(text[: len(text) // 2]), seconds(text)
    assert whole < 4 * half + 0.5


def test_a_month_in_the_name_of_a_person_is_no_date() -> None:
    tags = ["O", "O", "O", "B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "O"]
    words = ["In", "April", ",", "April", "Ryan", "and", "August", "Wilson", "met", "."]
    doc = Doc(spacy.blank("en").vocab, words=words, ents=tags)
    found = TimesComponent()(doc)._.times
    assert [(time.start, time.text) for time in found] == [(3, "April")]
