import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

from pipeline.syntax import build_biaffine, set_weights
from pipeline.syntax.biaffine import Batch
from pipeline.syntax.gold import GoldSentence, loss_of

WIDTH, ARC, LABEL, RELATIONS = 5, 4, 3, 3
SHAPES = {
    "arc_dep_W": (ARC, WIDTH),
    "arc_dep_b": (ARC,),
    "arc_head_W": (ARC, WIDTH),
    "arc_head_b": (ARC,),
    "arc_root": (ARC,),
    "arc_U": (ARC + 1, ARC),
    "label_dep_W": (LABEL, WIDTH),
    "label_dep_b": (LABEL,),
    "label_head_W": (LABEL, WIDTH),
    "label_head_b": (LABEL,),
    "label_U": (RELATIONS, LABEL + 1, LABEL + 1),
}
SENTENCES = [(0, np.array([0, 1, 3, 4])), (1, np.array([1, 2]))]
GOLD = [
    GoldSentence(SENTENCES[0][1], np.array([2, 0, -1, 2]), np.array([1, -1, 2, -1])),
    GoldSentence(SENTENCES[1][1], np.array([0, 1]), np.array([-1, 0])),
]


@pytest.fixture
def rng():
    return np.random.default_rng(7)


@pytest.fixture
def docs():
    vocab = Vocab()
    return [Doc(vocab, words=["w"] * 5), Doc(vocab, words=["w"] * 3)]


@pytest.fixture
def vectors(rng):
    return [rng.standard_normal((size, WIDTH)).astype("f") for size in (5, 3)]


@pytest.fixture
def received():
    return []


@pytest.fixture
def weights(rng):
    return {name: rng.standard_normal(shape).astype("f") for name, shape in SHAPES.items()}


@pytest.fixture
def model(vectors, received, docs, weights):
    def forward(_, docs, is_train):
        return vectors, received.append

    fixed = Model("fixed", forward, dims={"nO": WIDTH})
    model = build_biaffine(fixed, arc_width=ARC, label_width=LABEL, dropout=0.0, nO=RELATIONS)
    model.initialize(X=Batch(docs, []))
    set_weights(model, weights)
    return model


def batch(docs, heads=True):
    return Batch(docs, SENTENCES, [gold.heads for gold in GOLD] if heads else None)


def by_the_formulas(x, heads, w):
    def hidden(layer):
        z = x @ w[f"{layer}_W"].T + w[f"{layer}_b"]
        return np.maximum(z, 0.1 * z)

    def with_one(vector):
        return np.append(vector, 1)

    candidates = [w["arc_root"], *hidden("arc_head")]
    arcs = [[with_one(d) @ w["arc_U"] @ h for h in candidates] for d in hidden("arc_dep")]
    label_dep, label_head = hidden("label_dep"), hidden("label_head")
    labels = {
        word: [with_one(label_dep[word]) @ u @ with_one(label_head[head - 1]) for u in w["label_U"]]
        for word, head in enumerate(heads)
        if head > 0
    }
    return np.array(arcs), labels


@pytest.mark.parametrize("is_train", [True, False])
def test_scores_are_those_of_the_documented_formulas(model, docs, vectors, weights, is_train):
    scores, _ = model(batch(docs), is_train=is_train)

    for (doc, words), gold, of_sentence in zip(SENTENCES, GOLD, scores, strict=True):
        arcs, labels = by_the_formulas(vectors[doc][words], gold.heads, weights)
        np.fill_diagonal(arcs[:, 1:], -np.inf)
        np.testing.assert_allclose(of_sentence.arcs, arcs, rtol=1e-4, atol=1e-4)
        assert labels
        for word, expected in labels.items():
            np.testing.assert_allclose(of_sentence.labels[word], expected, rtol=1e-4, atol=1e-4)


def differences(array, loss, step=1e-2):
    slopes = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + step
        above = loss()
        array[index] = kept - step
        slopes[index] = (above - loss()) / (2 * step)
        array[index] = kept
    return slopes


@pytest.mark.parametrize("name", ["hidden_W", "hidden_b", "arc_root", "arc_U", "label_U"])
def test_gradient_of_weights_is_the_slope_of_the_loss(model, docs, name):
    scores, backprop = model.begin_update(batch(docs))
    backprop(loss_of(GOLD, scores)[1])
    slopes = differences(model.get_param(name), lambda: loss_of(GOLD, model.begin_update(batch(docs))[0])[0])

    assert np.abs(slopes).max() > 0.1
    np.testing.assert_allclose(model.get_grad(name), slopes, atol=1e-3)


def test_gradient_of_vectors_is_the_slope_of_the_loss(model, docs, vectors, received):
    scores, backprop = model.begin_update(batch(docs))
    backprop(loss_of(GOLD, scores)[1])

    for of_doc, gradient in zip(vectors, received[0], strict=True):
        slopes = differences(of_doc, lambda: loss_of(GOLD, model.begin_update(batch(docs))[0])[0])
        assert np.abs(slopes).max() > 0.1
        np.testing.assert_allclose(gradient, slopes, atol=1e-3)


def test_unknown_heads_and_relations_cost_nothing(model, docs):
    unknown = np.full(4, -1)
    gold = [GoldSentence(SENTENCES[0][1], unknown, unknown), GOLD[1]]
    scores, _ = model.begin_update(Batch(docs, SENTENCES, [of.heads for of in gold]))
    _, gradients = loss_of(gold, scores)

    assert not gradients[0].arcs.any() and not gradients[0].labels.any()
    assert gradients[1].arcs.any() and gradients[1].labels.any()


def test_neighbours_do_not_change_a_sentence(model, docs):
    together = model.predict(batch(docs, heads=False))

    for sentence, scores in zip(SENTENCES, together, strict=True):
        alone = model.predict(Batch(docs, [sentence]))[0]
        assert np.array_equal(alone.arcs, scores.arcs)
        assert np.array_equal(alone.labels, scores.labels)
        assert np.array_equal(alone.heads, scores.heads)


def test_dropout_is_for_training_only(model, docs):
    model.attrs["dropout"] = 0.5
    plain = model.predict(batch(docs))[0].arcs

    assert np.array_equal(model.predict(batch(docs))[0].arcs, plain)
    assert not np.array_equal(model.begin_update(batch(docs))[0][0].arcs, plain)


def test_gradient_with_dropout_is_zero_where_the_input_is_dropped(model, docs, received):
    model.attrs["dropout"] = 0.5
    scores, backprop = model.begin_update(batch(docs))
    backprop(loss_of(GOLD, scores)[1])

    of_words = received[0][0][SENTENCES[0][1]]
    assert 0 < np.count_nonzero(of_words) < of_words.size


def test_no_sentences_have_no_gradient(model, docs, received):
    scores, backprop = model.begin_update(Batch(docs, [], []))
    backprop(scores)

    assert scores == []
    assert [gradient.any() for gradient in received[0]] == [False, False]


def test_missing_weight_is_named(model, weights):
    del weights["arc_root"]

    with pytest.raises(ValueError, match="arc_root"):
        set_weights(model, weights)


def test_unknown_weight_is_named(model, weights):
    with pytest.raises(ValueError, match="extra"):
        set_weights(model, weights | {"extra": np.zeros(1, dtype="f")})


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_weight_of_another_shape_is_named(model, weights, name):
    with pytest.raises(ValueError, match=name):
        set_weights(model, weights | {name: np.zeros((9, 9), dtype="f")})
