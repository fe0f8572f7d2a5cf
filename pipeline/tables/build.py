"""Rows of every table from the results of the articles and from what dedupe made of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.ids import mention_id
from pipeline.records import Actor, ArticleResult, EventMention, FigureMention, Reconciled
from pipeline.tables.schema import arrow_schema, columns_of, table_names

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def build_tables(results: Iterable[ArticleResult], reconciled: Reconciled) -> dict[str, pd.DataFrame]:
    """Return all tables as frames with the columns and types of the contract.

    Args:
        results: One result an article, in any order.
        reconciled: What dedupe made of those results.
    """
    rows: dict[str, list[Row]] = {name: [] for name in table_names()}
    for table, row in table_rows(sorted(results, key=lambda result: result.article.doc_id), reconciled):
        rows[table].append(row)
    return {name: to_frame(to_arrow(name, rows[name])) for name in table_names()}


def table_rows(results: Iterable[ArticleResult], reconciled: Reconciled) -> Iterator[tuple[str, Row]]:
    """Yield every row of every table with the table's name, the rows of one table in their order.

    Args:
        results: One result an article, in order of doc_id; each is looked at once.
        reconciled: What dedupe made of those results.
    """
    actors = ActorRows()
    for result in results:
        actors.add(result)
        for table, rows in _article_tables(result, reconciled):
            yield from ((table, row) for row in rows)
    yield from (("actors", row) for row in actors.rows())
    yield from (("figures", as_row(figure)) for figure in reconciled.figures)
    yield from (("events", as_row(event)) for event in reconciled.events)
    yield from (("event_history", as_row(change)) for change in reconciled.history)


def _article_tables(result: ArticleResult, reconciled: Reconciled) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "documents", [_document(result, reconciled)]
    yield "removed", _removed(result)
    yield "sentences", _sentences(result)
    yield "entities", _entities(result)
    yield "figure_mentions", _figure_mentions(result, reconciled)
    yield "event_mentions", _event_mentions(result, reconciled)
    yield "evidence", _evidence(result)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """Return a frame of Arrow-backed columns, so that integers and dates can be unknown."""
    import pandas as pd

    frame: pd.DataFrame = table.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def to_arrow(table: str, rows: Iterable[Row]) -> pa.Table:
    """Return rows as an Arrow table of the table's schema."""
    names = [column.name for column in columns_of(table)]
    dates = {column.name for column in columns_of(table) if column.type == "date"}
    plain = [{name: _cell(row[name], name in dates) for name in names} for row in rows]
    return pa.Table.from_pylist(plain, schema=arrow_schema(table))


def _cell(value: Any, is_date: bool) -> Any:
    if is_date and isinstance(value, str):
        return date.fromisoformat(value)
    return list(value) if isinstance(value, tuple) else value


def as_row(record: Any) -> Row:
    """Return the fields of a record by name; unlike ``dataclasses.asdict`` it copies nothing."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def _document(result: ArticleResult, reconciled: Reconciled) -> Row:
    article = result.article
    original = reconciled.duplicates.get(article.doc_id)
    unread = article.sha256 is None
    return {
        "doc_id": article.doc_id,
        "path": article.path,
        "sha256": article.sha256,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published": result.published,
        "published_from": result.published_from,
        "n_characters": None if unread else len(article.text),
        "n_sentences": None if result.status == "failed" else len(result.sentences),
        "status": "duplicate" if original else result.status,
        "duplicate_of": original,
        "note": result.note,
    }


def _removed(result: ArticleResult) -> Iterator[Row]:
    for removed in result.removed:
        yield as_row(removed) | {"doc_id": result.article.doc_id}


def _sentences(result: ArticleResult) -> Iterator[Row]:
    for number, sentence in enumerate(result.sentences):
        yield as_row(sentence) | {"doc_id": result.article.doc_id, "sentence_id": number}


def _sentence_starts(result: ArticleResult) -> list[int]:
    return [sentence.start for sentence in result.sentences]


def _sentence_id(starts: list[int], offset: int) -> int | None:
    """Return the number of the sentence that holds a raw offset."""
    number = bisect_right(starts, offset) - 1
    return number if number >= 0 else None


def _entities(result: ArticleResult) -> Iterator[Row]:
    starts = _sentence_starts(result)
    for entity in result.entities:
        yield {
            "doc_id": result.article.doc_id,
            "sentence_id": _sentence_id(starts, entity.start),
            "start": entity.start,
            "end": entity.end,
            "text": entity.text,
            "label": entity.label,
            "actor_id": entity.actor.actor_id if entity.actor else None,
        }


class ActorRows:
    """The actors of all articles; the first known country and role in order of articles stand."""

    def __init__(self) -> None:
        self._merged: dict[str, Actor] = {}
        self._aliases: defaultdict[str, set[str]] = defaultdict(set)
        self._mentions: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()

    def add(self, result: ArticleResult) -> None:
        """Take in the actors of one article."""
        for actor in result.actors:
            known = self._merged.setdefault(actor.actor_id, actor)
            if (known.country, known.role) != (actor.country, actor.role):
                self._merged[actor.actor_id] = _fill(known, actor)
        named = [
            (entity.actor.actor_id, entity.text) for entity in result.entities if entity.actor is not None
        ]
        for actor_id, text in named:
            self._aliases[actor_id].add(" ".join(text.split()))
        self._mentions.update(actor_id for actor_id, _ in named)
        self._documents.update({actor_id for actor_id, _ in named})

    def rows(self) -> Iterator[Row]:
        """Yield one row an actor, in order of their ids."""
        for actor_id in sorted(self._merged):
            actor = self._merged[actor_id]
            yield {
                "actor_id": actor_id,
                "name": actor.name,
                "kind": actor.kind,
                "country": actor.country,
                "role": actor.role,
                "aliases": sorted(self._aliases[actor_id]),
                "n_mentions": self._mentions[actor_id],
                "n_documents": self._documents[actor_id],
            }


def _fill(known: Actor, other: Actor) -> Actor:
    country, role = known.country or other.country, known.role or other.role
    return Actor(known.actor_id, known.name, known.kind, country, role, known.code)


def _figure_mentions(result: ArticleResult, reconciled: Reconciled) -> Iterator[Row]:
    events = {event.start: event for event in result.events}
    starts = _sentence_starts(result)
    for figure in result.figures:
        row = _mention_row(result, "figure", figure, starts)
        event = events.get(figure.event) if figure.event is not None else None
        doc_id = result.article.doc_id
        yield row | {
            "figure_id": reconciled.figure_ids[row["mention_id"]],
            "event_mention_id": mention_id(doc_id, "event", event.start, event.end) if event else None,
        }


def _event_mentions(result: ArticleResult, reconciled: Reconciled) -> Iterator[Row]:
    starts = _sentence_starts(result)
    for event in result.events:
        row = _mention_row(result, "event", event, starts)
        yield row | {"event_id": reconciled.event_ids[row["mention_id"]]}


def _evidence(result: ArticleResult) -> Iterator[Row]:
    doc_id, starts = result.article.doc_id, _sentence_starts(result)
    mentions: list[FigureMention | EventMention] = [*result.figures, *result.events]
    for mention in mentions:
        kind = "figure" if isinstance(mention, FigureMention) else "event"
        for words in mention.evidence:
            yield as_row(words) | {
                "mention_id": mention_id(doc_id, kind, mention.start, mention.end),
                "doc_id": doc_id,
                "sentence_id": _sentence_id(starts, words.start),
            }


def _mention_row(
    result: ArticleResult, kind: str, mention: FigureMention | EventMention, starts: list[int]
) -> Row:
    doc_id = result.article.doc_id
    return as_row(mention) | {
        "mention_id": mention_id(doc_id, kind, mention.start, mention.end),
        "doc_id": doc_id,
        "sentence_id": _sentence_id(starts, mention.start),
    }
