"""The component that finds figures: numbers that state something about the world, with their arguments."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import using
from pipeline.records import EventSpans, FigureSpans, NumberKind, NumericExpression, TextSpan
from pipeline.relations.change import find_change
from pipeline.relations.concern import find_concern
from pipeline.relations.counted import Counted, find_counted
from pipeline.relations.figure_setting import Setting, Words, read_words
from pipeline.relations.figurehood import why_no_figure
from pipeline.relations.measure import find_measure
from pipeline.relations.measure_clause import Measure
from pipeline.relations.period import find_period, is_since
from pipeline.relations.reference import text_span

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
        self._lexicons = lexicons
        self._words = read_words(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """Find the figures of one document and return it."""
        events = doc._.event_spans if doc.has_extension("event_spans") else ()
        with using(self._lexicons):
            figures, counted = find_figures(doc, self._words, tuple(events or ()))
        doc._.figure_spans = figures
        doc._.counted = counted
        return doc


@dataclass(slots=True)
class _Told:
    """What the figures of a document so far hand on to the next."""

    counts: list[tuple[int, Counted]] = field(default_factory=list)
    measures: list[tuple[NumericExpression, Measure]] = field(default_factory=list)


def find_figures(
    doc: Doc, words: Words, events: Sequence[EventSpans] = ()
) -> tuple[list[FigureSpans], dict[int, TextSpan]]:
    """Return the figures of a document and what its bare numbers count, by their offsets.

    Args:
        doc: The parsed document with its names, numbers and times.
        words: The word lists.
        events: The document's events.
    """
    setting = Setting(doc, doc._.numbers, doc._.times, words, events)
    told = _Told()
    figures = []
    for number in setting.numbers:
        barred = why_no_figure(setting, number)
        count = find_counted(setting, number, told.counts) if number.kind == "number" else None
        if count is not None and not (barred and count.rule == "ellipsis"):
            told.counts.append((number.start, count))
        if barred is None and (number.kind != "number" or count is not None):
            figures.append(_figure(setting, number, count, told))
    return figures, {start: count.noun for start, count in told.counts}


def _figure(
    setting: Setting,
    number: NumericExpression,
    count: Counted | None,
    told: _Told,
) -> FigureSpans:
    kind: NumberKind = number.kind
    if count is not None:
        kind = "percent" if _is_share(setting, number) else "count"
    measure = _measure(setting, number, count, told)
    span = measure.span if measure is not None else None
    event = setting.event_of(number)
    change = find_change(setting, number)
    concern = find_concern(setting, number, span)
    period, period_rule = find_period(setting, number, kind, event.time if event else None)
    rules = {
        "measure": measure.rule if measure else None,
        "change": change.rule,
        "about": concern.rule,
        "period": period_rule,
    }
    return FigureSpans(
        expression=number,
        kind=kind,
        counted=count.noun if count else None,
        measure=span,
        about=concern.spans,
        change=change.change,
        period=period,
        event=event.trigger.start if event else None,
        since=period is not None and is_since(setting, number, period),
        rules=tuple(sorted((name, rule) for name, rule in rules.items() if rule)),
        cues=(("change", text_span(change.word)),) if change.word is not None else (),
    )


def _is_share(setting: Setting, number: NumericExpression) -> bool:
    """*a third of the votes*: a fraction of a whole."""
    end = setting.tokens(number).end
    return number.rule.endswith("fraction") and end < len(setting.doc) and setting.doc[end].lower_ == "of"


def _measure(
    setting: Setting, number: NumericExpression, count: Counted | None, told: _Told
) -> Measure | None:
    if count is not None:
        measure: Measure | None = Measure(count.measure, count.head, count.rule)
    else:
        measure = find_measure(setting, number, told.measures)
    if measure is not None:
        told.measures.append((number, measure))
    return measure
