"""Sentences as the parser sees them, predicted and gold, and the loss against the gold trees.

Whitespace tokens are no words: they are taken out before the parser scores a sentence and attached
afterwards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.syntax.biaffine import Scores
from pipeline.syntax.trees import Floats, Ints

#: The relation of the word that is attached to the root.
ROOT = "ROOT"
#: Heads and relations that the gold annotation does not tell.
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A gold sentence on the words of a predicted document.

    Attributes:
        words: Index of each word in the document.
        heads: Head of each word, numbered as in :mod:`pipeline.syntax.trees`; -1 unknown.
        labels: Index of each word's relation; -1 unknown or ROOT.
    """

    words: Ints
    heads: Ints
    labels: Ints


def words_between(doc: Doc, starts: Ints) -> list[Ints]:
    """Return the indices of the words of each sentence, given where the sentences start."""
    words = np.flatnonzero(doc.to_array("IS_SPACE") == 0)
    return np.split(words, np.searchsorted(words, starts[1:]))


def gold_sentences(example: Example, label_ids: Mapping[str, int]) -> list[GoldSentence]:
    """Return the gold sentences of an example that have words.

    Words that the two tokenisations cut differently have unknown heads and relations, as have words with a
    head in another sentence.
    """
    doc = example.predicted
    if not len(doc):
        return []
    aligned: Any = example  # its methods have no types
    heads, deps = aligned.get_aligned_parse(projectivize=False)
    heads = np.array(
        [UNKNOWN if head is None or not dep else head for head, dep in zip(heads, deps, strict=True)]
    )
    begins = [index for index, begins in enumerate(aligned.get_aligned_sent_starts()) if begins]
    starts = np.union1d([0], np.array(begins, dtype=np.int64))
    labels = np.array([label_ids.get(dep, UNKNOWN) for dep in deps])
    return [
        GoldSentence(words, _heads_within(words, heads[words]), labels[words])
        for words in words_between(doc, starts)
        if len(words)
    ]


def _heads_within(words: Ints, heads: Ints) -> Ints:
    position = np.minimum(np.searchsorted(words, heads), len(words) - 1)
    inside = np.where(words[position] == heads, position + 1, UNKNOWN)
    return np.where(heads == words, 0, inside)


def loss_of(gold: Sequence[GoldSentence], scores: Sequence[Scores]) -> tuple[float, list[Scores]]:
    """Return the loss and its gradient.

    The loss is the cross-entropy of the heads of all words plus that of the relations of the words that have
    a word as head, over the number of words.
    """
    words = max(1, sum(len(sentence.words) for sentence in gold))
    total = 0.0
    gradients = []
    for sentence, of_sentence in zip(gold, scores, strict=True):
        labels = np.where(sentence.heads > 0, sentence.labels, UNKNOWN)
        arc_loss, d_arcs = _cross_entropy(of_sentence.arcs, sentence.heads, words)
        label_loss, d_labels = _cross_entropy(of_sentence.labels, labels, words)
        total += arc_loss + label_loss
        gradients.append(Scores(arcs=d_arcs, labels=d_labels, heads=of_sentence.heads))
    return total, gradients


def _cross_entropy(scores: Floats, targets: Ints, words: int) -> tuple[float, Floats]:
    shifted = scores - scores.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    sums = exponentials.sum(axis=1, keepdims=True)
    gradient = exponentials / sums
    known = np.flatnonzero(targets != UNKNOWN)
    loss = (np.log(sums[known, 0]) - shifted[known, targets[known]]).sum()
    gradient[known, targets[known]] -= 1
    gradient[targets == UNKNOWN] = 0
    return float(loss) / words, gradient / np.float32(words)
