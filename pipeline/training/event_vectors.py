"""Learn the vectors of event mentions: those of one happening point the same way.

A linear projection of the encoder's vectors and one of the word pieces' embeddings are fitted on the mentions
of topics of ECB+: the log odds that two are one happening are a multiple of their cosine, one of the cosine
of what stands with them, and what each of them tells by itself. :mod:`pipeline.encoder.event_vectors` uses
what is learnt here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from pipeline.encoder.event_vectors import in_context, mean_rows, project
from pipeline.encoder.session import EncoderSession
from pipeline.encoder.wordpieces import WordPieces
from pipeline.records import EventVectors

Floats = NDArray[np.float32]

DIMS = 64
PASSES = 30
RATE, DECAY, DROPOUT = 1e-3, 0.01, 0.4
# A pair of mentions of one happening counts as much as this many others; there are twenty times as many.
IMPORTANCE = 3.0
_FIRST_FACTOR, _FIRST_BIAS = 8.0, -4.0
_BYTE = 127
#: The input of the encoder's graph by which word embeddings are looked up.
_IDS = "ids"


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of one topic.

    Attributes:
        context: The mean of their words' vectors in context, [mentions, 3 * width].
        words: The mean of their words' embeddings, [mentions, width].
        companions: The mean embeddings of what stands with them, likewise; not a number where nothing does.
        clusters: A number for the happening of each.
    """

    context: Floats
    words: Floats
    companions: Floats
    clusters: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Projections, as :mod:`pipeline.encoder.event_vectors` describes them, of embeddings too.

    Attributes:
        weights: [dims + 1, 3 * width].
        bias: [dims + 1].
        by_word: [dims, width].
        word_bias: [dims].
    """

    weights: Floats
    bias: Floats
    by_word: Floats
    word_bias: Floats

    def vectors(self, vectors: Floats, embeddings: Floats, starts: Sequence[int]) -> EventVectors:
        """Return the vectors of a document's words.

        Args:
            vectors: Those of the encoder, [n, width].
            embeddings: The mean embeddings of their pieces, [n, width].
            starts: The first word of each sentence.
        """
        words = embeddings @ self.by_word.T + self.word_bias
        return project(in_context(vectors, starts), words, self.weights, self.bias)


class _Pairs(nn.Module):  # type: ignore[misc]
    """The log odds of all pairs of mentions of a topic."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.context = nn.Linear(3 * width, DIMS, bias=False)
        self.words = nn.Linear(width, DIMS, bias=False)
        self.telling = nn.Linear(3 * width, 1, bias=False)
        nn.init.zeros_(self.telling.weight)
        self.factor = nn.Parameter(torch.tensor(_FIRST_FACTOR))
        self.of_companions = nn.Parameter(torch.tensor(1.0))
        self.bias = nn.Parameter(torch.tensor(_FIRST_BIAS))

    def forward(self, context: Tensor, words: Tensor, companions: Tensor) -> Tensor:
        drop = nn.Dropout(DROPOUT).train(self.training)
        meaning = functional.normalize(self.context(drop(context)) + self.words(drop(words)), dim=1)
        telling = self.telling(drop(context))
        beside = functional.normalize(self.words(drop(companions.nan_to_num())), dim=1)
        beside = beside * ~companions.isnan().any(dim=1, keepdim=True)
        odds: Tensor = self.factor * (meaning @ meaning.T) + self.of_companions * (beside @ beside.T)
        return odds + self.bias + telling + telling.T


def learn(topics: Sequence[Mentions], seed: int = 0) -> Learnt:
    """Return the projections that tell the mentions of one happening from others of their topic."""
    torch.manual_seed(seed)
    centre = [
        np.concatenate(rows).mean(0) for rows in ([t.context for t in topics], [t.words for t in topics])
    ]
    spread = [
        np.concatenate(rows).std(0) for rows in ([t.context for t in topics], [t.words for t in topics])
    ]
    # One scale for all numbers of a kind; of those of a wider range the projection makes what it can.
    scale = [np.repeat(part.reshape(-1, len(centre[1])).mean(1), len(centre[1])) for part in spread]
    given = [
        (
            torch.tensor((t.context - centre[0]) / scale[0]),
            torch.tensor((t.words - centre[1]) / scale[1]),
            torch.tensor((t.companions - centre[1]) / scale[1]),
            torch.tensor(t.clusters[:, None] == t.clusters[None]).float(),
        )
        for t in topics
    ]
    model = _Pairs(len(centre[1]))
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    for _ in range(PASSES):
        for place in torch.randperm(len(given)):
            *inputs, same = given[place]
            above = torch.triu_indices(len(same), len(same), 1)
            loss = functional.binary_cross_entropy_with_logits(
                model(*inputs)[above[0], above[1]],
                same[above[0], above[1]],
                pos_weight=torch.tensor(IMPORTANCE),
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return _folded(model, centre, scale)


def _folded(model: _Pairs, centre: Sequence[Floats], scale: Sequence[Floats]) -> Learnt:
    """Return the projections with what centres and scales their inputs taken in."""
    weights = torch.cat([model.context.weight, model.telling.weight]).detach().numpy() / scale[0]
    by_word = model.words.weight.detach().numpy() / scale[1]
    bias = -weights @ centre[0]
    return Learnt(
        weights.astype(np.float32),
        bias.astype(np.float32),
        by_word.astype(np.float32),
        (-by_word @ centre[1]).astype(np.float32),
    )


def piece_embeddings(session: EncoderSession) -> Floats:
    """Return the embedding of each word piece, [pieces, width], from the encoder's graph."""
    graph = onnx.load_from_string(session.graph).graph
    constants = {constant.name: constant for constant in graph.initializer}
    looked_up = [node.input[0] for node in graph.node if node.op_type == "Gather" and node.input[1] == _IDS]
    table, scales = (onnx.numpy_helper.to_array(constants[name]) for name in looked_up)
    embeddings: Floats = table.astype(np.float32) * scales
    return embeddings


def word_embeddings(pieces: WordPieces, embeddings: Floats, words: Sequence[str]) -> Floats:
    """Return the mean embedding of the pieces of each word, [words, width]."""
    cut = pieces(words)
    return mean_rows(embeddings[np.array(cut.ids)], cut.lengths)


def arrays_of(learnt: Learnt, embeddings: Floats) -> Mapping[str, NDArray[Any]]:
    """Return the arrays that the component keeps: of each word piece its projection, in bytes."""
    rows = embeddings @ learnt.by_word.T + learnt.word_bias
    scales = np.abs(rows).max(1) / np.float32(_BYTE)
    table = np.rint(rows / scales[:, None]).astype(np.int8)
    return {"W": learnt.weights, "b": learnt.bias, "table": table, "scales": scales.astype(np.float32)}
