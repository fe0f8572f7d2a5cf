"""The encoder as a spaCy architecture, for the ``model`` of the standard ``tok2vec`` component."""

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

from pipeline.encoder.session import EncoderSession
from pipeline.encoder.windows import Window, cut_windows
from pipeline.encoder.wordpieces import Pieces

Vectors = NDArray[np.float32]

#: Pieces of a window that belong to no word: [CLS] and [SEP].
_ENDS = 2


class Kept:
    """Vectors of documents seen before, which save passes of a frozen encoder from one epoch to the next.

    Args:
        size: The most tokens to keep; what comes after that is not kept.
    """

    def __init__(self, size: int):
        self._free = size
        self._vectors: dict[bytes, Vectors] = {}

    def get(self, doc: Doc, encode: Callable[[Doc], Vectors]) -> Vectors:
        """Return the vectors of a document, from ``encode`` unless they are kept."""
        if not self._free and not self._vectors:
            return encode(doc)
        key = doc.to_array("ORTH").tobytes()
        vectors = self._vectors.get(key)
        if vectors is None:
            vectors = encode(doc)
            if len(doc) <= self._free:
                self._free -= len(doc)
                self._vectors[key] = vectors
        return vectors

    def __reduce__(self) -> tuple[type["Kept"], tuple[int]]:
        return Kept, (self._free + sum(map(len, self._vectors.values())),)


def create_encoder(
    path: str | None = None,
    width: int = 384,
    window: int = 160,
    overlap: int = 32,
    threads: int = 1,
    keep: int = 0,
) -> Model[list[Doc], list[Floats2d]]:
    """Make the architecture ``pipeline.Encoder.v1``: a frozen encoder that gives each token a vector.

    A token's vector is the mean of the vectors of its word pieces. Documents of any length are read in
    windows (see :mod:`pipeline.encoder.windows`), one at a time. Nothing is padded and every word piece is
    quantised on its own, so a document's vectors are the same bits whatever batch or process it sits in.

    For running text that costs nothing: on one core with AVX2, windows of 160 pieces go through at 4,870
    pieces a CPU-second one at a time and at 4,370 in batches of eight. Batches pay for single short sentences
    only: at 24 pieces 4,870 in batches of eight against 4,270. Windows of 128 pieces are as fast as those of
    160, windows of 480 slower by a sixth. What is not ONNX Runtime takes two to four percent of the time.

    Args:
        path: The folder of an exported encoder, read when training begins. A saved model carries the encoder
            itself and has no need of it.
        width: The width of the vectors.
        window: The most word pieces read at once, [CLS] and [SEP] among them.
        overlap: The most word pieces that two windows share where a sentence has to be cut.
        threads: Threads of one pass; ``PIPELINE_ENCODER_THREADS`` goes before it.
        keep: The most tokens whose vectors are kept in memory, 4 bytes times ``width`` each, for training
            over many epochs; 0 for none.

    Returns:
        A model from documents to arrays of shape ``[tokens, width]``. Its backward pass gives nothing back.
    """
    capacity = window - _ENDS
    return Model(
        "encoder",
        partial(_forward, encode=partial(_encode, capacity=capacity, overlap=overlap), kept=Kept(keep)),
        init=partial(_load, path=path),
        dims={"nO": width},
        shims=[EncoderSession(threads)],
    )


def _load(model: Model[list[Doc], list[Floats2d]], *, path: str | None, **_sample: object) -> None:
    if path is not None:
        _session(model).load(Path(path))


def _session(model: Model[list[Doc], list[Floats2d]]) -> EncoderSession:
    (session,) = model.shims
    assert isinstance(session, EncoderSession)
    return session


def _forward(
    model: Model[list[Doc], list[Floats2d]],
    docs: list[Doc],
    is_train: bool,  # noqa: ARG001 - the encoder is the same in training
    *,
    encode: Callable[..., Vectors],
    kept: Kept,
) -> tuple[list[Floats2d], Callable[[object], list[Doc]]]:
    one = partial(encode, session=_session(model), width=model.get_dim("nO"))
    return [model.ops.asarray2f(cast(Floats2d, kept.get(doc, one))) for doc in docs], _nothing_back


def _nothing_back(_gradient: object) -> list[Doc]:
    return []


def _encode(doc: Doc, *, session: EncoderSession, width: int, capacity: int, overlap: int) -> Vectors:
    words = [token.text for token in doc]
    pieces = _shorten(session.pieces(words), capacity)
    vectors = np.empty((len(words), width), dtype=np.float32)
    starts = np.array([0, *accumulate(pieces.lengths)])
    for window in cut_windows(words, pieces.lengths, capacity=capacity, overlap=overlap):
        vectors[window.first : window.last] = _read(window, pieces, starts, session)
    return vectors


def _shorten(pieces: Pieces, capacity: int) -> Pieces:
    """Keep the first pieces of words that are longer than a window."""
    if not pieces.lengths or max(pieces.lengths) <= capacity:
        return pieces
    short = Pieces()
    start = 0
    for length in pieces.lengths:
        end = start + min(length, capacity)
        short.ids.extend(pieces.ids[start:end])
        short.cases.extend(pieces.cases[start:end])
        short.lengths.append(end - start)
        start += length
    return short


def _read(window: Window, pieces: Pieces, starts: NDArray[np.int64], session: EncoderSession) -> Vectors:
    """Return the vectors of the tokens that a window is responsible for."""
    begin, end = starts[window.start], starts[window.end]
    start, stop = session.pieces.start, session.pieces.end
    hidden = session.hidden(
        [start, *pieces.ids[begin:end], stop],
        [0, *pieces.cases[begin:end], 0],
    )
    firsts = starts[window.first : window.last] - begin + 1
    own = hidden[: starts[window.last] - begin + 1]
    if len(own) - firsts[0] == len(firsts):
        return own[firsts[0] :]
    sums = np.add.reduceat(own, firsts, axis=0)
    sums /= np.diff(starts[window.first : window.last + 1])[:, None]
    return sums
