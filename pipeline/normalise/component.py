"""The component that gives the spans of the relations stage their values."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import using
from pipeline.normalise.actors import ActorResolver, DocumentActors
from pipeline.normalise.dates import resolve_times
from pipeline.normalise.evidence import event_evidence, figure_evidence, value_of, values_of
from pipeline.normalise.figure_periods import settle_period
from pipeline.normalise.numbers import currency_evidence, to_quantity
from pipeline.records import (
    DateValue,
    EventMention,
    EventSpans,
    FigureMention,
    FigureSpans,
    NumberKind,
    Quantity,
    TextSpan,
    TimeExpression,
)

Doc.set_extension("document_actors", default=None, force=True)
for _name in ("quantities", "dates", "entities", "actors", "figures", "events"):
    Doc.set_extension(_name, default=(), force=True)
Doc.set_extension("published", default=None, force=True)


@Language.factory(
    "pipeline_actors",
    requires=["doc.ents"],
    assigns=["doc._.document_actors"],
    default_config={"lexicons": None},
)
def create_actors(nlp: Language, name: str, lexicons: str | None) -> "ActorsComponent":
    """Create the component; ``lexicons`` is a folder with a user's own entries."""
    del nlp, name
    return ActorsComponent(lexicons)


class ActorsComponent:
    """Fill ``doc._.document_actors``: who the names and noun phrases of an article stand for.

    It stands before the components that look for participants. ``pipeline_normalise`` empties the attribute.
    """

    def __init__(self, lexicons: str | None = None) -> None:
        self._actors = ActorResolver(lexicons)
        self._lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        """Settle the names of one document and return it."""
        with using(self._lexicons):
            doc._.document_actors = self._actors.resolve_document(doc)
        return doc


@Language.factory(
    "pipeline_normalise",
    requires=["doc.ents"],
    assigns=[
        "doc._.quantities",
        "doc._.dates",
        "doc._.entities",
        "doc._.actors",
        "doc._.figures",
        "doc._.events",
    ],
    default_config={"lexicons": None},
)
def create_normalise(nlp: Language, name: str, lexicons: str | None) -> "Normaliser":
    """Create the component; ``lexicons`` is a folder with a user's own entries."""
    del nlp, name
    return Normaliser(lexicons)


class Normaliser:
    """Fill ``doc._.quantities``, ``dates``, ``entities``, ``actors``, ``figures`` and ``events``."""

    def __init__(self, lexicons: str | None = None) -> None:
        self._actors = ActorResolver(lexicons)
        self._lexicons = lexicons

    def __call__(self, doc: Doc) -> Doc:
        """Normalise one document and return it."""
        with using(self._lexicons):
            return self._normalise(doc)

    def _normalise(self, doc: Doc) -> Doc:
        known: DocumentActors | None = doc._.document_actors
        actors = known or self._actors.resolve_document(doc)
        doc._.document_actors = None  # it holds more memory than the document itself
        dates = dict(
            zip(doc._.times, resolve_times(doc._.times, doc._.published, self._lexicons), strict=True)
        )
        quantities = self._quantities(doc, actors)
        doc._.dates = tuple(dates.values())
        doc._.entities = actors.entities
        doc._.actors = actors.actors
        doc._.quantities = tuple(quantities[start] for start in sorted(quantities))
        triggers: dict[int | None, TextSpan] = {
            spans.trigger.start: spans.trigger for spans in doc._.event_spans
        }
        doc._.figures = tuple(
            _figure(
                spans,
                quantities[spans.expression.start],
                dates,
                actors,
                doc._.published,
                triggers.get(spans.event),
            )
            for spans in doc._.figure_spans
        )
        doc._.events = tuple(_event(spans, dates, actors) for spans in doc._.event_spans)
        return doc

    def _quantities(self, doc: Doc, actors: DocumentActors) -> dict[int, Quantity]:
        """Return the value of every numeric expression by its offset."""
        countries = [entity.actor.country for entity in actors.entities if entity.actor is not None]
        evidence = currency_evidence(
            doc.text, [country for country in countries if country is not None], self._lexicons
        )
        counted: dict[int, TextSpan] = doc._.counted
        kinds: dict[int, NumberKind] = dict.fromkeys(counted, "count")
        kinds |= {spans.expression.start: spans.kind for spans in doc._.figure_spans}
        values: dict[int, Quantity] = {}
        for expression in doc._.numbers:
            noun = counted.get(expression.start)
            values[expression.start] = to_quantity(
                expression,
                kind=kinds.get(expression.start),
                counted=_lemma(doc, noun) if noun is not None else None,
                currencies=evidence,
                user_folder=self._lexicons,
            )
        return values


def _lemma(doc: Doc, noun: TextSpan) -> str:
    span = doc.char_span(noun.start, noun.end, alignment_mode="expand")
    return noun.text.lower() if span is None else span.root.lemma_.lower()


def _figure(
    spans: FigureSpans,
    quantity: Quantity,
    dates: dict[TimeExpression, DateValue],
    actors: DocumentActors,
    published: str | None,
    trigger: TextSpan | None,
) -> FigureMention:
    period = dates[spans.period] if spans.period is not None else None
    if period is not None:
        period = settle_period(period, published, since=spans.since)
    rules = dict(spans.rules) | {"value": quantity.rule}
    if period is not None:
        rules["period"] = f"{rules.get('period', '')}+{period.rule}".strip("+")
    evidence = tuple(figure_evidence(spans, quantity, rules, period, trigger, actors))
    return FigureMention(
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        kind=quantity.kind,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        bound=quantity.bound,
        measure=value_of(evidence, "measure"),
        change=spans.change,
        about=values_of(evidence, "about"),
        period_start=period.date_start if period else None,
        period_end=period.date_end if period else None,
        period_text=period.text if period else None,
        speaker=value_of(evidence, "speaker"),
        event=spans.event,
        rules=tuple(sorted(rules.items())),
        evidence=evidence,
    )


def _event(spans: EventSpans, dates: dict[TimeExpression, DateValue], actors: DocumentActors) -> EventMention:
    when = dates[spans.time] if spans.time is not None else None
    rules = dict(spans.rules)
    if when is not None:
        rules["date"] = f"{rules.pop('time', '')}+{when.rule}".strip("+")
    evidence = tuple(event_evidence(spans, rules, when, actors))
    return EventMention(
        start=spans.trigger.start,
        end=spans.trigger.end,
        text=spans.trigger.text,
        type=spans.type,
        mode=spans.mode,
        actor=values_of(evidence, "actor"),
        recipient=values_of(evidence, "recipient"),
        object=value_of(evidence, "object"),
        place=value_of(evidence, "place"),
        status=spans.status,
        date_start=when.date_start if when else None,
        date_end=when.date_end if when else None,
        date_text=when.text if when else None,
        speaker=value_of(evidence, "speaker"),
        score=round(spans.score, 4),
        rules=tuple(sorted(rules.items())),
        evidence=evidence,
        context=spans.context,
    )
