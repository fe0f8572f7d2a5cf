"""Work that the events and figures of an article share: done once, kept with the document."""

from bisect import bisect_right
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from spacy.tokens import Doc, Token

_Found = TypeVar("_Found")


def per_article(work: Callable[[Doc], _Found]) -> Callable[[Doc], _Found]:
    """Have a function of a fully annotated document do its work once per document."""
    key = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def once(doc: Doc) -> _Found:
        if key not in doc.user_data:
            doc.user_data[key] = work(doc)
        found: _Found = doc.user_data[key]
        return found

    return once


@per_article
def sentence_starts(doc: Doc) -> list[int]:
    """Return the index of the first token of each sentence."""
    return [token.i for token in doc if token.i == 0 or token.is_sent_start]


def sentence_at(doc: Doc, index: int) -> tuple[int, int]:
    """Return the first token of the sentence around a token and the one behind its last."""
    starts = sentence_starts(doc)
    number = bisect_right(starts, index)
    return starts[number - 1], starts[number] if number < len(starts) else len(doc)


def sentence_of(token: Token) -> tuple[int, int]:
    """Return the bounds of a token's sentence; much faster than ``token.sent``, which searches each time."""
    return sentence_at(token.doc, token.i)
