"""Every line of the currency and unit lexicons is found and valued with its own example."""

import pytest

from pipeline.entities.numbers import find_numbers
from pipeline.lexicon import Row, read_lexicon
from pipeline.normalise.money import money_meaning
from pipeline.normalise.numbers import scale_value, to_quantity
from pipeline.normalise.units import given_unit, unit_meaning
from pipeline.records import Quantity


def rows(room: str, name: str) -> list[Row]:
    return list(read_lexicon(room, name))


def only(text: str) -> Quantity:
    (found,) = (to_quantity(number) for number in find_numbers(text))
    return found


def by_first(row: Row) -> str:
    return next(iter(row.values()))


@pytest.mark.parametrize("row", rows("pipeline", "currencies.csv"), ids=by_first)
def test_currencies_are_found_by_name_and_code(row: Row) -> None:
    named, coded = only(row["example"]), only(f"{row['code']} 5 million")
    assert (named.kind, named.value, named.unit) == ("money", 5_000_000, row["code"])
    assert (coded.kind, coded.value, coded.unit) == ("money", 5_000_000, row["code"])


@pytest.mark.parametrize("row", rows("pipeline", "currencies.csv"), ids=by_first)
def test_currency_signs_and_minor_units_are_found(row: Row) -> None:
    for sign in filter(None, row["signs"].split("|")):
        before = only(f"{sign}5 million")
        assert (before.kind, before.value) == ("money", 5_000_000)
        if before.note is None:
            assert before.unit == row["code"]
    for minor in filter(None, row["minors"].split("|")):
        name, _, parts = minor.partition("/")
        assert money_meaning(f"{row['of'].split('|')[0]} {name}").share == pytest.approx(1 / int(parts))


@pytest.mark.parametrize("row", rows("pipeline.normalise", "currency_defaults.csv"), ids=by_first)
def test_shared_signs_have_a_default_and_say_so(row: Row) -> None:
    money = money_meaning(row["form"])
    assert money.code == (row["code"] or None)
    assert money.note or money.code


@pytest.mark.parametrize("row", rows("pipeline", "units.csv"), ids=by_first)
def test_units_are_found_and_named(row: Row) -> None:
    (number,) = [number for number in find_numbers(row["example"]) if number.unit]
    meaning = unit_meaning(number.unit or "")
    assert number.kind == ("duration" if row["dimension"] == "time" else "quantity")
    assert meaning is not None
    assert meaning.name == row["unit"]


@pytest.mark.parametrize("row", rows("pipeline", "units.csv"), ids=by_first)
def test_every_form_of_a_unit_means_it(row: Row) -> None:
    for form in [row["unit"], *row["names"].split("|"), *row["symbols"].split("|"), *row["glued"].split("|")]:
        meaning = unit_meaning(form) if form else None
        assert form == "" or (meaning is not None and meaning.name == row["unit"])


@pytest.mark.parametrize("row", rows("pipeline.normalise", "given_units.csv"), ids=by_first)
def test_units_are_given_in_those_of_the_guide(row: Row) -> None:
    assert given_unit(row["unit"]) == (row["given_in"], float(row["factor"]))
    found = only(f"for over {row['example']}")
    assert found.kind in ("duration", "quantity")
    assert found.unit == row["given_in"]


def test_a_unit_with_a_scale_word_in_it_is_multiplied_out() -> None:
    assert (only("output of 2.1 mb/d").value, only("imports of 40 bcm").value) == (2.1e6, 4e10)


@pytest.mark.parametrize(
    "row",
    [row for row in rows("pipeline", "numerals.csv") if row["role"] in ("scale", "letter")],
    ids=by_first,
)
def test_scales_multiply(row: Row) -> None:
    assert scale_value(row["word"]) == float(row["value"])
    found = to_quantity(find_numbers(row["example"])[0])
    assert found.value is not None
    assert found.value % float(row["value"]) in (0, float(row["value"]) / 2)
