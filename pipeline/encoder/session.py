"""The ONNX graph of the encoder with its vocabulary, as a part of a model that spaCy saves and loads."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray
from onnxruntime import ExecutionMode, GraphOptimizationLevel, InferenceSession, SessionOptions
from thinc.api import Shim

from pipeline.encoder.wordpieces import WordPieces
from pipeline.errors import UsageError

#: Files of an exported encoder, side by side in one folder.
GRAPH_FILE, VOCABULARY_FILE = "encoder.onnx", "vocabulary.txt"
#: Threads of one encoder pass; goes before what the model's config says.
THREADS_VARIABLE = "PIPELINE_ENCODER_THREADS"

_ERRORS_ONLY = 3


class EncoderSession(Shim):
    """Runs the encoder's ONNX graph.

    The graph takes ``ids`` and ``cases``, int64 of shape ``[1, n]``, a window of word pieces with [CLS] and
    [SEP] at its ends, and gives ``hidden``, float32 of shape ``[1, n, width]``. The onnxruntime session is
    made when it is first needed and once in each process, because its threads do not survive a fork. It is
    neither saved nor pickled.

    Args:
        threads: Threads of one pass, at least 1. The environment variable ``PIPELINE_ENCODER_THREADS`` goes
            before it.
    """

    def __init__(self, threads: int = 1):
        super().__init__(None, config={"threads": threads})
        self._graph = b""
        self._vocabulary: list[str] = []
        self._forget()

    def _forget(self) -> None:
        """Drop what is made from the graph and the vocabulary."""
        self._session: InferenceSession | None = None
        self._process = 0
        self._pieces: WordPieces | None = None

    @property
    def pieces(self) -> WordPieces:
        """What cuts words into the pieces of the encoder's vocabulary."""
        if self._pieces is None:
            self._pieces = WordPieces(self._vocabulary)
        return self._pieces

    def hidden(self, ids: Sequence[int], cases: Sequence[int]) -> NDArray[np.float32]:
        """Run the graph on one window.

        Args:
            ids: The word pieces of the window, [CLS] and [SEP] at the ends.
            cases: The letter case of each piece.

        Returns:
            The vectors of the pieces, shape ``[n, width]``.
        """
        feed = {"ids": np.array([ids], dtype=np.int64), "cases": np.array([cases], dtype=np.int64)}
        vectors: NDArray[np.float32] = self._running().run(["hidden"], feed)[0][0]
        return vectors

    def _running(self) -> InferenceSession:
        if self._session is None or self._process != os.getpid():
            if not self._graph:
                raise UsageError(
                    "The encoder is empty. Load a trained model, or give the architecture's path at training."
                )
            self._session = InferenceSession(
                self._graph, sess_options=session_options(self.threads), providers=["CPUExecutionProvider"]
            )
            self._process = os.getpid()
        return self._session

    @property
    def graph(self) -> bytes:
        """The ONNX graph."""
        return self._graph

    @property
    def vocabulary(self) -> list[str]:
        """The word pieces in the order of their ids."""
        return self._vocabulary

    @property
    def threads(self) -> int:
        """Threads of one pass.

        Raises:
            UsageError: The environment variable or the config holds something else than a number from 1.
        """
        asked = os.environ.get(THREADS_VARIABLE) or str(self.cfg["threads"])
        if not asked.isdecimal() or not int(asked):
            raise UsageError(f"{asked}: not a number of threads. Set {THREADS_VARIABLE} to 1 or more.")
        return int(asked)

    def load(self, folder: Path) -> None:
        """Read an exported encoder.

        Raises:
            UsageError: The folder lacks one of the two files.
        """
        missing = [name for name in (GRAPH_FILE, VOCABULARY_FILE) if not (folder / name).is_file()]
        if missing:
            raise UsageError(f"{folder}: holds no {missing[0]}. Export the encoder there first.")
        self._graph = (folder / GRAPH_FILE).read_bytes()
        self._vocabulary = (folder / VOCABULARY_FILE).read_text(encoding="utf-8").rstrip("\n").split("\n")
        self._forget()

    def to_bytes(self) -> bytes:
        """Return the graph and the vocabulary."""
        saved: bytes = srsly.msgpack_dumps({"graph": self._graph, "vocabulary": self._vocabulary})
        return saved

    def from_bytes(self, data: bytes) -> EncoderSession:
        """Take over a saved graph and vocabulary."""
        saved = srsly.msgpack_loads(data)
        self._graph, self._vocabulary = saved["graph"], saved["vocabulary"]
        self._forget()
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_session": None, "_process": 0, "_pieces": None}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__dict__.update(state)

    def finish_update(self, optimizer: object) -> None:
        """Change nothing: the encoder is frozen."""

    def to_device(self, device_type: str, device_id: int) -> None:
        """Stay on the CPU."""


def session_options(threads: int) -> SessionOptions:
    """Return options under which the same window gives the same bits on every run."""
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = ExecutionMode.ORT_SEQUENTIAL
    # The export has fused what pays. The fusion of sum and layer norm, which a higher level adds, is slower.
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.use_deterministic_compute = True
    # Windows differ in length, so plans of memory made for one length would only pile up.
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = _ERRORS_ONLY
    return options
