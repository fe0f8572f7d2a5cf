"""Forms that name calendar dates: dates, weeks, quarters, seasons, clock times."""

import datetime as dt

from pipeline.normalise.dates_calendar import (
    MONTHS,
    SEASONS,
    Span,
    add_days,
    add_months,
    exact_date,
    month_span,
    near_weekday,
    season_span,
    timex_of,
    unit_span,
)
from pipeline.normalise.dates_context import Context, Node, Value, child, child_value, form, number, text

# A date without its year that would fall at most so many days ahead is read as ahead, even in the past tense:
# "announced that talks open on 12 September".
AHEAD = 45
_SUNDAY = 7
_LAST_MONTH_OF_YEAR = 12


def spanned(span: Span | None, unresolved: str) -> Value:
    """Return a span's value, or the open TIMEX3 value where there is none."""
    return Value(timex_of(span), span) if span is not None else Value(unresolved)


@form("date")
def date(node: Node, context: Context) -> Value:
    """Read a date by its parts: year, month, day, weekday, and a direction or a container."""
    year, month, day = number(node, "year"), number(node, "month"), number(node, "day")
    if year is None and month is None and (short := number(node, "yy")) is not None:
        year = 2000 + short
    if month is None:
        if year is not None and 1 < year < 9999:
            return Value(f"{year:04d}", month_span(year, 1, 12))
        return _weekday(node, day, context)
    if year is None:
        year = _year_of(node, month, day, context)
    if year is None:
        return Value(f"XXXX-{month:02d}" + (f"-{day:02d}" if day else ""))
    if day is None:
        return Value(f"{year:04d}-{month:02d}", month_span(year, month))
    found = exact_date(year, month, day)
    return spanned(Span(found, found) if found else None, f"{year:04d}-{month:02d}")


def _year_of(node: Node, month: int, day: int | None, context: Context) -> int | None:
    """Find the year of a month or day: from its container, its short year, its direction, or the nearest."""
    if (short := number(node, "yy")) is not None:
        return 2000 + short
    holder = child_value(node, "of", context)
    if holder is not None:
        return next((y for y in _years(holder.span) if _inside(holder.span, y, month)), None)
    anchor = context.anchor("month")
    if context.focus_year is not None and day is not None and not text(node, "dir"):
        return context.focus_year
    if anchor is None:
        return (
            context.span.start.year if context.span and day is None and text(node, "dir") == "this" else None
        )
    direction = text(node, "dir")
    if direction:
        return _directed_year(direction, month, anchor)
    if weekday := number(node, "weekday"):
        years = (anchor.year, anchor.year - 1, anchor.year + 1, anchor.year + 2, anchor.year - 2)
        dates = {y: exact_date(y, month, day or 1) for y in years}
        fitting = (y for y in years if (found := dates[y]) and found.isoweekday() == weekday)
        return next(fitting, anchor.year)
    return nearest_year(month, day, anchor, context.tense)


def _years(span: Span | None) -> range:
    return range(span.start.year, span.end.year + 1) if span else range(0)


def _inside(span: Span | None, year: int, month: int) -> bool:
    return (
        span is not None
        and span.start <= month_span(year, month).end
        and month_span(year, month).start <= span.end
    )


def _directed_year(direction: str, month: int, anchor: dt.date) -> int:
    if direction in {"last", "past", "before"}:
        return anchor.year - (month >= anchor.month)
    if direction in {"next", "coming", "after"}:
        return anchor.year + (month <= anchor.month)
    return anchor.year


def nearest_year(month: int, day: int | None, anchor: dt.date, tense: str | None) -> int:
    """Choose the year of a month or day named without one, by tense and nearness to publication."""
    if tense == "future":
        passed = month < anchor.month or (month == anchor.month and day is not None and day < anchor.day)
        return anchor.year + passed
    if day is None:
        ahead_by = (month - anchor.month) % 12
        return anchor.year - (month > anchor.month) + (tense is None and 0 < ahead_by < 6)
    ahead = [
        (found - anchor).days for y in (anchor.year, anchor.year + 1) if (found := exact_date(y, month, day))
    ]
    soonest = min((gap for gap in ahead if gap >= 0), default=366)
    reach = AHEAD if tense == "past" else 182
    if soonest <= reach:
        return add_days(anchor, soonest).year
    return anchor.year - ((month, day) > (anchor.month, anchor.day))


def _weekday(node: Node, day: int | None, context: Context) -> Value:
    weekday, direction, anchor = number(node, "weekday"), text(node, "dir"), context.anchor("day")
    if weekday is None:
        holder = child_value(node, "of", context)
        return _day_of_month(day, holder.span if holder else None, context)
    if anchor is None:
        return Value(f"XXXX-WXX-{weekday}")
    if day is not None:
        months = [month_span(anchor.year, anchor.month + step).start for step in (0, -1, 1, -2, 2)]
        dates = [found for first in months if (found := exact_date(first.year, first.month, day))]
        found = next((found for found in dates if found.isoweekday() == weekday), None)
    else:
        found = _directed_weekday(direction, weekday, anchor, context)
    return spanned(Span(found, found) if found else None, f"XXXX-WXX-{weekday}")


def _directed_weekday(direction: str, weekday: int, anchor: dt.date, context: Context) -> dt.date:
    monday = unit_span(anchor, "week").start
    if direction == "this":
        return add_days(monday, weekday - 1)
    if direction == "next" and weekday == _SUNDAY:
        return near_weekday(add_days(anchor, 1), weekday, ahead=True)  # to many papers Sunday starts the week
    behind = context.focus is not None and context.focus.end <= anchor
    if direction in {"next", "last"} or (direction == "before" and not behind):
        return add_days(monday, weekday - 1 + (7 if direction == "next" else -7))
    if direction == "coming":
        return near_weekday(add_days(anchor, 1), weekday, ahead=True)
    if direction == "past":
        return near_weekday(add_days(anchor, -1), weekday, ahead=False)
    if direction in {"before", "after"} and context.focus is not None:
        focus = context.focus
        ahead = direction == "after"
        return near_weekday(add_days(focus.end, 1) if ahead else add_days(focus.start, -1), weekday, ahead)
    return near_weekday(anchor, weekday, context.tense == "future" or direction == "after")


def _day_of_month(day: int | None, month: Span | None, context: Context) -> Value:
    anchor = context.anchor("day")
    found = None
    if month is not None and day is not None:
        found = exact_date(month.start.year, month.start.month, day)
        return spanned(Span(found, found) if found else None, timex_of(month))
    if anchor is not None and day is not None:
        step = (context.tense == "future") - (context.tense == "past")
        passed = (anchor.day > day) - (anchor.day < day)
        first = month_span(anchor.year, anchor.month + (step if step == passed else 0)).start
        found = exact_date(first.year, first.month, day)
    return spanned(Span(found, found) if found else None, f"XXXX-XX-{day or 0:02d}")


@form("week")
def week(node: Node, context: Context) -> Value:
    """Read a week by its ISO 8601 number."""
    year, n = (
        number(node, "year") or (context.span.start.year if context.span else None),
        number(node, "week"),
    )
    if year is None or n is None or not 1 <= n <= 53:
        return Value("XXXX-WXX")
    monday = add_days(unit_span(dt.date(year, 1, 4), "week").start, 7 * (n - 1))
    return spanned(unit_span(monday, "week"), "")


@form("iso")
def iso(node: Node, _: Context) -> Value:
    """Read an ISO 8601 date, month or date-time."""
    value = text(node, "iso")
    parts = [int(part) for part in value[:10].split("-")]
    if len(parts) == 2:
        return Value(value, month_span(*parts))
    found = exact_date(*parts)
    return Value(value.replace("t", "T").replace("z", "Z"), Span(found, found)) if found else Value(value)


@form("part")
def part(node: Node, context: Context) -> Value:
    """Read a quarter or half by its number, of a year or of the latest one that has begun."""
    n, size = number(node, "n") or 1, MONTHS[text(node, "unit")]
    count = _LAST_MONTH_OF_YEAR // size
    holder = child_value(node, "of", context)
    if holder is not None:
        return (
            Value(holder.timex)
            if holder.span is None
            else _part_of(holder.span, n % (count + 1) or count, size)
        )
    if n < 0:
        n = count
    anchor = context.anchor("month")
    if anchor is None or n > count:
        return Value(f"XXXX-{'Q' if size == 3 else 'H'}{n}")
    first = size * (n - 1) + 1
    year = anchor.year - (first > anchor.month)
    if context.tense == "future":
        year = anchor.year + (first + size - 1 < anchor.month)
    return spanned(month_span(year, first, size), "")


def _part_of(holder: Span, n: int, size: int) -> Value:
    if (holder.end - holder.start).days < 40:
        middle = add_days(holder.start, 14)
        return spanned(Span(holder.start, middle) if n == 1 else Span(add_days(middle, 1), holder.end), "")
    start = add_months(holder.start, size * (n - 1))
    return spanned(Span(start, add_days(add_months(start, size), -1)), "")


@form("season")
def season(node: Node, context: Context) -> Value:
    """Read a season of a year, or the nearest one by direction and tense."""
    name, direction = text(node, "season"), text(node, "dir")
    holder, anchor = child_value(node, "of", context), context.anchor("month")
    if holder is not None:
        year = holder.span.start.year if holder.span else None
    elif anchor is None:
        year = None
    else:
        year = _season_year(name, direction, anchor, context)
    return Value(f"XXXX-{name}") if year is None else Value(f"{year:04d}-{name}", season_span(year, name))


def _season_year(name: str, direction: str, anchor: dt.date, context: Context) -> int:
    begun = SEASONS[name] <= anchor.month
    running = season_span(anchor.year - (not begun), name)
    if direction == "this":
        return running.start.year if running.end >= anchor else anchor.year
    if direction in {"next", "coming", "after"} or (context.tense == "future" and running.end < anchor):
        return running.start.year + 1
    if direction in {"last", "past", "before"}:
        return running.start.year - (running.end >= anchor)
    return running.start.year


@form("clock")
def clock(node: Node, context: Context) -> Value:
    """Read a time of day, on a date where one is given."""
    on = child_value(node, "on", context)
    moment = _moment(node, child(node, "on"))
    if on is None:
        return Value(moment or "T", focus=False)
    day = on.span is not None and on.span.start == on.span.end
    return Value(f"{on.timex[:10]}{moment}" if day else on.timex, on.span)


def _moment(node: Node, on: Node | None) -> str:
    part_of_day = text(node, "part")
    half = text(node, "half_day") or {"AF": "PM", "EV": "PM", "NI": "PM", "MO": "AM"}.get(part_of_day, "")
    if on is not None and text(on, "part") == "NI":
        half = half or "PM"
    time = text(node, "time") or text(node, "hour")
    hour_text, *rest = time.split(":")
    if not hour_text.isdigit() or int(hour_text) > 24:
        return f"T{part_of_day}" if part_of_day else ""
    hour = (
        int(hour_text) % 12 + (12 if half == "PM" else 0) if half and int(hour_text) <= 12 else int(hour_text)
    )
    zone = {"GMT": "Z", "UTC": "Z"}.get(text(node, "zone"), "")
    return f"T{hour:02d}" + "".join(f":{field}" for field in rest) + zone
