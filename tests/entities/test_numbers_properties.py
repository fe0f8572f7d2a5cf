"""Properties of the number grammar: offsets, order, speed on hostile text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.entities.numbers import NumbersComponent, find_numbers
from pipeline.records import TimeExpression

PIECES = [
    "5",
    "1,200",
    "3.5",
    "million",
    "$",
    "US$",
    "percent",
    "%",
    "-",
    "to",
    "and",
    "a",
    "half",
    "two",
    "twenty",
]
PIECES += [
    "hundred",
    "km",
    "years",
    "(",
    ")",
    ".",
    ",",
    "\n",
    "at least",
    "Rs",
    "₹",
    "crore",
    "½",
    "/",
    "old",
    "x",
    "é",
]


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "  "])), max_size=30))
@settings(max_examples=150, deadline=None)
def test_expressions_are_slices_in_order_without_overlap(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + blank for word, blank in pieces)
    numbers = find_numbers(text)
    assert all(text[number.start : number.end] == number.text for number in numbers)
    assert all(first.end <= second.start for first, second in pairwise(numbers))


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert all(number.text.strip() for number in find_numbers(text))


@given(st.integers(0, 10**12))
@settings(max_examples=100, deadline=None)
def test_grouped_digits_are_one_number(value: int) -> None:
    (number,) = find_numbers(f"{value:,} people")
    assert number.text == f"{value:,}"


HOSTILE = {
    "digits": "1" * 100_000,
    "commas": "," * 50_000,
    "digits and commas": "1," * 20_000,
    "scale words": "hundred " * 100_000,
    "nested ranges": "5 to 10-15 to " * 2_000,
    "open brackets": "(" * 40_000,
    "currency signs": "$" * 40_000,
    "minus signs": "-" * 40_000,
    "connected words": "one hundred and " * 3_000,
    "addresses": "www." * 10_000,
    "fractions": "1/2/" * 3_000,
    "pounds": "5 pounds " * 3_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text: str) -> None:
    def seconds(sample: str) -> float:
        began = time.process_time()
        find_numbers(sample)
        return time.process_time() - began

    seconds("five")  # the lexicons are read once
    assert seconds(text) < 3 * seconds(text[: len(text) // 2]) + 0.5


def test_user_entries_are_read(tmp_path) -> None:
    (tmp_path / "numerals.csv").write_text(
        "word,role,value,needs,example,source\nkharab,scale,1e11,,2 kharab,mine\n"
    )
    (number,) = find_numbers("a budget of 2 kharab", lexicons=str(tmp_path))
    assert number.low.scales == ("kharab",)


def test_excluded_spans_hold_no_number() -> None:
    text = "on 15 May 2021 some 300 people"
    assert [number.text for number in find_numbers(text, [(3, 14)])] == ["300"]


def test_component_leaves_dates_out_and_keeps_durations() -> None:
    Doc.set_extension("times", default=None, force=True)
    doc = Doc(Vocab(), ["In", "2021", "they", "fought", "for", "two", "years", "."])
    doc._.times = [
        TimeExpression(3, 7, "2021", "DATE", "test"),
        TimeExpression(24, 33, "two years", "DURATION", "test"),
    ]
    NumbersComponent()(doc)
    assert [number.text for number in doc._.numbers] == ["two years"]


def test_component_leaves_numbers_inside_names_out() -> None:
    Doc.set_extension("times", default=None, force=True)
    doc = Doc(Vocab(), ["They", "watched", "the", "Six", "Nations", "and", "Channel", "4", "."])
    doc.ents = [doc.char_span(17, 28, "ORG"), doc.char_span(33, 42, "ORG")]
    NumbersComponent()(doc)
    assert doc._.numbers == []
