"""Join the mentions of all articles into distinct figures and events."""

import gc
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import gettempdir

import duckdb
from threadpoolctl import threadpool_limits

from pipeline.dedupe.articles import find_duplicates
from pipeline.dedupe.events import join_events
from pipeline.dedupe.figures import join_figures
from pipeline.dedupe.pending import Pending
from pipeline.dedupe.shelf import Shelves
from pipeline.dedupe.workspace import Workspace, workspace
from pipeline.errors import PipelineError
from pipeline.records import ArticleResult, Reconciled


def reconcile(results: Iterable[ArticleResult]) -> Reconciled:
    """Return the distinct figures and events of all articles, whatever the order of the articles.

    Memory has a bound: DuckDB's limit, the caches of two SQLite databases, what is at hand of mentions,
    articles and words, some 30 bytes a mention for its place and its cluster, and the links of a thousand
    chains.

    Args:
        results: One result an article; each is looked at once.

    Returns:
        Rows and ids that lie on disk and are read when they are asked for.

    Raises:
        PipelineError: There is no room for them in the folder for temporary files.
    """
    try:
        # The matrices are too small for threads, which would only wait for one another.
        with workspace() as work, threadpool_limits(1, "blas"), _no_collection():
            return _reconcile(results, work)
    except (duckdb.Error, sqlite3.OperationalError) as error:
        reason = str(error).partition("\n")[0]
        raise PipelineError(
            f"{gettempdir()}: joining the articles failed there ({reason}). "
            "Free some space, or set TMPDIR to another folder."
        ) from error


def _reconcile(results: Iterable[ArticleResult], work: Workspace) -> Reconciled:
    pending, shelves = Pending(work), Shelves()
    duplicates = find_duplicates(pending.taking_in(results), work)
    figures, figure_ids = join_figures(pending.figures(duplicates), shelves)
    events, history, event_ids = join_events(pending.events(duplicates), shelves)
    return Reconciled(figures.values(), events.values(), history.values(), figure_ids, event_ids, duplicates)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for cycles meanwhile: the many records that come and go have none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
