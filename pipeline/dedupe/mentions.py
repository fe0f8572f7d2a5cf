"""Mentions with their source and with what the comparison of pairs needs, worked out once."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from pipeline.dedupe.profiles import Profile, names_of, profile_of, profile_of_sentence, rareness
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
NO_PROFILE: Profile = {}
Dimension = tuple[NumberKind, str | None, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The article of a mention.

    Attributes:
        doc_id: The article.
        published: Its publication date, as known.
        origin: The article that it repeats, else itself; what counts as an independent source.
        profile: Its most telling words; empty where its text is not known.
        day: The publication date as an ordinal, its first day where only the month or year is known.
    """

    doc_id: str
    published: str | None
    origin: str
    profile: Profile = field(default_factory=dict, compare=False)
    day: int | None = None


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
        sentence_names: The names and numbers among them.
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
    sentence_names: frozenset[str]
    sentence_number: int
    days: Days | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is kept of the text of an article: its telling words, and those of the sentences with events.

    Attributes:
        profile: The telling words of the article.
        numbers: Per event mention, the number of its sentence.
        sentences: By number, the telling words of a sentence.
    """

    profile: Profile
    numbers: tuple[int, ...]
    sentences: Mapping[int, Profile]


def reading_of(result: ArticleResult) -> Reading:
    """Return what the joining needs of the text of an article."""
    starts = [sentence.start for sentence in result.sentences]
    numbers = tuple(max(0, bisect_right(starts, event.start) - 1) for event in result.events)
    texts = {number: result.sentences[number].text for number in numbers} if starts else {}
    profiles = {number: profile_of_sentence(text) for number, text in texts.items()}
    return Reading(profile_of(sentence.text for sentence in result.sentences), numbers, profiles)


def source_of(result: ArticleResult, reading: Reading, duplicates: Mapping[str, str]) -> Source:
    """Return the source of an article's mentions."""
    return Source(
        result.article.doc_id,
        result.published,
        duplicates.get(result.article.doc_id, result.article.doc_id),
        reading.profile,
        _first_day(result.published) if result.published else None,
    )


def figures_of(results: Sequence[ArticleResult], sources: Sequence[Source]) -> Iterator[SourcedFigure]:
    """Yield all figure mentions, in order of article and text."""
    for result, source in zip(results, sources, strict=True):
        for mention in result.figures:
            head = head_of(mention.measure)
            yield SourcedFigure(
                mention_id(source.doc_id, "figure", mention.start, mention.end),
                source,
                mention,
                stem(head) if head is not None else None,
                head or "",
                stems_of(mention.measure),
                _members(mention.about),
                days_of(mention.period_start, mention.period_end),
                _dimension(mention.kind, mention.unit, mention.change),
            )


def events_of(
    results: Sequence[ArticleResult], sources: Sequence[Source], readings: Sequence[Reading]
) -> Iterator[SourcedEvent]:
    """Yield all event mentions, in order of article and text."""
    for result, source, reading in zip(results, sources, readings, strict=True):
        for mention, number in zip(result.events, reading.numbers, strict=True):
            yield _sourced(mention, source, number, reading.sentences.get(number, NO_PROFILE))


def _sourced(mention: EventMention, source: Source, number: int, sentence: Profile) -> SourcedEvent:
    parties = _members((*mention.actor, *mention.recipient))
    names, stems, place = _names(parties), stems_of(mention.object), stems_of(mention.place)
    trigger = trigger_of(mention.text)
    return SourcedEvent(
        mention_id=mention_id(source.doc_id, "event", mention.start, mention.end),
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
        sentence_names=names_of(sentence) or NO_WORDS,
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
