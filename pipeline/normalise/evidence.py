"""The words and the rule behind each field of a mention, which ``pipeline explain`` shows."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.normalise.actors import DocumentActors
from pipeline.records import (
    DateValue,
    EventSpans,
    Evidence,
    FigureSpans,
    NumericExpression,
    Quantity,
    TextSpan,
)

Rules = Mapping[str, str]


def event_evidence(
    spans: EventSpans, rules: Rules, when: DateValue | None, actors: DocumentActors
) -> Iterator[Evidence]:
    """Yield the evidence of an event: its fields in the order of the table.

    Args:
        spans: The event as spans.
        rules: Per field, the rule that filled it.
        when: The value of its time.
        actors: Who the article's names stand for.
    """
    trigger, cues = spans.trigger, dict(spans.cues)
    yield _evidence("type", spans.type, rules.get("trigger"), trigger)
    if spans.mode is not None:
        yield _evidence("mode", spans.mode, rules.get("mode"), cues.get("mode", trigger))
    yield from _actors("actor", spans.actor, rules.get("actor"), actors)
    yield from _actors("recipient", spans.recipient, rules.get("recipient"), actors)
    yield from _phrase("object", spans.object, rules.get("object"))
    yield from _phrase("place", spans.place, rules.get("place"))
    yield _evidence("status", spans.status, rules.get("status"), cues.get("status", trigger))
    if when is not None:
        yield _evidence("date", _interval(when), rules.get("date"), when)
    yield from _speaker(spans.speaker, rules.get("speaker"), actors)


def figure_evidence(
    spans: FigureSpans,
    quantity: Quantity,
    rules: Rules,
    period: DateValue | None,
    trigger: TextSpan | None,
    actors: DocumentActors,
) -> Iterator[Evidence]:
    """Yield the evidence of a figure: its fields in the order of the table.

    Args:
        spans: The figure as spans.
        quantity: Its number with its value.
        rules: Per field, the rule that filled it.
        period: The value of its period.
        trigger: The trigger of the event that it belongs to.
        actors: Who the article's names stand for.
    """
    number, cues = spans.expression, dict(spans.cues)
    counted = spans.counted or number
    yield _evidence("kind", quantity.kind, number.rule or None, counted)
    if quantity.value is not None:
        yield _evidence("value", _amount(quantity), quantity.rule, number)
    if quantity.unit is not None:
        yield _evidence("unit", quantity.unit, quantity.note or quantity.rule, counted)
    yield _evidence("bound", quantity.bound, number.rule or None, number.bound_words or number)
    yield from _phrase("measure", spans.measure, rules.get("measure"))
    yield _evidence("change", spans.change, rules.get("change"), cues.get("change", number))
    yield from _actors("about", spans.about, rules.get("about"), actors)
    if period is not None:
        yield _evidence("period", _interval(period), rules.get("period"), period)
    yield from _speaker(spans.speaker, rules.get("speaker"), actors)
    yield from _phrase("event", trigger, "governs the number")


def _evidence(
    field: str, value: str, rule: str | None, words: TextSpan | NumericExpression | DateValue
) -> Evidence:
    return Evidence(field, value, rule, words.start, words.end, words.text)


def _actors(
    field: str, spans: Iterable[TextSpan], rule: str | None, actors: DocumentActors
) -> Iterator[Evidence]:
    """Yield one evidence for each span that stands for an actor, with its code or name."""
    for span in spans:
        actor = actors.actor(span.start, span.end)
        if actor is not None:
            yield _evidence(field, actor.code, rule, span)


def _speaker(span: TextSpan | None, rule: str | None, actors: DocumentActors) -> Iterator[Evidence]:
    """Yield the speaker's canonical name, or the words themselves where there is none."""
    if span is not None:
        actor = actors.actor(span.start, span.end)
        yield _evidence("speaker", actor.name if actor is not None else _plain(span), rule, span)


def _phrase(field: str, span: TextSpan | None, rule: str | None) -> Iterator[Evidence]:
    if span is not None:
        yield _evidence(field, _plain(span), rule, span)


def _plain(span: TextSpan) -> str:
    return " ".join(span.text.split())


def _interval(when: DateValue) -> str:
    """Return the days of a time expression, or its TIMEX3 value where they are unknown."""
    if when.date_start is None and when.date_end is None:
        return when.timex
    return f"{when.date_start or ''}/{when.date_end or ''}"


def _amount(quantity: Quantity) -> str:
    low, high = quantity.value, quantity.value_max
    return f"{low:.15g}" if high is None else f"{low:.15g}/{high:.15g}"


def values_of(evidence: Iterable[Evidence], field: str) -> tuple[str, ...]:
    """Return the values of one field, each once, in order."""
    return tuple(dict.fromkeys(each.value for each in evidence if each.field == field))


def value_of(evidence: Iterable[Evidence], field: str) -> str | None:
    """Return the value of a field that has at most one."""
    return next(iter(values_of(evidence, field)), None)
