"""Forms that need the publication date or the date in focus: last year, two weeks ago, the same period."""

import datetime as dt
from dataclasses import replace

from pipeline.normalise.dates_absolute import spanned
from pipeline.normalise.dates_calendar import (
    CLOCK_UNITS,
    MONTHS,
    Span,
    add_days,
    add_months,
    add_units,
    duration_value,
    month_span,
    unit_span,
)
from pipeline.normalise.dates_context import Context, Node, Value, child_value, form, number, text

_STEPS = {
    "last": -1,
    "past": -1,
    "before": -1,
    "before_last": -2,
    "next": 1,
    "coming": 1,
    "after": 1,
    "after_next": 2,
}
_FEW_DAYS = 3
_UNITS_PER_DAY = {"hour": 24, "minute": 1440, "second": 86400}


def open_value(step: int) -> str:
    """Return the TIMEX3 value of a direction whose date is unknown."""
    return "PRESENT_REF" if step == 0 else "FUTURE_REF" if step > 0 else "PAST_REF"


@form("adverb")
def adverb(node: Node, context: Context) -> Value:
    """Read today, yesterday, tomorrow and their parts."""
    word = text(node, "adverb")
    step = {"today": 0, "yesterday": -1, "tomorrow": 1, "overnight": 0, "-2": -2, "2": 2}.get(word, 0)
    day, moment = context.anchor("day"), text(node, "part")
    if day is None:
        return Value(open_value(step))
    found = add_days(day, step)
    return Value(found.isoformat() + (f"T{moment}" if moment else ""), Span(found, found))


@form("unit")
def unit(node: Node, context: Context) -> Value:
    """Read this, last, next, that or the day, week, month, year and so on."""
    name, direction = text(node, "unit"), text(node, "dir")
    if name == "period":
        return spanned(context.focus, "PAST_REF")
    if text(node, "whole"):
        span = _unit_at(name, direction, 0, context)
        return Value(duration_value([(name, 1)]), span)
    if direction == "past" and name not in {"day", "weekend"}:
        return window({"dir": "last", "n": "1", "unit": name}, context)
    if direction == "next" and context.tense == "past" and context.text.lower().startswith("the next"):
        direction = "after"  # 'the next day' of a story lies behind the day last spoken of
    step = _STEPS.get(direction, 0)
    span = _unit_at(name, direction, step, context)
    return spanned(span, "PAST_REF" if direction == "that" else open_value(step))


def _unit_at(name: str, direction: str, step: int, context: Context) -> Span | None:
    """Return the unit that a direction points to, from the focus where it points back at the text."""
    day = context.anchor(name)
    if context.focus is not None and direction in {"that", "before", "after", "the"}:
        day = context.focus.end if step > 0 else context.focus.start
        if direction == "the" and not _holds(name, context.focus):
            day = context.anchor(name)
    elif direction == "that":
        return None
    if day is None:
        return None
    if name == "weekend":
        return _weekend(day, step, direction)
    span = unit_span(day, name)
    return unit_span(add_units(span.start, name, step), name) if step else span


def _holds(name: str, focus: Span) -> bool:
    """Tell whether the focus lies within one such unit, so that "the year" can mean its year."""
    return unit_span(focus.start, name) == unit_span(focus.end, name)


def _weekend(day: dt.date, step: int, direction: str) -> Span:
    """Return a weekend: on and after Saturday "the weekend" is the running one, before it the last one."""
    this = unit_span(day, "weekend")
    if direction in {"the", "last", "past"} and day < this.start:
        return Span(*(add_days(end, -7) for end in this))
    if direction in {"last", "past"}:
        step = -1 if day > this.end or day >= this.start else 0
    return Span(*(add_days(end, 0 if direction == "the" else 7 * step) for end in this))


@form("same_of")
def same_of(node: Node, context: Context) -> Value:
    """Read the same period of another year: the focus moved into that year."""
    holder = child_value(node, "of", context)
    if holder is None or holder.span is None or context.focus is None:
        return holder or Value("PAST_REF")
    years = holder.span.start.year - context.focus.start.year
    return spanned(shift(context.focus, "year", years or -1), "")


def shift(span: Span, name: str, count: float) -> Span:
    """Move a span by units; whole months stay whole months."""
    months = MONTHS.get(name, 0) * count
    if months and months == int(months) and span.start.day == 1 and add_days(span.end, 1).day == 1:
        start = add_months(span.start, int(months))
        after = add_months(add_days(span.end, 1), int(months))
        return Span(start, add_days(after, -1))
    return Span(add_units(span.start, name, count), add_units(span.end, name, count))


def amounts(node: Node) -> list[tuple[str, float | None]]:
    """Return the units of a duration with how many there are, None where the text does not say."""
    found: list[tuple[str, float | None]] = []
    for tail in ("", "2", "3"):
        name, n = text(node, f"unit{tail}"), text(node, f"n{tail}")
        if name and n:
            amount = None if n == "X" else float(n)
            if amount is not None and not tail and text(node, "add"):
                amount += float(text(node, "add"))
            found.append((name, amount))
    return found


@form("duration")
def duration(node: Node, _: Context) -> Value:
    """Read a length of time."""
    return Value(duration_value(amounts(node)) if amounts(node) else "PX", focus=False)


@form("offset")
def offset(node: Node, context: Context) -> Value:
    """Read a distance from publication, from the focus or from another date: three years ago."""
    sign = -1 if text(node, "sign") == "-" else 1
    base, parts = text(node, "base"), amounts(node)
    if base == "in" and context.tense == "past":
        return duration(node, context)
    if any(amount is None and name != "day" for name, amount in parts):
        return Value(open_value(sign))
    steps = [(name, sign * (_FEW_DAYS if amount is None else amount)) for name, amount in parts]
    on = child_value(node, "on", replace(context, tense="future") if base == "ahead" else context)
    if base in {"on", "ahead"} or on is not None:
        return _from_date(on, steps, sign)
    if base in {"focus", "text"} and context.focus is not None:
        span = context.focus
        for name, count in steps:
            span = shift(span, name, count)
        if base == "focus" or context.day is None or span.start <= context.day:
            return spanned(span, "")
    if base == "text":
        return _now(steps[-1][0], context)
    return _from_publication(steps, sign, context)


def _now(name: str, context: Context) -> Value:
    """Read ``five years on`` without a day that it counts from: the year of publication."""
    day = context.anchor(name)
    return spanned(unit_span(day, name) if day is not None else None, "PRESENT_REF")


def _from_date(on: Value | None, steps: list[tuple[str, float]], sign: int) -> Value:
    if on is None or on.span is None:
        return Value(open_value(sign))
    span = on.span
    for name, count in steps:
        span = shift(span, name, count)
    return spanned(span, "")


def _from_publication(steps: list[tuple[str, float]], sign: int, context: Context) -> Value:
    """Give the exact point as value; the span is the unit counted in: a year ago was some day of a year."""
    finest = steps[-1][0]
    day = context.anchor(finest)
    if day is None:
        return Value(open_value(sign))
    for name, count in steps:
        count = count / _UNITS_PER_DAY[name] if name in CLOCK_UNITS else count
        day = add_units(day, "day" if name in CLOCK_UNITS else name, count)
    coarse = finest in MONTHS or finest in {"week", "fortnight"}
    span = unit_span(day, "week" if finest == "fortnight" else finest) if coarse else Span(day, day)
    return Value(
        day.isoformat() if context.day else span.start.isoformat()[: len(context.published or "")], span
    )


@form("window")
def window(node: Node, context: Context) -> Value:
    """Read a stretch that ends or starts at publication: the past three months."""
    parts = amounts(node)
    value, direction = duration_value(parts), text(node, "dir")
    day = context.anchor("day")
    on = child_value(node, "on", context)
    if direction == "from":
        day = on.span.start if on is not None and on.span is not None else None
    known = [
        (name, _FEW_DAYS if amount is None else amount)
        for name, amount in parts
        if amount is not None or name == "day"
    ]
    if day is None or len(known) < len(parts) or direction in {"this", "that"}:
        return Value(value)
    ahead = direction in {"next", "coming", "after", "within", "from"}
    far = day
    for name, count in known:
        days = count / _UNITS_PER_DAY[name] if name in CLOCK_UNITS else 0
        far = (
            add_units(far, name, count if ahead else -count)
            if not days
            else add_days(far, round(days if ahead else -days))
        )
    if direction in {"within", "from"}:
        far = add_days(far, -1)
    if text(node, "turned"):
        day = add_days(day, 1 if ahead else -1)
    return Value(value, Span(day, max(far, day)) if ahead else Span(far, max(far, day)), focus=False)


@form("set")
def repeated(node: Node, _: Context) -> Value:
    """Read what comes again and again: every Friday, annual."""
    if written := text(node, "set"):
        return Value(written, focus=False)
    name = text(node, "unit")
    if weekday := number(node, "weekday"):
        name = str(weekday)
    if name.isdigit():
        return Value(f"XXXX-WXX-{name}", focus=False)
    if month := number(node, "month"):
        return Value(f"XXXX-{month:02d}", focus=False)
    if name.isupper():
        return Value(f"T{name}", focus=False)
    return Value(duration_value(amounts(node) or [(name, 1)]), focus=False)


@form("ref")
def reference(node: Node, _: Context) -> Value:
    """Read now, recently, soon."""
    return Value(text(node, "ref"), focus=False)


def published_month(context: Context) -> Span | None:
    """Return the month of publication."""
    day = context.anchor("month")
    return month_span(day.year, day.month) if day is not None else None
