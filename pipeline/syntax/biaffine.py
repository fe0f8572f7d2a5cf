"""Score the arcs and relations of a sentence with deep biaffine attention (Dozat & Manning 2017).

The words of a sentence, each with its vector of the encoder, go through four hidden layers: as a dependent
and as a head, for arcs and for relations. With ``f`` the leaky ReLU, all in float32::

    arc_dep    = f(X @ arc_dep_W.T    + arc_dep_b)                          (n, A)
    arc_head   = f(X @ arc_head_W.T   + arc_head_b)                         (n, A)
    label_dep  = f(X @ label_dep_W.T  + label_dep_b)                        (n, L)
    label_head = f(X @ label_head_W.T + label_head_b)                       (n, L)

    arcs       = [arc_dep, 1] @ arc_U @ [arc_root; arc_head].T              (n, n + 1)
    labels[i, r] = [label_dep[i], 1] @ label_U[r] @ [label_head[h], 1]      (n, R)   h is the head of word i

``[x, 1]`` has a column of ones appended; row 0 of ``[arc_root; arc_head]`` is the root. A word is never its
own head: that score is minus infinity. The word attached to the root has no relation to score: it is always
ROOT.

Names and shapes of the weights, for vectors of D numbers and R relations:

============  =================  =====================================
arc_dep_W     (A, D)             as ``torch.nn.Linear(D, A).weight``
arc_dep_b     (A,)
arc_head_W    (A, D)
arc_head_b    (A,)
arc_root      (A,)               the root, in the space of ``arc_head``
arc_U         (A + 1, A)         dependent by head; the last row is the bias of a head
label_dep_W   (L, D)
label_dep_b   (L,)
label_head_W  (L, D)
label_head_b  (L,)
label_U       (R, L + 1, L + 1)  relation by dependent by head
============  =================  =====================================

The model keeps the four hidden layers as one, ``hidden_W`` and ``hidden_b`` in the order above, and
``label_U`` as dependent by relation by head, so that each is one matrix product. Matrix products are numpy's,
whose BLAS is some three times as fast on them as thinc's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, glorot_uniform_init

from pipeline.syntax.trees import Floats, Ints, decode

#: Slope of the leaky ReLU below zero.
SLOPE = np.float32(0.1)
#: Words scored in one go in prediction: large products are faster, and take 20 KB of memory a word.
_WORDS_AT_ONCE = 400

_LAYERS = ("arc_dep", "arc_head", "label_dep", "label_head")


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences to score.

    Attributes:
        docs: The documents, to get vectors for.
        sentences: For each sentence the index of its document and the indices of its words in it.
        heads: For each sentence the heads to score relations for, numbered as in
            :mod:`pipeline.syntax.trees` and -1 where unknown; None to score the arcs of the best tree.
    """

    docs: Sequence[Doc]
    sentences: Sequence[tuple[int, Ints]]
    heads: Sequence[Ints] | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model says of a sentence, or the gradient of it.

    Attributes:
        arcs: Score of each word and head, of shape (n, n + 1).
        labels: Score of each word and relation, of shape (n, R), given the word's head; of no meaning for
            words whose head is the root or unknown.
        heads: The heads that ``labels`` goes by.
    """

    arcs: Floats
    labels: Floats
    heads: Ints


Vectors = Sequence[Floats]
BiaffineModel = Model[Batch, list[Scores]]


@registry.architectures("pipeline.Biaffine.v1")  # type: ignore[untyped-decorator]
def build_biaffine(
    tok2vec: Model[list[Doc], list[Floats]],
    arc_width: int = 256,
    label_width: int = 96,
    dropout: float = 0.33,
    nO: int | None = None,  # noqa: N803 - spaCy's name for the number of outputs
) -> BiaffineModel:
    """Build the scorer on top of a layer that gives each token a vector.

    Args:
        tok2vec: The encoder, usually a listener to a shared one.
        arc_width: Width of the hidden layers for arcs (A).
        label_width: Width of the hidden layers for relations (L).
        dropout: Share of the inputs and of the hidden units that are dropped in training; the rate that the
            training loop sets for all components is not used.
        nO: Number of relations (R); the component sets it.
    """
    return Model(
        "biaffine",
        _forward,
        init=_init,
        layers=[tok2vec],
        dims={"nO": nO, "nI": None, "arc": arc_width, "label": label_width},
        params={"hidden_W": None, "hidden_b": None, "arc_root": None, "arc_U": None, "label_U": None},
        attrs={"dropout": dropout},
        refs={"tok2vec": tok2vec},
    )


def set_weights(model: BiaffineModel, weights: Mapping[str, Floats]) -> None:
    """Load weights trained elsewhere into an initialized model.

    Args:
        model: The model, initialized for as many relations; its component's labels say their order.
        weights: The arrays by the names and in the shapes that the module's docstring lists.

    Raises:
        ValueError: A name is missing or unknown, or an array has the wrong shape.
    """
    expected = _shapes(model)
    if set(weights) != set(expected):
        raise ValueError(f"weights {sorted(set(weights) ^ set(expected))} are missing or unknown")
    for name, shape in expected.items():
        if weights[name].shape != shape:
            raise ValueError(f"{name} has shape {weights[name].shape}, not {shape}")
    arrays = {name: np.asarray(array, dtype=np.float32) for name, array in weights.items()}
    _set(model, "hidden_W", np.concatenate([arrays[f"{layer}_W"] for layer in _LAYERS]))
    _set(model, "hidden_b", np.concatenate([arrays[f"{layer}_b"] for layer in _LAYERS]))
    _set(model, "arc_root", arrays["arc_root"])
    _set(model, "arc_U", arrays["arc_U"])
    _set(model, "label_U", np.ascontiguousarray(arrays["label_U"].transpose(1, 0, 2)))


def _shapes(model: BiaffineModel) -> dict[str, tuple[int, ...]]:
    relations, inputs, arc, label = (model.get_dim(name) for name in ("nO", "nI", "arc", "label"))
    widths = {layer: arc if layer.startswith("arc") else label for layer in _LAYERS}
    return {
        **{f"{layer}_W": (width, inputs) for layer, width in widths.items()},
        **{f"{layer}_b": (width,) for layer, width in widths.items()},
        "arc_root": (arc,),
        "arc_U": (arc + 1, arc),
        "label_U": (relations, label + 1, label + 1),
    }


def _init(model: BiaffineModel, X: Batch | None = None, Y: object = None) -> None:  # noqa: N803, ARG001
    tok2vec = model.get_ref("tok2vec")
    tok2vec.initialize(X=None if X is None else X.docs)
    model.set_dim("nI", tok2vec.get_dim("nO"))
    relations, inputs, arc, label = (model.get_dim(name) for name in ("nO", "nI", "arc", "label"))
    widths = (arc, arc, label, label)
    hidden = [np.asarray(glorot_uniform_init(model.ops, (width, inputs))) for width in widths]
    _set(model, "hidden_W", np.concatenate(hidden))
    _set(model, "hidden_b", np.zeros(2 * (arc + label), dtype=np.float32))
    _set(model, "arc_root", np.asarray(glorot_uniform_init(model.ops, (1, arc)))[0])
    _set(model, "arc_U", np.zeros((arc + 1, arc), dtype=np.float32))
    _set(model, "label_U", np.zeros((label + 1, relations, label + 1), dtype=np.float32))


# Thinc's types know only arrays of its own; these are plain numpy's.
def _get(model: BiaffineModel, name: str) -> Floats:
    return cast(Floats, model.get_param(name))


def _set(model: BiaffineModel, name: str, array: Floats) -> None:
    model.set_param(name, cast(Any, array))


def _add_gradient(model: BiaffineModel, name: str, array: Floats) -> None:
    model.inc_grad(name, cast(Any, array))


def _forward(
    model: BiaffineModel, batch: Batch, is_train: bool
) -> tuple[list[Scores], Callable[[list[Scores]], Any]]:
    vectors, backprop_vectors = model.get_ref("tok2vec")(batch.docs, is_train)
    rows = [vectors[doc][words] for doc, words in batch.sentences]
    if not is_train:
        return [
            scores
            for group in _groups(batch)
            for scores in _Pass(
                model,
                [rows[index] for index in group],
                None if batch.heads is None else [batch.heads[index] for index in group],
            ).scores
        ], list
    if not rows:
        return [], lambda _: backprop_vectors([np.zeros_like(array) for array in vectors])
    forward = _Pass(model, rows, batch.heads, dropout=model.attrs["dropout"])

    def backprop(gradients: list[Scores]) -> Any:
        d_rows = forward.backprop(gradients)
        d_vectors = [np.zeros_like(array) for array in vectors]
        for (doc, words), (start, end) in zip(batch.sentences, forward.bounds, strict=True):
            d_vectors[doc][words] += d_rows[start:end]
        return backprop_vectors(d_vectors)

    return forward.scores, backprop


def _groups(batch: Batch) -> Iterator[list[int]]:
    """Yield runs of sentences to score together: of one document, so that no other can change a digit."""
    group: list[int] = []
    size = 0
    for index, (doc, words) in enumerate(batch.sentences):
        if group and (doc != batch.sentences[group[0]][0] or size + len(words) > _WORDS_AT_ONCE):
            yield group
            group, size = [], 0
        group.append(index)
        size += len(words)
    if group:
        yield group


class _Pass:
    """One pass over the stacked words of some sentences, with what is needed for the way back."""

    def __init__(
        self,
        model: BiaffineModel,
        rows: Sequence[Floats],
        heads: Sequence[Ints] | None,
        dropout: float = 0.0,
    ) -> None:
        self.model = model
        ends = np.cumsum([len(row) for row in rows])
        self.bounds = [(int(end) - len(row), int(end)) for end, row in zip(ends, rows, strict=True)]
        self.inputs = np.concatenate(rows)
        self.input_mask = self._mask(self.inputs.shape, dropout)
        self.inputs = self.inputs if self.input_mask is None else self.inputs * self.input_mask
        self._hide(dropout)
        self.query = self.arc_dep @ _get(model, "arc_U")
        arcs = [self._arcs(start, end) for start, end in self.bounds]
        heads = [decode(scores) for scores in arcs] if heads is None else heads
        shifted = np.concatenate([of + start - 1 for of, (start, _) in zip(heads, self.bounds, strict=True)])
        # Words without a word as head get any row: their relations are not looked at.
        self.head_rows = np.where(np.concatenate(heads) > 0, shifted, 0)
        labels = self._labels()
        self.scores = [
            Scores(arcs=of_arcs, labels=labels[start:end], heads=of_heads)
            for of_arcs, of_heads, (start, end) in zip(arcs, heads, self.bounds, strict=True)
        ]

    def _mask(self, shape: tuple[int, ...], dropout: float) -> Floats | None:
        if not dropout:
            return None
        return cast(Floats, self.model.ops.get_dropout_mask(shape, dropout))

    def _hide(self, dropout: float) -> None:
        arc, label = self.model.get_dim("arc"), self.model.get_dim("label")
        hidden = self.inputs @ _get(self.model, "hidden_W").T
        hidden += _get(self.model, "hidden_b")
        self.slopes = np.where(hidden > 0, np.float32(1), SLOPE)
        mask = self._mask(hidden.shape, dropout)
        self.slopes = self.slopes if mask is None else self.slopes * mask
        hidden *= self.slopes
        ones = np.ones((len(hidden), 1), dtype=np.float32)
        arc_dep, self.arc_head, label_dep, label_head = np.split(
            hidden, [arc, 2 * arc, 2 * arc + label], axis=1
        )
        self.arc_dep = np.concatenate([arc_dep, ones], axis=1)
        self.label_dep = np.concatenate([label_dep, ones], axis=1)
        self.label_head = np.concatenate([label_head, ones], axis=1)

    def _arcs(self, start: int, end: int) -> Floats:
        query = self.query[start:end]
        scores = np.empty((end - start, end - start + 1), dtype=np.float32)
        scores[:, 0] = query @ _get(self.model, "arc_root")
        scores[:, 1:] = query @ self.arc_head[start:end].T
        np.fill_diagonal(scores[:, 1:], -np.inf)
        return scores

    def _labels(self) -> Floats:
        weights = _get(self.model, "label_U")
        by_dependent = self.label_dep @ weights.reshape(len(weights), -1)
        self.by_dependent = by_dependent.reshape(-1, *weights.shape[1:])
        labels: Floats = (self.by_dependent @ self.label_head[self.head_rows][:, :, None])[:, :, 0]
        return labels

    def backprop(self, gradients: Sequence[Scores]) -> Floats:
        """Add to the gradients of the weights; return the gradient of the stacked vectors."""
        arc_dep, arc_head = self._backprop_arcs([gradient.arcs for gradient in gradients])
        label_dep, label_head = self._backprop_labels(np.concatenate([g.labels for g in gradients]))
        hidden = np.concatenate([arc_dep, arc_head, label_dep, label_head], axis=1)
        hidden *= self.slopes
        _add_gradient(self.model, "hidden_W", hidden.T @ self.inputs)
        _add_gradient(self.model, "hidden_b", hidden.sum(axis=0))
        inputs: Floats = hidden @ _get(self.model, "hidden_W")
        return inputs if self.input_mask is None else inputs * self.input_mask

    def _backprop_arcs(self, gradients: Sequence[Floats]) -> tuple[Floats, Floats]:
        root = _get(self.model, "arc_root")
        d_root = np.zeros_like(root)
        d_query, d_head = np.empty_like(self.query), np.empty_like(self.arc_head)
        for gradient, (start, end) in zip(gradients, self.bounds, strict=True):
            of_root, of_words = gradient[:, 0], gradient[:, 1:]
            d_query[start:end] = of_words @ self.arc_head[start:end] + np.outer(of_root, root)
            d_head[start:end] = of_words.T @ self.query[start:end]
            d_root += of_root @ self.query[start:end]
        _add_gradient(self.model, "arc_root", d_root)
        _add_gradient(self.model, "arc_U", self.arc_dep.T @ d_query)
        return d_query @ _get(self.model, "arc_U")[:-1].T, d_head

    def _backprop_labels(self, gradient: Floats) -> tuple[Floats, Floats]:
        weights = _get(self.model, "label_U")
        heads = self.label_head[self.head_rows]
        by_dependent = (gradient[:, :, None] * heads[:, None, :]).reshape(len(gradient), -1)
        _add_gradient(self.model, "label_U", (self.label_dep.T @ by_dependent).reshape(weights.shape))
        d_dep = by_dependent @ weights.reshape(len(weights), -1).T
        d_head = np.zeros_like(self.label_head)
        np.add.at(d_head, self.head_rows, (gradient[:, None, :] @ self.by_dependent)[:, 0])
        return d_dep[:, :-1], d_head[:, :-1]
