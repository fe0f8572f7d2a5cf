"""Give each word what tells mentions of one event from others: its meaning in the article, as a short vector.

The component fills ``doc._.event_vectors`` (:class:`~pipeline.records.EventVectors`). With ``x`` the
encoder's vector of a word, ``s`` the mean of its sentence, ``d`` that of the document and ``p`` the mean rows
of a table for the pieces of the word, which says what the word means by itself::

    [meanings, telling] = [x, s, d] @ W.T + b + [p, 0]      (n, dims + 1)
    words               = p                                 (n, dims)

All of it is linear, so that the words of a phrase can be averaged afterwards. ``W``, ``b`` and the table are
learnt from ECB+ (``pipeline.training.coreference``): mentions of one happening point the same way, and words
that mostly name what nobody else tells of ("said", "helped") tell little.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Config, Model
from thinc.types import Floats2d

from pipeline.encoder.wordpieces import WordPieces
from pipeline.errors import UsageError
from pipeline.records import EventVectors

_DEFAULT_MODEL = Config().from_str("""
[model]
@architectures = "spacy.Tok2VecListener.v1"
width = 384
upstream = "*"
""")["model"]

Floats = NDArray[np.float32]

Doc.set_extension("event_vectors", default=None, force=True)


def in_context(vectors: Floats, starts: Sequence[int]) -> Floats:
    """Return each word's vector with the means of its sentence and of the document beside it.

    Args:
        vectors: The encoder's vectors, [n, width].
        starts: The first word of each sentence, 0 first.

    Returns:
        [n, 3 * width].
    """
    bounds = [*starts, len(vectors)]
    lengths = np.diff(bounds)[:, None]
    means = np.add.reduceat(vectors, bounds[:-1], axis=0) / lengths
    return np.concatenate(
        [
            vectors,
            np.repeat(means, lengths[:, 0], axis=0),
            np.broadcast_to(vectors.mean(0), vectors.shape),
        ],
        axis=1,
    ).astype(np.float32)


def mean_rows(rows: Floats, lengths: Sequence[int]) -> Floats:
    """Return the mean of the rows of each word's pieces, [words, dims]."""
    starts = np.cumsum([0, *lengths[:-1]])
    means: Floats = (np.add.reduceat(rows, starts, axis=0) / np.array(lengths)[:, None]).astype(np.float32)
    return means


def project(context: Floats, words: Floats, weights: Floats, bias: Floats) -> EventVectors:
    """Return the vectors of words.

    Args:
        context: Vectors in context, [n, 3 * width].
        words: Mean rows of the table of pieces, [n, dims].
        weights: ``W`` of the module's docstring.
        bias: ``b`` of the module's docstring.
    """
    projected = context @ weights.T + bias
    return EventVectors(projected[:, :-1] + words, words, projected[:, -1])


class EventVectorizer(TrainablePipe):  # type: ignore[misc]
    """Fills ``doc._.event_vectors``.

    Args:
        vocab: The shared vocabulary.
        model: Gives the encoder's vectors; what was learnt lies in its attributes.
        name: The component's name.
    """

    def __init__(self, vocab: Vocab, model: Model[list[Doc], list[Floats2d]], name: str) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}
        self._pieces: tuple[list[str], WordPieces] | None = None
        model.attrs.setdefault("arrays", {})
        model.attrs.setdefault("vocabulary", [])

    def take(self, arrays: Mapping[str, NDArray[Any]], vocabulary: Sequence[str]) -> None:
        """Take over what was learnt.

        Args:
            arrays: ``W`` [dims + 1, 3 * width], ``b`` [dims + 1], ``table`` [pieces, dims] in bytes, and
                ``scales`` [pieces], by which its rows are multiplied.
            vocabulary: The word pieces, in the order of the table's rows.
        """
        self.model.attrs["arrays"] = dict(arrays)
        self.model.attrs["vocabulary"] = list(vocabulary)

    def predict(self, docs: Iterable[Doc]) -> list[EventVectors]:
        """Return the vectors of the words of documents without changing them.

        Raises:
            UsageError: The component has learnt nothing yet.
        """
        docs = list(docs)
        if not self.model.attrs["arrays"]:
            raise UsageError(
                f"{self.name} has learnt nothing. Run pipeline.training.coreference --model first."
            )
        if not any(len(doc) for doc in docs):
            return [self._none() for _ in docs]
        vectors = self.model.predict(docs)
        return [
            self._project(doc, np.asarray(rows, dtype=np.float32)) if len(doc) else self._none()
            for doc, rows in zip(docs, vectors, strict=True)
        ]

    def _none(self) -> EventVectors:
        none = np.zeros((0, self.model.attrs["arrays"]["table"].shape[1]), dtype=np.float32)
        return EventVectors(none, none, none.sum(1))

    def _project(self, doc: Doc, vectors: Floats) -> EventVectors:
        arrays = self.model.attrs["arrays"]
        pieces = self.pieces([token.text for token in doc])
        ids = np.array(pieces.ids)
        rows = arrays["table"][ids].astype(np.float32) * arrays["scales"][ids, None]
        starts = [token.i for token in doc if token.i == 0 or token.is_sent_start]
        return project(in_context(vectors, starts), mean_rows(rows, pieces.lengths), arrays["W"], arrays["b"])

    @property
    def pieces(self) -> WordPieces:
        """What cuts words into the pieces of the table."""
        vocabulary = self.model.attrs["vocabulary"]
        if self._pieces is None or self._pieces[0] is not vocabulary:
            self._pieces = vocabulary, WordPieces(vocabulary)
        return self._pieces[1]

    def set_annotations(self, docs: Iterable[Doc], vectors: Iterable[EventVectors]) -> None:
        """Write the vectors into documents."""
        for doc, found in zip(docs, vectors, strict=True):
            doc._.event_vectors = found


@Language.factory(
    "pipeline_event_vectors", assigns=["doc._.event_vectors"], default_config={"model": _DEFAULT_MODEL}
)
def create_event_vectors(
    nlp: Language, name: str, model: Model[list[Doc], list[Floats2d]]
) -> EventVectorizer:
    """Make the component that says what words mean where they name events.

    Args:
        nlp: The pipeline that it becomes part of.
        name: Its name there.
        model: Gives the encoder's vector of each token.
    """
    return EventVectorizer(nlp.vocab, model, name)
