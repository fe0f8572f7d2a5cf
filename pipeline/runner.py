"""Drive the stages: articles in, results with raw offsets out, tables at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cache import ResultStore, fingerprint
from pipeline.dedupe import reconcile
from pipeline.errors import ArticleError, PipelineError
from pipeline.model import find_lexicons, find_model, load
from pipeline.read import FailedFile, read_folder
from pipeline.records import Article, ArticleResult, PublishedFrom
from pipeline.tables import read_tables, table_rows, write_rows
from pipeline.tables.jsonl import Json, to_json

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes:
        folder: Where the tables were written.
        rows: How many rows each table has.
        shared: How many figures and events several articles of independent origin tell.
        set_aside: Per article that could not be used, its path and the reason.
        problems: What else the user should know, such as metadata for an unknown article.
        n_articles: How many articles there were to process.
        n_reused: How many of them an earlier run had processed.
    """

    folder: Path
    rows: Mapping[str, int]
    shared: Mapping[str, int]
    set_aside: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    n_articles: int
    n_reused: int

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables as frames, by name; they are read when first asked for."""
        return read_tables(self.folder)


def run(
    seeds: str | Path = "seeds",
    output: str | Path = "outputs",
    *,
    model: str | Path | None = None,
    lexicons: str | Path | None = None,
    workers: int | None = None,
    fresh: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Turn a folder of articles into tables, write them and return them.

    What became of each article is kept in the output folder. The next run there processes only articles that
    are new or changed, or all of them where the model, the lexicons or this package are others; the tables
    are the same either way.

    Args:
        seeds: Folder of articles, with an optional ``metadata.csv``.
        output: Folder for the tables; files of an earlier run are replaced once all new ones are complete.
        model: Name or folder of a spaCy pipeline, by default the built-in one.
        lexicons: Folder with a user's own lexicon entries.
        workers: Number of processes; by default as many as pay off. The tables do not depend on it.
        fresh: Whether to process all articles again.
        progress: Called with the number of articles done and of all, after each article.

    Raises:
        UsageError: The folder of articles, the model or the lexicons do not exist, or there is no article.
        PipelineError: The tables cannot be written.
    """
    reading = read_folder(Path(seeds))
    state = fingerprint(find_model(model), find_lexicons(lexicons))
    with ResultStore(Path(output), state, fresh=fresh) as store:
        missing = [article for article in reading.articles if store.get(article) is None]
        failed = [_unread(file) for file in reading.failed]
        done = len(reading.articles) - len(missing)
        for result in _process(missing, model=model, lexicons=lexicons, workers=workers):
            if result.status == "failed":
                failed.append(result)
            else:
                store.put(result)
            done += 1
            if progress is not None:
                progress(done, len(reading.articles))
        results = Results(store, reading.articles, failed)
        reconciled = reconcile(results)
        rows = write_rows(table_rows(results, reconciled), Path(output))
        store.keep_only(reading.articles)
    failed.sort(key=lambda result: result.article.doc_id)
    return Run(
        folder=Path(output),
        rows=rows,
        shared={
            "events": sum(event.n_documents > 1 for event in reconciled.events),
            "figures": sum(figure.n_documents > 1 for figure in reconciled.figures),
        },
        set_aside=tuple((result.article.path, result.note or result.status) for result in failed),
        problems=reading.problems,
        n_articles=len(reading.articles),
        n_reused=len(reading.articles) - len(missing),
    )


class Results:
    """The results of all articles in order of doc_id, read from the store one at a time, as often as asked.

    Those of this run are read back too, so that no row depends on which results are new.
    """

    def __init__(
        self, store: ResultStore, articles: Iterable[Article], failed: Sequence[ArticleResult]
    ) -> None:
        self._store = store
        without = {result.article.path for result in failed}
        kept = ((article, None) for article in articles if article.path not in without)
        self._entries: list[tuple[Article, ArticleResult | None]] = [
            *kept,
            *((result.article, result) for result in failed),
        ]
        self._entries.sort(key=lambda entry: (entry[0].doc_id, entry[0].path))

    def __iter__(self) -> Iterator[ArticleResult]:
        for article, failed in self._entries:
            result = failed or self._store.get(article)
            if result is None:
                raise PipelineError(
                    f"{self._store.path}: an entry of this run cannot be read back. Run again."
                )
            yield result


def _unread(file: FailedFile) -> ArticleResult:
    article = Article(file.doc_id, file.path, file.sha256, "")
    return ArticleResult(article, status="failed", note=file.message)


def _process(
    articles: Sequence[Article],
    *,
    model: str | Path | None,
    lexicons: str | Path | None,
    workers: int | None,
) -> Iterator[ArticleResult]:
    """Process articles; spaCy is imported and the model loaded only where there are any."""
    if not articles:
        return iter(())
    from pipeline.articles import process

    return process(articles, model=model, lexicons=lexicons, workers=workers)


def extract(
    articles: Iterable[Article | ArticleError | Mapping[str, str | None] | str],
    *,
    model: str | Path | None = None,
    lexicons: str | Path | None = None,
) -> Iterator[Json]:
    """Yield what is in each article as a plain dictionary, in their order, without joining articles.

    Args:
        articles: Texts, or mappings with ``text`` and perhaps ``id`` and ``published``, or articles as
            the readers give them.
        model: Name or folder of a spaCy pipeline, by default the built-in one.
        lexicons: Folder with a user's own lexicon entries.

    Yields:
        The object of ``pipeline extract`` (see docs/tables.md), or ``{"id", "error"}`` for an article
        that cannot be used.

    Raises:
        UsageError: The model or the lexicons do not exist.
    """
    from pipeline.articles import process_article

    nlp = load(model, lexicons=lexicons)
    for number, item in enumerate(articles):
        if isinstance(item, ArticleError):
            yield {"id": None, "error": str(item)}
            continue
        article = item if isinstance(item, Article) else _given(item, number)
        result = process_article(nlp, article, str(lexicons) if lexicons is not None else None)
        if result.status == "failed":
            yield {"id": article.doc_id, "error": result.note}
        else:
            yield to_json(result)


def _given(item: Mapping[str, str | None] | str, number: int) -> Article:
    """Return a text that a program handed over as an article; without an id it gets its number."""
    fields: Mapping[str, str | None] = {"text": item} if isinstance(item, str) else item
    doc_id, published = fields.get("id") or str(number), fields.get("published")
    source: PublishedFrom = "none" if published is None else "metadata"
    return Article(doc_id, doc_id, None, fields.get("text") or "", published=published, published_from=source)
