"""Which type the pipeline gives to the marked event of PLOVER's gold standard records."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.model import make_doc
from pipeline.relations.evidence import weigh
from pipeline.relations.triggers import find_candidates
from pipeline.training.encoder.corpora import PLOVER, PLOVER_TYPES, without_marks

EVENT_TAGGER = "event_tagger"


@dataclass(frozen=True, slots=True)
class Record:
    """A sentence with the type of its event and the spans of the words that are marked as the event."""

    text: str
    type: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the pipeline says of a record.

    Attributes:
        type: The annotated type.
        likeliest: The likeliest type of the candidates that overlap the marked words, None without any.
        given: The type of the event that it finds there, None where it finds none.
        in_sentence: The types of all events that it finds in the sentence.
    """

    type: str
    likeliest: str | None
    given: str | None
    in_sentence: frozenset[str]


def read_records(corpora: Path) -> Iterator[Record]:
    """Yield the records that have marked words, with the names that the types have today."""
    for record in json.loads((corpora / PLOVER).read_text(encoding="utf-8")):
        info = record.get("textInfo")
        text, marked = without_marks(info.get("markup", "") if isinstance(info, dict) else "")
        if marked:
            yield Record(text, PLOVER_TYPES.get(record["event"], record["event"]), tuple(marked))


def answer(nlp: Language, record: Record) -> Answer:
    """Return what a pipeline says of a record."""
    doc = nlp(make_doc(nlp, record.text, None))
    found = [event for event in doc._.events if _overlaps(record, event.start, event.end)]
    return Answer(
        record.type,
        likeliest_type(doc, record),
        max(found, key=lambda event: event.score).type if found else None,
        frozenset(event.type for event in doc._.events),
    )


def likeliest_type(doc: Doc, record: Record) -> str | None:
    """Return the type of the likeliest candidate at the marked words, whatever its score."""
    candidates = [
        candidate
        for candidate in weigh(doc, find_candidates(doc))
        if _overlaps(record, candidate.span.start_char, candidate.span.end_char)
    ]
    return max(candidates, key=lambda candidate: candidate.score).type if candidates else None


def _overlaps(record: Record, start: int, end: int) -> bool:
    return any(start < last and first < end for first, last in record.marked)


def accuracy(answers: list[Answer]) -> dict[str, float]:
    """Return the share of records with the right type, by how the type was asked for."""
    return {
        "likeliest type of the marked words": _share([a.likeliest == a.type for a in answers]),
        "the same, where the words are known": _share(
            [a.likeliest == a.type for a in answers if a.likeliest is not None]
        ),
        "type of the event found there": _share([a.given == a.type for a in answers]),
        "type of any event found in the sentence": _share([a.type in a.in_sentence for a in answers]),
    }


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0
