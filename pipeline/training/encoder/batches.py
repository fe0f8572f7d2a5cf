"""Windows as tensors: batches of like length with the target of every task."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from pipeline.encoder.wordpieces import Pieces, WordPieces
from pipeline.training.encoder.examples import UNKNOWN_ID, WORD_TASKS, LabelSets, Names, Sentence, Window
from pipeline.training.names import UNKNOWN

#: Batches whose windows are sorted by length together.
_POOL = 40
#: Longest window in word pieces; BERT has 512 positions.
MAX_PIECES = 320


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded windows.

    Attributes:
        ids: Word pieces, [windows, pieces].
        cases: Letter case, likewise.
        mask: 1 for a piece, 0 for padding.
        real: Where the pieces of words are in the flattened windows: no padding, no start, no end.
        word_of: For each of those the index of its word in the batch.
        lengths: Number of pieces of each word, as floats.
        labels: For each word task the class of each word, or UNKNOWN_ID; ``start`` likewise.
        allowed: For each word which classes of names it may have, [words, classes].
        trees: Words, heads (0 for the root) and relations of each sentence with a tree, padded with -1.
    """

    ids: Tensor
    cases: Tensor
    mask: Tensor
    real: Tensor
    word_of: Tensor
    lengths: Tensor
    labels: Mapping[str, Tensor]
    allowed: Tensor
    trees: tuple[Tensor, Tensor, Tensor]


class Batcher:
    """Turns windows into batches.

    Args:
        pieces: Cuts words into pieces.
        labels: The classes of each task.
    """

    def __init__(self, pieces: WordPieces, labels: LabelSets):
        self._pieces = pieces
        self._names = labels.names
        self._index = {
            task: {name: number for number, name in enumerate(names)}
            for task, names in (*labels.words.items(), ("names", labels.names), ("dep", labels.deps))
        }

    def plan(self, windows: Sequence[Window], batch_pieces: int, rng: random.Random) -> list[list[int]]:
        """Group windows of like length into batches of up to ``batch_pieces`` pieces, padding included.

        Args:
            windows: The windows, in the order in which they are to be learned from.
            batch_pieces: Size of a batch.
            rng: Draws the order of the batches.
        """
        sizes = [self._size(window) for window in windows]
        pool = max(1, _POOL * batch_pieces // 100)
        batches: list[list[int]] = []
        for first in range(0, len(windows), pool):
            some = sorted(
                range(first, min(first + pool, len(windows))), key=lambda index: (sizes[index], index)
            )
            found = list(_fill(some, sizes, batch_pieces))
            rng.shuffle(found)
            batches.extend(found)
        return batches

    def _size(self, window: Window) -> int:
        return len(self._pieces(window.words).ids) + 2

    def __call__(self, windows: Sequence[Window]) -> Batch:
        """Return windows as one batch."""
        cut = [_shorten(self._pieces(window.words)) for window in windows]
        longest = max(len(pieces.ids) for pieces in cut) + 2
        ids = torch.zeros(len(windows), longest, dtype=torch.long)
        cases, mask = torch.zeros_like(ids), torch.zeros_like(ids)
        real: list[int] = []
        lengths: list[int] = []
        for row, pieces in enumerate(cut):
            size = len(pieces.ids)
            ids[row, : size + 2] = torch.tensor([self._pieces.start, *pieces.ids, self._pieces.end])
            cases[row, 1 : size + 1] = torch.tensor(pieces.cases)
            mask[row, : size + 2] = 1
            real.extend(range(row * longest + 1, row * longest + 1 + size))
            lengths.extend(pieces.lengths)
        counts = torch.tensor(lengths)
        return Batch(
            ids=ids,
            cases=cases,
            mask=mask,
            real=torch.tensor(real),
            word_of=torch.repeat_interleave(torch.arange(len(counts)), counts),
            lengths=counts.float(),
            labels=self._labels(windows, len(counts)),
            allowed=self._allowed(windows, len(counts)),
            trees=self._trees(windows),
        )

    def _placed(self, windows: Sequence[Window]) -> Iterator[tuple[int, Sentence]]:
        offset = 0
        for window in windows:
            for start, sentence in window.placed():
                yield offset + start, sentence
            offset += len(window.words)

    def _labels(self, windows: Sequence[Window], size: int) -> dict[str, Tensor]:
        found = {task: torch.full((size,), UNKNOWN_ID) for task in (*WORD_TASKS, "start")}
        for offset, sentence in self._placed(windows):
            for task, names in sentence.labels.items():
                index = self._index[task]
                values = [UNKNOWN_ID if name is None else index.get(name, UNKNOWN_ID) for name in names]
                found[task][offset : offset + len(values)] = torch.tensor(values)
            if sentence.whole:
                found["start"][offset : offset + len(sentence.words)] = 0
                found["start"][offset] = 1
        return found

    def _allowed(self, windows: Sequence[Window], size: int) -> Tensor:
        allowed = torch.ones(size, len(self._names), dtype=torch.bool)
        for offset, sentence in self._placed(windows):
            if sentence.names:
                allowed[offset : offset + len(sentence.words)] = self._allowed_tags(sentence.names)
        return allowed

    def _allowed_tags(self, names: Names) -> Tensor:
        index = self._index["names"]
        allowed = torch.zeros(len(names.tags), len(self._names), dtype=torch.bool)
        free = [number for tag, number in index.items() if tag == "O" or tag[2:] in names.open_types]
        for row, tag in enumerate(names.tags):
            if tag == UNKNOWN:
                allowed[row] = True
            elif tag == "O":
                allowed[row, free] = True
            else:
                allowed[row, index[tag]] = True
        return allowed

    def _trees(self, windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
        found = [(offset, sentence.tree) for offset, sentence in self._placed(windows) if sentence.tree]
        longest = max((len(tree.heads) for _, tree in found), default=0)
        words, heads, deps = (torch.full((len(found), longest), UNKNOWN_ID) for _ in range(3))
        index = self._index["dep"]
        for row, (offset, tree) in enumerate(found):
            size = len(tree.heads)
            words[row, :size] = torch.arange(offset, offset + size)
            heads[row, :size] = torch.tensor(tree.heads) + 1
            deps[row, :size] = torch.tensor([index.get(dep, UNKNOWN_ID) for dep in tree.deps])
        return words, heads, deps


def _shorten(pieces: Pieces) -> Pieces:
    """Cut the words of a window that is too long to one piece each, the longest first, until it fits."""
    excess = len(pieces.ids) - MAX_PIECES
    if excess <= 0:
        return pieces
    kept = Pieces()
    position = 0
    budget = MAX_PIECES - len(pieces.lengths)
    for length in pieces.lengths:
        size = 1 + min(length - 1, max(budget, 0))
        budget -= size - 1
        kept.ids.extend(pieces.ids[position : position + size])
        kept.cases.extend(pieces.cases[position : position + size])
        kept.lengths.append(size)
        position += length
    return kept


def _fill(indices: Sequence[int], sizes: Sequence[int], batch_pieces: int) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in indices:
        if batch and (len(batch) + 1) * sizes[index] > batch_pieces:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
