"""Find the publication date that an article itself states.

The rules are the lines of ``data/date_lines.csv``, best first: what the page says about itself, its address,
its header, its dateline, the tweets in it. A date inside a running sentence is not looked at, except where
the sentence calls that day today.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from pipeline.clean.dates import DATE_SLOT, any_date, compile_with_date, parse_date
from pipeline.clean.mapped import lines
from pipeline.lexicon import read_lexicon

_HEAD_LINES = 8
_FOOT_LINES = 4
_LEAD_LINES = 4
_MAX_LENGTH = 400

# How a rule's expression meets a place; elsewhere it has to be the whole of a line.
_METHODS = {"url": re.Pattern.search, "part": re.Pattern.search, "start": re.Pattern.match}


@dataclass(frozen=True, slots=True)
class DateRule:
    """A place where articles state their publication date.

    Attributes:
        id: Its id in the lexicon.
        scope: ``url``, ``line``, ``edge``, ``head``, ``start`` (of a lead line) or ``part`` (of a lead line).
        pick: Which of several dates counts, ``first`` or ``last``.
        any_form: Expression for the place with a date in any form, to pass over other places fast.
        patterns: Expressions with a group ``date``, each with the order of its day, month and year.
    """

    id: str
    scope: str
    pick: str
    any_form: re.Pattern[str]
    patterns: tuple[tuple[re.Pattern[str], str], ...]


@cache
def date_rules(lexicons: str | None = None) -> tuple[DateRule, ...]:
    """Return the rules of the package and of a user's folder, best first."""
    return tuple(
        DateRule(
            id=row["id"],
            scope=row["scope"],
            pick=row["pick"],
            any_form=re.compile(row["pattern"].replace(DATE_SLOT, any_date(lexicons))),
            patterns=tuple(_patterns(row["pattern"], row["order"], lexicons)),
        )
        for row in read_lexicon("pipeline.clean", "date_lines.csv", lexicons)
    )


def _patterns(pattern: str, order: str, lexicons: str | None) -> list[tuple[re.Pattern[str], str]]:
    if DATE_SLOT in pattern:
        return compile_with_date(pattern, lexicons)
    return [(re.compile(pattern), order)]


def stated_date(text: str, url: str | None, rules: tuple[DateRule, ...]) -> str | None:
    """Return the publication date that an article states.

    Args:
        text: The text with its furniture, white space normalised.
        url: The article's address, where it is known from elsewhere.
        rules: What to look for, best first.

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM``; a month is made more precise by a later rule that agrees with it.
        ``None`` if the article states no date.
    """
    spans = list(lines(text))
    best: str | None = None
    for rule in rules:
        dates = list(_dates(rule, text, spans, url))
        date = (max(dates) if rule.pick == "last" else dates[0]) if dates else None
        if date is not None and (best is None or date.startswith(best)):
            best = date
        if best is not None and len(best) == len("YYYY-MM-DD"):
            break
    return best


def _dates(rule: DateRule, text: str, spans: list[tuple[int, int]], url: str | None) -> Iterator[str]:
    match = _METHODS.get(rule.scope, re.Pattern.fullmatch)
    for place in _places(rule.scope, text, spans, url):
        if match(rule.any_form, place) is None:
            continue
        found = ((match(pattern, place), order) for pattern, order in rule.patterns)
        dates = (parse_date(hit["date"], order) for hit, order in found if hit)
        yield from islice((date for date in dates if date is not None), 1)


def _places(scope: str, text: str, spans: list[tuple[int, int]], url: str | None) -> Iterator[str]:
    if scope == "url":
        yield from [url] if url else []
        # An address on a line of its own above the article is the article's.
        yield from (line for line in _lines(text, spans[:1]) if line.startswith(("http://", "https://")))
    elif scope in ("start", "part"):
        yield from (text[start : min(end, start + _MAX_LENGTH)] for start, end in spans[:_LEAD_LINES])
    elif scope == "head":
        yield from _lines(text, spans[:_HEAD_LINES])
    elif scope == "edge":
        yield from _lines(text, spans[:_HEAD_LINES] + spans[_HEAD_LINES:][-_FOOT_LINES:])
    else:
        yield from _lines(text, spans)


def _lines(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    return (text[start:end] for start, end in spans if end - start <= _MAX_LENGTH)
