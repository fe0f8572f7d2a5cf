"""The encoder as an ONNX graph with weights and activations of eight bits.

The graph is written node by node, in the operators that run fastest in ONNX Runtime on a CPU, so that the
export needs no tracing and no optimiser:

*   Weights have one scale a column and lie between -63 and 63: on processors without VNNI the products of two
    pairs of bytes are added up in 16 bits, which weights up to 127 overflow.
*   Activations are quantised as they come, with one scale for each word piece. That is closer to the
    original than the one scale for all pieces of ONNX Runtime's dynamic quantisation, and it does not depend
    on what else is in the window or batch.
*   Embedding tables have one scale a row.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Array = NDArray[Any]

_OPSET, _IR_VERSION = 20, 10
_MICROSOFT = "com.microsoft"

_BYTE = 127
_WEIGHT_LIMIT = 63
#: Activations are stored as unsigned bytes around this.
_MIDDLE = 128
#: Below this all activations of a piece count as zero.
_SMALLEST = 1e-6


def build_graph(weights: Mapping[str, Array], heads: int, epsilon: float) -> ModelProto:
    """Write the graph of an encoder.

    Args:
        weights: Parameters by the names of :class:`pipeline.training.encoder.model.Encoder`, float32.
        heads: Attention heads.
        epsilon: What layer norms add to the variance.

    Returns:
        A graph from ``ids`` and ``cases``, int64 ``[windows, pieces]``, to ``hidden``, float32
        ``[windows, pieces, width]``. There is no mask: the windows of a batch have to be equally long.
    """
    return _Writer(weights, heads, epsilon).write()


def quantise(values: Array, axis: int, limit: int) -> tuple[Array, Array]:
    """Round values to bytes with one scale for all that share a position outside ``axis``.

    Returns:
        The bytes, from ``-limit`` to ``limit``, and the scales, with ``axis`` kept at length one.
    """
    scales = np.maximum(np.abs(values).max(axis, keepdims=True), np.float32(_SMALLEST)) / np.float32(limit)
    return np.rint(values / scales).astype(np.int8), scales.astype(np.float32)


class _Writer:
    def __init__(self, weights: Mapping[str, Array], heads: int, epsilon: float):
        self._weights = weights
        self._heads = heads
        self._epsilon = epsilon
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def write(self) -> ModelProto:
        layers = {name.split(".")[3] for name in self._weights if name.startswith("bert.encoder.layer.")}
        hidden = self._embed()
        for number in range(len(layers)):
            hidden = self._layer(hidden, f"bert.encoder.layer.{number}")
        self._nodes.append(helper.make_node("Identity", [hidden], ["hidden"]))
        width = self._weights["cases.weight"].shape[1]
        shape = ["windows", "pieces"]
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "cases")],
            [helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [*shape, width])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _op(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        name = f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def _constant(self, values: Array | np.generic) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def _embed(self) -> str:
        tables = "bert.embeddings"
        words = self._look_up(self._weights[f"{tables}.word_embeddings.weight"], "ids")
        cases = self._op("Gather", self._constant(self._weights["cases.weight"]), "cases")
        # Every piece is of the first of BERT's two token types.
        kind = self._weights[f"{tables}.token_type_embeddings.weight"][0]
        positions = self._constant(self._weights[f"{tables}.position_embeddings.weight"] + kind)
        length = self._op("Shape", "ids", start=1, end=2)
        positions = self._op("Slice", positions, self._constant(np.array([0])), length)
        embedded = self._op("Add", self._op("Add", words, cases), positions)
        return self._norm(embedded, f"{tables}.LayerNorm")

    def _look_up(self, table: Array, index: str) -> str:
        stored, scales = quantise(table, 1, _BYTE)
        rows = self._op("Cast", self._op("Gather", self._constant(stored), index), to=TensorProto.FLOAT)
        return self._op("Mul", rows, self._op("Gather", self._constant(scales), index))

    def _layer(self, hidden: str, name: str) -> str:
        mixed = self._attention(hidden, f"{name}.attention")
        hidden = self._norm(self._op("Add", mixed, hidden), f"{name}.attention.output.LayerNorm")
        inner, bias = self._linear(hidden, f"{name}.intermediate.dense")
        inner = self._op("BiasGelu", inner, bias, domain=_MICROSOFT)
        outer = self._op("Add", *self._linear(inner, f"{name}.output.dense"))
        return self._norm(self._op("Add", outer, hidden), f"{name}.output.LayerNorm")

    def _attention(self, hidden: str, name: str) -> str:
        parts = [f"{name}.self.{part}" for part in ("query", "key", "value")]
        joined, bias = self._linear(hidden, *parts)
        thirds = [f"{joined}_{part}" for part in range(len(parts))]
        self._nodes.append(helper.make_node("Split", [joined], thirds, axis=-1, num_outputs=len(parts)))
        mixed = self._op("MultiHeadAttention", *thirds, bias, domain=_MICROSOFT, num_heads=self._heads)
        return self._op("Add", *self._linear(mixed, f"{name}.output.dense"))

    def _norm(self, values: str, name: str) -> str:
        parameters = [self._constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self._op("LayerNormalization", values, *parameters, epsilon=self._epsilon, axis=-1)

    def _linear(self, values: str, *names: str) -> tuple[str, str]:
        """Multiply by the weights of layers side by side; return the product and the bias, not yet added."""
        weights, scales = quantise(
            np.concatenate([self._weights[f"{name}.weight"].T for name in names], 1), 0, _WEIGHT_LIMIT
        )
        bias = self._constant(np.concatenate([self._weights[f"{name}.bias"] for name in names]))
        axis = self._constant(np.array([-1]))
        largest = self._op("ReduceMax", self._op("Abs", values), axis, keepdims=1)
        largest = self._op("Max", largest, self._constant(np.float32(_SMALLEST)))
        scaled = self._op("Mul", values, self._op("Div", self._constant(np.float32(_BYTE)), largest))
        one, middle = self._constant(np.float32(1)), self._constant(np.uint8(_MIDDLE))
        product = self._op(
            "MatMulIntegerToFloat",
            self._op("QuantizeLinear", scaled, one, middle),
            self._constant(weights),
            one,
            self._constant(scales[0] / np.float32(_BYTE)),
            middle,
            self._constant(np.zeros(weights.shape[1], np.int8)),
            domain=_MICROSOFT,
        )
        return self._op("Mul", product, largest), bias
