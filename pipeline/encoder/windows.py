"""Cut a document's word pieces into windows that the encoder can read, each token's vector from one of them.

Whole paragraphs are packed as long as they fit. A paragraph that is too long is cut behind the last likely
sentence end that fits; where there is none, consecutive windows overlap, and a token takes the vector of the
window in which it lies farther from the cut. A token is never split. All counts are of word pieces, without
those that open and close a window.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

_FULL_STOPS = frozenset({".", "!", "?", "…", "..."})
#: What may stand between a full stop and the end of its sentence.
_CLOSERS = frozenset({'"', "''", "”", "’", "'", "»", ")", "]"})


class Window(NamedTuple):
    """A run of tokens that the encoder reads at once; half-open token offsets.

    Attributes:
        start: First token read.
        end: Token after the last one read.
        first: First token that takes its vector from this window.
        last: Token after the last one that takes its vector from this window.
    """

    start: int
    end: int
    first: int
    last: int


def cut_windows(
    words: Sequence[str], lengths: Sequence[int], *, capacity: int = 158, overlap: int = 32
) -> list[Window]:
    """Cut a document into windows.

    Args:
        words: The texts of the tokens, whitespace tokens among them: a line break in one ends a paragraph.
        lengths: The number of word pieces of each token. A token longer than a window counts as one window
            full; what is read of it are its first pieces.
        capacity: The most word pieces in a window.
        overlap: The most word pieces that two windows share where a sentence has to be cut.

    Returns:
        The windows in order. Each token lies between ``first`` and ``last`` of exactly one of them.
    """
    before = [0, *accumulate(min(length, capacity) for length in lengths)]
    if not words or before[-1] <= capacity:
        return [Window(0, len(words), 0, len(words))] if words else []
    windows: list[Window] = []
    for start, end in _paragraphs(words):
        cuts = list(_cut_paragraph(words, before, start, end, capacity, overlap))
        if windows and before[cuts[0].end] - before[windows[-1].start] <= capacity:
            opening = windows.pop()
            cuts[0] = Window(opening.start, cuts[0].end, opening.first, cuts[0].last)
        windows.extend(cuts)
    return windows


def _paragraphs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for position, word in enumerate(words):
        if "\n" in word and word.isspace():
            yield start, position + 1
            start = position + 1
    if start < len(words):
        yield start, len(words)


def _cut_paragraph(
    words: Sequence[str], before: Sequence[int], start: int, end: int, capacity: int, overlap: int
) -> Iterator[Window]:
    first = start
    while before[end] - before[start] > capacity:
        fits = bisect_right(before, before[start] + capacity) - 1
        cut = _sentence_end(words, first, fits)
        if cut is not None:
            yield Window(start, cut, first, cut)
            start = first = cut
            continue
        shared = bisect_right(before, before[fits] - overlap - 1)
        if shared <= first or before[fits + 1] - before[shared] > capacity:
            shared = fits
        middle = _middle(before, shared, fits)
        yield Window(start, fits, first, middle)
        start, first = shared, middle
    yield Window(start, end, first, end)


def _sentence_end(words: Sequence[str], start: int, end: int) -> int | None:
    """Return the last position in (start, end] behind a full stop and the closing marks after it."""
    for position in range(end, start, -1):
        if words[position - 1] not in _FULL_STOPS:
            continue
        while position <= end and position < len(words) and words[position] in _CLOSERS:
            position += 1
        if position <= end:
            return position
    return None


def _middle(before: Sequence[int], start: int, end: int) -> int:
    """Return the token at which tokens get farther from the end than from the start of an overlap."""
    middle = before[start] + before[end]
    for position in range(start, end):
        if before[position] + before[position + 1] > middle:
            return position
    return end
