"""When holidays fall: fixed days, weekday rules, computus, the tabular Islamic calendar, and given days."""

import datetime as dt
from functools import cache

from pipeline.lexicon import Row, read_lexicon
from pipeline.normalise.dates_calendar import Span, add_days, exact_date, month_span, nth_weekday

ROOM = "pipeline.normalise"
_HIJRI_EPOCH = dt.date(622, 7, 18).toordinal()
_PARSI_REFERENCE = dt.date(2018, 8, 17)


@cache
def _rules(lexicons: str | None) -> dict[str, Row]:
    return {row["holiday"]: row for row in read_lexicon(ROOM, "holidays.csv", lexicons)}


def national_name(holiday: str, country: str, lexicons: str | None = None) -> str:
    """Return the name under which a country's own day has its rule, or the holiday itself."""
    national = f"{holiday} {country}"
    return national if national in _rules(lexicons) else holiday


def holiday_span(holiday: str, year: int, lexicons: str | None = None) -> Span | None:
    """Return the days of a holiday in a year, or None where the rules do not say."""
    row = _rules(lexicons).get(holiday)
    if row is None or not 1 <= year <= 9998:
        return None
    name, *arguments = row["rule"].split()
    first = _first_day(name, arguments, year)
    return None if first is None else Span(first, add_days(first, int(row["days"]) - 1))


def _first_day(name: str, arguments: list[str], year: int) -> dt.date | None:
    if name == "fixed":
        month, day = map(int, arguments[0].split("-"))
        return exact_date(year, month, day)
    if name in {"easter", "orthodox"}:
        sunday = easter(year) if name == "easter" else orthodox_easter(year)
        return add_days(sunday, int(arguments[0]))
    if name == "weekday":
        month, n, weekday = map(int, arguments[:3])
        found = nth_weekday(month_span(year, month), weekday, n)
        return add_days(found, int(arguments[3])) if found and len(arguments) > 3 else found
    if name == "hijri":
        month, day = map(int, arguments[0].split("-"))
        return _hijri_in(year, month, day)
    if name == "parsi":
        return _parsi_new_year(year)
    return next((dt.date.fromisoformat(day) for day in arguments if day.startswith(f"{year:04d}-")), None)


def easter(year: int) -> dt.date:
    """Return Easter Sunday (anonymous Gregorian computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Return Orthodox Easter Sunday (Meeus's Julian computus, moved to the Gregorian calendar)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return add_days(dt.date(year, month, day + 1), year // 100 - year // 400 - 2)


def _hijri(year: int, month: int, day: int) -> dt.date:
    """Turn a date of the tabular Islamic calendar (astronomical epoch) into a Gregorian one."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return dt.date.fromordinal(_HIJRI_EPOCH + days)


def _hijri_in(year: int, month: int, day: int) -> dt.date | None:
    """Return the (last) such Islamic day that falls in a Gregorian year."""
    guess = int((year - 622) * 33 / 32)
    found = [_hijri(h, month, day) for h in range(max(guess, 1), guess + 3)]
    return next((date for date in reversed(found) if date.year == year), None)


def _parsi_new_year(year: int) -> dt.date:
    """Return the Shahenshahi new year: its year always has 365 days, so it moves back with leap years."""
    return add_days(_PARSI_REFERENCE, 365 * (year - _PARSI_REFERENCE.year))
