"""Where a row comes from: its mentions, their sentences, and the words and the rule behind each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.errors import UsageError
from pipeline.tables.read import read_tables

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
Tables = Mapping[str, "pd.DataFrame"]
Kind = Literal["event", "figure"]

KINDS: tuple[Kind, ...] = ("event", "figure")
# The fields of a mention in the order in which they are explained; an interval is one field.
FIELDS: dict[Kind, tuple[str, ...]] = {
    "event": ("type", "mode", "actor", "recipient", "object", "place", "status", "date", "speaker"),
    "figure": ("kind", "value", "unit", "bound", "measure", "change", "about", "period", "speaker", "event"),
}
# What the number itself shows is not marked again on the noun that it counts.
_UNMARKED = frozenset({"kind", "unit"})
_OWN_WORDS: dict[Kind, str] = {"event": "trigger", "figure": "number"}
_AMBIGUOUS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an article that give a value.

    Attributes:
        value: What they stand for.
        rule: The rule or component that says so; ``None`` where no cue decided.
        sentence_id: The sentence that holds them.
        start: Raw offset of the first character.
        end: Raw offset behind the last character.
        text: The raw characters.
    """

    value: str
    rule: str | None
    sentence_id: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """A field of a mention with the words that gave it.

    Attributes:
        field: Its name; ``date`` and ``period`` stand for both ends, ``event`` for the event's mention id.
        value: Its value as the row has it, an interval as ``start/end``, ``None`` where it is unknown.
        words: The words, in order of the values; none where the value is unknown.
    """

    field: str
    value: Any
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a sentence with the fields that it fills, by raw offsets."""

    start: int
    end: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with the spans that give a mention its fields, by raw offsets."""

    sentence_id: int
    start: int
    end: int
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MentionOrigin:
    """A mention with its article, its sentences and where each of its fields comes from.

    Attributes:
        kind: Whether it is a mention of an event or of a figure.
        row: Its row of the mention table.
        document: The row of its article.
        sentences: Its own sentence and all others that hold words of its fields, in textual order.
        fields: Its fields in the order of the table.
    """

    kind: Kind
    row: Row
    document: Row
    sentences: tuple[MarkedSentence, ...]
    fields: tuple[FieldOrigin, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is behind an event, a figure or one of their mentions.

    Attributes:
        id: The whole id.
        kind: What it is or is a mention of.
        row: The row of the event or figure; ``None`` where a single mention was asked for.
        history: The changes of an event's status, as rows, in order of publication.
        mentions: Its mentions, by publication, article and place.
    """

    id: str
    kind: Kind
    row: Row | None
    history: tuple[Row, ...]
    mentions: tuple[MentionOrigin, ...]


def explain(identifier: str, output: Path | str = "outputs") -> Explanation:
    """Return where an event, a figure or a mention of one comes from.

    Args:
        identifier: Its id, or the beginning of the id where no other id begins so.
        output: The output folder of a finished run.

    Raises:
        UsageError: No id, or more than one, begins so; or the folder holds no finished run.
        PipelineError: A table was changed or cut short since the run.
    """
    tables = read_tables(output)
    if "evidence" not in tables:
        raise UsageError(f"{output}: an earlier version wrote these tables. Run: pipeline run -o {output}")
    kind, column, whole = _find(identifier, tables, output)
    chosen = _rows(tables[f"{kind}_mentions"], column, [whole])
    row = history = None
    if column != "mention_id":
        (row,) = _rows(tables[f"{kind}s"], column, [whole])
        history = _rows(tables["event_history"], column, [whole]) if kind == "event" else None
    return Explanation(whole, kind, row, tuple(history or ()), tuple(_mentions(kind, chosen, tables)))


def _find(identifier: str, tables: Tables, output: Path | str) -> tuple[Kind, str, str]:
    """Return what an id or its beginning stands for: the kind, the column that holds it, the whole id."""
    places = [
        (kind, table, column)
        for kind in KINDS
        for table, column in ((f"{kind}s", f"{kind}_id"), (f"{kind}_mentions", "mention_id"))
    ]
    found: list[tuple[str, Kind, str]] = []
    for kind, table, column in places:
        ids = tables[table][column]
        found += [(whole, kind, column) for whole in ids[ids.str.startswith(identifier)]]
    found = [each for each in found if each[0] == identifier] or sorted(found)
    if not found or not identifier:
        raise UsageError(
            f"{identifier}: no event, figure or mention in {output} has an id that begins so. "
            f"List them: pipeline show events --output {output}"
        )
    if len(found) > 1:
        raise UsageError(f"{identifier}: {_choice(found)}. Type more of the id.")
    whole, kind, column = found[0]
    return kind, column, whole


def _choice(found: Sequence[tuple[str, Kind, str]]) -> str:
    named = [
        f"{whole} ({kind}{' mention' if column == 'mention_id' else ''})"
        for whole, kind, column in found[:_AMBIGUOUS_SHOWN]
    ]
    more = f" and {len(found) - len(named)} more" if len(found) > len(named) else ""
    return f"{len(found)} ids begin so: {', '.join(named)}{more}"


def _rows(frame: pd.DataFrame, column: str, values: Iterable[Any]) -> list[Row]:
    """Return the rows that have one of the values in a column, as plain Python values."""
    chosen = frame[frame[column].isin(list(values))].astype(object)
    return [{str(name): _plain(value) for name, value in row.items()} for row in chosen.to_dict("records")]


def _plain(value: Any) -> Any:
    import pandas as pd

    if hasattr(value, "tolist"):
        value = value.tolist()
    return value if isinstance(value, list) or not pd.isna(value) else None


def _mentions(kind: Kind, rows: Sequence[Row], tables: Tables) -> Iterator[MentionOrigin]:
    evidence = _rows(tables["evidence"], "mention_id", [row["mention_id"] for row in rows])
    doc_ids = {row["doc_id"] for row in rows}
    documents = {row["doc_id"]: row for row in _rows(tables["documents"], "doc_id", sorted(doc_ids))}
    sentences = _rows(tables["sentences"], "doc_id", sorted(doc_ids))
    published = {doc_id: document["published"] or "9999" for doc_id, document in documents.items()}
    for row in sorted(rows, key=lambda row: (published[row["doc_id"]], row["doc_id"], row["start"])):
        mine = [each for each in evidence if each["mention_id"] == row["mention_id"]]
        of_article = [each for each in sentences if each["doc_id"] == row["doc_id"]]
        marked = _marked(row, _marks(kind, row, mine), of_article)
        fields = tuple(_origin(field, row, mine) for field in FIELDS[kind])
        yield MentionOrigin(kind, row, documents[row["doc_id"]], tuple(marked), fields)


def _origin(field: str, row: Row, evidence: Sequence[Row]) -> FieldOrigin:
    words = tuple(
        Words(each["value"], each["rule"], each["sentence_id"], each["start"], each["end"], each["text"])
        for each in evidence
        if each["field"] == field
    )
    if f"{field}_start" in row:
        first, last = row[f"{field}_start"], row[f"{field}_end"]
        known = first is not None or last is not None
        return FieldOrigin(field, f"{first or ''}/{last or ''}" if known else None, words)
    value = row["event_mention_id" if field == "event" else field]
    if field == "value" and row["value_max"] is not None:
        value = [value, row["value_max"]]
    return FieldOrigin(field, value, words)


def _marks(kind: Kind, row: Row, evidence: Sequence[Row]) -> list[Mark]:
    """Return the spans to mark, in textual order, a longer one before those inside it."""
    own = (row["start"], row["end"])
    spans: dict[tuple[int, int], list[str]] = {own: [_OWN_WORDS[kind]]}
    for each in evidence:
        span, field = (each["start"], each["end"]), each["field"]
        if span != own and field not in _UNMARKED and field not in spans.setdefault(span, []):
            spans[span].append(field)
    return [Mark(*span, tuple(spans[span])) for span in sorted(spans, key=lambda span: (span[0], -span[1]))]


def _marked(row: Row, marks: Sequence[Mark], sentences: Sequence[Row]) -> Iterator[MarkedSentence]:
    for each in sentences:
        inside = tuple(mark for mark in marks if each["start"] <= mark.start < each["end"])
        if inside or each["sentence_id"] == row["sentence_id"]:
            yield MarkedSentence(each["sentence_id"], each["start"], each["end"], each["text"], inside)
