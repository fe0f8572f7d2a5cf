"""Values, units and currencies of numeric expressions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.numbers import find_numbers
from pipeline.normalise.money import currency_evidence, money_meaning
from pipeline.normalise.numbers import parse_number, to_quantity
from pipeline.normalise.units import unit_meaning
from pipeline.records import Amount, NumericExpression

Values = list[tuple[float | None, float | None, str | None]]


def quantities(text: str, countries: tuple[str, ...] = ()) -> Values:
    evidence = currency_evidence(text, countries)
    found = [to_quantity(number, currencies=evidence) for number in find_numbers(text)]
    return [(quantity.value, quantity.value_max, quantity.unit) for quantity in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,10,200", 110_200),
        ("1.234.567", 1_234_567),
        ("1.234,50", 1234.5),
        ("5,00", 5),
        ("1 234 567", 1_234_567),
        ("1.000", 1000),
        (".08", 0.08),
        ("3½", 3.5),
        ("3 2/3", 3 + 2 / 3),
        ("1/3", 1 / 3),
        ("twenty-two", 22),
        ("a hundred and five", 105),
        ("three crore twelve lakh and six", 31_200_006),
        ("three lakh crore", 3e12),
        ("67 thousand 338", 67_338),
        ("two point two five", 2.25),
        ("two and a half", 2.5),
        ("17-and-a-half", 17.5),
        ("one hundred and three quarters", 100.75),
        ("five billion and three quarters", 5.75e9),
        ("forty two and a third", 42 + 1 / 3),
        ("two-thirds", 2 / 3),
        ("a quarter", 0.25),
        ("two dozen", 24),
        ("three out of four", 0.75),
        ("one in five", 0.2),
        ("twenty-first", 21),
        ("three twentieths", 0.15),
    ],
)
def test_numbers_are_parsed(text: str, expected: float) -> None:
    assert parse_number(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "soldiers", "1,2,", "9" * 500, "..", "and"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**12))
def test_grouped_digits_keep_their_value(value: int) -> None:
    assert parse_number(f"{value:,}") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("65 lakh", [(6_500_000, None, None)]),
        ("3.16 million people", [(3_160_000, None, None)]),
        ("half a million people", [(500_000, None, None)]),
        ("a million and a half people", [(1_500_000, None, None)]),
        ("minus 5", [(-5, None, None)]),
        ("Rs 2 crore", [(20_000_000, None, "INR")]),
        ("-$5 million", [(-5_000_000, None, "USD")]),
        ("$(1.2 million)", [(-1_200_000, None, "USD")]),
        ("$10-15 billion", [(10e9, 15e9, "USD")]),
        ("30 MUSD", [(30_000_000, None, "USD")]),
        ("197 pence", [(1.97, None, "GBP")]),
        ("Egypt: five piastres", [(0.05, None, "EGP")]),
        ("3 CHF 4 cents", [(3.04, None, "CHF")]),
        ("thirteen dollars and forty-five cents", [(13.45, None, "USD")]),
        ("10 to 15 percent", [(10, 15, "%")]),
        ("25 basis points", [(0.25, None, "pp")]),
        ("2.5 percentage points", [(2.5, None, "pp")]),
        ("half a percent", [(0.5, None, "%")]),
        ("two decades", [(20, None, "year")]),
        ("half a century", [(50, None, "year")]),
        ("an hour and a half", [(1.5, None, "hour")]),
        ("2 years 3 months", [(27, None, "month")]),
        ("1 hour and fifteen seconds", [(3615, None, "second")]),
        ("12 ft 2 in", [(pytest.approx(12 + 1 / 6), None, "foot")]),
        ("exports doubled", [(2, None, "x")]),
        ("90 km/h", [(90, None, "kilometre per hour")]),
        ("500 tonnes a day", [(500, None, "tonne per day")]),
        ("18 trees per second", [(18, None, "tree per second")]),
        ("magnitude 5.9", [(5.9, None, "magnitude")]),
        ("2 degrees below zero", [(-2, None, "degree")]),
    ],
)
def test_values_are_in_base_units(text: str, expected: Values) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("They spent $5 million.", "USD"),
        ("Panama spent $5 million.", "USD"),
        ("Canada said 20 million Canadian dollars were spent, and $5 million lost.", "CAD"),
        ("In Canada it cost US$2 million. Canada spent $5 million.", "CAD"),
        ("It cost A$100 million ($65 million), the US said.", "USD"),
        ("Canada spent C$2 billion and will add $300 million.", "CAD"),
        ("Pakistan spent Rs 5 million.", "PKR"),
        ("Mauritius spent Rs 5 million.", "MUR"),
        ("They spent Rs 5 million.", "INR"),
        ("Egypt spent 300 billion pounds.", "EGP"),
        ("China spent ¥5 million.", "CNY"),
        ("Japan spent ¥5 million.", "JPY"),
        ("Sweden spent 5 million kr.", "SEK"),
        ("At COP27 they spent $10 billion.", "USD"),
        ("The FTSE fell as 5 million francs were lost.", None),
    ],
)
def test_the_article_says_which_currency_a_sign_means(text: str, code: str | None) -> None:
    assert quantities(text)[-1][2] == code


def test_named_countries_count_as_evidence() -> None:
    assert quantities("They spent Rs 5 million.", countries=("LKA",)) == [(5_000_000, None, "LKR")]


def test_an_inferred_currency_says_why() -> None:
    assert money_meaning("$").note is not None
    assert money_meaning("US$").note is None
    assert "names none" in (money_meaning("francs").note or "")


def test_the_context_may_say_what_a_number_is() -> None:
    (twenty,) = find_numbers("20 soldiers")
    (share,) = find_numbers("two-thirds of the votes")
    count = to_quantity(twenty, kind="count", counted="soldier")
    percent = to_quantity(share, kind="percent")
    assert (count.kind, count.unit) == ("count", "soldier")
    assert (percent.value, percent.unit) == (pytest.approx(200 / 3), "%")


def test_unreadable_numbers_are_unknown_not_zero() -> None:
    quantity = to_quantity(NumericExpression(0, 3, "???", "number", "exact", Amount("???")))
    assert quantity.value is None
    assert quantity.note


def test_rates_of_known_units_have_a_factor() -> None:
    meaning = unit_meaning("kilometres per second")
    assert meaning is not None
    assert (meaning.name, meaning.factor) == ("kilometre per second", 1000)
    assert unit_meaning("soldiers") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a fine of Rupees 40 billion", [(4e10, None, "INR")]),
        ("a fund of PS300 million", [(3e8, None, "GBP")]),
        ("either 50p, 75 paise or 20 pence", [(0.5, None, "GBP"), (0.75, None, "INR"), (0.2, None, "GBP")]),
        ("for an hour and a half of talks", [(1.5, None, "hour")]),
        ("three quarters of a percentage point", [(0.75, None, "pp")]),
        ("another quarter-point cut", [(0.25, None, "pp")]),
        ("half a point higher", [(0.5, None, "pp")]),
        ("four in five people", [(0.8, None, None)]),
        ("10-15,000 troops", [(10_000, 15_000, None)]),
        ("5-1,000 troops", [(5, 1000, None)]),
        ("2-3,100 troops", [(2, 3100, None)]),
        ("temperatures of up to 44C", [(44, None, "degree Celsius")]),
        ("the flat at 44C", []),
        ("twenty thousand four hundred sixty-two point one five", [(20_462.15, None, None)]),
        ("a two-in-one device", [(2, None, None)]),
        ("from 3km-5km away", [(3, 5, "kilometre")]),
        ("for three quarters of an hour", [(0.75, None, "hour")]),
        ("over a quarter of a century", [(25, None, "year")]),
        ("within an hour, 5 decades ago", [(1, None, "hour"), (50, None, "year")]),
        ("a 10- to 15-year term", [(10, 15, "year")]),
        ("a five-to-ten-year plan", [(5, 10, "year")]),
        ("reserves of 3 bcf", [(3e9, None, "cubic foot")]),
    ],
)
def test_forms_that_are_hard_to_read(text: str, expected: Values) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a crop of 64 million bags", [(64e6, None, "bag")]),
        ("20 bags of cement", [(20, None, "bag")]),
        ("3.1 lakh bales", [(310_000, None, "bale")]),
        ("9 sacks of rice", [(9, None, "sack")]),
        ("9 bags", [(9, None, None)]),
        ("two sacks on the beach", [(2, None, None)]),
    ],
)
def test_packages_are_units_of_what_is_traded_in_them(text: str, expected: Values) -> None:
    assert quantities(text) == expected
