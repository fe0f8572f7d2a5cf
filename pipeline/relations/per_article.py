"""What the rules work out about an article more than once: done once, kept with the document meanwhile.

The annotation of a document no longer changes when its events and figures are looked for, so neither do its
clauses, mentions and actors. Callers share what they get: they must not change it.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import wraps
from itertools import pairwise
from typing import Any, TypeVar

from spacy.tokens import Doc, Span, Token

_Found = TypeVar("_Found")

_SHELF = "pipeline.relations"


def _shelf(doc: Doc) -> dict[Any, Any]:
    shelf: dict[Any, Any] | None = doc.user_data.get(_SHELF)
    if shelf is None:
        shelf = doc.user_data[_SHELF] = {}
    return shelf


def forget(doc: Doc) -> None:
    """Drop what was worked out about a document, which holds more memory than the document itself."""
    doc.user_data.pop(_SHELF, None)


def per_article(work: Callable[[Doc], _Found]) -> Callable[[Doc], _Found]:
    """Have a function of a document do its work once per document."""

    @wraps(work)
    def once(doc: Doc) -> _Found:
        shelf = _shelf(doc)
        if work not in shelf:
            shelf[work] = work(doc)
        found: _Found = shelf[work]
        return found

    return once


def per_token(work: Callable[[Token], _Found]) -> Callable[[Token], _Found]:
    """Have a function of a token do its work once per token."""

    @wraps(work)
    def once(token: Token) -> _Found:
        shelf, place = _shelf(token.doc), (work, token.i)
        if place not in shelf:
            shelf[place] = work(token)
        found: _Found = shelf[place]
        return found

    return once


@per_article
def _sentences(doc: Doc) -> tuple[list[int], list[Span]]:
    starts = [token.i for token in doc if token.i == 0 or token.is_sent_start]
    return starts, [doc[start:end] for start, end in pairwise([*starts, len(doc)])]


def sentence_at(doc: Doc, index: int) -> Span:
    """Return the sentence around a token; ``token.sent`` is slow, as it searches the text each time."""
    starts, sentences = _sentences(doc)
    return sentences[bisect_right(starts, index) - 1]


def sentence_back(doc: Doc, index: int, count: int) -> Span:
    """Return the sentence so many before the one around a token, or the first."""
    starts, sentences = _sentences(doc)
    return sentences[max(bisect_right(starts, index) - 1 - count, 0)]


def sentence_of(place: Token | Span) -> Span:
    """Return the sentence around a token or around the first token of a span."""
    return sentence_at(place.doc, place.start if isinstance(place, Span) else place.i)


def sentence_number(place: Token) -> int:
    """Return how many sentences of the document stand before the one around a token."""
    return bisect_right(_sentences(place.doc)[0], place.i) - 1
