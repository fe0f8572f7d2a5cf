"""Join the mentions of all articles into distinct figures and events."""

from collections.abc import Iterable

from pipeline.dedupe.articles import find_duplicates
from pipeline.dedupe.events import join_events
from pipeline.dedupe.figures import join_figures
from pipeline.dedupe.mentions import Source, events_of, figures_of
from pipeline.records import ArticleResult, Reconciled


def reconcile(results: Iterable[ArticleResult]) -> Reconciled:
    """Return the distinct figures and events of all articles, whatever the order of the articles.

    Args:
        results: One result an article.
    """
    ordered = sorted(results, key=lambda result: result.article.doc_id)
    duplicates = find_duplicates(ordered)
    sources = [
        Source(
            result.article.doc_id,
            result.published,
            duplicates.get(result.article.doc_id, result.article.doc_id),
        )
        for result in ordered
    ]
    figures, figure_ids = join_figures(figures_of(ordered, sources))
    events, history, event_ids = join_events(events_of(ordered, sources))
    return Reconciled(figures, events, history, figure_ids, event_ids, duplicates)
