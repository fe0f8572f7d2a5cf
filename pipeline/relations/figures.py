"""The component that finds figures: numbers that state something about the world, with their arguments."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.records import EventSpans, FigureSpans, NumberKind, NumericExpression, TextSpan
from pipeline.relations.change import find_change
from pipeline.relations.concern import find_concern
from pipeline.relations.counted import Counted, find_counted
from pipeline.relations.figure_setting import Setting, Words, read_words
from pipeline.relations.figurehood import why_no_figure
from pipeline.relations.measure import Measure, find_measure
from pipeline.relations.period import find_period

Doc.set_extension("figure_spans", default=(), force=True)
Doc.set_extension("counted", default=None, force=True)


@Language.factory(
    "pipeline_figures",
    requires=["token.pos", "token.dep", "doc.ents", "doc._.numbers", "doc._.times"],
    assigns=["doc._.figure_spans", "doc._.counted"],
    default_config={"lexicons": None},
)
def create_figures(nlp: Language, name: str, lexicons: str | None) -> "FigureFinder":
    """Create the component; ``lexicons`` is a folder with a user's own entries."""
    del nlp, name
    return FigureFinder(lexicons)


class FigureFinder:
    """Fill ``doc._.figure_spans`` (figures) and ``doc._.counted`` (offset of a bare number to its noun)."""

    def __init__(self, lexicons: str | None = None) -> None:
        self._words = read_words(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """Find the figures of one document and return it."""
        events = doc._.event_spans if doc.has_extension("event_spans") else ()
        figures, counted = find_figures(doc, self._words, list(events or ()))
        doc._.figure_spans = figures
        doc._.counted = counted
        return doc


def find_figures(
    doc: Doc, words: Words, events: list[EventSpans]
) -> tuple[list[FigureSpans], dict[int, TextSpan]]:
    """Return the figures of a document and what its bare numbers count, by their offsets."""
    setting = Setting(doc, doc._.numbers, doc._.times, words)
    counts: list[tuple[int, Counted]] = []
    measures: list[tuple[NumericExpression, Measure]] = []
    figures = []
    for number in setting.numbers:
        barred = why_no_figure(setting, number)
        count = find_counted(setting, number, counts) if number.kind == "number" else None
        if count is not None and not (barred and count.rule == "ellipsis"):
            counts.append((number.start, count))
        if barred or number.kind == "number" and count is None:
            continue
        measure = _measure(setting, number, count, measures)
        if measure is not None:
            measures.append((number, measure))
        figures.append(_figure(setting, number, count, measure, events))
    return figures, {start: count.noun for start, count in counts}


def _measure(
    setting: Setting,
    number: NumericExpression,
    count: Counted | None,
    earlier: list[tuple[NumericExpression, Measure]],
) -> Measure | None:
    if count is not None:
        return Measure(count.measure, count.head, count.rule)
    return find_measure(setting, number, earlier)


def _figure(
    setting: Setting,
    number: NumericExpression,
    count: Counted | None,
    measure: Measure | None,
    events: list[EventSpans],
) -> FigureSpans:
    event = _event_of(setting, number, events)
    change, change_rule = find_change(setting, number)
    about, about_rule = find_concern(setting, number, measure.head if measure else None)
    period, period_rule = find_period(setting, number, event)
    rules = {
        "measure": measure.rule if measure else None,
        "change": change_rule,
        "about": about_rule,
        "period": period_rule,
    }
    kind: NumberKind = "count" if count is not None else number.kind
    return FigureSpans(
        expression=number,
        kind=kind,
        counted=count.noun if count else None,
        measure=measure.span if measure else None,
        about=about,
        change=change,
        period=period,
        event=event.trigger.start if event else None,
        rules=tuple(sorted((field, rule) for field, rule in rules.items() if rule)),
    )


def _event_of(setting: Setting, number: NumericExpression, events: list[EventSpans]) -> EventSpans | None:
    """Return the event whose trigger governs the number, as in *killed 20 Indian soldiers*."""
    starts = {event.trigger.start: event for event in events}
    token = setting.tokens(number).root
    for ancestor in (token, *token.ancestors):
        if ancestor.idx in starts:
            return starts[ancestor.idx]
        if ancestor.pos_ == "VERB":
            return None
    return None
