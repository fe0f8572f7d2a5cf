"""The records that pass between the stages.

All offsets are half-open character offsets. Records up to ``CleanText`` hold offsets into the raw file; the
records of the NLP stages hold offsets into the cleaned text (the text of the spaCy ``Doc``), and
``CleanText.to_raw`` maps them back. ``None`` always means unknown.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

from array import array
from dataclasses import dataclass, field
from typing import Literal

PublishedFrom = Literal["metadata", "html", "text", "none"]
NumberKind = Literal["money", "percent", "count", "quantity", "duration", "multiple", "ordinal", "number"]
Bound = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than"]
Change = Literal["level", "increase", "decrease"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Tense = Literal["past", "future"]
Status = Literal["occurred", "ongoing", "planned", "possible", "negated"]
ActorKind = Literal["state", "igo", "organisation", "person", "group"]
Agreement = Literal["single", "agree", "rounding", "conflict"]


# --- read → clean -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read: the raw text and what its metadata say.

    Attributes:
        doc_id: Path below the input folder, without the extension, with ``/`` between parts.
        path: Path below the input folder, with the extension.
        sha256: Hex digest of the file's bytes; ``None`` where it could not be read.
        text: The whole file decoded as UTF-8; every raw offset counts its characters.
        body_start: Where the article itself starts (after front matter); 0 for plain text.
        published: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as far as the metadata say.
    """

    doc_id: str
    path: str
    sha256: str | None
    text: str
    body_start: int = 0
    published: str | None = None
    published_from: PublishedFrom = "none"
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of the raw text that cleaning left out, and why.

    Attributes:
        start: Raw offset of its first character.
        end: Raw offset behind its last character.
        text: The raw characters themselves.
        reason: What it is, such as ``read-more line`` or ``repeated paragraph``.
        rule: The id of the rule (a line of the furniture lexicon, or a function) that took it out.
    """

    start: int
    end: int
    text: str
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class CleanText:
    """Cleaned text with the way back to the raw file.

    Attributes:
        doc_id: The article's id.
        text: The cleaned text; paragraphs are joined by one or more line breaks.
        starts: Per cleaned character, the raw offset where its source starts; never decreases.
        ends: Per cleaned character, the raw offset behind its source.
        removed: What was left out, in raw order.
        published: The publication date, from the metadata or else from the text.
        published_from: Where that date comes from.
    """

    doc_id: str
    text: str
    starts: array[int]
    ends: array[int]
    removed: tuple[Removed, ...]
    published: str | None
    published_from: PublishedFrom

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a non-empty cleaned span."""
        return self.starts[start], self.ends[end - 1]


# --- entities ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A span of the cleaned text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One number as written: its digits or words and its scale, not yet multiplied out.

    Attributes:
        number: The number's own text, such as ``3.16``, ``twenty-two`` or ``1,10,200``.
        scales: Scale words and letters in order, such as ``("lakh", "crore")`` or ``("bn",)``.
        sign: -1 for a signed or parenthesised negative, else 1.
    """

    number: str
    scales: tuple[str, ...] = ()
    sign: int = 1


@dataclass(frozen=True, slots=True)
class NumericExpression:
    """A numeric expression found in the text: what is there, not yet what it means.

    Attributes:
        start: Offset of its first character: currency sign, number, scale and unit belong to it,
            approximators do not.
        end: Offset behind its last character.
        text: Its characters.
        kind: What its form says. A bare number is ``number``; the relations stage finds out whether
            it counts something.
        bound: What the approximator before or after it says, ``exact`` without one.
        low: The number, or the lower end of a range.
        high: The upper end of a range.
        unit: Currency, unit or time unit as written (``US$``, ``Rs``, ``kilometer``, ``years``).
        rule: Id of the rule that found it.
        rest: The further amounts of a compound (``12 ft 2 in``), each with its unit as written.
        bound_words: The approximator that gives the bound.
    """

    start: int
    end: int
    text: str
    kind: NumberKind
    bound: Bound
    low: Amount
    high: Amount | None = None
    unit: str | None = None
    rule: str = ""
    rest: tuple[tuple[Amount, str], ...] = ()
    bound_words: TextSpan | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression found in the text, taken apart but not yet resolved.

    Attributes:
        start: Offset of its first character, prepositions left out unless they change its meaning.
        end: Offset behind its last character.
        text: Its characters.
        type: TIMEX3 type.
        rule: Id of the rule that found it.
        parts: What the rule read, as sorted ``(name, value)`` pairs, such as
            ``(("direction", "last"), ("unit", "month"))``; the normalise stage gives them meaning.
        tense: Tense of the clause around it, where the parse shows it.
    """

    start: int
    end: int
    text: str
    type: TimeType
    rule: str
    parts: tuple[tuple[str, str], ...] = ()
    tense: Tense | None = None


# --- relations --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FigureSpans:
    """A figure whose arguments are spans.

    Attributes:
        expression: The number that it states.
        kind: The expression's kind, with ``number`` settled as ``count`` where it counts something.
        counted: The noun that a count counts (its head word), else ``None``.
        measure: The phrase that names what is measured.
        about: The actors that it concerns, as spans.
        change: Whether the number is a level or the size of a rise or fall.
        period: The time expression that says for when it holds.
        speaker: To whom it is attributed.
        event: Offset of the trigger of the event that it belongs to.
        rules: Per field, the rule that filled it, as sorted ``(field, rule)`` pairs.
        cues: Per field that is no span, the words that decided it, where there are any.
        since: Whether it is counted from the period on, as in *since the programme began in 2009*.
    """

    expression: NumericExpression
    kind: NumberKind
    counted: TextSpan | None = None
    measure: TextSpan | None = None
    about: tuple[TextSpan, ...] = ()
    change: Change = "level"
    period: TimeExpression | None = None
    speaker: TextSpan | None = None
    event: int | None = None
    rules: tuple[tuple[str, str], ...] = ()
    cues: tuple[tuple[str, TextSpan], ...] = ()
    since: bool = False


@dataclass(frozen=True, slots=True)
class EventSpans:
    """An event whose arguments are spans.

    Attributes:
        trigger: The word that names it.
        type: PLOVER type.
        mode: PLOVER mode, where the trigger has one.
        actor: Who does it.
        recipient: To whom it is done.
        status: Whether it happened, goes on, is planned, is possible or did not happen.
        object: What it is about.
        place: Where it happens.
        time: The time expression that dates it.
        speaker: To whom it is attributed.
        score: How sure the component is, 0 to 1.
        rules: Per field, the rule that filled it, as sorted ``(field, rule)`` pairs.
        cues: Per field that is no span, the words that decided it, where there are any.
    """

    trigger: TextSpan
    type: str
    mode: str | None = None
    actor: tuple[TextSpan, ...] = ()
    recipient: tuple[TextSpan, ...] = ()
    status: Status = "occurred"
    object: TextSpan | None = None
    place: TextSpan | None = None
    time: TimeExpression | None = None
    speaker: TextSpan | None = None
    score: float = 1.0
    rules: tuple[tuple[str, str], ...] = ()
    cues: tuple[tuple[str, TextSpan], ...] = ()


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
    """An event as one article tells it; the columns of ``event_mentions`` (see docs/tables.md)."""

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

    figures: tuple[Figure, ...]
    events: tuple[Event, ...]
    history: tuple[StatusChange, ...]
    figure_ids: dict[str, str]
    event_ids: dict[str, str]
    duplicates: dict[str, str]
