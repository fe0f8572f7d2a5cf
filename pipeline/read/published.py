"""Publication dates as metadata write them: a year, a month or a day, or an ISO timestamp."""

import re
from datetime import date

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ][0-9:.,+Zz -]{1,40})?)?)?", re.ASCII)


def normalise_published(value: str) -> str | None:
    """Return a date as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as precise as it was given.

    Args:
        value: A year, month or day in ISO 8601, or a timestamp, of which the day is kept.

    Returns:
        The date, or ``None`` for an empty value.

    Raises:
        ValueError: It is not such a date, or there is no such day.
    """
    value = value.strip()
    if not value:
        return None
    match = _PARTIAL.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    parts = [part for part in match.groups() if part is not None]
    try:
        date(*map(int, [*parts, "1", "1"][:3]))
    except ValueError as error:
        raise ValueError(f"{value!r} is not a date that exists ({error})") from error
    return "-".join(parts)
