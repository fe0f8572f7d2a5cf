"""Which numbers are figures, and why the others are none."""

import pytest

from pipeline.lexicon import read_lexicon
from pipeline.relations.figurehood import why_no_figure
from tests.relations.figures_by_hand import number, setting_of, tagged

NO_FIGURES = [
    ("the two sides met", "two", "number", "pointing"),
    ("the two rival parties met", "two", "number", "pointing"),
    ("the three nations met", "three", "number", "pointing"),
    ("under Article 41 they met", "41", "number", "label"),
    ("aboard flight 612 they met", "612", "number", "label"),
    ("aboard XQ 612 they met", "612", "number", "label"),
    ("the B-52 landed", "52", "number", "in-name"),
    ("a 9-2 win", "9", "number", "score"),
    ("a man aged 36 died", "36", "number", "age"),
    ("a man aged between 30 and 36 died", "36", "number", "age"),
    ("Maria Keller , 36 , said", "36", "number", "age"),
    ("two weeks ago", "two weeks", "duration", "frame"),
    ("a year earlier", "a year", "duration", "frame"),
    ("in the first five months", "five months", "duration", "frame"),
    ("they held talks in five months", "five months", "duration", "frame"),
    ("the first talks resumed in five months", "five months", "duration", "frame"),
    ("over the past nearly two years", "two years", "duration", "frame"),
    ("in less than a month", "a month", "duration", "frame"),
    ("after a week they met", "a week", "duration", "frame"),
    ("the top five exporters", "five", "number", "ranked"),
    ("per 1,000 people", "1,000", "number", "ranked"),
    ("at 7 pm they met", "7", "number", "clock"),
    ("1. Raise taxes", "1", "number", "list-mark"),
    ("call 555 7812 2231 now", "555", "number", "phone"),
    ("one of the leaders", "one", "number", "single"),
    ("beat them by six wickets", "six", "number", "sport"),
    ("a two-way street", "two", "number", "idiom"),
    ("the third visit", "third", "ordinal", "ordinal"),
]
FIGURES = [
    ("the first talks in five years", "five years", "duration"),
    ("for the first time in five years", "five years", "duration"),
    ("the worst drought in two decades", "two decades", "duration"),
    ("two soldiers died", "two", "number"),
    ("two sides of bacon and two soldiers", "two soldiers", "number"),
    ("killed 20 Indian soldiers", "20", "number"),
    ("a 547-seat parliament", "547", "number"),
    ("just one person died", "one", "number"),
    ("two years in prison", "two years", "duration"),
    ("for the past ten years they traded", "ten years", "duration"),
    ("in three years of war", "three years", "duration"),
    ("a five-year hiatus", "five-year", "duration"),
    ("the 19 lawmakers left", "19", "number"),
    ("article says 20 people died", "20", "number"),
    ("a 30-year-old pact held", "30-year", "duration"),
]


@pytest.mark.parametrize(("text", "found", "kind", "reason"), NO_FIGURES)
def test_a_number_that_states_nothing_is_no_figure(text, found, kind, reason):
    doc = tagged(
        text, died="VBD", met="VBD", landed="VBD", said="VBD", Raise="VB", beat="VBD", call="VB", pm="NN"
    )
    one = number(doc, found, kind, "year" if kind == "duration" else None)
    assert why_no_figure(setting_of(doc, [one]), one) == reason


@pytest.mark.parametrize(("text", "found", "kind"), FIGURES)
def test_a_number_that_states_something_is_a_figure(text, found, kind):
    doc = tagged(text, died="VBD", left="VBD", traded="VBD", says="VBZ", pact="NN")
    one = number(doc, found, kind, "year" if kind == "duration" else None)
    assert why_no_figure(setting_of(doc, [one]), one) is None


@pytest.mark.parametrize(
    ("noun", "is_age"), [("man", True), ("girl", True), ("treaty", False), ("party", False)]
)
def test_years_old_are_an_age_only_beside_a_person(noun, is_age):
    doc = tagged(f"a 30-year-old {noun}")
    one = number(doc, "30-year-old", "duration", "year")
    assert (why_no_figure(setting_of(doc, [one]), one) == "age") is is_age


REASON_OF_ROLE = {
    "pointing": "pointing",
    "label": "label",
    "person": "age",
    "score": "sport",
    "hyphened": "idiom",
}
EXAMPLES = [
    (row["lemma"], row["role"], row["example"])
    for row in read_lexicon("pipeline.relations", "figures_words.csv")
    if row["role"] in REASON_OF_ROLE
]


@pytest.mark.parametrize(("lemma", "role", "example"), EXAMPLES)
def test_each_example_of_the_word_list_is_no_figure(lemma, role, example):
    doc = tagged(example)
    words = example.replace("-", " ").split()
    found = next(
        (w for w in words if w[0].isdigit() or w in {"two", "three", "one", "eight", "nine", "double"}), None
    )
    if role == "person":
        one = number(doc, f"{found}-year-old", "duration", "year")
    elif role == "score" and found is None:
        pytest.fail(f"the example of {lemma} holds no number")
    else:
        one = number(doc, found)
    assert why_no_figure(setting_of(doc, [one]), one) == REASON_OF_ROLE[role]


@pytest.mark.parametrize(
    "row", read_lexicon("pipeline.relations", "figures_frames.csv"), ids=lambda row: row["words"]
)
def test_each_example_of_a_frame_of_time_is_no_figure(row):
    words = row["example"].split()
    i = next(i for i, w in enumerate(words) if w[0].isdigit() or w in {"two", "three", "five", "seven"})
    doc = tagged(row["example"])
    one = number(doc, " ".join(words[i : i + 2]), "duration", "year")
    assert why_no_figure(setting_of(doc, [one]), one) == "frame"


def test_a_long_row_of_digits_is_read_in_no_time():
    doc = tagged("9" * 100_000 + " people")
    one = number(doc, "9" * 100_000)
    assert why_no_figure(setting_of(doc, [one]), one) is None
