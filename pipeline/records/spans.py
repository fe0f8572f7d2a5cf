"""The records from reading to the relations, and the values that fields of all records may have.

All offsets are half-open character offsets. Records up to ``CleanText`` hold offsets into the raw file; the
records of the NLP stages hold offsets into the cleaned text (the text of the spaCy ``Doc``), and
``CleanText.to_raw`` maps them back. ``None`` always means unknown.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
class EventContext:
    """What a mention of an event means where it stands, to be compared with that of other mentions.

    Attributes:
        meaning: Direction of what the words that name the event mean here, in signed bytes.
        word: Direction of what they mean by themselves, likewise.
        companions: Direction of what the words that stand with them mean; empty where there are none.
        telling: How much such words are told of by others too, in log odds; less for "said" or "helped".
        verbal: Whether a verb names the event.
        modifies: Whether the word that names it stands before a noun ("security update").
    """

    meaning: bytes
    word: bytes
    companions: bytes
    telling: float
    verbal: bool
    modifies: bool


class EventVectors(NamedTuple):
    """What the words of a document mean where they name events.

    Attributes:
        meanings: Of each word in its sentence and document, [words, dims], float32.
        words: Of each word by itself, likewise.
        telling: How much each word is told of by others too, in log odds, [words].
    """

    meanings: NDArray[np.float32]
    words: NDArray[np.float32]
    telling: NDArray[np.float32]


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
        context: What it means where it stands, for telling whether another mention is of the same event.
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
    context: EventContext | None = None
