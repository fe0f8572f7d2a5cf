"""Write the fine-tuned encoder as the files that :mod:`pipeline.encoder` reads.

Variants compared on all-MiniLM-L6-v2 with 25 windows of at most 160 word pieces of news; one core with AVX2,
ONNX Runtime 1.32, other jobs beside it. Cosine to the vectors in 32 bits, mean and worst hundredth:

====================================================  ==========  ===============  ========  =====
weights and activations                                       MB  pieces/CPU-s     cosine    worst
====================================================  ==========  ===============  ========  =====
32 bits                                                     90.3            3,325    1.0000  1.000
bytes, one scale a tensor (dynamic quantisation)            23.5            5,737    0.9877  0.963
the same, weights to 63                                     23.5            5,540    0.9891  0.972
bytes, one scale a piece, weights to 63 (this one)          23.5            5,420    0.9957  0.986
the same, weights to 127 as unsigned bytes                  23.5            4,599    0.9972  0.993
blocks of 32 weights (MatMulNBits, 8 bits)                  24.7            2,280    0.9996  0.999
====================================================  ==========  ===============  ========  =====

For an encoder 451 steps into fine-tuning the cosine is 0.9976 (worst hundredth 0.995), with one scale a
tensor 0.9954 (0.989). Shifting scale from activations to weights (SmoothQuant: Xiao et al. 2023)
by calibration raises it to 0.9988 (0.997). The heads are trained on the rounded vectors, so that is left out.
"""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from pipeline.encoder.session import GRAPH_FILE, VOCABULARY_FILE
from pipeline.relations.event_tagger import NO_EVENT
from pipeline.training.encoder.examples import LabelSets
from pipeline.training.encoder.fit import LABELS_FILE, WEIGHTS_FILE, read_vocabulary
from pipeline.training.encoder.graph import build_graph
from pipeline.training.encoder.model import Encoder, MultiTask, load_base

#: The parser's weights and relations, to start its training in spaCy from.
PARSER_FILE = "parser.npz"
#: The event tagger's weights and types.
EVENTS_FILE = "events.npz"

_LOGGER = logging.getLogger(__name__)


def export(encoder: Encoder, vocabulary: Sequence[str], path: Path) -> None:
    """Write an encoder to a folder.

    Args:
        encoder: The encoder in PyTorch.
        vocabulary: The word pieces in the order of their ids.
        path: Folder for the graph and the vocabulary.
    """
    weights = {name: value.detach().cpu().numpy() for name, value in encoder.state_dict().items()}
    config = encoder.bert.config
    model = build_graph(weights, config.num_attention_heads, config.layer_norm_eps)
    path.mkdir(parents=True, exist_ok=True)
    (path / GRAPH_FILE).write_bytes(model.SerializeToString(deterministic=True))
    (path / VOCABULARY_FILE).write_text("".join(f"{piece}\n" for piece in vocabulary), encoding="utf-8")
    _LOGGER.info("%s: %.1f MB", path / GRAPH_FILE, (path / GRAPH_FILE).stat().st_size / 1e6)


def export_trained(trained: Path, base: Path, path: Path) -> None:
    """Export what :func:`pipeline.training.encoder.fit.fit` has written, with the parser's weights beside it.

    Args:
        trained: Folder of the fine-tuned encoder.
        base: Folder of the pretrained model, for its layout and vocabulary.
        path: Folder for the graph, the vocabulary, ``parser.npz`` and, if it learned from annotated
            articles, ``events.npz``.
    """
    labels = json.loads((trained / LABELS_FILE).read_text(encoding="utf-8"))
    model = MultiTask(load_base(base), LabelSets(**labels))
    model.load_state_dict(torch.load(trained / WEIGHTS_FILE, weights_only=True))
    export(model.encoder, read_vocabulary(base), path)
    weights = {name: value.detach().numpy() for name, value in model.parser.arrays().items()}
    np.savez(path / PARSER_FILE, labels=np.array(labels["deps"]), **weights)
    types = labels["words"]["event"]
    if NO_EVENT in types:  # without annotated articles nothing tells what is no event
        head = model.heads["event"]
        arrays = {"W": head.weight.detach().numpy(), "b": head.bias.detach().numpy()}
        np.savez(path / EVENTS_FILE, labels=np.array(types), **arrays)
