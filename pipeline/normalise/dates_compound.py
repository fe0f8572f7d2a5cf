"""Forms made of other forms: ranges, since and until, early and late, the n-th of something."""

from dataclasses import replace

from pipeline.normalise.dates_absolute import spanned
from pipeline.normalise.dates_calendar import (
    MONTHS,
    Span,
    add_days,
    add_months,
    add_units,
    near_weekday,
    nth_weekday,
    timex_of,
    unit_span,
)
from pipeline.normalise.dates_context import (
    Context,
    Node,
    Value,
    child,
    child_value,
    form,
    number,
    resolve_node,
    text,
)
from pipeline.normalise.dates_relative import published_month

_INHERITED = ("year", "month", "of", "dir", "yy")


@form("range")
def between(node: Node, context: Context) -> Value:
    """Read from … to …; either end takes what it lacks (year, month) from the other."""
    first, last = dict(child(node, "from") or {}), dict(child(node, "to") or {})
    if text(first, "form") == text(last, "form") == "date":
        _share(first, last)
    start, end = _ends(first, last, context)
    if start.span is not None and end.span is not None and end.span.end < start.span.start:
        end = _end_after(last, start.span, end, context)
    if start.span is None or end.span is None or end.span.end < start.span.start:
        return Value(f"{start.timex}/{end.timex}")
    return spanned(Span(start.span.start, end.span.end), "")


def _ends(first: Node, last: Node, context: Context) -> tuple[Value, Value]:
    """Resolve both ends; of a range without years, one that is not over yet counts as the coming one."""
    if context.tense == "future" and context.day is not None and "year" not in first and "year" not in last:
        running = replace(context, tense="past")
        start, end = _point(first, running), _point(last, running)
        if start.span is not None and end.span is not None and end.span.end < start.span.start:
            end = _end_after(last, start.span, end, running)
        if end.span is None or end.span.end > context.day:
            return start, end
    if context.tense is None:
        context = replace(context, tense="past")
    return _point(first, context), _point(last, context)


def _point(node: Node, context: Context) -> Value:
    """Resolve an end of a range: the start, middle or end of something is a point there."""
    name = text(node, "edge")
    value = resolve_node(node, context)
    whole = child_value(node, "of", context) if name in {"start", "mid", "end"} else None
    if whole is None or whole.span is None:
        return value
    start, end = whole.span
    day = {"start": start, "mid": add_days(start, ((end - start).days + 1) // 2), "end": end}[name]
    return Value(value.timex, Span(day, day))


def _share(first: Node, last: Node) -> None:
    """Fill what one end lacks from the other: 12-16 September, April-December 2025."""
    for name in _INHERITED:
        if name in last and name not in first and _takes(name, first):
            first[name] = last[name]
        elif name in first and name not in last and name in {"year", "month", "yy"} and _takes(name, last):
            last[name] = first[name]
    year = number(first, "year")
    if year is not None and first.get("year") == last.get("year") and _order(first) > _order(last):
        first["year"] = str(year - 1)
    if first.get("month") == last.get("month") and "month" in first and _order(first) > _order(last):
        first["month"] = str((int(text(first, "month")) - 2) % 12 + 1)


def _takes(name: str, node: Node) -> bool:
    if name in {"month", "dir"}:
        return "day" in node and "month" not in node
    return "month" in node or "day" in node


def _order(node: Node) -> tuple[int, int]:
    return number(node, "month") or 0, number(node, "day") or 0


def _end_after(last: Node, start: Span, end: Value, context: Context) -> Value:
    """Move an end that lies before the start to its next turn."""
    if end.span is None:
        return end
    if (weekday := number(last, "weekday")) and "month" not in last:
        day = near_weekday(start.start, weekday, ahead=True)
        return spanned(Span(day, day), "")
    if "year" not in last and (month := number(last, "month")):
        year = start.start.year + (month < start.start.month)
        return resolve_node({**last, "year": str(year)}, context)
    return end


@form("bound")
def bound(node: Node, context: Context) -> Value:
    """Read since, until, by, before, after: an open TIMEX3 interval with the span of its one end.

    What holds until, or happens before, a day to come does so from publication on.
    """
    relation = text(node, "rel")
    if relation == "starting":
        relation, context = "since", replace(context, tense=context.tense or "future")
    inner, of = child_value(node, "of", context), child(node, "of") or {}
    if inner is None or inner.span is None:
        return inner or Value("XXXX")
    to_end = text(of, "edge") == "end"
    start, end = inner.span
    if to_end and relation in {"by", "before", "until"}:
        start = end
    if relation in {"since", "after"} and text(of, "edge") == "start":
        end = start
    last = end if to_end or relation in {"until", "by"} else add_days(start, -1)
    timex = {
        "since": f"{start.isoformat()}/..",
        "after": f"{(start if start == end else add_days(end, 1)).isoformat()}/..",
    }.get(relation, f"../{last.isoformat()}")
    published = context.day
    if published is not None and published <= start and relation in {"by", "before", "until"}:
        timex = (
            f"{published.isoformat()}/{end.isoformat()}"
            if relation == "by" and (to_end or start < end)
            else timex
        )
        if relation != "by" or (start == end and not to_end):
            start = published
            end = max(last, published)
    return Value(timex, Span(start, end))


@form("edge")
def edge(node: Node, context: Context) -> Value:
    """Read early, mid, late, start, end or rest of something: the value is the whole, the span the part."""
    whole = child_value(node, "of", context)
    if whole is None or whole.span is None:
        return whole or Value("XXXX")
    span = _edge_span(text(node, "edge"), whole.span, context.span)
    return Value(timex_of(whole.span), span)


def _edge_span(name: str, whole: Span, published: Span | None) -> Span:
    start, end = whole
    if name == "whole" or start == end:
        return whole
    if name in {"later", "rest"} and published is not None and start <= published.start <= end:
        return Span(published.start, end)
    if name == "earlier" and published is not None and start <= published.end <= end:
        return Span(start, published.end)
    length = (end - start).days + 1
    if length > 60 and name == "end":
        return Span(end, end)
    if length > 60:
        return _edge_months(name, whole, length)
    first, middle = _EDGE_DAYS[length > 20]
    if name in {"early", "earlier", "start"}:
        return Span(start, add_days(start, first - 1))
    if name == "mid":
        return Span(add_days(start, middle[0] - 1), add_days(start, middle[1] - 1))
    return Span(add_days(start, middle[1]), end)


# Days of the first part, and first and last day of the middle: of a week, of a month.
_EDGE_DAYS = {False: (3, (3, 4)), True: (10, (10, 20))}


def _edge_months(name: str, whole: Span, length: int) -> Span:
    """Take the first or last quarter of a long span, or its middle third."""
    months = round(length / 30.44)
    size = max(months // 4, 1)
    if name in {"early", "earlier", "start"}:
        return Span(whole.start, add_days(add_months(whole.start, size), -1))
    if name == "mid":
        third = max(months // 3, 1)
        start = add_months(whole.start, third)
        return Span(start, add_days(add_months(start, third), -1))
    return Span(add_months(add_days(whole.end, 1), -size), whole.end)


@form("nth")
def nth(node: Node, context: Context) -> Value:
    """Read the n-th day, weekday, week, month or quarter of something."""
    holder = child_value(node, "of", context)
    span = holder.span if holder is not None else published_month(context)
    n = number(node, "n") or number(node, "day") or 1
    name = text(node, "unit")
    if span is None:
        return Value(holder.timex if holder else f"XXXX-WXX-{name}" if name.isdigit() else "XXXX")
    if name.isdigit():
        day = nth_weekday(span, int(name), n)
        return spanned(Span(day, day) if day else None, timex_of(span))
    found = _nth_unit(span, name, n)
    if found is not None and (weekday := number(node, "weekday")):
        day = add_days(found.start, weekday - 1)
        found = Span(day, day)
    return spanned(found, timex_of(span))


def _nth_unit(span: Span, name: str, n: int) -> Span | None:
    if name in {"week", "weekend"}:
        # As in ISO 8601, a week belongs where its Thursday lies.
        thursday = nth_weekday(span, 4 if name == "week" else 7, n)
        return unit_span(thursday, name) if thursday else None
    start = add_units(add_days(span.end, 1), name, n) if n < 0 else add_units(span.start, name, n - 1)
    found = Span(start, add_days(add_units(start, name, 1), -1)) if name in MONTHS else Span(start, start)
    return found if span.start <= found.start and found.end <= span.end else None


@form("nth_weekday")
def weekday_of_week(node: Node, context: Context) -> Value:
    """Read a weekday of this, last or next week."""
    week = child_value(node, "of", context)
    weekday = number(node, "weekday") or 1
    if week is None or week.span is None:
        return Value(f"XXXX-WXX-{weekday}")
    day = add_days(unit_span(week.span.start, "week").start, weekday - 1)
    return spanned(Span(day, day), "")


@form("beside")
def beside(node: Node, context: Context) -> Value:
    """Read the unit or weekday next to a date: the day after Thanksgiving, the Monday before Easter."""
    on, name, ahead = child_value(node, "on", context), text(node, "unit"), text(node, "sign") == "+"
    if on is None or on.span is None:
        return Value(on.timex if on else "XXXX")
    edge_day = add_days(on.span.end, 1) if ahead else add_days(on.span.start, -1)
    if name.isdigit():
        day = near_weekday(edge_day, int(name), ahead)
        return spanned(Span(day, day), "")
    if name == "day":
        return spanned(Span(edge_day, edge_day), "")
    return spanned(unit_span(add_units(on.span.start, name, 1 if ahead else -1), name), "")


@form("weekdays")
def weekdays_away(node: Node, context: Context) -> Value:
    """Read a weekday by how many of them lie between: two Sundays from now, three Mondays ago."""
    day, weekday, count = context.anchor("day"), number(node, "weekday") or 1, number(node, "n")
    ahead = text(node, "sign") == "+"
    if day is None or count is None:
        return Value(f"XXXX-WXX-{weekday}")
    first = near_weekday(add_days(day, 1 if ahead else -1), weekday, ahead)
    found = add_days(first, 7 * (count - 1) * (1 if ahead else -1))
    return spanned(Span(found, found), "")


@form("span")
def some_units(node: Node, context: Context) -> Value:
    """Read the first or last so many months of something; without it, of the year last reported."""
    count, name = number(node, "n") or 1, text(node, "unit")
    holder = child_value(node, "of", context)
    span = holder.span if holder is not None else _running_year(name, count, context)
    if span is None:
        return Value(f"P{count}{name[0].upper()}")
    if text(node, "from_end") == "1":
        return spanned(Span(add_units(add_days(span.end, 1), name, -count), span.end), "")
    return spanned(Span(span.start, add_days(add_units(span.start, name, count), -1)), "")


def _running_year(name: str, count: int, context: Context) -> Span | None:
    day = context.anchor("month")
    if day is None:
        return None
    year = unit_span(day, "year")
    if add_units(year.start, name, count) > add_days(day, 1) and context.tense != "future":
        return unit_span(add_days(year.start, -1), "year")
    return year


@form("ending")
def ending(node: Node, context: Context) -> Value:
    """Read a stretch by its end: the six months to June, the quarter ended 30 June."""
    last = child_value(node, "end", context if context.tense == "future" else replace(context, tense="past"))
    if last is None or last.span is None:
        return Value(last.timex if last else "XXXX")
    count, name = float(text(node, "n") or 1), text(node, "unit")
    after = add_days(last.span.end, 1)
    return spanned(Span(add_units(after, name, -count), last.span.end), "")


@form("week_of")
def week_of(node: Node, context: Context) -> Value:
    """Read the week of a date."""
    inner = child_value(node, "of", context)
    if inner is None or inner.span is None:
        return inner or Value("XXXX-WXX")
    return spanned(unit_span(inner.span.start, "week"), "")
