"""The records from normalisation to the tables: mentions with values, results of articles, joined rows.

Mentions hold offsets into the cleaned text until the article's result maps them back to the raw file.
``None`` always means unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.records.spans import (
    ActorKind,
    Agreement,
    Article,
    Bound,
    Change,
    EventContext,
    NumberKind,
    PublishedFrom,
    Removed,
    Status,
    TimeType,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# --- normalise --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeric expression with its value in base units.

    Attributes:
        value: Scale words multiplied out; the lower end of a range.
        value_max: The upper end of a range.
        unit: ISO 4217 code, ``%``, ``pp``, a singular unit or time unit, ``x``, or the counted noun's lemma.
        note: Why a unit was inferred or left unknown.
        rule: The rule that found it and the one that gave it its value, joined by ``+``.
    """

    start: int
    end: int
    text: str
    kind: NumberKind
    value: float | None
    value_max: float | None
    unit: str | None
    bound: Bound
    rule: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class DateValue:
    """A time expression with its TIMEX3 value and, where it is resolvable, its inclusive interval."""

    start: int
    end: int
    text: str
    type: TimeType
    timex: str
    date_start: str | None
    date_end: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A canonical actor.

    Attributes:
        actor_id: Hash of kind and name.
        name: Canonical name (``India``, ``Narendra Modi``, ``SCO``, ``protesters``).
        kind: What it is.
        country: ISO 3166-1 alpha-3 of the state it is, belongs to or acts for.
        role: The office held, where the text or the table of offices states it.
        code: What event and figure rows print: the country for a state and all who act for it,
            else the name.
    """

    actor_id: str
    name: str
    kind: ActorKind
    country: str | None
    role: str | None
    code: str


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A named entity, linked to an actor where it is one."""

    start: int
    end: int
    text: str
    label: str
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that gave a field of a mention its value.

    Attributes:
        field: The field; the two ends of an interval are one, ``date`` or ``period``.
        value: What these words stand for there, as text; a list has one evidence for each of its values.
        rule: The rule or component that says so; ``None`` where it has no name.
        start: Offset of the first character; where no cue decides, the words are the mention's own.
        end: Offset behind the last character.
        text: Its characters.
    """

    field: str
    value: str
    rule: str | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A figure as one article states it; the columns of ``figure_mentions`` (see docs/tables.md)."""

    start: int
    end: int
    text: str
    kind: NumberKind
    value: float | None
    value_max: float | None
    unit: str | None
    bound: Bound
    measure: str | None
    change: Change
    about: tuple[str, ...]
    period_start: str | None
    period_end: str | None
    period_text: str | None
    speaker: str | None
    event: int | None
    rules: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one article tells it; the columns of ``event_mentions`` (see docs/tables.md).

    Attributes:
        context: What it means where it stands, for telling whether another mention is of the same event;
            no table prints it.
    """

    start: int
    end: int
    text: str
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    object: str | None
    place: str | None
    status: Status
    date_start: str | None
    date_end: str | None
    date_text: str | None
    speaker: str | None
    score: float
    rules: tuple[tuple[str, str], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    context: EventContext | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the cleaned text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """All that the per-article stages made of one article, with offsets into the raw file.

    Attributes:
        article: The article itself.
        status: ``ok``, ``empty`` (nothing left after cleaning) or ``failed``.
        shingles: Hashes of all runs of a few words of the cleaned text, sorted; copies share most of them.
        note: Why it was set aside.
    """

    article: Article
    status: Literal["ok", "empty", "failed"]
    published: str | None = None
    published_from: PublishedFrom = "none"
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    actors: tuple[Actor, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DateValue, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    removed: tuple[Removed, ...] = field(default=(), repr=False)
    shingles: tuple[int, ...] = field(default=(), repr=False)
    note: str | None = None


# --- dedupe → tables --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """One distinct figure; the columns of ``figures`` (see docs/tables.md)."""

    figure_id: str
    kind: NumberKind
    value: float | None
    value_max: float | None
    unit: str | None
    bound: Bound
    measure: str | None
    change: Change
    about: tuple[str, ...]
    period_start: str | None
    period_end: str | None
    n_mentions: int
    n_documents: int
    doc_ids: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    agreement: Agreement
    note: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """One distinct event; the columns of ``events`` (see docs/tables.md)."""

    event_id: str
    type: str
    mode: str | None
    quad: str
    intensity: float
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    object: str | None
    place: str | None
    status: Status
    date_start: str | None
    date_end: str | None
    n_mentions: int
    n_documents: int
    doc_ids: tuple[str, ...]
    first_published: str | None
    last_published: str | None
    summary: str
    note: str | None


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One step of an event's life; the columns of ``event_history`` (see docs/tables.md)."""

    event_id: str
    published: str | None
    doc_id: str
    mention_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What dedupe made of the mentions of all articles.

    Attributes:
        figures: Distinct figures, sorted by id.
        events: Distinct events, sorted by id.
        history: Status changes, sorted by event, then publication.
        figure_ids: Per figure mention id, its figure's id.
        event_ids: Per event mention id, its event's id.
        duplicates: Per repeated article, the article that it repeats.
    """

    figures: Collection[Figure]
    events: Collection[Event]
    history: Collection[StatusChange]
    figure_ids: Mapping[str, str]
    event_ids: Mapping[str, str]
    duplicates: Mapping[str, str]
