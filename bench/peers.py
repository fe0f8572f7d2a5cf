"""Adapters that run a normaliser over one text and return the JSON shape of ``pipeline extract``.

Each ``open_*`` function imports its system, so that one that is not installed raises ImportError only when
asked for, and returns a ``Reader``. Where a system leaves a choice open, the adapter takes the reading that
scores better for that system.
"""

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Item = dict[str, Any]
# What a system finds in a text that was published on a day: dates and quantities.
Record = dict[str, list[Item]]
Reader = Callable[[str, dt.date], Record]

# No case without a publication date is scored on dates, but two of the systems would ask the clock.
NO_DATE = dt.date(2000, 1, 1)
TIME_UNITS = {"second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade", "century"}

# Coins: what one is worth in its currency, and the currency that its name alone most often means.
COINS = {
    "cent": (0.01, "USD"),
    "dime": (0.1, "USD"),
    "pence": (0.01, "GBP"),
    "penny": (0.01, None),
    "paisa": (0.01, "INR"),
    "rappen": (0.01, "CHF"),
    "centavo": (0.01, None),
    "mill": (0.001, "USD"),
}
# Names that Recognizers gives no ISO code, because several states use them.
SHARED_NAMES = {
    "dollar": "USD",
    "pound": "GBP",
    "rupee": "INR",
    "peso": "MXN",
    "riyal": "SAR",
    "dirham": "AED",
}
UNIT_NAMES = {
    "k": "kelvin",
    "cubic centimetre": "millilitre",  # quantulum3 reads "ml" so
    "degree angle": "degree",
    "light-year": "light year",
    "short ton": "ton",
    "pound per square inch": "psi",
    "parts-per-million": "parts per million",
    "parts-per-billion": "parts per billion",
}
DOZENS = {"dozen": 12, "gross": 144}


# --- what the adapters share ------------------------------------------------------------------------


def date_item(text: str, start: int, end: int, timex: str, days: tuple[str | None, str | None]) -> Item:
    """Return a date or, without days, a duration as ``pipeline extract`` prints it."""
    first, last = days
    item: Item = {"start": start, "end": end, "text": text[start:end], "timex": timex}
    return item | {"date_start": first, "date_end": last}


def quantity_item(text: str, span: tuple[int, int], kind: str, value: float, unit: str | None = None) -> Item:
    """Return a quantity of one exact value as ``pipeline extract`` prints it."""
    start, end = span
    item: Item = {"start": start, "end": end, "text": text[start:end], "kind": kind, "value": value}
    return item | {"value_max": None, "unit": unit, "bound": "exact"}


def money(name: str, code: str | None) -> tuple[float, str | None]:
    """Return the share of a currency that its unit is, and the currency's ISO 4217 code."""
    name = name.lower()
    if name in COINS:
        share, usual = COINS[name]
        return share, code or usual
    return 1.0, code or SHARED_NAMES.get(name)


def unit_name(name: str) -> str:
    """Return a system's unit by the name that spec/tables.md has for it."""
    name = name.lower()
    return UNIT_NAMES.get(name, name)


def find_spans(text: str, surfaces: Iterable[str]) -> list[tuple[int, int]]:
    """Return where surfaces that come in text order stand, each behind the one before.

    One that is not in the rest of the text (because the system rewrote it) gets the empty span ``(-1, -1)``.
    """
    spans: list[tuple[int, int]] = []
    behind = 0
    for surface in surfaces:
        start = text.find(surface, behind)
        if start < 0:
            spans.append((-1, -1))
            continue
        behind = start + len(surface)
        spans.append((start, behind))
    return spans


def outside(items: Sequence[Item], spans: Iterable[tuple[int, int]]) -> list[Item]:
    """Return the items that do not overlap any of the spans."""
    taken = sorted(spans)
    return [
        item for item in items if not any(start < item["end"] and item["start"] < end for start, end in taken)
    ]


def period_days(day: dt.date, period: str) -> tuple[str, str]:
    """Return the first and last day of the day, week, month or year (else: the day) that holds a day."""
    first = last = day
    if period == "year":
        first, last = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    elif period == "month":
        first = day.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    elif period == "week":
        first = day - dt.timedelta(days=day.weekday())
        last = first + dt.timedelta(days=6)
    return first.isoformat(), last.isoformat()


# --- quantulum3 -------------------------------------------------------------------------------------


def open_quantulum3() -> Reader:
    """Return quantulum3 without its optional classifier: numbers and units, no dates."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that the classifier is not there
        from quantulum3 import parser

    def read(text: str, published: dt.date) -> Record:
        del published
        return {"dates": [], "quantities": [from_quantulum(text, found) for found in parser.parse(text)]}

    return read


def from_quantulum(text: str, found: Any) -> Item:
    """Return a quantulum3 ``Quantity``; its uncertainty is half the width of a range."""
    kind, factor, unit = quantulum_meaning(found.unit)
    item = quantity_item(text, found.span, kind, found.value * factor, unit)
    if found.uncertainty:
        item["value"] = (found.value - found.uncertainty) * factor
        item["value_max"] = (found.value + found.uncertainty) * factor
    return item


def quantulum_meaning(unit: Any) -> tuple[str, float, str | None]:
    """Return the kind, the factor and the unit of a quantulum3 ``Unit``."""
    name, entity = unit.name, unit.entity.name
    if entity == "currency":
        share, code = money(name, unit.currency_code)
        return "money", share, code
    if name == "percentage":
        return "percent", 1.0, "%"
    if name in DOZENS:
        return "number", float(DOZENS[name]), None
    if entity == "dimensionless" or entity == "unknown":
        return "number", 1.0, None
    return ("duration" if name in TIME_UNITS else "quantity"), 1.0, unit_name(name)


# --- Recognizers-Text -------------------------------------------------------------------------------


def open_recognizers() -> Reader:
    """Return Microsoft Recognizers-Text with the models that give the kinds of the table, built once."""
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number import NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    units, numbers = NumberWithUnitRecognizer("en-us"), NumberRecognizer("en-us")
    measuring = (
        units.get_currency_model(),
        units.get_dimension_model(),
        units.get_temperature_model(),
        units.get_age_model(),
        numbers.get_percentage_model(),
    )
    number, datetime = numbers.get_number_model(), DateTimeRecognizer("en-us").get_datetime_model()

    def read(text: str, published: dt.date) -> Record:
        reference = dt.datetime(published.year, published.month, published.day)
        times = datetime.parse(text, reference)
        measures = [found for model in measuring for found in model.parse(text)]
        return from_recognizers(text, times, measures, number.parse(text))

    return read


def from_recognizers(text: str, times: Any, measures: Any, numbers: Any) -> Record:
    """Return what the models found; a number inside a measure is not given a second time."""
    dates = [item for found in times for item in recognizers_date(text, found)]
    quantities = [item for found in measures for item in recognizers_measure(text, found)]
    bare = [item for found in numbers for item in recognizers_measure(text, found)]
    taken = [(item["start"], item["end"]) for item in quantities]
    return {"dates": dates, "quantities": quantities + outside(bare, taken)}


def recognizers_measure(text: str, found: Any) -> list[Item]:
    """Return a number with or without a unit; none where the model names a unit without a number."""
    resolution = found.resolution or {}
    try:
        value = float(str(resolution.get("value")).rstrip("%"))
    except ValueError:
        return []
    span, name = (found.start, found.end + 1), str(resolution.get("unit") or "")
    if found.type_name == "currency":
        code = resolution.get("isoCurrency") or ""
        share, currency = money(name, code if re.fullmatch("[A-Z]{3}", code) else None)
        return [quantity_item(text, span, "money", value * share, currency)]
    if found.type_name == "percentage":
        return [quantity_item(text, span, "percent", value, "%")]
    if found.type_name == "number":
        return [quantity_item(text, span, "number", value)]
    kind = "duration" if name.lower() in TIME_UNITS else "quantity"
    return [quantity_item(text, span, kind, value, unit_name(name))]


def recognizers_date(text: str, found: Any) -> list[Item]:
    """Return a date, period, duration or set; of several readings the first, which is the past one."""
    kind = found.type_name.rpartition(".")[2]
    values = (found.resolution or {}).get("values") or []
    if not values or kind in {"time", "timerange"}:
        return []
    value = values[0]
    timex = value.get("timex") or ""
    first, last = value.get("start") or value.get("value"), value.get("end") or value.get("value")
    days = (
        (None, None) if kind in {"duration", "set"} else (as_day(first), as_day(last, behind="end" in value))
    )
    return [date_item(text, found.start, found.end + 1, timex, days)]


def as_day(moment: str | None, *, behind: bool = False) -> str | None:
    """Return the day of an ISO date or time; of an end at midnight, which is exclusive, the day before."""
    try:
        when = dt.datetime.fromisoformat(moment or "")
    except ValueError:
        return None
    if behind and when.time() == dt.time.min and when.date() > dt.date.min:
        when -= dt.timedelta(days=1)
    return when.date().isoformat()


# --- dateparser -------------------------------------------------------------------------------------


def open_dateparser() -> Reader:
    """Return ``dateparser.search``; how long a date is comes from its parser, which search leaves out."""
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    def read(text: str, published: dt.date) -> Record:
        base = dt.datetime(published.year, published.month, published.day)
        settings: dict[str, Any] = {"RELATIVE_BASE": base}
        found = search_dates(text, languages=["en"], settings=settings) or []
        parser = DateDataParser(languages=["en"], settings=settings)
        dates: list[Item] = []
        for (surface, moment), (start, end) in zip(
            found, find_spans(text, [surface for surface, _ in found]), strict=True
        ):
            if start >= 0:
                days = period_days(moment.date(), parser.get_date_data(surface).period)
                dates.append(date_item(text, start, end, "", days))
        return {"dates": dates, "quantities": []}

    return read


# --- this package -----------------------------------------------------------------------------------


def open_grammar() -> Reader:
    """Return this package's grammars and their resolution, without the model."""
    from dataclasses import asdict

    from pipeline.entities.numbers import find_numbers
    from pipeline.entities.times import find_times
    from pipeline.normalise.dates import resolve_times
    from pipeline.normalise.numbers import to_quantity

    def read(text: str, published: dt.date) -> Record:
        times = find_times(text)
        numbers = find_numbers(text, [(time.start, time.end) for time in times if time.type != "DURATION"])
        dates = resolve_times(times, published.isoformat())
        quantities = [to_quantity(number) for number in numbers]
        return {"dates": [asdict(date) for date in dates], "quantities": [asdict(q) for q in quantities]}

    return read


@dataclass(frozen=True, slots=True)
class System:
    """A normaliser: how it is opened, the distribution it comes from, and the kinds that it gives."""

    open: Callable[[], Reader]
    distribution: str
    kinds: frozenset[str]


_NUMERIC = frozenset({"money", "percent", "number", "quantity", "duration"})
GRAMMAR = "pipeline (grammar alone)"
SYSTEMS = {
    GRAMMAR: System(open_grammar, "pipeline", _NUMERIC | {"dates"}),
    "quantulum3": System(open_quantulum3, "quantulum3", _NUMERIC),
    "Recognizers-Text": System(open_recognizers, "recognizers-text-suite", _NUMERIC | {"dates"}),
    "dateparser.search": System(open_dateparser, "dateparser", frozenset({"dates"})),
}
