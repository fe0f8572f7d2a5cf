"""Calendar arithmetic for the resolution of time expressions: spans of days, units, TIMEX3 values."""

import calendar
import datetime as dt
from typing import NamedTuple

MONTHS = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
# Months of the first month of each season, as news of the northern hemisphere counts them.
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
FIRST_YEAR, LAST_YEAR = dt.MINYEAR + 1, dt.MAXYEAR - 1


class Span(NamedTuple):
    """A stretch of days, both ends inclusive."""

    start: dt.date
    end: dt.date


def month_span(year: int, month: int, count: int = 1) -> Span:
    """Return ``count`` whole months from a month on; ``month`` may lie outside 1-12."""
    first = _month_start(year, month)
    return Span(first, _month_start(year, month + count) - dt.timedelta(1))


def _month_start(year: int, month: int) -> dt.date:
    years, rest = divmod(month - 1, 12)
    return dt.date(min(max(year + years, FIRST_YEAR), LAST_YEAR), rest + 1, 1)


def add_months(day: dt.date, count: int) -> dt.date:
    """Move a day by months, to the month's last day where it has no such day."""
    first = _month_start(day.year, day.month + count)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def add_days(day: dt.date, count: int) -> dt.date:
    """Move a day, staying within the calendar."""
    lowest, highest = dt.date(FIRST_YEAR, 1, 1).toordinal(), dt.date(LAST_YEAR, 12, 31).toordinal()
    return dt.date.fromordinal(min(max(day.toordinal() + count, lowest), highest))


def add_units(day: dt.date, unit: str, count: float) -> dt.date:
    """Move a day by a number of units; fractions of months count 30 days to the month, clock units none."""
    if unit in MONTHS:
        months = MONTHS[unit] * count
        return add_days(add_months(day, int(months)), round((months - int(months)) * 30))
    return add_days(day, round(DAYS.get(unit, 0) * count))


def unit_span(day: dt.date, unit: str) -> Span:
    """Return the calendar unit that holds a day: its week, month, quarter, half, year, decade or century."""
    if unit == "month":
        return month_span(day.year, day.month)
    if unit in {"quarter", "half"}:
        size = MONTHS[unit]
        return month_span(day.year, (day.month - 1) // size * size + 1, size)
    if unit in MONTHS:
        years = MONTHS[unit] // 12
        return month_span(day.year // years * years or 1, 1, 12 * years)
    monday = add_days(day, -day.weekday())
    if unit == "weekend":
        return Span(add_days(monday, 5), add_days(monday, 6))
    if unit in {"week", "fortnight"}:
        return Span(monday, add_days(monday, DAYS[unit] - 1))
    return Span(day, day)


def timex_of(span: Span) -> str:
    """Return the shortest TIMEX3 value of a span: a calendar unit where it is one, else ``start/end``."""
    start, end = span
    if start == end:
        return start.isoformat()
    if start.day == 1 and end == month_span(start.year, start.month).end:
        return f"{start:%Y-%m}"
    if span == unit_span(start, "week"):
        year, week, _ = start.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if span == unit_span(start, "weekend"):
        year, week, _ = start.isocalendar()
        return f"{year:04d}-W{week:02d}-WE"
    for unit, form in (("year", "{0:04d}"), ("quarter", "{0:04d}-Q{1}"), ("half", "{0:04d}-H{2}")):
        if span == unit_span(start, unit):
            return form.format(start.year, (start.month + 2) // 3, 1 if start.month < 7 else 2)
    if span == unit_span(start, "decade"):
        return f"{start.year // 10:03d}"
    if span == unit_span(start, "century"):
        return f"{start.year // 100:02d}"
    return f"{start.isoformat()}/{end.isoformat()}"


def nth_weekday(span: Span, weekday: int, n: int) -> dt.date | None:
    """Return the n-th weekday (1 Monday … 7 Sunday; n -1: the last) within a span."""
    if n > 0:
        day = add_days(span.start, (weekday - 1 - span.start.weekday()) % 7 + 7 * (n - 1))
        return day if day <= span.end else None
    return add_days(span.end, -((span.end.weekday() - weekday + 1) % 7))


def near_weekday(day: dt.date, weekday: int, ahead: bool) -> dt.date:
    """Return the weekday on or next to a day, ahead or back."""
    if ahead:
        return add_days(day, (weekday - 1 - day.weekday()) % 7)
    return add_days(day, -((day.weekday() - weekday + 1) % 7))


def season_span(year: int, season: str) -> Span:
    """Return the three months of a season; winter runs into the next year."""
    return month_span(year, SEASONS[season], 3)


def exact_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def duration_value(amounts: list[tuple[str, float | None]]) -> str:
    """Return the TIMEX3 value of a duration from its units and amounts (None: not said how many)."""
    date_part, clock_part = "", ""
    for unit, amount in amounts:
        letter, factor = _LETTERS[unit]
        text = "X" if amount is None else f"{amount * factor:g}"
        if unit in CLOCK_UNITS:
            clock_part += text + letter
        else:
            date_part += text + letter
    return f"P{date_part}" + (f"T{clock_part}" if clock_part else "")


_LETTERS = {
    "second": ("S", 1),
    "minute": ("M", 1),
    "hour": ("H", 1),
    "day": ("D", 1),
    "week": ("W", 1),
    "weekend": ("WE", 1),
    "fortnight": ("W", 2),
    "month": ("M", 1),
    "quarter": ("M", 3),
    "half": ("M", 6),
    "year": ("Y", 1),
    "decade": ("Y", 10),
    "century": ("Y", 100),
    "millennium": ("Y", 1000),
}
