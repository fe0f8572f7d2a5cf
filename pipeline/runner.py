"""Drive the stages: articles in, results with raw offsets out, tables at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from threadpoolctl import ThreadpoolController

from pipeline.clean import clean
from pipeline.dedupe import reconcile, shingles_of
from pipeline.errors import ArticleError
from pipeline.model import load, make_doc
from pipeline.read import read_folder
from pipeline.records import Article, ArticleResult, CleanText, EventMention, FigureMention, PublishedFrom
from pipeline.sentences import sentences_of
from pipeline.tables import build_tables, write_tables
from pipeline.tables.jsonl import Json, to_json

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language
    from spacy.tokens import Doc

# Below this many articles a worker, loading the model once more costs more than it saves.
ARTICLES_PER_WORKER = 40


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run.

    Attributes:
        tables: The tables as frames, by name.
        folder: Where they were written.
        set_aside: Per article that could not be used, its path and the reason.
        problems: What else the user should know, such as metadata for an unknown article.
    """

    tables: dict[str, pd.DataFrame]
    folder: Path
    set_aside: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def run(
    seeds: str | Path = "seeds",
    output: str | Path = "outputs",
    *,
    model: str | Path | None = None,
    lexicons: str | Path | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Turn a folder of articles into tables, write them and return them.

    Args:
        seeds: Folder of articles, with an optional ``metadata.csv``.
        output: Folder for the tables; files of an earlier run are replaced once all new ones are complete.
        model: Name or folder of a spaCy pipeline, by default the built-in one.
        lexicons: Folder with a user's own lexicon entries.
        workers: Number of processes; by default as many as pay off. The tables do not depend on it.
        progress: Called with the number of articles done and of all, after each article.

    Raises:
        UsageError: The folder of articles, the model or the lexicons do not exist, or there is no article.
        PipelineError: The tables cannot be written.
    """
    reading = read_folder(Path(seeds))
    unread = [
        ArticleResult(Article(file.doc_id, file.path, file.sha256, ""), status="failed", note=file.message)
        for file in reading.failed
    ]
    processed: list[ArticleResult] = []
    for result in process(reading.articles, model=model, lexicons=lexicons, workers=workers):
        processed.append(result)
        if progress is not None:
            progress(len(processed), len(reading.articles))
    results = sorted(processed + unread, key=lambda result: result.article.doc_id)
    tables = build_tables(results, reconcile(results))
    write_tables(tables, Path(output))
    aside = tuple(
        (result.article.path, result.note or result.status) for result in results if result.status == "failed"
    )
    return Run(tables, Path(output), aside, reading.problems)


def process(
    articles: Sequence[Article],
    *,
    model: str | Path | None = None,
    lexicons: str | Path | None = None,
    workers: int | None = None,
) -> Iterator[ArticleResult]:
    """Yield the result of each article, in their order, from one or several processes."""
    settings = (str(model) if model is not None else None, str(lexicons) if lexicons is not None else None)
    wanted = workers or min(os.cpu_count() or 1, -(-len(articles) // ARTICLES_PER_WORKER))
    if wanted <= 1:
        nlp = load(settings[0], lexicons=settings[1])
        yield from (process_article(nlp, article, settings[1]) for article in articles)
        return
    with ProcessPoolExecutor(wanted, initializer=_start_worker, initargs=settings) as pool:
        yield from pool.map(_work, articles, chunksize=4)


class _Worker:
    """What a worker process keeps between articles."""

    nlp: Language
    lexicons: str | None


def _start_worker(model: str | None, lexicons: str | None) -> None:
    _Worker.nlp, _Worker.lexicons = load(model, lexicons=lexicons), lexicons


def _work(article: Article) -> ArticleResult:
    return process_article(_Worker.nlp, article, _Worker.lexicons)


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


def process_article(nlp: Language, article: Article, lexicons: str | None = None) -> ArticleResult:
    """Run all per-article stages; an article that breaks one of them is set aside with the reason."""
    try:
        cleaned = clean(article, lexicons)
        if not cleaned.text.strip():
            note = "nothing is left after cleaning" if article.text.strip() else "the file is empty"
            return replace(_empty_result(article, cleaned), note=note)
        with one_thread():
            doc = nlp(make_doc(nlp, cleaned.text, cleaned.published))
        return to_result(article, cleaned, doc)
    except Exception as error:  # whatever it is, the other articles go on, and the reason is kept
        note = f"{type(error).__name__}: {error}. Please report this article."
        return ArticleResult(article, status="failed", note=note)


def one_thread() -> AbstractContextManager[object]:
    """Keep numpy to one thread meanwhile: on the small matrices of one article more threads only wait."""
    return cast("AbstractContextManager[object]", _thread_pools().limit(limits=1, user_api="blas"))


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()


def _empty_result(article: Article, cleaned: CleanText) -> ArticleResult:
    return ArticleResult(
        article,
        status="empty",
        published=cleaned.published,
        published_from=cleaned.published_from,
        removed=cleaned.removed,
    )


def to_result(article: Article, cleaned: CleanText, doc: Doc) -> ArticleResult:
    """Map the mentions of a processed document back to the raw file."""
    mapper = RawMapper(article, cleaned)
    return ArticleResult(
        article=article,
        status="ok",
        published=cleaned.published,
        published_from=cleaned.published_from,
        sentences=mapper.all(sentences_of(doc)),
        entities=mapper.all(doc._.entities),
        actors=tuple(doc._.actors),
        quantities=mapper.all(doc._.quantities),
        dates=mapper.all(doc._.dates),
        figures=tuple(
            replace(mapper.mention(figure), event=mapper.offset(figure.event)) for figure in doc._.figures
        ),
        events=tuple(map(mapper.mention, doc._.events)),
        removed=cleaned.removed,
        shingles=shingles_of(cleaned.text),
    )


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


_Record = TypeVar("_Record", bound=_Spanned)
_Mention = TypeVar("_Mention", EventMention, FigureMention)


class RawMapper:
    """Move records from the cleaned text to the raw file, their text with them."""

    def __init__(self, article: Article, cleaned: CleanText) -> None:
        self._raw = article.text
        self._cleaned = cleaned

    def all(self, records: Iterable[_Record]) -> tuple[_Record, ...]:
        """Return the records with raw offsets and with the raw characters as their text."""
        return tuple(self.one(record) for record in records)

    def one(self, record: _Record) -> _Record:
        """Return one record with raw offsets and with the raw characters as its text."""
        start, end = self._cleaned.to_raw(record.start, record.end)
        moved: _Record = replace(record, start=start, end=end, text=self._raw[start:end])  # type: ignore[type-var]
        return moved

    def mention(self, mention: _Mention) -> _Mention:
        """Return a figure or event with raw offsets, its evidence too."""
        return replace(self.one(mention), evidence=self.all(mention.evidence))

    def offset(self, offset: int | None) -> int | None:
        """Return the raw offset of a character of the cleaned text."""
        return None if offset is None else self._cleaned.starts[offset]
