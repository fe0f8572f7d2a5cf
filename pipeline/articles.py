"""Articles through all stages but the last: clean, process, and map what was found back to the raw file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from threadpoolctl import ThreadpoolController

from pipeline.clean import clean
from pipeline.dedupe import shingles_of
from pipeline.model import load, make_doc
from pipeline.records import Article, ArticleResult, CleanText, EventMention, FigureMention
from pipeline.sentences import sentences_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


# Below this many articles a worker, loading the model once more costs more than it saves.
ARTICLES_PER_WORKER = 40


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
