"""Vectors of words that name events: projections of the encoder's vectors, and a table of word pieces."""

import numpy as np
import pytest
import spacy

from pipeline.encoder.event_vectors import in_context, mean_rows, project
from pipeline.encoder.wordpieces import END, START, UNKNOWN
from pipeline.errors import UsageError

VOCABULARY = [UNKNOWN, START, END, "[unused1]", "[unused2]", "talks", "resume", "##d", "."]
WIDTH, DIMS = 96, 4
TEXT = "Talks resumed. Talks resumed."


@pytest.fixture
def arrays():
    draw = np.random.default_rng(5)
    return {
        "W": draw.normal(0, 0.1, (DIMS + 1, 3 * WIDTH)).astype(np.float32),
        "b": draw.normal(0, 1, DIMS + 1).astype(np.float32),
        "table": draw.integers(-127, 128, (len(VOCABULARY), DIMS)).astype(np.int8),
        "scales": draw.uniform(0.01, 0.02, len(VOCABULARY)).astype(np.float32),
    }


@pytest.fixture
def nlp(arrays):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    model = {"@architectures": "spacy.HashEmbedCNN.v2", "width": WIDTH, "depth": 1, "embed_size": 50}
    model |= {"window_size": 1, "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None}
    component = nlp.add_pipe("pipeline_event_vectors", config={"model": model})
    component.model.initialize()
    component.take(arrays, VOCABULARY)
    return nlp


def test_a_word_has_the_means_of_its_sentence_and_of_the_document_beside_it():
    vectors = np.array([[1.0], [3.0], [8.0]], dtype=np.float32)

    assert in_context(vectors, [0, 2]).tolist() == [[1.0, 2.0, 4.0], [3.0, 2.0, 4.0], [8.0, 8.0, 4.0]]


def test_the_rows_of_a_word_are_averaged():
    rows = np.array([[1.0], [3.0], [8.0]], dtype=np.float32)

    assert mean_rows(rows, [2, 1]).tolist() == [[2.0], [8.0]]


def test_the_component_gives_what_its_arrays_say(nlp, arrays):
    doc = nlp(TEXT)
    vectors = np.asarray(nlp.get_pipe("pipeline_event_vectors").model.predict([doc])[0])
    rows = arrays["table"].astype(np.float32) * arrays["scales"][:, None]
    words = np.array([rows[5], rows[[6, 7]].mean(0), rows[8]] * 2)
    expected = project(in_context(vectors, [0, 3]), words, arrays["W"], arrays["b"])

    for found, wanted in zip(doc._.event_vectors, expected, strict=True):
        assert found == pytest.approx(wanted, abs=1e-5)
    assert doc._.event_vectors.meanings.shape == (6, DIMS)
    assert doc._.event_vectors.telling.shape == (6,)


def test_a_saved_component_reads_back(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")(TEXT)._.event_vectors

    assert all((one == other).all() for one, other in zip(again, nlp(TEXT)._.event_vectors, strict=True))


def test_a_component_that_has_learnt_nothing_says_so():
    nlp = spacy.blank("en")
    nlp.add_pipe("pipeline_event_vectors")

    with pytest.raises(UsageError, match="learnt nothing"):
        nlp(TEXT)


def test_documents_have_the_same_vectors_alone_and_in_a_batch(nlp):
    together = list(nlp.pipe([TEXT, "Talks.", ""]))

    assert together[0]._.event_vectors.meanings == pytest.approx(nlp(TEXT)._.event_vectors.meanings, abs=1e-5)
    assert together[2]._.event_vectors.meanings.shape == (0, DIMS)
