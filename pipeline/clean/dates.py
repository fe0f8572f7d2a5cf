"""Full dates as pages write them: where they are found (``data/date_forms.csv``) and what they mean."""

import re
from datetime import datetime
from functools import cache

from dateparser.date import DateDataParser

from pipeline.lexicon import Row, read_lexicon

# In the patterns of the lexicons, this stands for a date in any of the forms.
DATE_SLOT = "<DATE>"

# Pages on the web, and so their dates, begin here; years far ahead are ids that look like dates.
_FIRST_YEAR, _LAST_YEAR = 1990, 2099

_PRECISION = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


@cache
def date_forms(lexicons: str | None = None) -> tuple[Row, ...]:
    """Return the forms in which a page gives a date with its year."""
    return read_lexicon("pipeline.clean", "date_forms.csv", lexicons)


@cache
def any_date(lexicons: str | None = None) -> str:
    """Return a regular expression, without capturing groups, for a date in any form."""
    return f"(?:{'|'.join(form['pattern'] for form in date_forms(lexicons))})"


def parse_date(text: str, order: str) -> str | None:
    """Return a date as ``YYYY-MM-DD`` or, where it names no day, as ``YYYY-MM``.

    Args:
        text: The date alone.
        order: ``DMY``, ``MDY`` or ``YMD``; ``either`` where day and month may come first, which gives a date
            only if one of the two readings exists; ``compact`` for ``YYYYMMDD``; ``epoch`` for Unix time.

    Returns:
        The date, or ``None`` if there is no such date or it can be read in two ways.
    """
    if order == "either":
        readings = {_parse(text, "DMY"), _parse(text, "MDY")}
        return readings.pop() if len(readings) == 1 else None
    return _parse(text, order)


def _parse(text: str, order: str) -> str | None:
    formats = ["%Y%m%d"] if order == "compact" else None
    found = _parser(order if order in ("DMY", "MDY", "YMD") else "YMD").get_date_data(text, formats)
    if found.date_obj is None or not _FIRST_YEAR <= found.date_obj.year <= _LAST_YEAR:
        return None
    date: datetime = found.date_obj
    return date.strftime(_PRECISION[found.period]) if found.period in _PRECISION else None


@cache
def _parser(order: str) -> DateDataParser:
    settings = {
        "DATE_ORDER": order,
        "PREFER_LOCALE_DATE_ORDER": False,
        "REQUIRE_PARTS": ["year", "month"],
        "PREFER_DAY_OF_MONTH": "first",
        "RELATIVE_BASE": datetime(2000, 1, 1),  # so that no result depends on the day of the run
        "TIMEZONE": "UTC",
    }
    return DateDataParser(languages=["en"], settings=settings)


def compile_with_date(pattern: str, lexicons: str | None = None) -> list[tuple[re.Pattern[str], str]]:
    """Return a pattern with each form in its date slot, as group ``date``, and the form's order."""
    return [
        (re.compile(pattern.replace(DATE_SLOT, f"(?P<date>{form['pattern']})")), form["order"])
        for form in date_forms(lexicons)
    ]
