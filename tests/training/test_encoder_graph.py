"""The exported graph against the same encoder written out in numpy."""

import math

import numpy as np
import pytest
from onnxruntime import InferenceSession

from pipeline.training.encoder.graph import build_graph, quantise

WIDTH, HEADS, INNER = 32, 4, 64
PIECES, CASES = 50, 12
EPSILON = 1e-12


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(3)
    shapes = {
        "cases.weight": (CASES, WIDTH),
        "bert.embeddings.word_embeddings.weight": (PIECES, WIDTH),
        "bert.embeddings.position_embeddings.weight": (64, WIDTH),
        "bert.embeddings.token_type_embeddings.weight": (2, WIDTH),
        "bert.embeddings.LayerNorm.weight": (WIDTH,),
        "bert.embeddings.LayerNorm.bias": (WIDTH,),
    }
    for number in range(2):
        layer = f"bert.encoder.layer.{number}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            shapes |= {
                f"{layer}.attention.{part}.weight": (WIDTH, WIDTH),
                f"{layer}.attention.{part}.bias": (WIDTH,),
            }
        for part in ("attention.output", "output"):
            shapes |= {f"{layer}.{part}.LayerNorm.{value}": (WIDTH,) for value in ("weight", "bias")}
        shapes |= {
            f"{layer}.intermediate.dense.weight": (INNER, WIDTH),
            f"{layer}.intermediate.dense.bias": (INNER,),
        }
        shapes |= {f"{layer}.output.dense.weight": (WIDTH, INNER), f"{layer}.output.dense.bias": (WIDTH,)}
    return {name: rng.normal(0, 0.4, shape).astype(np.float32) for name, shape in shapes.items()}


@pytest.fixture(scope="module")
def graph(weights):
    return InferenceSession(build_graph(weights, HEADS, EPSILON).SerializeToString())


def run(graph, ids, cases):
    return graph.run(["hidden"], {"ids": np.asarray(ids), "cases": np.asarray(cases)})[0]


def reference(weights, ids, cases):
    """BERT's encoder in 32 bits (Devlin et al. 2019), for one window."""

    def dense(name, values):
        return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(name, values):
        centred = values - values.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def heads(values):
        return values.reshape(len(values), HEADS, -1).swapaxes(0, 1)

    tables = "bert.embeddings"
    hidden = weights[f"{tables}.word_embeddings.weight"][ids] + weights["cases.weight"][cases]
    hidden = hidden + weights[f"{tables}.position_embeddings.weight"][: len(ids)]
    hidden = norm(f"{tables}.LayerNorm", hidden + weights[f"{tables}.token_type_embeddings.weight"][0])
    for number in range(2):
        layer = f"bert.encoder.layer.{number}"
        query, key, value = (
            heads(dense(f"{layer}.attention.self.{part}", hidden)) for part in ("query", "key", "value")
        )
        scores = np.exp(query @ key.swapaxes(1, 2) / math.sqrt(WIDTH / HEADS))
        mixed = (scores / scores.sum(-1, keepdims=True) @ value).swapaxes(0, 1).reshape(len(ids), WIDTH)
        mixed = dense(f"{layer}.attention.output.dense", mixed)
        hidden = norm(f"{layer}.attention.output.LayerNorm", mixed + hidden)
        inner = dense(f"{layer}.intermediate.dense", hidden)
        inner = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
        hidden = norm(f"{layer}.output.LayerNorm", dense(f"{layer}.output.dense", inner) + hidden)
    return hidden


@pytest.mark.parametrize("length", [1, 2, 17, 64])
def test_the_graph_computes_the_encoder(graph, weights, length):
    rng = np.random.default_rng(length)
    ids, cases = rng.integers(0, PIECES, length), rng.integers(0, CASES, length)
    expected = reference(weights, ids, cases)

    found = run(graph, [ids], [cases])[0]

    cosines = (found * expected).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(expected, axis=1)
    assert found.shape == (length, WIDTH)
    assert cosines.min() > 0.995


def test_a_window_does_not_depend_on_its_batch(graph):
    rng = np.random.default_rng(5)
    ids, cases = rng.integers(0, PIECES, (5, 20)), rng.integers(0, CASES, (5, 20))

    together = run(graph, ids, cases)

    assert all(np.array_equal(together[row], run(graph, ids[[row]], cases[[row]])[0]) for row in range(5))


def test_bytes_are_within_half_a_step():
    values = np.random.default_rng(1).normal(size=(30, 20)).astype(np.float32)
    values[:, 4] = 0

    stored, scales = quantise(values, 0, 63)

    assert stored.dtype == np.int8
    assert scales.shape == (1, 20)
    assert np.abs(stored).max() == 63
    assert (np.abs(stored * scales - values) <= scales * 0.5001).all()
