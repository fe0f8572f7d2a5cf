"""Join the mentions of all articles into distinct figures and events."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from pipeline.dedupe.articles import find_duplicates
from pipeline.dedupe.events import join_events
from pipeline.dedupe.figures import join_figures
from pipeline.dedupe.mentions import Reading, events_of, figures_of, reading_of, source_of
from pipeline.records import ArticleResult, Reconciled


def reconcile(results: Iterable[ArticleResult]) -> Reconciled:
    """Return the distinct figures and events of all articles, whatever the order of the articles.

    Args:
        results: One result an article; read once, and only what the joining needs is kept of each.
    """
    with _no_collection():
        return _reconcile(results)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for cycles meanwhile: millions of records that stay have none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _reconcile(results: Iterable[ArticleResult]) -> Reconciled:
    kept: list[tuple[ArticleResult, Reading]] = []
    duplicates = find_duplicates(_keep(results, kept))
    kept.sort(key=lambda pair: pair[0].article.doc_id)
    ordered, readings = [result for result, _ in kept], [reading for _, reading in kept]
    sources = [source_of(result, reading, duplicates) for result, reading in kept]
    figures, figure_ids = join_figures(figures_of(ordered, sources))
    events, history, event_ids = join_events(events_of(ordered, sources, readings))
    return Reconciled(figures, events, history, figure_ids, event_ids, duplicates)


def _keep(
    results: Iterable[ArticleResult], kept: list[tuple[ArticleResult, Reading]]
) -> Iterator[ArticleResult]:
    """Yield the articles as they come and keep what the joining needs of each."""
    for result in results:
        kept.append((_needed(result), reading_of(result)))
        yield result


def _needed(result: ArticleResult) -> ArticleResult:
    """Return an article's mentions without the reasons of their fields."""
    article = replace(result.article, text="")
    figures = tuple(replace(mention, rules=(), evidence=()) for mention in result.figures)
    events = tuple(replace(mention, rules=(), evidence=()) for mention in result.events)
    published = result.published
    return ArticleResult(article, result.status, published=published, figures=figures, events=events)
