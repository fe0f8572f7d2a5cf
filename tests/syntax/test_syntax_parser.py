import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

from pipeline.syntax import BiaffineParser
from pipeline.syntax.gold import gold_sentences

TOY = [
    ("the dog sees a cat .", [1, 2, 2, 4, 2, 2], ["det", "nsubj", "ROOT", "det", "obj", "punct"]),
    ("a cat sleeps .", [1, 2, 2, 2], ["det", "nsubj", "ROOT", "punct"]),
    ("sleep !", [0, 0], ["ROOT", "punct"]),
    ("the big dog sleeps", [2, 2, 3, 3], ["det", "amod", "nsubj", "ROOT"]),
    ("see a big cat !", [0, 3, 3, 0, 0], ["ROOT", "det", "amod", "obj", "punct"]),
]
LABELS = ["amod", "det", "nsubj", "obj", "punct"]


def config(**settings):
    tok2vec = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": 16,
        "depth": 2,
        "embed_size": 200,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": True,
    }
    model = {
        "@architectures": "pipeline.Biaffine.v1",
        "tok2vec": tok2vec,
        "arc_width": 16,
        "label_width": 8,
        "dropout": 0.1,
    }
    return {"model": model, "min_label_freq": 1, **settings}


def doc_of(vocab, words, starts=(0,)):
    spaces = [not word.isspace() for word in words]
    return Doc(
        vocab, words=words, spaces=spaces, sent_starts=[index in starts for index in range(len(words))]
    )


def examples_of(vocab, sentences=TOY):
    for text, heads, deps in sentences:
        reference = Doc(vocab, words=text.split(), heads=heads, deps=deps)
        yield Example(Doc(vocab, words=text.split()), reference)


def make(**settings):
    fix_random_seed(3)
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("pipeline_parser", name="parser", config=config(**settings))
    nlp.initialize(lambda: list(examples_of(nlp.vocab)))
    return nlp, parser


def randomize(parser, seed=1):
    """Make the untrained parser prefer arcs at random."""
    rng = np.random.default_rng(seed)
    for name in parser.model.param_names:
        parser.model.set_param(name, rng.standard_normal(parser.model.get_param(name).shape).astype("f"))


@pytest.fixture(scope="module")
def pair():
    nlp, parser = make()
    randomize(parser)
    return nlp, parser


@pytest.fixture(scope="module")
def trained():
    nlp, parser = make()
    examples = list(examples_of(nlp.vocab))
    optimizer = nlp.create_optimizer()
    optimizer.learn_rate = 0.01
    for _ in range(60):
        nlp.update(examples, sgd=optimizer)
    return nlp, parser


def roots(sentence):
    return [token for token in sentence if token.head == token]


def test_toy_grammar_is_learned(trained):
    nlp, parser = trained
    for text, heads, deps in TOY:
        doc = parser(doc_of(nlp.vocab, text.split()))
        assert [token.head.i for token in doc] == heads
        assert [token.dep_ for token in doc] == deps


def test_several_sentences_of_a_document_are_parsed_each_for_itself(trained):
    nlp, parser = trained
    doc = parser(doc_of(nlp.vocab, [*TOY[1][0].split(), *TOY[0][0].split()], starts=(0, 4)))

    assert [(root.text, root.i) for sentence in doc.sents for root in roots(sentence)] == [
        ("sleeps", 2),
        ("sees", 6),
    ]


def test_labels_are_those_of_the_examples_without_root():
    assert make()[1].labels == tuple(LABELS)


def test_rare_labels_are_not_learned():
    assert make(min_label_freq=3)[1].labels == ("det", "nsubj", "punct")


def test_labels_can_be_given_in_their_order():
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("pipeline_parser", config=config())
    parser.initialize(lambda: list(examples_of(nlp.vocab)), nlp=nlp, labels=["punct", "det"])

    assert parser.labels == parser.label_data == ("punct", "det")
    assert parser.model.get_dim("nO") == 2


def test_initializing_without_trees_is_refused():
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("pipeline_parser", config=config())
    words = ["no", "trees"]

    with pytest.raises(ValueError, match="label"):
        parser.initialize(lambda: [Example(Doc(nlp.vocab, words=words), Doc(nlp.vocab, words=words))])


def test_rare_labels_still_teach_their_heads():
    nlp, parser = make(min_label_freq=3)
    gold = gold_sentences(next(examples_of(nlp.vocab)), {label: i for i, label in enumerate(parser.labels)})[
        0
    ]

    assert gold.heads.tolist() == [2, 3, 0, 5, 3, 3]
    assert gold.labels.tolist() == [0, 1, -1, 0, -1, 2]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["the", "dog", "sees", ".", " ", "\n\n"]), max_size=25), st.data())
def test_every_sentence_has_one_root_and_stays_as_it_was(pair, words, data):
    nlp, parser = pair
    starts = {0, *data.draw(st.lists(st.integers(0, max(0, len(words) - 1)), max_size=4))}
    doc = doc_of(nlp.vocab, words, starts)
    before = [(sentence.start, sentence.end) for sentence in doc.sents]
    parser(doc)

    assert [(sentence.start, sentence.end) for sentence in doc.sents] == before
    for sentence in doc.sents:
        assert len(roots(sentence)) == 1
        for token in sentence:
            assert token.head in sentence
            assert (token.head == token) == (token.dep_ == "ROOT")
            assert token.head == token or token in token.head.children


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["the", "dog", "sees", "."]), min_size=1, max_size=20), st.data())
def test_whitespace_changes_no_tree(pair, words, data):
    # The CNN sees whitespace, so the vectors are given: whitespace must not take part in the parse.
    nlp, parser = pair
    gaps = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=4)), reverse=True)
    spaced = list(words)
    for gap in gaps:
        spaced.insert(gap, "\n")
    vectors = np.random.default_rng(len(words)).standard_normal((len(words), 16)).astype("f")
    real = np.array([not word.isspace() for word in spaced])
    with_gaps = np.zeros((len(spaced), 16), dtype="f")
    with_gaps[real] = vectors

    assert heads_of_words(parser, nlp, spaced, with_gaps) == heads_of_words(parser, nlp, words, vectors)


def heads_of_words(parser, nlp, words, vectors):
    scorer = parser.model
    tok2vec = scorer.get_ref("tok2vec")
    kept = tok2vec._func
    tok2vec._func = lambda model, docs, is_train: ([vectors], lambda _: [])
    try:
        doc = parser(doc_of(nlp.vocab, words))
    finally:
        tok2vec._func = kept
    number = {token.i: index for index, token in enumerate(token for token in doc if not token.is_space)}
    return [(number[token.head.i], token.dep_) for token in doc if not token.is_space]


def test_whitespace_hangs_on_the_word_before_it(pair):
    nlp, parser = pair
    doc = parser(doc_of(nlp.vocab, ["\n", "dogs", " ", "\n", "bark", "\n"]))

    assert [(token.i, token.head.i, token.dep_) for token in doc if token.is_space] == [
        (0, 1, "dep"),
        (2, 1, "dep"),
        (3, 1, "dep"),
        (5, 4, "dep"),
    ]


def test_whitespace_alone_has_its_first_token_as_root(pair):
    nlp, parser = pair
    doc = parser(doc_of(nlp.vocab, [" ", "\n", "\t"]))

    assert [(token.head.i, token.dep_) for token in doc] == [(0, "ROOT"), (0, "dep"), (0, "dep")]


def test_empty_document_stays_empty(pair):
    nlp, parser = pair

    assert len(parser(Doc(nlp.vocab))) == 0
    assert [len(doc) for doc in parser.pipe([Doc(nlp.vocab), doc_of(nlp.vocab, ["go"]), Doc(nlp.vocab)])] == [
        0,
        1,
        0,
    ]


@pytest.mark.parametrize("starts", [(0,), ()])
def test_one_word_is_the_root(pair, starts):
    nlp, parser = pair
    doc = parser(doc_of(nlp.vocab, ["Go"], starts))

    assert (doc[0].head.i, doc[0].dep_) == (0, "ROOT")


def test_document_without_sentences_is_refused(pair):
    nlp, parser = pair

    with pytest.raises(ValueError, match="senter"):
        parser(Doc(nlp.vocab, words=["two", "words"]))


def test_long_sentence_is_parsed_in_blocks_under_one_root():
    nlp, parser = make(max_words=7)
    randomize(parser)
    doc = parser(doc_of(nlp.vocab, ["dog", "sees", "\n", "cat"] * 6))
    (root,) = roots(doc)
    words = [token for token in doc if not token.is_space]
    blocks = [words[start : start + 7] for start in range(0, len(words), 7)]

    assert root in blocks[0]
    for block in blocks[1:]:
        outside = [token for token in block if token.head not in block]
        assert [(token.head, token.dep_) for token in outside] == [(root, "dep")]


def test_sentence_of_2000_words_is_one_tree(pair):
    nlp, parser = pair
    doc = parser(doc_of(nlp.vocab, ["dog"] * 2000))

    assert len(roots(doc)) == 1
    assert len(list(doc.sents)) == 1


def test_parse_does_not_depend_on_the_batch(pair):
    nlp, parser = pair
    texts = [text.split() for text, _, _ in TOY]
    together = list(parser.pipe([doc_of(nlp.vocab, words) for words in texts]))

    for words, doc in zip(texts, together, strict=True):
        alone = parser(doc_of(nlp.vocab, words))
        assert [(t.head.i, t.dep_) for t in alone] == [(t.head.i, t.dep_) for t in doc]


def test_parser_is_the_same_from_disk(trained, tmp_path):
    nlp, parser = trained
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path).get_pipe("parser")

    assert isinstance(loaded, BiaffineParser)
    assert loaded.labels == parser.labels
    for text, _, _ in TOY:
        words = text.split()
        ours, theirs = parser(doc_of(nlp.vocab, words)), loaded(doc_of(loaded.vocab, words))
        assert [(t.head.i, t.dep_) for t in ours] == [(t.head.i, t.dep_) for t in theirs]


def test_parser_is_the_same_from_bytes(trained):
    _, parser = trained
    copy = spacy.blank("en").add_pipe("pipeline_parser", config=config())
    copy.from_bytes(parser.to_bytes())

    doc = copy(doc_of(copy.vocab, TOY[0][0].split()))
    assert [token.head.i for token in doc] == TOY[0][1]


def test_scores_are_those_of_spacy(trained):
    nlp, parser = trained
    examples = list(examples_of(nlp.vocab))
    for example in examples:
        example.predicted = parser(doc_of(nlp.vocab, [token.text for token in example.reference]))

    scores = parser.score(examples)
    assert scores["dep_uas"] == scores["dep_las"] == 1.0


def test_gold_heads_follow_another_tokenisation():
    vocab = spacy.blank("en").vocab
    reference = Doc(
        vocab,
        words=["do", "n't", "go", "home", "Now", "!"],
        spaces=[False, True, True, True, False, False],
        heads=[2, 2, 2, 2, 4, 4],
        deps=["aux", "advmod", "ROOT", "advmod", "ROOT", "punct"],
    )
    predicted = Doc(vocab, words=["don't", "go", "home", "Now", "!"], spaces=[True, True, True, False, False])
    first, second = gold_sentences(Example(predicted, reference), {"aux": 0, "advmod": 1, "punct": 2})

    assert first.words.tolist() == [0, 1, 2]
    assert first.heads.tolist() == [-1, 0, 2]
    assert first.labels.tolist() == [-1, -1, 1]
    assert second.words.tolist() == [3, 4]
    assert second.heads.tolist() == [0, 1]


def test_gold_sentences_skip_whitespace():
    vocab = spacy.blank("en").vocab
    words = ["Dogs", "bark", "\n\n", "loudly"]
    reference = Doc(vocab, words=words, heads=[1, 1, 1, 1], deps=["nsubj", "ROOT", "dep", "advmod"])
    (gold,) = gold_sentences(Example(Doc(vocab, words=words), reference), {"nsubj": 0, "advmod": 1})

    assert gold.words.tolist() == [0, 1, 3]
    assert gold.heads.tolist() == [2, 0, 2]


def test_missing_annotation_is_unknown():
    vocab = spacy.blank("en").vocab
    words = ["no", "trees", "here"]
    (gold,) = gold_sentences(Example(Doc(vocab, words=words), Doc(vocab, words=words)), {"nsubj": 0})

    assert gold.heads.tolist() == gold.labels.tolist() == [-1, -1, -1]


def test_update_on_empty_documents_changes_nothing(pair):
    nlp, parser = pair
    empty = Example(Doc(nlp.vocab), Doc(nlp.vocab))

    assert parser.update([empty]) == {"parser": 0.0}


def test_loss_of_a_diverged_model_is_refused():
    nlp, parser = make()
    parser.model.set_param("arc_root", np.full_like(parser.model.get_param("arc_root"), np.nan))

    with pytest.raises(ValueError, match="learning rate"):
        parser.update(list(examples_of(nlp.vocab)))


def test_weights_trained_elsewhere_can_be_started_from(tmp_path):
    arc, label, width, relations = 16, 8, 16, ["punct", "nsubj", "det"]
    shapes = {
        "arc_dep_W": (arc, width),
        "arc_dep_b": (arc,),
        "arc_head_W": (arc, width),
        "arc_head_b": (arc,),
        "arc_root": (arc,),
        "arc_U": (arc + 1, arc),
        "label_dep_W": (label, width),
        "label_dep_b": (label,),
        "label_head_W": (label, width),
        "label_head_b": (label,),
        "label_U": (len(relations), label + 1, label + 1),
    }
    rng = np.random.default_rng(7)
    weights = {name: rng.standard_normal(shape).astype("f") for name, shape in shapes.items()}
    np.savez(tmp_path / "parser.npz", labels=np.array(relations), **weights)

    fresh = spacy.blank("en")
    started = fresh.add_pipe("pipeline_parser", name="parser", config=config())
    file = str(tmp_path / "parser.npz")
    started.initialize(lambda: list(examples_of(fresh.vocab)), nlp=fresh, weights=file)

    assert started.labels == tuple(relations)
    np.testing.assert_array_equal(started.model.get_param("arc_U"), weights["arc_U"])
    doc = started(doc_of(fresh.vocab, ["the", "dog", "chased", "a", "cat", "."]))
    assert {token.dep_ for token in doc} <= {"ROOT", *relations}
