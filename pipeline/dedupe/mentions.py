"""Mentions with their source and with what the comparison of pairs needs, worked out once."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.dedupe.profiles import Profile, profile_of_sentence, rareness
from pipeline.dedupe.triggers import Trigger, trigger_of
from pipeline.dedupe.values import base_unit
from pipeline.dedupe.words import NO_WORDS, head_of, stem, stems_of
from pipeline.ids import mention_id
from pipeline.records import ArticleResult, EventMention, FigureMention, NumberKind

# First and last day of an interval, as ordinals of the Gregorian calendar.
Days = tuple[int, int]
PLANS = frozenset({"planned", "possible"})
# A plan may be told of so many days after its date.
PASSED = 31
Dimension = tuple[NumberKind, str | None, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The article of a mention.

    Attributes:
        number: How many articles came before it.
        doc_id: The article.
        published: Its publication date, as known.
        origin: The article that it repeats, else itself; what counts as an independent source.
        day: The publication date as an ordinal, its first day where only the month or year is known.
    """

    number: int
    doc_id: str
    published: str | None
    origin: str
    day: int | None


@dataclass(frozen=True, slots=True)
class SourcedFigure:
    """A figure mention with its source, its measure's head and stems, its actors and its period.

    Attributes:
        dimension: What two mentions of one figure share: kind, base unit (of a count: none) and change.
    """

    mention_id: str
    source: Source
    mention: FigureMention
    head: str | None
    head_word: str
    stems: frozenset[str]
    about: frozenset[str]
    period: Days | None
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class SourcedEvent:
    """An event mention with its source and with what is compared.

    Attributes:
        trigger: The word that names it.
        rareness: How rare that word is.
        stems: The stems of its object.
        place: Those of its place.
        time: Those of the words that date it, where they could not be resolved.
        parties: Codes and names of all who take part.
        names: The stems of their words, for parties that articles name in more or less full form.
        words: The stems of parties, object and place together.
        sentence: The telling words of its sentence.
        sentence_number: How many sentences stand before it.
        days: Its dates.
    """

    mention_id: str
    source: Source
    mention: EventMention
    trigger: Trigger
    rareness: float
    stems: frozenset[str]
    place: frozenset[str]
    time: frozenset[str]
    parties: frozenset[str]
    names: frozenset[str]
    words: frozenset[str]
    sentence: Profile
    sentence_number: int
    days: Days | None


def source_of(result: ArticleResult, number: int) -> Source:
    """Return the source of an article's mentions, as if it repeated no other."""
    doc_id, published = result.article.doc_id, result.published
    return Source(number, doc_id, published, doc_id, _first_day(published) if published else None)


def figures_in(result: ArticleResult, source: Source) -> Iterator[SourcedFigure]:
    """Yield the figure mentions of an article, in order of the text."""
    return (sourced_figure(mention, source) for mention in result.figures)


def events_in(result: ArticleResult, source: Source) -> Iterator[SourcedEvent]:
    """Yield the event mentions of an article, in order of the text."""
    starts = [sentence.start for sentence in result.sentences]
    profiles: dict[int, Profile] = {}
    for mention in result.events:
        number = max(0, bisect_right(starts, mention.start) - 1)
        if number not in profiles:
            profiles[number] = profile_of_sentence(result.sentences[number].text) if starts else b""
        yield sourced_event(mention, source, number, profiles[number])


def sourced_figure(mention: FigureMention, source: Source, known_id: str | None = None) -> SourcedFigure:
    """Return a figure mention with what is compared; its id is worked out if it is not known."""
    head = head_of(mention.measure)
    return SourcedFigure(
        mention_id=known_id or mention_id(source.doc_id, "figure", mention.start, mention.end),
        source=source,
        mention=mention,
        head=stem(head) if head is not None else None,
        head_word=head or "",
        stems=stems_of(mention.measure),
        about=_members(mention.about),
        period=days_of(mention.period_start, mention.period_end),
        dimension=_dimension(mention.kind, mention.unit, mention.change),
    )


def sourced_event(
    mention: EventMention, source: Source, number: int, sentence: Profile, known_id: str | None = None
) -> SourcedEvent:
    """Return an event mention with what is compared.

    Args:
        mention: The mention.
        source: Its article.
        number: The number of its sentence.
        sentence: The telling words of its sentence.
        known_id: Its id, which is worked out if it is not known.
    """
    parties = _members((*mention.actor, *mention.recipient))
    names, stems, place = _names(parties), stems_of(mention.object), stems_of(mention.place)
    trigger = trigger_of(mention.text)
    return SourcedEvent(
        mention_id=known_id or mention_id(source.doc_id, "event", mention.start, mention.end),
        source=source,
        mention=mention,
        trigger=trigger,
        rareness=rareness(stem(trigger.word)),
        stems=stems,
        place=place,
        time=NO_WORDS if mention.date_start or mention.date_end else stems_of(mention.date_text),
        parties=parties,
        names=names,
        words=_together(names, stems, place),
        sentence=sentence,
        sentence_number=number,
        days=_event_days(mention, source),
    )


def _event_days(mention: EventMention, source: Source) -> Days | None:
    """Return an event's dates; those of a plan that had long passed are of something else in its sentence."""
    days = days_of(mention.date_start, mention.date_end)
    if days is None or source.day is None or mention.status not in PLANS:
        return days
    return days if days[1] >= source.day - PASSED else None


@lru_cache(maxsize=10_000)
def _dimension(kind: NumberKind, unit: str | None, change: str) -> Dimension:
    return kind, None if kind == "count" else base_unit(unit)[0], change


# Mentions share these sets: a million mentions name far fewer different parties.
@lru_cache(maxsize=100_000)
def _members(parties: tuple[str, ...]) -> frozenset[str]:
    return frozenset(parties) or NO_WORDS


@lru_cache(maxsize=100_000)
def _names(parties: frozenset[str]) -> frozenset[str]:
    return frozenset(word for party in parties for word in stems_of(party)) or NO_WORDS


@lru_cache(maxsize=100_000)
def _together(*sets: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*sets) or NO_WORDS


@lru_cache(maxsize=100_000)
def days_of(start: str | None, end: str | None) -> Days | None:
    """Return an interval in days; an open end is taken as far as dates go."""
    if start is None and end is None:
        return None
    first = _first_day(start) if start else date.min.toordinal()
    return first, date.fromisoformat(end).toordinal() if end else date.max.toordinal()


@lru_cache(maxsize=100_000)
def _first_day(day: str) -> int:
    """Return the first day of a year, month or day."""
    return date.fromisoformat((day + "-01-01")[:10]).toordinal()
