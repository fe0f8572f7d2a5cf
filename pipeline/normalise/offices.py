"""Who held which office of state on a given day: the table of offices and its look-up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon

OPEN_END = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Office:
    """One line of ``pipeline/data/offices.csv``.

    Attributes:
        name: The holder's usual name.
        code: The state (ISO 3166-1 alpha-3) or international body that the holder acts for.
        role: The office.
        since: First day, ISO.
        until: Last day, ISO; far in the future while in office.
    """

    name: str
    code: str
    role: str
    since: str
    until: str


@cache
def _offices(lexicons: str | None) -> Mapping[str, tuple[Office, ...]]:
    """Return the offices by every name of their holders, in lower case."""
    found: dict[str, tuple[Office, ...]] = {}
    for row in read_lexicon("pipeline", "offices.csv", lexicons):
        office = Office(row["name"], row["code"], row["role"], row["from"], row["to"] or OPEN_END)
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            key = name.lower()
            found[key] = (*found.get(key, ()), office)
    return found


def known_offices(name: str, lexicons: str | None = None) -> tuple[Office, ...]:
    """Return every office that someone of this name has held."""
    return _offices(lexicons).get(name.lower(), ())


def office_on(name: str, published: str | None, lexicons: str | None = None) -> Office | None:
    """Return the office that someone of this name held when an article was published.

    Args:
        name: A full name, or one that alone stands for the person ("Modi").
        published: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None takes the last office held.
        lexicons: A folder with a user's own entries.

    Returns:
        The office, or None for someone unknown, not yet or no longer in office.
    """
    offices = known_offices(name, lexicons)
    if published is None:
        return max(offices, key=lambda office: office.until, default=None)
    size = len(published)
    return next((o for o in offices if o.since[:size] <= published <= o.until[:size]), None)
