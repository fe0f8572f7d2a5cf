"""Join the mentions of all articles into distinct figures and events."""

from collections.abc import Iterable

from pipeline.dedupe.articles import find_duplicates
from pipeline.dedupe.events import join_events
from pipeline.dedupe.figures import join_figures
from pipeline.dedupe.mentions import events_of, figures_of, sources_of
from pipeline.records import ArticleResult, Reconciled


def reconcile(results: Iterable[ArticleResult]) -> Reconciled:
    """Return the distinct figures and events of all articles, whatever the order of the articles.

    Args:
        results: One result an article.
    """
    ordered = sorted(results, key=lambda result: result.article.doc_id)
    duplicates = find_duplicates(ordered)
    sources = sources_of(ordered, duplicates)
    figures, figure_ids = join_figures(figures_of(ordered, sources))
    events, history, event_ids = join_events(events_of(ordered, sources))
    return Reconciled(figures, events, history, figure_ids, event_ids, duplicates)
