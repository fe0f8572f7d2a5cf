"""The number grammar: spans, kinds, bounds, and what is no number."""

import pytest

from pipeline.entities.numbers import find_numbers


def found(text: str) -> list[tuple[str, str, str]]:
    return [(number.text, number.kind, number.bound) for number in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The deficit grew to USD34.6 million.", [("USD34.6 million", "money", "exact")]),
        ("It cost Rs.2 crore.", [("Rs.2 crore", "money", "exact")]),
        ("A loss of -$5 million.", [("-$5 million", "money", "exact")]),
        ("from 4.8 to 4.7 percent", [("4.8", "percent", "exact"), ("4.7 percent", "percent", "exact")]),
        ("between 3 and 5 million people", [("3 and 5 million", "number", "exact")]),
        ("$10-15 billion", [("$10-15 billion", "money", "exact")]),
        (
            "at least 20 soldiers and four troops",
            [("20", "number", "at_least"), ("four", "number", "at_least")],
        ),
        ("a 3,488-kilometer border", [("3,488-kilometer", "quantity", "exact")]),
        ("over half a million visitors", [("half a million", "number", "more_than")]),
        ("17-and-a-half years in prison", [("17-and-a-half years", "duration", "exact")]),
        ("10 rmb 20 usd", [("10 rmb", "money", "exact"), ("20 usd", "money", "exact")]),
    ],
)
def test_expressions_are_found_whole(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the G20 summit",
        "Covid-19 spread",
        "an A350 landed",
        "Article 370 was repealed",
        "they won 3-2",
        "at 14:30",
    ],
)
def test_numbers_inside_names_and_scores_are_left_out(text: str) -> None:
    assert found(text) == []
