"""The factors of pipeline/data/units.csv, held against those of pint, which no run needs."""

import math
import re

import pint
import pytest

from pipeline.lexicon import Row, read_lexicon

# What news means by a name that pint gives to something else.
IN_PINT = {
    "barrel": "oil_barrel",
    "calorie": "kilocalorie",
    "million British thermal units": "megaBtu",
    "megawatt peak": "megawatt",
    "deadweight tonne": "tonne",
    "night": "day",
}
# pint's acre and acre foot are those of the old US survey, 4 parts in a million larger.
TOLERANCE = 1e-5
# pint has no units of one country or one trade.
LEAST_KNOWN = 115

REGISTRY = pint.UnitRegistry()


def in_pint(name: str) -> str:
    """Write a unit's name as pint does."""
    name = IN_PINT.get(name, name).replace(" per ", "/")
    name = re.sub(r"square (\w+)", r"\1**2", name)
    return re.sub(r"cubic (\w+)", r"\1**3", name).replace(" ", "_")


def known() -> list[Row]:
    rows = [row for row in read_lexicon("pipeline", "units.csv") if row["factor"]]
    return [row for row in rows if both_known(row)]


def both_known(row: Row) -> bool:
    try:
        REGISTRY.parse_units(in_pint(row["unit"]))
        REGISTRY.parse_units(in_pint(row["base"]))
    except (pint.UndefinedUnitError, TypeError):
        return False
    return row["base"] not in ("month", "kelvin")  # months have no fixed length


@pytest.mark.parametrize("row", known(), ids=lambda row: row["unit"])
def test_factors_agree_with_pint(row: Row) -> None:
    theirs = REGISTRY.Quantity(1, in_pint(row["unit"])).to(in_pint(row["base"])).magnitude
    assert math.isclose(theirs, float(row["factor"]), rel_tol=TOLERANCE)


def test_most_units_are_in_pint() -> None:
    assert len(known()) >= LEAST_KNOWN
