import pickle

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.encoder.architecture import Kept
from pipeline.errors import UsageError

WIDTH = 16
TEXTS = [
    "The growth said.",
    'Growth "said the US", the US said.\n\nThe growth! Said.',
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3,
    " ",
    "\n\n \t\n",
    "The growth said. " * 20,
]


@pytest.fixture(scope="module")
def expected(encoder_nlp):
    return [encoder_nlp(text).tensor for text in TEXTS]


@given(text=st.text(max_size=200))
def test_every_token_of_any_text_has_a_vector(encoder_nlp, text):
    doc = encoder_nlp(text)

    assert doc.tensor.shape == (len(doc), WIDTH)
    assert np.isfinite(doc.tensor).all()


@given(words=st.lists(st.text(min_size=1, max_size=60), max_size=60))
def test_every_token_of_any_words_has_a_vector(encoder_nlp, words):
    doc = encoder_nlp(Doc(encoder_nlp.vocab, words=words))

    assert doc.tensor.shape == (len(words), WIDTH)
    assert np.isfinite(doc.tensor).all()


def test_a_long_sentence_without_full_stops(encoder_nlp):
    doc = encoder_nlp(Doc(encoder_nlp.vocab, words=["growth", "said"] * 5_000))

    assert doc.tensor.shape == (10_000, WIDTH)
    assert np.isfinite(doc.tensor).all()


def test_one_token_of_a_hundred_thousand_characters(encoder_nlp):
    doc = encoder_nlp(Doc(encoder_nlp.vocab, words=["the", "x" * 100_000, "y-" * 50_000, "growth"]))

    assert doc.tensor.shape == (4, WIDTH)
    assert np.isfinite(doc.tensor).all()


def test_a_word_has_the_mean_of_its_pieces(encoder_nlp, encoder_session):
    words = ["The", "growth", "abc", "said"]
    pieces = encoder_session.pieces(words)
    hidden = encoder_session.hidden([4, *pieces.ids, 5], [0, *pieces.cases, 0])

    vectors = encoder_nlp(Doc(encoder_nlp.vocab, words=words)).tensor

    assert pieces.lengths == [1, 1, 3, 1]
    assert np.allclose(vectors[2], hidden[3:6].mean(0), atol=1e-6)
    assert np.array_equal(vectors[[0, 1, 3]], hidden[[1, 2, 6]])


def test_letter_case_changes_the_vector(encoder_nlp):
    assert not np.array_equal(encoder_nlp("US").tensor, encoder_nlp("us").tensor)


@pytest.mark.parametrize("batch_size", [1, 2, 6])
def test_a_vector_does_not_depend_on_the_batch(encoder_nlp, expected, batch_size):
    backwards = [doc.tensor for doc in encoder_nlp.pipe(TEXTS[::-1], batch_size=batch_size)]

    assert all(map(np.array_equal, backwards[::-1], expected))


# Python warns from 3.12 on of any fork in a process that has threads; the session is made anew behind it.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_vector_does_not_depend_on_the_process(encoder_nlp, expected):
    found = [doc.tensor for doc in encoder_nlp.pipe(TEXTS, n_process=2, batch_size=2)]

    assert all(map(np.array_equal, found, expected))


def test_a_saved_pipeline_needs_no_export(make_nlp, expected, tmp_path):
    nlp = make_nlp()
    nlp.config["components"]["tok2vec"]["model"]["path"] = "gone"
    nlp.to_disk(tmp_path)

    loaded = spacy.load(tmp_path)

    assert all(
        np.array_equal(loaded(text).tensor, vectors) for text, vectors in zip(TEXTS, expected, strict=True)
    )


def test_bytes_and_pickle_keep_the_vectors(encoder_nlp, expected):
    model = encoder_nlp.get_pipe("tok2vec").model
    doc = encoder_nlp.make_doc(TEXTS[1])

    for made in (pickle.loads(pickle.dumps(model)), model.copy(), model.copy().from_bytes(model.to_bytes())):
        assert np.array_equal(made.predict([doc])[0], expected[1])


def test_training_without_an_export_says_so(make_nlp):
    with pytest.raises(UsageError, match="Export the encoder"):
        make_nlp(path="nowhere")


def test_kept_vectors_are_those_of_the_encoder(make_nlp, expected):
    nlp = make_nlp(keep=40)

    for _ in range(2):
        assert all(
            np.array_equal(nlp(text).tensor, vectors) for text, vectors in zip(TEXTS, expected, strict=True)
        )


def test_no_more_is_kept_than_asked(encoder_nlp):
    kept, calls = Kept(5), []

    def encode(doc):
        calls.append(doc.text)
        return np.zeros((len(doc), WIDTH))

    for words in (["a", "b", "c"], ["d", "e", "f"], ["a", "b", "c"], ["d", "e", "f"], ["g"], ["g"]):
        kept.get(Doc(encoder_nlp.vocab, words=words), encode)

    assert calls == ["a b c ", "d e f ", "d e f ", "g "]


@pytest.mark.parametrize("frozen", [False, True])
def test_a_listener_learns_and_the_encoder_stays(make_nlp, frozen):
    nlp = make_nlp()
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH}
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    words, tags = ["The", "growth", "said", "."], ["D", "N", "V", "P"]
    examples = [Example.from_dict(Doc(nlp.vocab, words=words), {"tags": tags})]
    optimizer = nlp.initialize(lambda: examples)
    before = nlp.get_pipe("tok2vec").model.to_bytes()
    parts = {"exclude": ["tok2vec"], "annotates": ["tok2vec"]} if frozen else {}

    for _ in range(60):
        nlp.update(examples, sgd=optimizer, **parts)

    assert [token.tag_ for token in nlp(Doc(nlp.vocab, words=words))] == tags
    assert nlp.get_pipe("tok2vec").model.to_bytes() == before
