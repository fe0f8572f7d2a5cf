"""Units of measurement and of time: what a written unit means and in which unit it is given."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import Row, read_lexicon

SHARED = "pipeline"
ROOM = "pipeline.normalise"

_RATE = re.compile(r"\s*/\s*|\s+(?:per|an?|each|every)\s+")


@dataclass(frozen=True, slots=True)
class UnitMeaning:
    """A unit: its singular name, its dimension, and how many of the base unit make one."""

    name: str
    dimension: str
    base: str
    factor: float | None


@dataclass(frozen=True, slots=True)
class _Tables:
    names: dict[str, UnitMeaning]
    symbols: dict[str, UnitMeaning]
    given: dict[str, tuple[str, float]]


@cache
def _tables(user_folder: str | None) -> _Tables:
    tables = _Tables({}, {}, {})
    for row in read_lexicon(SHARED, "units.csv", user_folder):
        meaning = _meaning(row)
        for name in [row["unit"], *row["names"].split("|")]:
            tables.names[_squeezed(name.lower())] = meaning
        for symbol in [*row["symbols"].split("|"), *row["glued"].split("|")]:
            tables.symbols[_squeezed(symbol)] = meaning
    for row in read_lexicon(ROOM, "given_units.csv", user_folder):
        tables.given[row["unit"]] = (row["given_in"], float(row["factor"]))
    return tables


def _meaning(row: Row) -> UnitMeaning:
    factor = float(row["factor"]) if row["factor"] else None
    return UnitMeaning(row["unit"], row["dimension"], row["base"], factor)


def _squeezed(text: str) -> str:
    """Return a form without blanks, so that ``km / h`` and ``km/h`` are the same."""
    return "".join(text.split())


def unit_meaning(written: str, user_folder: str | None = None) -> UnitMeaning | None:
    """Return what a written unit means, ``None`` where no lexicon has it.

    ``kilometers per hour`` and ``tonnes/day`` are looked up whole and then part by part.

    Args:
        written: The unit as written in the text.
        user_folder: A folder of the user's own lexicon entries.
    """
    tables = _tables(user_folder)
    whole = _one_unit(written, tables)
    if whole:
        return whole
    parts = _RATE.split(written.strip())
    if len(parts) != 2:
        return None
    upper, lower = (_one_unit(part, tables) for part in parts)
    if lower and not upper:
        return UnitMeaning(f"{_singular(parts[0])} per {lower.name}", "count rate", "", None)
    if not upper or not lower:
        return None
    factor = upper.factor / lower.factor if upper.factor and lower.factor else None
    name = f"{upper.name} per {lower.name}"
    known = tables.names.get(_squeezed(name.lower()))
    return known or UnitMeaning(name, f"{upper.dimension} rate", f"{upper.base} per {lower.base}", factor)


def _singular(noun: str) -> str:
    """Return the singular of a regular plural: ``trees``, ``cities``, ``boxes``."""
    noun = noun.lower()
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def _one_unit(written: str, tables: _Tables) -> UnitMeaning | None:
    form = _squeezed(written)
    return tables.symbols.get(form) or tables.names.get(form.lower())


def given_unit(name: str, user_folder: str | None = None) -> tuple[str, float]:
    """Return the unit in which a unit is given and how many of it make one: year, 10 for a decade."""
    return _tables(user_folder).given.get(name, (name, 1.0))
