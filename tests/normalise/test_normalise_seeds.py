"""Regression of the normalise stage: one golden an article, every value beside its text."""

from dataclasses import asdict


def row(record, *left_out):
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(record).items()
    }
    return {name: value for name, value in values.items() if name not in {"rules", *left_out}}


def entity_row(entity):
    actor = f"{entity.actor.name} ({entity.actor.kind}, {entity.actor.code})" if entity.actor else None
    return {"start": entity.start, "text": entity.text, "label": entity.label, "actor": actor}


def test_normalise(seed_id, seed_docs, data_regression):
    doc = seed_docs[seed_id]

    data_regression.check(
        {
            "entities": [entity_row(entity) for entity in doc._.entities],
            "quantities": [row(quantity) for quantity in doc._.quantities],
            "dates": [row(date) for date in doc._.dates],
            "figures": [row(figure) for figure in doc._.figures],
            "events": [row(event, "score", "context") for event in doc._.events],
        }
    )
