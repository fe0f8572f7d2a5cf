"""Resolve time expressions against the publication date: TIMEX3 values and inclusive intervals.

The expressions of an article are read in order; the days last spoken of stay in focus for a while, so that
"that year" and "the following month" find what they point back at. The computer's clock plays no part.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalise import dates_absolute, dates_compound, dates_named, dates_relative
from pipeline.normalise.dates_calendar import Span
from pipeline.normalise.dates_context import Context, Node, Value, resolve_node
from pipeline.records import DateValue, TimeExpression

# These modules register the forms when they are imported.
FORM_MODULES = (dates_absolute, dates_named, dates_relative, dates_compound)
_FOCUS_REACH = 400
_LISTED = len(" and ")


def resolve_times(
    times: Sequence[TimeExpression], published: str | None, lexicons: str | None = None
) -> list[DateValue]:
    """Resolve the time expressions of one article.

    Args:
        times: The expressions in text order.
        published: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or None; without it, relative expressions keep an
            open TIMEX3 value (``XXXX-12``, ``PAST_REF``) and no interval.
        lexicons: Folder with a user's own lexicon entries.

    Returns:
        One value for each expression, in the same order.
    """
    values: list[DateValue] = []
    focus: tuple[int, Span] | None = None
    year: tuple[int, int] | None = None
    for time in _with_shared_years(times):
        near = focus[1] if focus is not None and time.start - focus[0] <= _FOCUS_REACH else None
        near_year = year[1] if year is not None and time.start - year[0] <= _FOCUS_REACH else None
        parts = dict(time.parts)
        context = Context(
            published, lexicons, near, time.tense, time.text, parts.get("country", ""), near_year
        )
        value = resolve_node(nest(time.parts), context)
        if parts.get("form") == "date" and "day" in parts:
            year = (time.end, int(parts["year"])) if "year" in parts else year
        if value.span is not None and value.focus and time.type in {"DATE", "TIME"}:
            focus = time.end, value.span
        values.append(_date_value(time, value))
    return values


def _with_shared_years(times: Sequence[TimeExpression]) -> list[TimeExpression]:
    """Give a month or day the year of the next one that it is listed with: in March and April 2025."""
    shared: list[TimeExpression] = []
    for time in reversed(times):
        after = shared[-1] if shared else None
        if after is not None and 0 < after.start - time.end <= _LISTED:
            years = [part for part in after.parts if part[0] in {"year", "yy"}]
            if years and _is_month(after) and _is_month(time) and not _has_year(time):
                time = replace(time, parts=tuple(sorted((*time.parts, *years))))
        shared.append(time)
    return shared[::-1]


def _is_month(time: TimeExpression) -> bool:
    return ("form", "date") in time.parts and any(name == "month" for name, _ in time.parts)


def _has_year(time: TimeExpression) -> bool:
    return any(name.split(".")[0] in {"year", "yy", "of", "dir"} for name, _ in time.parts)


def _date_value(time: TimeExpression, value: Value) -> DateValue:
    start, end = (day.isoformat() for day in value.span) if value.span else (None, None)
    rule = f"{time.rule}+{dict(time.parts).get('form', 'duration')}"
    return DateValue(time.start, time.end, time.text, time.type, value.timex, start, end, rule)


def nest(parts: Sequence[tuple[str, str]]) -> Node:
    """Turn dotted part names into nested dictionaries."""
    tree: Node = {}
    for name, value in parts:
        *path, last = name.split(".")
        node = tree
        for step in path:
            inner = node.setdefault(step, {})
            if isinstance(inner, str):
                inner = node[step] = {}
            node = inner
        node.setdefault(last, value)
    return tree
