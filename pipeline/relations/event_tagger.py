"""Say for each word how likely it names an event of each type, from the encoder's vector of the word.

The component fills ``doc._.event_odds``: for each token that may name an event, by its index, the likeliest
types with their log odds against naming none. It is a linear layer on the frozen encoder, whose weights come
from the joint training of the encoder (``pipeline/training/encoder``). :mod:`pipeline.relations.evidence`
joins its judgement with the lexicon's.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Config, Model
from thinc.types import Floats2d

#: The class of a word that names no event.
NO_EVENT = "O"
#: By token: event types with their log odds against no event, the likeliest first.
EventOdds = dict[int, tuple[tuple[str, float], ...]]

_KEPT_TYPES = 3
_DEFAULT_MODEL = Config().from_str("""
[model]
@architectures = "spacy.Tagger.v2"
normalize = true

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

Probabilities = NDArray[np.float32]

# The events component reads it in pipelines without a tagger too.
Doc.set_extension("event_odds", default=None, force=True)


def odds_of(probabilities: Probabilities, labels: Sequence[str], least: float) -> EventOdds:
    """Return the odds of the words that may name an event.

    Args:
        probabilities: The probability of each label for each token, [tokens, labels].
        labels: The event types, and ``O`` for no event.
        least: The probability of any event below which a token is left out.
    """
    none = list(labels).index(NO_EVENT)
    scores = np.log(np.maximum(probabilities, 1e-9).astype(np.float64))
    odds = scores - scores[:, none : none + 1]
    odds[:, none] = -np.inf
    likeliest = np.argsort(-odds, axis=1, kind="stable")[:, :_KEPT_TYPES]
    return {
        int(token): tuple((labels[k], round(float(odds[token, k]), 2)) for k in likeliest[token])
        for token in np.flatnonzero(1 - probabilities[:, none] >= least)
    }


class EventTagger(TrainablePipe):  # type: ignore[misc]
    """Fills ``doc._.event_odds``.

    Args:
        vocab: The shared vocabulary.
        model: Gives the probabilities of the labels for the tokens of each document.
        name: The component's name.
        least: The probability of any event below which a token is left out.
    """

    def __init__(
        self, vocab: Vocab, model: Model[list[Doc], list[Floats2d]], name: str, *, least: float
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {"labels": [], "least": least}

    @property
    def labels(self) -> tuple[str, ...]:
        """The event types and ``O``, in the order of the model's outputs."""
        return tuple(self.cfg["labels"])

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],  # noqa: ARG002 - every component of spaCy takes it
        *,
        nlp: Language | None = None,  # noqa: ARG002
        weights: str,
    ) -> None:
        """Take the labels and the weights of the linear layer from a file.

        Args:
            get_examples: Not used.
            nlp: Not used.
            weights: A file of NumPy's ``npz`` format with ``labels`` [labels], ``W`` [labels, width] and
                ``b`` [labels], as :func:`pipeline.training.encoder.export.export_trained` writes it.
        """
        with np.load(weights) as arrays:
            self.cfg["labels"] = [str(label) for label in arrays["labels"]]
            softmax = self.model.get_ref("softmax")
            softmax.set_dim("nO", len(self.labels))
            softmax.set_dim("nI", arrays["W"].shape[1])
            self.model.initialize()
            softmax.set_param("W", arrays["W"].astype(np.float32))
            softmax.set_param("b", arrays["b"].astype(np.float32))

    def predict(self, docs: Iterable[Doc]) -> list[EventOdds]:
        """Return the odds of the words of documents without changing them."""
        docs = list(docs)
        if not any(len(doc) for doc in docs):
            return [{} for _ in docs]
        probabilities = self.model.predict(docs)
        return [odds_of(np.asarray(rows), self.labels, self.cfg["least"]) for rows in probabilities]

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[EventOdds]) -> None:
        """Write the odds into documents."""
        for doc, odds in zip(docs, scores, strict=True):
            doc._.event_odds = odds


@Language.factory(
    "pipeline_event_tagger",
    assigns=["doc._.event_odds"],
    default_config={"model": _DEFAULT_MODEL, "least": 0.02},
)
def create_event_tagger(
    nlp: Language, name: str, model: Model[list[Doc], list[Floats2d]], least: float
) -> EventTagger:
    """Make the component that says which words may name events.

    Args:
        nlp: The pipeline that it becomes part of.
        name: Its name there.
        model: Gives the probabilities of the labels for the tokens of each document.
        least: The probability of any event below which a word is left out.
    """
    return EventTagger(nlp.vocab, model, name, least=least)
