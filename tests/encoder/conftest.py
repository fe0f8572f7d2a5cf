"""A small random encoder: two layers, 16 numbers a vector, a vocabulary of letters and a few words."""

import string

import numpy as np
import pytest
import spacy

from pipeline.encoder.session import GRAPH_FILE, VOCABULARY_FILE, EncoderSession
from pipeline.training.encoder.graph import build_graph

WIDTH, HEADS, INNER, LAYERS = 16, 2, 32, 2
EPSILON = 1e-12
LETTERS = string.ascii_lowercase + string.digits
VOCABULARY = [
    *(
        "[PAD]",
        "[unused1]",
        "[unused2]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "the",
        "growth",
        "said",
        ".",
        ",",
        "!",
        '"',
    ),
    *LETTERS,
    *(f"##{letter}" for letter in LETTERS),
]


@pytest.fixture(scope="session")
def weights():
    """Random parameters, named as in the PyTorch encoder."""
    rng = np.random.default_rng(7)

    def draw(*shape):
        return rng.normal(0, 0.3, shape).astype(np.float32)

    def norm(name):
        return {f"{name}.weight": 1 + draw(WIDTH), f"{name}.bias": draw(WIDTH)}

    def dense(name, inputs, outputs):
        return {f"{name}.weight": draw(outputs, inputs), f"{name}.bias": draw(outputs)}

    made = {
        "cases.weight": draw(12, WIDTH),
        "bert.embeddings.word_embeddings.weight": draw(len(VOCABULARY), WIDTH),
        "bert.embeddings.position_embeddings.weight": draw(512, WIDTH),
        "bert.embeddings.token_type_embeddings.weight": draw(2, WIDTH),
        **norm("bert.embeddings.LayerNorm"),
    }
    for number in range(LAYERS):
        layer = f"bert.encoder.layer.{number}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            made |= dense(f"{layer}.attention.{part}", WIDTH, WIDTH)
        made |= norm(f"{layer}.attention.output.LayerNorm") | norm(f"{layer}.output.LayerNorm")
        made |= dense(f"{layer}.intermediate.dense", WIDTH, INNER) | dense(
            f"{layer}.output.dense", INNER, WIDTH
        )
    return made


@pytest.fixture(scope="session")
def encoder_folder(weights, tmp_path_factory):
    """The small encoder as exported."""
    folder = tmp_path_factory.mktemp("encoder")
    (folder / GRAPH_FILE).write_bytes(build_graph(weights, HEADS, EPSILON).SerializeToString())
    (folder / VOCABULARY_FILE).write_text("".join(f"{piece}\n" for piece in VOCABULARY), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def encoder_session(encoder_folder):
    """The small encoder, loaded."""
    session = EncoderSession()
    session.load(encoder_folder)
    return session


@pytest.fixture(scope="session")
def make_nlp(encoder_folder):
    """A function that returns a pipeline of nothing but the small encoder, with windows of 24 word pieces."""

    def make(**settings):
        nlp = spacy.blank("en")
        model = {"@architectures": "pipeline.Encoder.v1", "path": str(encoder_folder), "width": WIDTH}
        nlp.add_pipe("tok2vec", config={"model": {**model, "window": 24, "overlap": 6, **settings}})
        nlp.initialize()
        return nlp

    return make


@pytest.fixture(scope="session")
def encoder_nlp(make_nlp):
    """A pipeline of the small encoder."""
    return make_nlp()
