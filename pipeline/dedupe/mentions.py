"""Mentions with their source and with what the comparison of pairs needs, worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import snowballstemmer

from pipeline.ids import mention_id
from pipeline.lexicon import read_lexicon
from pipeline.records import ArticleResult, EventMention, FigureMention

Interval = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The article of a mention.

    Attributes:
        doc_id: The article.
        published: Its publication date, as known.
        origin: The article that it repeats, else itself; what counts as an independent source.
    """

    doc_id: str
    published: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """A figure mention with its source, the stems of its measure and of its head, and its period."""

    mention_id: str
    source: Source
    mention: FigureMention
    head: str | None
    stems: frozenset[str]
    about: frozenset[str]
    period: Interval | None


@dataclass(frozen=True, slots=True)
class SourcedEvent:
    """An event mention with its source, the stems of its object and trigger, its parties and its dates."""

    mention_id: str
    source: Source
    mention: EventMention
    stems: frozenset[str]
    trigger: frozenset[str]
    place: frozenset[str]
    parties: frozenset[str]
    dates: Interval | None


def figures_of(results: Sequence[ArticleResult], sources: Sequence[Source]) -> list[SourcedFigure]:
    """Return all figure mentions, in order of article and text."""
    return [
        SourcedFigure(
            mention_id(source.doc_id, "figure", mention.start, mention.end),
            source,
            mention,
            head_of(mention.measure),
            stems_of(mention.measure),
            frozenset(mention.about),
            _interval(mention.period_start, mention.period_end),
        )
        for result, source in zip(results, sources, strict=True)
        for mention in result.figures
    ]


def events_of(results: Sequence[ArticleResult], sources: Sequence[Source]) -> list[SourcedEvent]:
    """Return all event mentions, in order of article and text."""
    return [
        SourcedEvent(
            mention_id(source.doc_id, "event", mention.start, mention.end),
            source,
            mention,
            stems_of(mention.object),
            stems_of(mention.text),
            stems_of(mention.place),
            frozenset(mention.actor) | frozenset(mention.recipient),
            _interval(mention.date_start, mention.date_end),
        )
        for result, source in zip(results, sources, strict=True)
        for mention in result.events
    ]


def _interval(start: str | None, end: str | None) -> Interval | None:
    """Return an interval; an open end is taken as far as dates go."""
    if start is None and end is None:
        return None
    return start or "0001-01-01", end or "9999-12-31"


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


@cache
def _stop_words() -> dict[str, bool]:
    """Return the words that say nothing by themselves, each with whether it is a preposition."""
    rows = read_lexicon("pipeline.dedupe", "stopwords.csv")
    return {row["word"]: row["preposition"] == "yes" for row in rows}


def _words(phrase: str | None) -> list[str]:
    return "".join(char if char.isalpha() else " " for char in (phrase or "").lower()).split()


def stems_of(phrase: str | None) -> frozenset[str]:
    """Return the Snowball stems of a phrase's content words; numbers are left out."""
    words = [word for word in _words(phrase) if word not in _stop_words()]
    return frozenset(_stemmer().stemWords(words))


def head_of(phrase: str | None) -> str | None:
    """Return the stem of a noun phrase's head: its last content word before a preposition."""
    head = None
    for word in _words(phrase):
        if _stop_words().get(word) and head is not None:
            break
        if word not in _stop_words():
            head = word
    return _stemmer().stemWord(head) if head is not None else None


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of the smaller set that the larger one holds, 0 where one is empty."""
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Return the share of all members that both sets hold, 0 where both are empty."""
    return len(left & right) / len(left | right) if left or right else 0.0
