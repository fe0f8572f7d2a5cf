"""Forms that need a rule of their own: odd dates in figures, decades, fiscal years, holidays."""

import datetime as dt
from functools import cache, lru_cache

from pipeline.lexicon import Row, read_lexicon
from pipeline.normalise.dates_absolute import AHEAD, spanned
from pipeline.normalise.dates_calendar import Span, add_days, add_months, add_units, month_span, unit_span
from pipeline.normalise.dates_context import Context, Node, Value, child_value, form, number, text
from pipeline.normalise.dates_holidays import ROOM, holiday_span, national_name

# A holiday without year and tense that lies at most so many days back is that one, else the next.
RECENT = 120


@form("numeric")
def numeric(node: Node, context: Context) -> Value:
    """Read a date in figures or an odd form with dateparser, in the order of the article's country."""
    order = _fiscal_rule(context).get("date_order", "MDY")
    written = text(node, "numeric_date")
    found = _parse_date(written, "DMY" if "." in written else order)
    return spanned(Span(found, found) if found else None, written)


@lru_cache(maxsize=4096)
def _parse_date(written: str, order: str) -> dt.date | None:
    import dateparser  # slow to import, and seldom needed

    settings = {"DATE_ORDER": order, "STRICT_PARSING": True, "PREFER_LOCALE_DATE_ORDER": False}
    settings["RELATIVE_BASE"] = dt.datetime(2000, 1, 1)
    for chosen in (order, *(other for other in ("DMY", "MDY", "YMD") if other != order)):
        found = dateparser.parse(written, languages=["en"], settings={**settings, "DATE_ORDER": chosen})
        if found is not None:
            day: dt.date = found.date()
            return day
    return None


@form("decade")
def decade(node: Node, _: Context) -> Value:
    """Read ``1990s``, ``90s`` or ``nineties``."""
    first = int(text(node, "decade"))
    if first < 100:
        first += 2000 if first < 30 else 1900
    return Value(f"{first // 10:03d}", month_span(first, 1, 120))


@form("century")
def century(node: Node, _: Context) -> Value:
    """Read a century by its ordinal; the 19th is 1800-1899, as TIMEX3 counts it."""
    first = ((number(node, "century") or 1) - 1) * 100
    return (
        Value(f"{first // 100:02d}", month_span(max(first, 1), 1, 1200)) if 0 <= first < 9000 else Value("XX")
    )


@form("year_span")
def year_span(node: Node, context: Context) -> Value:
    """Read ``2017-18``: a fiscal year where the country writes its fiscal years so, else both years."""
    first, second = _two_years(node, "year_span")
    rule = _fiscal_rule(context)
    if rule.get("bare_span") == "yes":
        return spanned(month_span(first, int(rule["start_month"]), 12), "")
    return spanned(month_span(first, 1, 12 * (second - first + 1)), "")


@form("year_range")
def year_range(node: Node, _: Context) -> Value:
    """Read ``2014-2018`` and ``2014-18``."""
    first, second = _two_years(node, "year_range")
    return spanned(month_span(first, 1, 12 * (second - first + 1)), "")


def _two_years(node: Node, name: str) -> tuple[int, int]:
    first, _, second = text(node, name).partition("/")
    return int(first), int(second)


@cache
def _fiscal_rules(lexicons: str | None) -> dict[str, Row]:
    return {row["country"]: row for row in read_lexicon(ROOM, "fiscal_years.csv", lexicons)}


def _fiscal_rule(context: Context) -> Row:
    return _fiscal_rules(context.lexicons).get(context.country, {})


@form("fiscal")
def fiscal(node: Node, context: Context) -> Value:
    """Read a fiscal year by its name, its direction or the month in which it ends."""
    ending = child_value(node, "end", context)
    if ending is not None:
        last = ending.span.end if ending.span else None
        return spanned(Span(add_days(add_months(add_days(last, 1), -12), 0), last) if last else None, "P1Y")
    rule = _fiscal_rule(context)
    if not rule and text(node, "year_span"):
        return year_span(node, context)  # no calendar year, but it is not said which other
    start = int(rule.get("start_month", "1"))
    year = _fiscal_start_year(node, start, rule, context)
    return spanned(month_span(year, start, 12) if year is not None else None, "P1Y")


def _fiscal_start_year(node: Node, start: int, rule: Row, context: Context) -> int | None:
    if text(node, "year_span"):
        return _two_years(node, "year_span")[0]
    named = number(node, "year")
    if named is None and (short := number(node, "yy")) is not None:
        named = 2000 + short
    if named is not None:
        return named - (start > 1 and rule.get("named_after") == "end")
    anchor = context.anchor("month")
    if anchor is None:
        return None
    step = {"last": -1, "past": -1, "before": -1, "next": 1, "coming": 1, "after": 1}.get(
        text(node, "dir"), 0
    )
    return anchor.year - (anchor.month < start) + step


@form("holiday")
def holiday(node: Node, context: Context) -> Value:
    """Read a holiday of a year, or the one nearest by direction and tense."""
    name = national_name(text(node, "holiday"), context.country, context.lexicons)
    year = number(node, "year")
    holder = child_value(node, "of", context)
    if year is None and holder is not None and holder.span is not None:
        year = holder.span.start.year
    span = holiday_span(name, year, context.lexicons) if year else _near_holiday(node, name, context)
    if span is None:
        return Value(f"{year:04d}" if year else "XXXX-XX-XX")
    if text(node, "weekend"):
        weekend = unit_span(span.start, "weekend")
        monday = span.start if span.start.isoweekday() == 1 else weekend.start
        span = Span(add_days(monday, -2), monday) if span.start.isoweekday() == 1 else weekend
    return spanned(span, "")


def _near_holiday(node: Node, name: str, context: Context) -> Span | None:
    anchor, direction = context.anchor("day") or context.anchor("month"), text(node, "dir")
    if anchor is None:
        return None
    years = range(anchor.year - 1, anchor.year + 2)
    spans = [span for y in years if (span := holiday_span(name, y, context.lexicons))]
    if direction in {"next", "coming", "after"}:
        return next((span for span in spans if span.start > anchor), None)
    if direction in {"last", "past", "before"}:
        return next((span for span in reversed(spans) if span.end < anchor), None)
    if direction == "this" or context.tense == "future":
        return next((span for span in spans if span.end >= anchor), None)
    if context.tense is None:
        recent = next((span for span in spans if 0 <= (anchor - span.start).days <= RECENT), None)
        return recent or next((span for span in spans if span.start > anchor), None)
    reach = add_units(anchor, "day", AHEAD)
    return next((span for span in reversed(spans) if span.start <= reach), None)
