"""Join the mentions of all articles into distinct figures and events."""

from collections import defaultdict
from collections.abc import Sequence

from pipeline.dedupe.events import join_events
from pipeline.dedupe.figures import join_figures
from pipeline.dedupe.mentions import Source, events_of, figures_of
from pipeline.records import ArticleResult, Reconciled


def reconcile(results: Sequence[ArticleResult]) -> Reconciled:
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


def find_duplicates(results: Sequence[ArticleResult]) -> dict[str, str]:
    """Return, per article whose cleaned text another one has too, the first of them by doc_id."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for result in results:
        if result.text_hash is not None:
            same[result.text_hash].append(result.article.doc_id)
    return {repeat: ids[0] for ids in map(sorted, same.values()) for repeat in ids[1:]}
