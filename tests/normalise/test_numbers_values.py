"""Values, units and currencies of numeric expressions."""

import pytest

from pipeline.entities.numbers import find_numbers
from pipeline.normalise.numbers import to_quantity


def quantities(text: str) -> list[tuple[float | None, float | None, str | None]]:
    found = [to_quantity(number) for number in find_numbers(text)]
    return [(quantity.value, quantity.value_max, quantity.unit) for quantity in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("65 lakh", [(6_500_000, None, None)]),
        ("Rs 2 crore", [(20_000_000, None, "INR")]),
        ("10 to 15 percent", [(10, 15, "%")]),
        ("25 basis points", [(0.25, None, "pp")]),
        ("two decades", [(20, None, "year")]),
        ("12 ft 2 in", [(pytest.approx(12 + 1 / 6), None, "foot")]),
    ],
)
def test_values_are_in_base_units(text: str, expected: list[tuple[float, float | None, str | None]]) -> None:
    assert quantities(text) == expected
