"""What a time expression is read against: the publication date, the date in focus, the clause's tense."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Union

from pipeline.normalise.dates_calendar import CLOCK_UNITS, DAYS, Span, month_span
from pipeline.records import Tense

_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?")
_FINE = {*DAYS, *CLOCK_UNITS}
_MONTHLY = {"month", "quarter", "half"}


class Value(NamedTuple):
    """The meaning of an expression: TIMEX3 value, days, and whether the days can serve as focus."""

    timex: str
    span: Span | None = None
    focus: bool = True


Node = dict[str, Union[str, "Node"]]


@dataclass
class Context:
    """What is known at one place of an article.

    Attributes:
        published: The publication date as given (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``), or None.
        lexicons: Folder with a user's own lexicon entries.
        focus: The days last spoken of, None where they lie too far back in the text.
        tense: Tense of the clause.
        text: The expression as written.
        focus_year: The year written out with a date shortly before, for dates without one.
        country: ISO 3166-1 alpha-3 code of the country whose calendar the article follows, if it shows one.
    """

    published: str | None
    lexicons: str | None = None
    focus: Span | None = None
    tense: Tense | None = None
    text: str = ""
    country: str = ""
    focus_year: int | None = None
    _parts: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        """Read the publication date."""
        match = _PUBLISHED.fullmatch(self.published or "")
        self._parts = tuple(int(part) for part in match.groups() if part) if match else ()

    @cached_property
    def day(self) -> dt.date | None:
        """The publication day, where it is known to the day."""
        try:
            return dt.date(*self._parts) if len(self._parts) == 3 else None
        except ValueError:
            return None

    @cached_property
    def span(self) -> Span | None:
        """The days in which the article may have been published."""
        if self.day is not None:
            return Span(self.day, self.day)
        if not self._parts or not 1 < self._parts[0] < 9999:
            return None
        year, month = self._parts[0], self._parts[1] if len(self._parts) > 1 else None
        if month is None:
            return month_span(year, 1, 12)
        return month_span(year, month) if 1 <= month <= 12 else None

    def anchor(self, unit: str) -> dt.date | None:
        """Return a day for the publication date, where that is known as finely as ``unit`` needs."""
        if unit in _FINE:
            return self.day
        if unit in _MONTHLY and len(self._parts) < 2:
            return None
        return self.span.end if self.span else None


Form = Callable[[Node, Context], Value]
FORMS: dict[str, Form] = {}


def form(name: str) -> Callable[[Form], Form]:
    """Register how expressions of a form (the grammar's part ``form``) get their value."""

    def register(function: Form) -> Form:
        FORMS[name] = function
        return function

    return register


def resolve_node(node: Node, context: Context) -> Value:
    """Give a node of parts its value."""
    return FORMS[text(node, "form") or "duration"](node, context)


def text(node: Node, name: str) -> str:
    """Return a part's text, empty where it is missing."""
    value = node.get(name)
    return value if isinstance(value, str) else ""


def number(node: Node, name: str) -> int | None:
    """Return a part's whole number, None where it is missing or none."""
    value = text(node, name)
    return int(value) if value.lstrip("-").isdigit() else None


def child(node: Node, name: str) -> Node | None:
    """Return the parts below a name, None where there are none."""
    value = node.get(name)
    return value if isinstance(value, dict) else None


def child_value(node: Node, name: str, context: Context) -> Value | None:
    """Return the value of the expression below a name, None where there is none."""
    inner = child(node, name)
    return None if inner is None else resolve_node(inner, context)
