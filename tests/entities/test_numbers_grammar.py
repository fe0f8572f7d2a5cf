"""The number grammar: spans, kinds, bounds, and what is no number."""

import pytest

from pipeline.entities.numbers import find_numbers


def found(text: str) -> list[tuple[str, str, str]]:
    return [(number.text, number.kind, number.bound) for number in find_numbers(text)]


def texts(text: str, kind: str) -> list[str]:
    numbers = find_numbers(text)
    assert all(number.kind == kind for number in numbers)
    return [number.text for number in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a turnout of 1,10,200 voters", ["1,10,200"]),
        ("a turnout of 1 234 567 voters", ["1 234 567"]),
        ("twenty-two ships", ["twenty-two"]),
        ("a hundred and five ships", ["a hundred and five"]),
        ("seven hundred and twelve thousand and nine ships", ["seven hundred and twelve thousand and nine"]),
        ("1.2 million people, 65 lakh people", ["1.2 million", "65 lakh"]),
        ("4.5m people and 12bn shares", ["4.5m", "12bn"]),
        ("3 lakh crore", ["3 lakh crore"]),
        ("two-thirds of them", ["two-thirds"]),
        ("a quarter of a million people", ["a quarter of a million"]),
        ("3½ or 3 1/2 or 1/3", ["3½", "3 1/2", "1/3"]),
        ("two and a half million people", ["two and a half million"]),
        ("two dozen ships and a dozen boats", ["two dozen", "a dozen"]),
        ("two point five million people", ["two point five million"]),
        ("67 thousand 338 votes", ["67 thousand 338"]),
        ("60-70 ships", ["60-70"]),
        ("two or three ships", ["two or three"]),
        ("between 3 and 5 million people", ["3 and 5 million"]),
        ("rose from 1,799 to 3,601 cases", ["1,799", "3,601"]),
        ("one in five people", ["one in five"]),
        ("minus 5", ["minus 5"]),
        ("a rate of .08 was set", [".08"]),
        ("over half a million visitors", ["half a million"]),
        ("20 (twenty) ships", ["20", "twenty"]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert texts(text, "number") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("USD34.6 million", "USD34.6 million"),
        ("It is 22.5 million dollars.", "22.5 million dollars"),
        ("a 100 million-dollar deal", "100 million-dollar"),
        ("It cost Rs.2 crore.", "Rs.2 crore"),
        ("A$5 or so", "A$5"),
        ("worth US $15 million", "US $15 million"),
        ("It fetched 5.9 billion Hong Kong dollars.", "5.9 billion Hong Kong dollars"),
        ("a net $5.9 billion dollars", "$5.9 billion dollars"),
        ("$15 million Canadian", "$15 million Canadian"),
        ("A loss of -$5 million", "-$5 million"),
        ("A loss of $(1.2 million)", "$(1.2 million)"),
        ("$10-15 billion", "$10-15 billion"),
        ("$10 million to $15 million", "$10 million to $15 million"),
        ("20 to 30 million euros", "20 to 30 million euros"),
        ("$2.1T", "$2.1T"),
        ("R50 000 in cash", "R50 000"),
        ("S/479 million", "S/479 million"),
        ("30 MUSD", "30 MUSD"),
        ("115USD", "115USD"),
        ("three dollars and forty cents", "three dollars and forty cents"),
        ("a dollar a day", "a dollar"),
        ("20 bucks", "20 bucks"),
        ("50 million crowns", "50 million crowns"),
        ("20 million pounds", "20 million pounds"),
    ],
)
def test_money(text: str, expected: str) -> None:
    assert texts(text, "money") == [expected]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("10 to 15 percent", "percent", ["10 to 15 percent"]),
        ("from 4.8 to 4.7 percent", "percent", ["4.8", "4.7 percent"]),
        ("half a percentage point", "percent", ["half a percentage point"]),
        ("ranging from 3 to 5 percent", "percent", ["3 to 5 percent"]),
        ("a 3,488-kilometer border", "quantity", ["3,488-kilometer"]),
        ("70,000 barrels per day", "quantity", ["70,000 barrels per day"]),
        ("60 km/h winds", "quantity", ["60 km/h"]),
        ("2 million tonnes of CO2 equivalent", "quantity", ["2 million tonnes of CO2 equivalent"]),
        ("18 trees per second", "quantity", ["18 trees per second"]),
        ("5 feet and 2 inches", "quantity", ["5 feet and 2 inches"]),
        ("3km-5km", "quantity", ["3km-5km"]),
        ("a wall 1.8m tall", "quantity", ["1.8m"]),
        ("-18 °C", "quantity", ["-18 °C"]),
        ("2 degrees below zero", "quantity", ["2 degrees below zero"]),
        ("a twenty-pound bag", "quantity", ["twenty-pound"]),
        ("a weight of 20 (kg)", "quantity", ["20 (kg)"]),
        ("a 29-year-old man", "quantity", ["29-year-old"]),
        ("17-and-a-half years in prison", "duration", ["17-and-a-half years"]),
        ("ten more years", "duration", ["ten more years"]),
        ("an hour and a half", "duration", ["an hour and a half"]),
        ("2 years and 3 months", "duration", ["2 years and 3 months"]),
        ("more than a decade", "duration", ["a decade"]),
        ("six to nine months", "duration", ["six to nine months"]),
        ("half an hour", "duration", ["half an hour"]),
        ("three times as many", "multiple", ["three times"]),
        ("a 10x rise, a five-fold rise", "multiple", ["10x", "five-fold"]),
        ("rose by 3-4 times", "multiple", ["3-4 times"]),
        ("the 45th and the twenty-first", "ordinal", ["45th", "twenty-first"]),
    ],
)
def test_units(text: str, kind: str, expected: list[str]) -> None:
    assert texts(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("at least 20 soldiers and four troops", ["at_least", "at_least"]),
        ("over $4 billion (R67.6 billion)", ["more_than", "more_than"]),
        ("around 600 families as well as 300 students", ["about", "about"]),
        ("at least 20 soldiers. Four troops", ["at_least", "exact"]),
        ("no more than 7 euros", ["at_most"]),
        ("25,000+ delegates", ["more_than"]),
        ("two or more doses", ["at_least"]),
        ("almost the past 80 days", ["about"]),
        ("talks over the past 30 days", ["exact"]),
        ("within just 40 minutes", ["at_most"]),
        ("20 ships and more than 30 boats", ["exact", "more_than"]),
        ("more than doubled to 20", ["more_than", "exact"]),
    ],
)
def test_bounds(text: str, bounds: list[str]) -> None:
    assert [number.bound for number in find_numbers(text)] == bounds


@pytest.mark.parametrize(
    "text",
    [
        "the G20 summit",
        "Covid-19 spread",
        "an A350 landed",
        "Article 370 was repealed",
        "they won 3-2",
        "a 6-4 ruling",
        "at 14:30",
        "see https://example.org/a/45",
        "call +91 98765 43210",
        "no one came",
        "one of them spoke",
        "the one they meant",
        "ALL FOR ONE",
        "in the 1990s",
        "a 5G network",
        "FIR 21/2022",
        "dozens of people, several hundred more, thousands of others",
        "double standards",
        "a half-naked man",
        "under section 20(3) of the act",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALL 5 ideas", [("5", "number", "exact")]),
        ("10 rmb 20 usd", [("10 rmb", "money", "exact"), ("20 usd", "money", "exact")]),
        ("In the end 20 $30 notes", [("20", "number", "exact"), ("$30", "money", "exact")]),
        ("seven Kilo Class submarines", [("seven", "number", "exact")]),
        ("the war cost 5 lives\n20 died", [("5", "number", "exact"), ("20", "number", "exact")]),
        ("Rabung, 32, fled", [("32", "number", "exact")]),
    ],
)
def test_neighbours_do_not_run_together(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_the_record_says_what_is_there() -> None:
    (number,) = find_numbers("between $10 and 15 billion")
    assert (number.low.number, number.low.scales, number.unit) == ("10", ("billion",), "$")
    assert number.high is not None
    assert (number.high.number, number.rule) == ("15", "numbers/money-before-range")


def test_an_age_says_so() -> None:
    assert [number.rule for number in find_numbers("Rabung, 32, and a man aged 45")] == ["numbers/age"] * 2
