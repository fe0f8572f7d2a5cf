"""The encoder in PyTorch with the light heads that train it.

The encoder is a small BERT (MiniLM: Wang et al. 2020; as sentence encoder: Reimers and Gurevych 2019) whose
uncased word embeddings get a learned embedding of letter case added. The parser's head is that of Dozat and
Manning (2017), in the shapes of :mod:`pipeline.syntax`, so that its weights can be carried over.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from pipeline.encoder.wordpieces import CASES
from pipeline.training.encoder.batches import Batch
from pipeline.training.encoder.examples import LabelSets

#: Dropout of the word vectors in front of every head, and inside the parser's.
WORD_DROPOUT = 0.2
PARSER_DROPOUT = 0.33
ARC_WIDTH, LABEL_WIDTH = 256, 96
_SLOPE = 0.1


class Encoder(nn.Module):  # type: ignore[misc]
    """Word pieces with their letter case in, one vector for each piece out.

    Args:
        bert: The pretrained model.
    """

    def __init__(self, bert: BertModel):
        super().__init__()
        self.bert = bert
        self.cases = nn.Embedding(CASES, bert.config.hidden_size)
        nn.init.zeros_(self.cases.weight)

    @property
    def width(self) -> int:
        """The number of dimensions of a vector."""
        return int(self.bert.config.hidden_size)

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode windows.

        Args:
            ids: Word pieces, [windows, pieces].
            cases: Their letter case, likewise.
            mask: 1 for a piece, 0 for padding; all are pieces by default.

        Returns:
            [windows, pieces, width].
        """
        embedded = self.bert.embeddings.word_embeddings(ids) + self.cases(cases)
        output: Tensor = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return output


def load_base(folder: Path) -> Encoder:
    """Return the encoder with the pretrained weights of a folder in Hugging Face's layout."""
    config = BertConfig.from_pretrained(folder)
    # Dropout inside attention costs a fifth of the time on a CPU and gains nothing measurable at this size.
    config.attention_probs_dropout_prob = 0.0
    return Encoder(BertModel.from_pretrained(folder, config=config, add_pooling_layer=False))


class Biaffine(nn.Module):  # type: ignore[misc]
    """Scores of heads and relations; parameters as :mod:`pipeline.syntax` names them."""

    def __init__(self, width: int, relations: int):
        super().__init__()
        self.arc_dep = nn.Linear(width, ARC_WIDTH)
        self.arc_head = nn.Linear(width, ARC_WIDTH)
        self.label_dep = nn.Linear(width, LABEL_WIDTH)
        self.label_head = nn.Linear(width, LABEL_WIDTH)
        self.arc_root = nn.Parameter(torch.randn(ARC_WIDTH) * 0.1)
        self.arc_U = nn.Parameter(torch.zeros(ARC_WIDTH + 1, ARC_WIDTH))
        self.label_U = nn.Parameter(torch.zeros(relations, LABEL_WIDTH + 1, LABEL_WIDTH + 1))

    def forward(self, words: Tensor, index: Tensor, heads: Tensor) -> tuple[Tensor, Tensor]:
        """Score the words of sentences.

        Args:
            words: The words of all sentences, [words, width].
            index: Where the words of each sentence are among them, padded with -1: [sentences, longest].
            heads: Head of each word, 0 for the root, word ``j`` of its sentence as ``j + 1``; likewise.

        Returns:
            Scores of all heads [sentences, longest, longest + 1], and of all relations to the given heads,
            for the words that are not padding [known words, relations].
        """
        words = self._drop(words)
        known, place = index >= 0, index.clamp(min=0)
        arc_dep = self._drop(self._act(self.arc_dep(words)))[place]
        arc_head = self._drop(self._act(self.arc_head(words)))[place]
        candidates = torch.cat([self.arc_root.expand(len(index), 1, -1), arc_head], 1)
        arcs = _with_one(arc_dep) @ self.arc_U @ candidates.transpose(1, 2)
        head_place = place.gather(1, (heads - 1).clamp(min=0))[known]
        label_dep = self._drop(self._act(self.label_dep(words)))[place[known]]
        label_head = self._drop(self._act(self.label_head(words)))[head_place]
        size = LABEL_WIDTH + 1
        by_dep = _with_one(label_dep) @ self.label_U.transpose(0, 1).reshape(size, -1)
        labels = (by_dep.view(len(label_dep), -1, size) @ _with_one(label_head)[..., None]).squeeze(-1)
        return arcs, labels

    def arrays(self) -> dict[str, Tensor]:
        """Return the parameters by the names that :func:`pipeline.syntax.set_weights` knows."""
        named = dict(self.named_parameters())
        return {name.replace(".weight", "_W").replace(".bias", "_b"): value for name, value in named.items()}

    def _drop(self, values: Tensor) -> Tensor:
        return functional.dropout(values, PARSER_DROPOUT, self.training)

    def _act(self, values: Tensor) -> Tensor:
        return functional.leaky_relu(values, _SLOPE)


def _with_one(values: Tensor) -> Tensor:
    return torch.cat([values, values.new_ones(*values.shape[:-1], 1)], -1)


class MultiTask(nn.Module):  # type: ignore[misc]
    """The encoder with one head for each task.

    Args:
        encoder: The encoder.
        labels: The classes of each task.
    """

    def __init__(self, encoder: Encoder, labels: LabelSets):
        super().__init__()
        self.encoder = encoder
        width = encoder.width
        sizes = {task: len(names) for task, names in labels.words.items()}
        sizes |= {"names": len(labels.names), "start": 2}
        self.heads = nn.ModuleDict({task: nn.Linear(width, size) for task, size in sizes.items()})
        self.parser = Biaffine(width, len(labels.deps))

    def word_vectors(self, batch: Batch) -> Tensor:
        """Return the mean of each word's pieces: [words, width]."""
        hidden = self.encoder(batch.ids, batch.cases, batch.mask)
        pieces = hidden.reshape(-1, hidden.shape[-1])[batch.real]
        words = pieces.new_zeros(len(batch.lengths), pieces.shape[-1]).index_add_(0, batch.word_of, pieces)
        return functional.dropout(words / batch.lengths[:, None], WORD_DROPOUT, self.training)
