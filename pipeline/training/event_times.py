"""Learn which time from elsewhere in an article dates an event: ``python -m pipeline.training.event_times``.

A logistic model over the features of ``pipeline.relations.event_time_features``. Its examples are the events
that are annotated and were found, and that have no time in their own sentence: each time of the article is
right or wrong for them.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from pipeline.normalise.dates import resolve_times
from pipeline.relations.event_time_features import find_options
from pipeline.relations.event_times import as_dated, find_time
from pipeline.relations.time_places import find_places
from pipeline.training.figures import is_period
from pipeline.training.learning import (
    AnnotatedArticle,
    Example,
    fit_features,
    load_without,
    pair_spans,
    read_articles,
    source_of,
    write_lexicon,
)

LEAST, PENALTY = 10, 10.0  # articles that a feature must occur in; strength of the prior
SMALL = 0.01  # weights below are left out
_RULES_AFTER_EVENTS = ("pipeline_figures", "pipeline_speakers", "pipeline_normalise")


def examples(article: AnnotatedArticle) -> Iterator[Example]:
    """Yield the times of an article as candidates for its events that have no time of their own."""
    doc = article.doc
    values = dict(zip(doc._.times, resolve_times(doc._.times, doc._.published), strict=True))
    places = find_places(doc, doc._.times)
    seen = [as_dated(doc, event) for event in doc._.event_spans]
    own = [find_time(event.trigger, event.status, places) for event in seen]
    events = [
        replace(event, time=found[0] if found else None) for event, found in zip(seen, own, strict=True)
    ]
    found_at = [article.cleaned.to_raw(e.trigger.start, e.trigger.end) for e in doc._.event_spans]
    wanted_at = [(annotation["start"], annotation["end"]) for annotation in article.events]
    for i, j in sorted(pair_spans(found_at, wanted_at).items()):
        if own[i] is not None:
            continue
        start, end = article.events[j]["date_start"], article.events[j]["date_end"]
        for option in find_options(events[i], places, events):
            right = is_period(option.time, values[option.time], start, end)
            yield Example(option.features, right, article.doc_id)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(gold: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write them as a lexicon."""
    articles = read_articles(gold, load_without(*_RULES_AFTER_EVENTS))
    learned = [example for article in articles for example in examples(article)]
    weights = fit_features(learned, least=LEAST, penalty=PENALTY)
    source = source_of(gold)
    notes = (
        "Which time from elsewhere in the article dates an event: the features of event_time_features.py.",
        "Log odds of a logistic model, learnt by pipeline.training.event_times.",
    )
    rows = [(f, f"{w:.3f}", source) for f, w in sorted(weights.items()) if abs(w) >= SMALL]
    write_lexicon(output, notes, ("feature", "weight", "source"), rows)


if __name__ == "__main__":
    main()
