"""Learn whom figures concern and for when they hold: ``python -m pipeline.training.figures``.

Two logistic models. One weighs every actor of an article for every figure, the other every time expression
near it; both use the features of the run-time modules ``concern_features`` and ``period_features``. Articles
full of figures, such as market reports, would drown the others, so a figure counts the less the more figures
its article has.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from pipeline.normalise.actors import ActorResolver
from pipeline.normalise.dates import resolve_times
from pipeline.records import DateValue, FigureSpans, TimeExpression
from pipeline.relations import concern_features, period_features
from pipeline.relations.figure_setting import Setting, read_words
from pipeline.relations.reference import nearest_name
from pipeline.training.learning import (
    AnnotatedArticle,
    Annotation,
    Example,
    fit_features,
    load_without,
    pair_spans,
    read_articles,
    source_of,
    write_lexicon,
)

CONCERN_LEAST, CONCERN_PENALTY = 10, 10.0  # articles that a feature must occur in; strength of the prior
PERIOD_LEAST, PERIOD_PENALTY = 4, 5.0
SMALL = 0.01  # weights below are left out
_CROWDED = -0.5  # power of the number of an article's figures by which each of them counts
_RULES_AFTER_FIGURES = ("pipeline_speakers", "pipeline_normalise")


def paired_figures(article: AnnotatedArticle) -> list[tuple[FigureSpans, Annotation]]:
    """Return the figures that were found in an article with their annotations, in textual order."""
    figures: Sequence[FigureSpans] = article.doc._.figure_spans
    found = [article.cleaned.to_raw(f.expression.start, f.expression.end) for f in figures]
    wanted = [(annotation["start"], annotation["end"]) for annotation in article.figures]
    return [(figures[i], article.figures[j]) for i, j in sorted(pair_spans(found, wanted).items())]


def concern_examples(article: AnnotatedArticle) -> Iterator[Example]:
    """Yield every actor of an article as a candidate for each of its figures."""
    actors = ActorResolver().resolve_document(article.doc)
    setting = _setting(article)
    pairs = paired_figures(article)
    for figure, annotation in pairs:
        wanted = {value.lower() for value in annotation["about"]}
        for candidate in concern_features.find_candidates(setting, figure.expression, figure.measure):
            name = nearest_name(candidate.chain, candidate.nearest)
            actor = actors.actor(name.start, name.end)
            right = actor is not None and actor.code.lower() in wanted
            yield Example(candidate.features, right, article.doc_id, len(pairs) ** _CROWDED)


def period_examples(article: AnnotatedArticle) -> Iterator[Example]:
    """Yield the times near each figure of an article as candidates for its period."""
    doc, setting = article.doc, _setting(article)
    values = dict(zip(doc._.times, resolve_times(doc._.times, doc._.published), strict=True))
    event_times = {event.trigger.start: event.time for event in doc._.event_spans}
    pairs = paired_figures(article)
    for figure, annotation in pairs:
        event_time = event_times.get(figure.event) if figure.event is not None else None
        for option in period_features.find_options(setting, figure.expression, figure.kind, event_time):
            right = is_period(
                option.time, values[option.time], annotation["period_start"], annotation["period_end"]
            )
            yield Example(option.features, right, article.doc_id, len(pairs) ** _CROWDED)


def is_period(time: TimeExpression, value: DateValue, start: str | None, end: str | None) -> bool:
    """Return whether a time expression is what an annotated period was read from.

    Its interval must be the annotated one. Of *since May* only the start can be told from the words, of a
    weekday of unknown direction only the day of the week.
    """
    if start is None:
        return False
    if (value.date_start, value.date_end) == (start, end):
        return True
    parts = dict(time.parts)
    if parts.get("rel") == "since":
        return value.date_start == start
    one_day = start == end and value.date_start is None
    return one_day and parts.get("weekday") == str(date.fromisoformat(start).isoweekday())


def _setting(article: AnnotatedArticle) -> Setting:
    doc = article.doc
    return Setting(doc, doc._.numbers, doc._.times, read_words(), doc._.event_spans)


def write_weights(weights: Mapping[str, float], output: Path, notes: Sequence[str], source: str) -> None:
    """Write the weights that matter as a lexicon."""
    rows = [(f, f"{w:.3f}", source) for f, w in sorted(weights.items()) if abs(w) >= SMALL]
    notes = [*notes, "Log odds of a logistic model, learnt by pipeline.training.figures."]
    write_lexicon(output, notes, ("feature", "weight", "source"), rows)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(gold: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write both lexicons into a folder."""
    concerns: list[Example] = []
    periods: list[Example] = []
    for article in read_articles(gold, load_without(*_RULES_AFTER_FIGURES)):
        concerns += concern_examples(article)
        periods += period_examples(article)
    source = source_of(gold)
    weights = fit_features(concerns, least=CONCERN_LEAST, penalty=CONCERN_PENALTY)
    note = "Whom a figure concerns: the features of concern_features.py."
    write_weights(weights, output / "concern_weights.csv", [note], source)
    weights = fit_features(periods, least=PERIOD_LEAST, penalty=PERIOD_PENALTY)
    note = "Which time is the period of a figure: the features of period_features.py."
    write_weights(weights, output / "period_weights.csv", [note], source)


if __name__ == "__main__":
    main()
