"""The trainable parser component: a tree for each sentence that the components before it have found."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example, validate_examples, validate_get_examples
from spacy.vocab import Vocab
from thinc.api import Config, Optimizer, set_dropout_rate

from pipeline.syntax.biaffine import Batch, BiaffineModel, Scores, set_weights
from pipeline.syntax.gold import ROOT, GoldSentence, gold_sentences, loss_of, words_between
from pipeline.syntax.trees import Ints

#: The relation of whitespace tokens, and of the blocks of an overlong sentence, to the word they hang on.
UNSPECIFIED = "dep"

_DEFAULT_MODEL = Config().from_str("""
[model]
@architectures = "pipeline.Biaffine.v1"

[model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
""")["model"]


@dataclass(frozen=True, slots=True)
class Parse:
    """The trees of a document.

    Attributes:
        heads: By token, the index of its head; of a root, its own.
        deps: By token, the id of its relation in the string store.
        starts: Index of the first token of each sentence.
    """

    heads: Ints
    deps: NDArray[np.uint64]
    starts: Ints


class BiaffineParser(TrainablePipe):  # type: ignore[misc]
    """Graph-based dependency parser; sentences have to be set before it and stay as they are.

    Trees may be non-projective; every sentence has one root. Whitespace tokens are attached to the word
    before them (at the start of a sentence, to the word after them). A sentence of more than ``max_words``
    words is parsed in blocks of that many, and the roots of the later blocks are attached to that of the
    first: time and memory for a sentence grow with the square of its words.

    Args:
        vocab: The shared vocabulary.
        model: The scorer of :func:`pipeline.syntax.biaffine.build_biaffine`.
        name: The component's name.
        max_words: Words that a sentence has at most to be parsed as one.
        min_label_freq: Relations that are rarer than this in the training examples are not learned.
        scorer: How trees are scored.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: BiaffineModel,
        name: str = "parser",
        *,
        max_words: int = 1000,
        min_label_freq: int = 10,
        scorer: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"labels": [], "max_words": max_words, "min_label_freq": min_label_freq}
        self.scorer = scorer

    @property
    def labels(self) -> tuple[str, ...]:
        """The relations in the order of the model's outputs; ROOT is none of them."""
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> tuple[str, ...]:
        """The relations, as ``spacy init labels`` writes and :meth:`initialize` reads them."""
        return self.labels

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,  # noqa: ARG002 - every component of spaCy takes it
        labels: Sequence[str] | None = None,
        weights: str | None = None,
    ) -> None:
        """Collect the relations and set the model's weights to start from.

        Args:
            get_examples: Gives the training examples.
            nlp: The pipeline that the component is part of.
            labels: The relations, if known, in the order of the model's outputs.
            weights: A file of NumPy's ``npz`` format with weights to start from, by the names of
                :func:`pipeline.syntax.set_weights`, and with their ``labels``, which go before the others.

        Raises:
            ValueError: There are no relations to learn.
        """
        validate_get_examples(get_examples, "BiaffineParser.initialize")
        arrays = {} if weights is None else dict(np.load(weights))
        if arrays:
            labels = [str(label) for label in arrays.pop("labels")]
        self.cfg["labels"] = list(self._frequent_labels(get_examples()) if labels is None else labels)
        self._require_labels()
        for label in (ROOT, UNSPECIFIED, *self.labels):
            self.vocab.strings.add(label)
        self.model.set_dim("nO", len(self.labels))
        docs = [example.predicted for example in islice(get_examples(), 10)]
        self.model.initialize(X=Batch(docs, []))
        if arrays:
            set_weights(self.model, arrays)

    def _frequent_labels(self, examples: Iterable[Example]) -> list[str]:
        counts = Counter(
            token.dep_ for example in examples for token in example.reference if not token.is_space
        )
        known = {label for label, count in counts.items() if count >= self.cfg["min_label_freq"]}
        return sorted(known - {ROOT, ""})

    def predict(self, docs: Iterable[Doc]) -> list[Parse]:
        """Parse documents without changing them.

        Raises:
            ValueError: A document has no sentence boundaries.
        """
        docs = list(docs)
        starts = [_sentence_starts(doc, self.name) for doc in docs]
        sentences = [
            (index, words)
            for index, (doc, of_doc) in enumerate(zip(docs, starts, strict=True))
            for words in words_between(doc, of_doc)
            if len(words)
        ]
        blocks = [(index, block) for index, words in sentences for block in self._blocks(words)]
        scores = iter(self.model.predict(Batch(docs, blocks)) if blocks else [])
        parses = [self._bare(doc, of_doc) for doc, of_doc in zip(docs, starts, strict=True)]
        for index, words in sentences:
            self._fill(parses[index], [(block, next(scores)) for block in self._blocks(words)])
        return parses

    def _blocks(self, words: Ints) -> list[Ints]:
        size = self.cfg["max_words"]
        return [words[start : start + size] for start in range(0, len(words), size)]

    def _bare(self, doc: Doc, starts: Ints) -> Parse:
        """Attach the tokens of each sentence to its words as whitespace is attached."""
        parse = Parse(np.arange(len(doc)), self._ids([UNSPECIFIED] * len(doc)), starts)
        if not len(doc):
            return parse
        for words, start, end in zip(
            words_between(doc, starts), starts, [*starts[1:], len(doc)], strict=True
        ):
            tokens = np.arange(start, end)
            anchors = words if len(words) else tokens[:1]
            parse.heads[start:end] = anchors[
                np.maximum(np.searchsorted(anchors, tokens, side="right") - 1, 0)
            ]
            parse.deps[anchors[0]] = self.vocab.strings[ROOT]
        return parse

    def _fill(self, parse: Parse, blocks: Sequence[tuple[Ints, Scores]]) -> None:
        """Write the tree of a sentence, given its blocks of words and their scores."""
        ids = self._ids(self.labels)
        root = None
        for words, scores in blocks:
            top = int(words[scores.heads.argmin()])
            parse.heads[words] = np.where(scores.heads == 0, words, words[scores.heads - 1])
            parse.deps[words] = ids[scores.labels.argmax(axis=1)]
            parse.deps[top] = self.vocab.strings[ROOT if root is None else UNSPECIFIED]
            root = top if root is None else root
            parse.heads[top] = root

    def _ids(self, labels: Iterable[str]) -> NDArray[np.uint64]:
        return np.array([self.vocab.strings[label] for label in labels], dtype=np.uint64)

    def set_annotations(self, docs: Iterable[Doc], parses: Iterable[Parse]) -> None:
        """Write trees into documents."""
        for doc, parse in zip(docs, parses, strict=True):
            if not len(doc):
                continue
            offsets = (parse.heads - np.arange(len(doc))).astype(np.int64).view(np.uint64)
            _write(doc, ["HEAD", "DEP"], offsets, parse.deps)
            # spaCy takes the sentences from the trees, and may take them wrongly from entangled arcs.
            starts = np.full(len(doc), -1, dtype=np.int64)
            starts[parse.starts] = 1
            _write(doc, ["SENT_START"], starts.view(np.uint64))

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from examples, within their gold sentences."""
        examples = list(examples)
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        validate_examples(examples, "BiaffineParser.update")
        if not any(len(example.predicted) for example in examples):
            return losses
        set_dropout_rate(self.model, drop)
        gold = self._gold(examples)
        scores, backprop = self.model.begin_update(_gold_batch(examples, gold))
        loss, gradient = self._loss([sentence for of_doc in gold for sentence in of_doc], scores)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Sequence[Scores]) -> tuple[float, list[Scores]]:
        """Return the loss and its gradient, given the scores of the examples' gold sentences in order."""
        examples = list(examples)
        validate_examples(examples, "BiaffineParser.get_loss")
        return self._loss([sentence for of_doc in self._gold(examples) for sentence in of_doc], scores)

    def _loss(self, gold: Sequence[GoldSentence], scores: Sequence[Scores]) -> tuple[float, list[Scores]]:
        loss, gradient = loss_of(gold, scores)
        if not np.isfinite(loss):
            raise ValueError(f"the loss of {self.name!r} is {loss}: try a smaller learning rate")
        return loss, gradient

    def _gold(self, examples: Iterable[Example]) -> list[list[GoldSentence]]:
        ids = {label: index for index, label in enumerate(self.labels)}
        return [gold_sentences(example, ids) for example in examples]


def _gold_batch(examples: Sequence[Example], gold: Sequence[Sequence[GoldSentence]]) -> Batch:
    return Batch(
        docs=[example.predicted for example in examples],
        sentences=[(index, sentence.words) for index, of_doc in enumerate(gold) for sentence in of_doc],
        heads=[sentence.heads for of_doc in gold for sentence in of_doc],
    )


def _sentence_starts(doc: Doc, name: str) -> Ints:
    if len(doc) > 1 and not doc.has_annotation("SENT_START"):
        raise ValueError(
            f"{name!r} needs sentences: put a component that sets them, such as senter, before it"
        )
    starts = np.flatnonzero(doc.to_array("SENT_START") == 1)
    return np.union1d(starts, [0] if len(doc) else []).astype(np.int64)


def _write(doc: Doc, attributes: list[str], *columns: NDArray[np.uint64]) -> None:
    doc.from_array(list[int | str](attributes), cast(Any, np.stack(columns, axis=1)))


@Language.factory(
    "pipeline_parser",
    assigns=["token.dep", "token.head"],
    requires=["doc.sents"],
    default_config={
        "model": _DEFAULT_MODEL,
        "max_words": 1000,
        "min_label_freq": 10,
        "scorer": {"@scorers": "spacy.parser_scorer.v1"},
    },
    default_score_weights={
        "dep_uas": 0.5,
        "dep_las": 0.5,
        "dep_las_per_type": None,
        "sents_p": None,
        "sents_r": None,
        "sents_f": 0.0,
    },
)
def create_parser(
    nlp: Language,
    name: str,
    model: BiaffineModel,
    max_words: int,
    min_label_freq: int,
    scorer: Callable[..., dict[str, Any]] | None,
) -> BiaffineParser:
    """Create the parser; the arguments are those of :class:`BiaffineParser`."""
    return BiaffineParser(
        nlp.vocab, model, name, max_words=max_words, min_label_freq=min_label_freq, scorer=scorer
    )
