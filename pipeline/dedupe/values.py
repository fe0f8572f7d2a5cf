"""Whether two stated values can be one: equal, rounded, bounded, in a range or in another unit."""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import read_lexicon
from pipeline.records import FigureMention

Agreement = Literal["agree", "rounding", "conflict"]

DIGITS = re.compile(r"\d[\d,]{0,30}(?:\.\d{1,12})?")

# "About" without digits to round by ("about a dozen") allows this share of the value either way.
ABOUT_SHARE = 0.05
# A restatement in another unit is rounded to a few digits.
CONVERSION_SHARE = 0.01
# "More than 20" can mean 24, but not 400.
BOUND_FACTOR = 1.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two values relate, and why in words."""

    agreement: Agreement
    reason: str


@cache
def _conversions() -> dict[str, tuple[str, float]]:
    rows = [*read_lexicon("pipeline", "units.csv"), *read_lexicon("pipeline.dedupe", "conversions.csv")]
    return {row["unit"]: (row["base"], float(row["factor"])) for row in rows if row["factor"]}


def base_unit(unit: str | None) -> tuple[str | None, float]:
    """Return a unit's base unit and its factor; a unit that is not in the table is its own base."""
    return _conversions().get(unit or "", (unit, 1.0))


def compare(left: FigureMention, right: FigureMention) -> Verdict:
    """Return how the values of two mentions of one kind and dimension relate."""
    if left.value is None or right.value is None:
        return Verdict("conflict", "a value is unknown")
    factor_left, factor_right = base_unit(left.unit)[1], base_unit(right.unit)[1]
    if factor_left != factor_right:
        return _converted(left, right, left.value * factor_left, right.value * factor_right)
    if _close(left.value, right.value) and _close(left.value_max, right.value_max):
        return Verdict("agree", _same_value(left, right))
    return _worded(left, right) or Verdict("conflict", f"{left.text} against {right.text}")


def _same_value(left: FigureMention, right: FigureMention) -> str:
    """Return that two values are the same, and the bounds where they are worded otherwise."""
    if left.bound == right.bound:
        return "same value"
    bounds = sorted({_words(bound) for bound in (left.bound, right.bound)} - {"exact"})
    return f"same value, also worded as {' or '.join(bounds)}"


def _close(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9)


def _converted(left: FigureMention, right: FigureMention, low: float, high: float) -> Verdict:
    if math.isclose(low, high, rel_tol=CONVERSION_SHARE):
        return Verdict("agree", f"{left.text} is {right.text} in another unit")
    return Verdict("conflict", f"{left.text} is not {right.text}")


def _worded(left: FigureMention, right: FigureMention) -> Verdict | None:
    """Return the verdict where the wording lets different values be one."""
    for one, other in ((left, right), (right, left)):
        value, target = one.value, other.value
        if value is None or target is None or other.value_max is not None:
            continue
        if one.value_max is not None:
            if value <= target <= one.value_max:
                return Verdict("rounding", f"{other.text} lies in {one.text}")
            continue
        if abs(value - target) <= tolerance(one):
            return Verdict("rounding", f"{one.text} is {other.text} rounded")
        if one.bound in {"at_least", "more_than"} and value <= target <= value * BOUND_FACTOR:
            return Verdict("rounding", f"{other.text} is {_words(one.bound)} {one.text}")
        if one.bound in {"at_most", "less_than"} and value / BOUND_FACTOR <= target <= value:
            return Verdict("rounding", f"{other.text} is {_words(one.bound)} {one.text}")
    return None


def _words(bound: str) -> str:
    return bound.replace("_", " ")


def tolerance(mention: FigureMention) -> float:
    """Return how far the true value may be from the stated one: half its last stated digit."""
    value = mention.value or 0.0
    found = DIGITS.search(mention.text)
    about = abs(value) * ABOUT_SHARE if mention.bound == "about" else 0.0
    if found is None or value == 0:
        return about
    digits = found.group().replace(",", "")
    scale = abs(value) / float(digits) if float(digits) else 1.0
    whole, _, decimals = digits.partition(".")
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    # A round hundred without an approximator is taken at its word; its zeros are digits.
    step = 10.0 ** -len(decimals) if decimals or mention.bound != "about" else 10.0**zeros
    # A bare count is exact: 20 soldiers are not 20.4.
    exact = mention.kind in {"count", "duration"} and scale == 1 and mention.bound == "exact"
    return 0.0 if exact else step * scale / 2


def significant_digits(mention: FigureMention) -> int:
    """Return how many digits a value has as written, without the zeros that end a whole number."""
    found = DIGITS.search(mention.text)
    if found is None:
        return 0
    whole, point, decimals = found.group().replace(",", "").partition(".")
    return len((whole + decimals).lstrip("0")) if point else len(whole.strip("0"))
