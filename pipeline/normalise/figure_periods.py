"""What a time expression says of the period of a figure, where that differs from the days it names.

What began since 2018 began in that year, but a figure that is counted since then lasts until publication.
"""

import re
from dataclasses import replace

from pipeline.records import DateValue

_DAY = len("YYYY-MM-DD")
_AT = re.compile(r"as (?:of|at)\s", re.IGNORECASE)


def settle_period(period: DateValue, published: str | None, *, since: bool = False) -> DateValue:
    """Return the period with its open ends: the day of publication for a figure since then, else unknown.

    Args:
        period: The value of the time expression.
        published: The publication date as given, to the day or not.
        since: Whether a figure is counted from that time on, whatever the expression itself says.
    """
    if _AT.match(period.text):
        return period
    if since or period.timex.endswith("/.."):
        return _since(period, published)
    return period


def _since(period: DateValue, published: str | None) -> DateValue:
    if period.date_start is None:
        return period
    known = published is not None and len(published) == _DAY
    if known and period.date_start > str(published):
        return period
    return replace(period, date_end=published if known else None)
