"""Regression of the relations stage: one golden an article, every argument as a span."""

from pipeline.records import EventSpans, FigureSpans, TextSpan, TimeExpression


def shown(value):
    if isinstance(value, TextSpan | TimeExpression):
        return f"{' '.join(value.text.split())} ({value.start})"
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    return value


def event_row(event: EventSpans):
    names = ("trigger", "type", "mode", "actor", "recipient", "status", "object", "place", "time", "speaker")
    return {name: shown(getattr(event, name)) for name in names}


def figure_row(figure: FigureSpans):
    names = ("kind", "counted", "measure", "about", "change", "period", "speaker", "event")
    number = f"{figure.expression.text} ({figure.expression.start})"
    return {"number": number} | {name: shown(getattr(figure, name)) for name in names}


def test_relations(seed_id, seed_docs, data_regression):
    doc = seed_docs[seed_id]

    data_regression.check(
        {
            "events": [event_row(event) for event in doc._.event_spans],
            "figures": [figure_row(figure) for figure in doc._.figure_spans],
        }
    )
