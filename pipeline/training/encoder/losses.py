"""What each task's head got wrong, and how often it was right."""

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.training.encoder.batches import Batch
from pipeline.training.encoder.examples import UNKNOWN_ID
from pipeline.training.encoder.model import MultiTask

#: How much each task's loss counts. Tags and features are easy and close to each other.
WEIGHTS = {
    "pos": 0.3,
    "tag": 0.3,
    "morph": 0.3,
    "start": 0.5,
    "names": 1.0,
    "event": 0.5,
    "arcs": 1.0,
    "deps": 0.7,
}

Measured = dict[str, tuple[Tensor, int, int]]


def measure(model: MultiTask, batch: Batch) -> Measured:
    """Return for each task that the batch has labels of: mean loss, words that are right, labelled words."""
    words = model.word_vectors(batch)
    found: Measured = {}
    for task, gold in batch.labels.items():
        if bool((gold != UNKNOWN_ID).any()):
            found[task] = _classified(model.heads[task](words), gold)
    if not bool(batch.allowed.all()):
        found["names"] = _named(model.heads["names"](words), batch.allowed)
    if len(batch.trees[0]):
        found |= _parsed(model, words, batch)
    return found


def total(measured: Measured) -> Tensor:
    """Return the weighted sum of the losses."""
    return torch.stack([WEIGHTS[task] * loss for task, (loss, _, _) in measured.items()]).sum()


def _classified(scores: Tensor, gold: Tensor) -> tuple[Tensor, int, int]:
    known = gold != UNKNOWN_ID
    scores, gold = scores[known], gold[known]
    return functional.cross_entropy(scores, gold), int((scores.argmax(-1) == gold).sum()), len(gold)


def _named(scores: Tensor, allowed: Tensor) -> tuple[Tensor, int, int]:
    """The loss is that of the set of classes that are allowed: an open type costs nothing."""
    known = ~allowed.all(-1)
    scores, allowed = scores[known], allowed[known]
    inside = scores.masked_fill(~allowed, -torch.inf).logsumexp(-1)
    right = allowed.gather(1, scores.argmax(-1, keepdim=True)).sum()
    return (scores.logsumexp(-1) - inside).mean(), int(right), len(scores)


def _parsed(model: MultiTask, words: Tensor, batch: Batch) -> Measured:
    index, heads, deps = batch.trees
    known = index != UNKNOWN_ID
    arcs, labels = model.parser(words, index, heads.clamp(min=0))
    size = index.shape[1]
    forbidden = torch.cat([torch.zeros_like(known[:, :1]), ~known], 1)[:, None, :].expand(-1, size, -1)
    itself = functional.pad(torch.eye(size, dtype=torch.bool), (1, 0))
    arcs = arcs.masked_fill(forbidden | itself, -torch.inf)
    found = {"arcs": _classified(arcs[known], heads[known])}
    if bool((deps[known] != UNKNOWN_ID).any()):
        found["deps"] = _classified(labels, deps[known])
    return found
