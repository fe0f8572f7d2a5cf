"""One article's result as a JSON object, for the ``pipeline extract`` filter (see docs/tables.md)."""

from dataclasses import asdict
from typing import Any

from pipeline.ids import mention_id
from pipeline.records import ArticleResult, EntityMention

Json = dict[str, Any]

QUANTITY_FIELDS = ("start", "end", "text", "kind", "value", "value_max", "unit", "bound", "note", "rule")
DATE_FIELDS = ("start", "end", "text", "timex", "date_start", "date_end", "rule")


def to_json(result: ArticleResult) -> Json:
    """Return the sentences, entities, dates, quantities, figures and events of one article.

    Offsets count the characters of the text that was given.
    """
    doc_id = result.article.doc_id
    return {
        "id": doc_id,
        "sentences": [{"start": sentence.start, "end": sentence.end} for sentence in result.sentences],
        "entities": [_entity(entity) for entity in result.entities],
        "dates": [_fields(date, DATE_FIELDS) for date in result.dates],
        "quantities": [_fields(quantity, QUANTITY_FIELDS) for quantity in result.quantities],
        "figures": [_figure(figure, doc_id) for figure in map(asdict, result.figures)],
        "events": [_event(event, doc_id) for event in map(asdict, result.events)],
    }


def _entity(entity: EntityMention) -> Json:
    actor = entity.actor.code if entity.actor is not None else None
    return _fields(entity, ("start", "end", "text", "label")) | {"actor": actor}


def _fields(record: Any, names: tuple[str, ...]) -> Json:
    return {name: getattr(record, name) for name in names}


def _mention(row: Json, doc_id: str, kind: str) -> Json:
    rules = row.pop("rules")
    del row["evidence"]
    return {"mention_id": mention_id(doc_id, kind, row["start"], row["end"])} | row | {"rules": dict(rules)}


def _event(row: Json, doc_id: str) -> Json:
    """Leave out what only the joining of articles has a use for."""
    del row["context"]
    return _mention(row, doc_id, "event")


def _figure(row: Json, doc_id: str) -> Json:
    """Replace the offset of the figure's event by that event's mention id."""
    start = row.pop("event")
    return _mention(row, doc_id, "figure") | {"event_start": start}
