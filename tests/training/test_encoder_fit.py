"""Training the encoder on a miniature: masked labels cost nothing, padding does not count, killed runs go on.

PyTorch is needed for training alone (extra ``train``); without it these tests are skipped.
"""

import random

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from pipeline.encoder.wordpieces import WordPieces  # noqa: E402
from pipeline.training.encoder import fit as fitting  # noqa: E402
from pipeline.training.encoder.batches import MAX_PIECES, Batcher  # noqa: E402
from pipeline.training.encoder.examples import LabelSets, Names, Sentence, Tree, Window  # noqa: E402
from pipeline.training.encoder.losses import measure, total  # noqa: E402
from pipeline.training.encoder.model import Encoder, MultiTask  # noqa: E402

VOCABULARY = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "iran", "held", "talks", "with", "##out",
    ".", "a", "##b",
]  # fmt: skip

SENTENCE = Sentence(
    ("Iran", "held", "talks", "."),
    {"pos": ["PROPN", "VERB", "NOUN", "PUNCT"], "event": [None, "CONSULT", None, None]},
    Tree((1, -1, 1, 1), ("nsubj", "ROOT", "obj", "punct")),
    Names(("B-GPE", "O", "O", "O"), frozenset(("EVENT", "PRODUCT"))),
    new_paragraph=True,
)
LABELS = LabelSets(
    {"pos": ("NOUN", "PROPN", "PUNCT", "VERB"), "tag": ("NN",), "morph": ("",), "event": ("CONSULT", "O")},
    ("O", "B-GPE", "I-GPE", "B-EVENT", "I-EVENT", "B-PRODUCT", "I-PRODUCT"),
    ("nsubj", "obj", "punct"),
)


def small_model() -> MultiTask:
    torch.manual_seed(1)
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
    )
    return MultiTask(Encoder(transformers.BertModel(config, add_pooling_layer=False)), LABELS)


@pytest.fixture
def batcher() -> Batcher:
    return Batcher(WordPieces(VOCABULARY), LABELS)


def test_every_piece_of_a_batch_belongs_to_one_word(batcher):
    batch = batcher([Window((SENTENCE,)), Window((Sentence(("ab", "talks", "without")), SENTENCE))])
    assert batch.ids.shape == batch.cases.shape == batch.mask.shape
    # ab, talks, without are five pieces; then a break and the sentence.
    assert batch.lengths.tolist() == [1, 1, 1, 1, 2, 1, 2, 1, 1, 1, 1, 1]
    assert batch.word_of.bincount().tolist() == batch.lengths.int().tolist()
    assert batch.mask.sum() == len(batch.real) + 2 * 2
    assert batch.ids.flatten()[batch.real[:4]].tolist() == [6, 7, 8, 11]


def test_open_types_and_unknown_words_may_be_anything_they_are_not_told_apart_from(batcher):
    names = Names(("B-GPE", "O", "?", "O"), frozenset(("EVENT",)))
    allowed = batcher([Window((Sentence(SENTENCE.words, names=names),))]).allowed
    assert allowed[0].tolist() == [False, True, False, False, False, False, False]
    assert allowed[1].tolist() == [True, False, False, True, True, False, False]
    assert allowed[2].all()


def test_a_batch_without_labels_of_a_task_has_no_loss_of_it(batcher):
    model = small_model()
    tasks = {"pos", "event", "start", "names", "arcs", "deps"}
    assert set(measure(model, batcher([Window((SENTENCE,))]))) == tasks
    assert set(measure(model, batcher([Window((Sentence(("talks",), whole=False),))]))) == set()
    only = Sentence(("Iran", "."), {"event": [None, None]}, whole=False)
    assert measure(model, batcher([Window((only,))])) == {}


def test_padding_changes_no_loss(batcher):
    model = small_model().eval()
    alone = measure(model, batcher([Window((SENTENCE,))]))
    silent = Sentence(("a",) * 30, whole=False)
    beside = measure(model, batcher([Window((SENTENCE,)), Window((silent,))]))
    assert set(alone) == set(beside)
    for task, (loss, right, count) in alone.items():
        assert torch.allclose(loss, beside[task][0], atol=1e-5), task
        assert (right, count) == beside[task][1:]


def test_all_heads_learn_one_sentence_by_heart(batcher):
    model = small_model()
    batch = batcher([Window((SENTENCE,))])
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(150):
        total(measure(model, batch)).backward()
        optimizer.step()
        optimizer.zero_grad()
    assert all(right == count for _, right, count in measure(model.eval(), batch).values())


def test_an_overlong_window_keeps_a_piece_of_every_word(batcher):
    window = Window((Sentence(("without",) * (MAX_PIECES - 10)),))
    batch = batcher([window])
    assert len(batch.lengths) == MAX_PIECES - 10
    assert len(batch.real) == MAX_PIECES


def test_windows_of_like_length_come_together_and_none_is_lost(batcher):
    windows = [Window((Sentence(("a",) * size),)) for size in (3, 50, 4, 48, 5, 3)]
    plan = batcher.plan(windows, 110, random.Random(0))
    assert sorted(index for batch in plan for index in batch) == list(range(6))
    assert {frozenset(batch) for batch in plan} == {frozenset((0, 2, 4, 5)), frozenset((1, 3))}


def test_a_killed_run_ends_with_the_weights_of_an_undisturbed_one(tmp_path, batcher):
    windows = [Window((SENTENCE,))] * 12
    plan = [[index, index + 1] for index in range(0, 12, 2)]
    settings = fitting.Settings(checkpoint_seconds=0.0)

    def run(folder, steps):
        folder.mkdir(exist_ok=True)
        torch.manual_seed(5)
        model = small_model()
        trainer = fitting._Run(model, batcher, windows, plan, folder / "checkpoint.pt", settings)
        if steps is not None:
            save, saved = trainer._save, []

            def save_and_stop(step):
                save(step)
                saved.append(step)
                if len(saved) == steps:
                    raise KeyboardInterrupt

            trainer._save = save_and_stop
        trainer.go()
        return model

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "killed", 3)
    resumed = run(tmp_path / "killed", None)
    whole = run(tmp_path / "whole", None)
    for name, weight in whole.state_dict().items():
        assert torch.equal(weight, resumed.state_dict()[name]), name
