"""Every line of the number lexicons is run through the grammar with its own example."""

import re

import pytest

from pipeline.entities.numbers import find_numbers
from pipeline.entities.numbers_context import excluded_spans
from pipeline.lexicon import Row, read_lexicon

ROOM, SHARED = "pipeline.entities", "pipeline"

# What the example of a cue shows: the kind of its first expression, and how many expressions it has.
CUES = {
    "score": (None, 0),
    "range": ("percent", 1),
    "length_after": ("quantity", 1),
    "length_before": ("quantity", 1),
    "compared": ("multiple", 1),
    "time_modifier": ("duration", 1),
    "object": ("multiple", 1),
    "follower": ("number", 1),
    "paid": ("money", 1),
    "rate": ("quantity", 1),
    "article_time": ("duration", 1),
    "article_unit": ("quantity", 1),
    "temperature": ("quantity", 1),
    "age": ("number", 1),
    "sterling": ("money", 2),
}


def rows(room: str, name: str) -> list[Row]:
    return list(read_lexicon(room, name))


def by_key(row: Row) -> str:
    return "-".join(list(row.values())[:2])


@pytest.mark.parametrize("row", rows(SHARED, "numerals.csv"), ids=by_key)
def test_number_words_are_read(row: Row) -> None:
    assert any(
        re.search(rf"(?<![a-z]){row['word']}\b", number.text) for number in find_numbers(row["example"])
    )


@pytest.mark.parametrize("row", rows(SHARED, "percents.csv"), ids=by_key)
def test_percents_are_read(row: Row) -> None:
    (number,) = find_numbers(row["example"])
    assert (number.kind, (number.unit or "").lower()) == ("percent", row["form"])


@pytest.mark.parametrize("row", rows(SHARED, "multiples.csv"), ids=by_key)
def test_multiples_are_read(row: Row) -> None:
    (number,) = find_numbers(row["example"])
    assert (number.kind, number.text) == ("multiple", row["phrase"])


@pytest.mark.parametrize("row", rows(ROOM, "approximators.csv"), ids=by_key)
def test_approximators_bound(row: Row) -> None:
    (number,) = find_numbers(row["example"])
    assert number.bound == row["bound"]


@pytest.mark.parametrize("row", rows(ROOM, "approximator_gaps.csv"), ids=by_key)
def test_small_words_may_stand_behind_an_approximator(row: Row) -> None:
    assert find_numbers(row["example"])[-1].bound != "exact"


@pytest.mark.parametrize("row", rows(ROOM, "number_identifiers.csv"), ids=by_key)
def test_identifiers_make_names(row: Row) -> None:
    digits = re.search("[0-9]+", row["example"])
    assert digits is not None
    assert all(number.start != digits.start() for number in find_numbers(row["example"]))


@pytest.mark.parametrize("row", rows(ROOM, "number_neighbours.csv"), ids=by_key)
def test_neighbours_make_idioms(row: Row) -> None:
    assert row["word"] in row["example"].lower()
    assert row["word"] not in [number.text.lower() for number in find_numbers(row["example"])]


@pytest.mark.parametrize("row", rows(ROOM, "number_exclusions.csv"), ids=by_key)
def test_exclusions_hold_no_number(row: Row) -> None:
    assert excluded_spans(row["example"])
    assert find_numbers(row["example"]) == []


@pytest.mark.parametrize("row", rows(ROOM, "number_cues.csv"), ids=by_key)
def test_cues_settle_the_reading(row: Row) -> None:
    kind, count = CUES[row["cue"]]
    numbers = find_numbers(row["example"])
    assert len(numbers) == count
    assert kind is None or numbers[-1].kind == kind
    assert row["cue"] != "age" or numbers[0].rule == "numbers/age"
