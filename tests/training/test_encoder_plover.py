"""Cross-validation on PLOVER's records with a miniature of the pretrained encoder."""

import json

import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from pipeline.training.encoder import plover  # noqa: E402
from pipeline.training.encoder.examples import Sentence  # noqa: E402
from tests.training.miniature import save_base  # noqa: E402

VERBS = {"CONSULT": "met", "ASSAULT": "bombed"}
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "iran", "oman", "qatar", "."]


@pytest.fixture
def base(tmp_path):
    return save_base(tmp_path / "base", [*VOCABULARY, *VERBS.values()])


@pytest.fixture
def corpora(tmp_path):
    file = tmp_path / plover.PLOVER
    file.parent.mkdir()
    states = ("Iran", "Oman", "Qatar")
    pairs = [(a, b) for a in states for b in states if a != b]
    records = [
        {"event": kind, "textInfo": {"markup": f"(SRC: {a}) (EVT: {verb}) (TAR: {b}) ."}}
        for kind, verb in VERBS.items()
        for a, b in pairs
    ]
    file.write_text(json.dumps(records), encoding="utf-8")
    return tmp_path


def record(text, *triggers):
    words = tuple(text.split())
    return Sentence(words, {"event": ["CONSULT" if i in triggers else None for i in range(len(words))]})


def clusters(*middles):
    """Four vectors about each middle, a class of their own."""
    around = torch.tensor([[0.1, 0.0], [-0.1, 0.0], [0.0, 0.1], [0.0, -0.1]], dtype=torch.float64)
    vectors = torch.cat([around + torch.tensor(middle, dtype=torch.float64) for middle in middles])
    return vectors, torch.arange(len(middles)).repeat_interleave(4)


def test_records_that_differ_by_their_verb_are_told_apart(corpora, base, tmp_path):
    output = tmp_path / "folds.json"
    options = ["--corpora", str(corpora), "--base", str(base), "--output", str(output), "--folds", "3"]
    result = CliRunner().invoke(plover.main, options)

    assert result.exit_code == 0, result.output
    found = json.loads(output.read_text(encoding="utf-8"))
    assert (found["records"], found["folds"], found["accuracy"]) == (12, 3, 1.0)
    assert found["confusion"] == [["ASSAULT", "ASSAULT", 6], ["CONSULT", "CONSULT", 6]]
    assert set(found["penalties"]) <= set(plover.PENALTIES)


def test_two_runs_find_the_same(corpora, base):
    assert plover.evaluate(corpora, base, 3) == plover.evaluate(corpora, base, 3)


def test_records_of_one_sentence_lie_in_one_fold():
    records = [record("Iran met Oman", 1), record("Oman met Iran", 1), record("Iran met Oman", 2)]
    records += [record("Qatar met Iran", 1), record("Qatar met Oman", 1)]

    assert plover.fold_of(records, 3).tolist() == [0, 1, 0, 2, 0]


def test_a_record_has_the_mean_of_its_triggers_beside_that_of_its_words(base):
    records = [record("Iran met Oman", *triggers) for triggers in ((0,), (1,), (0, 1), (0, 1, 2))]
    found = plover.record_vectors(records, base)
    triggers, sentences = found[:, :16], found[:, 16:]

    assert torch.allclose((triggers[0] + triggers[1]) / 2, triggers[2], atol=1e-6)
    assert not torch.allclose(triggers[0], triggers[1])
    assert torch.allclose(triggers[3], sentences[0], atol=1e-6)


def test_vectors_do_not_depend_on_the_batch(base, monkeypatch):
    records = [record("Iran met Oman", 1), record("Qatar bombed Iran . Oman met Iran", 1)]
    together = plover.record_vectors(records, base)
    monkeypatch.setattr(plover, "_BATCH", 1)

    assert torch.allclose(plover.record_vectors(records, base), together, atol=1e-5)


def test_every_record_gets_a_type_from_the_other_folds():
    vectors, types = clusters((0.0, 0.0), (3.0, 0.0), (0.0, 3.0))
    given, penalties = plover.cross_validate(vectors, types, torch.arange(len(types)) % 4)

    assert given.tolist() == types.tolist()
    assert len(penalties) == 4


def test_nothing_is_learned_or_chosen_from_the_fold_that_is_asked_for(monkeypatch):
    vectors, types = clusters((0.0, 0.0), (3.0, 0.0), (0.0, 3.0))
    folds = torch.arange(len(types)) % 4
    where = {tuple(vector.tolist()): int(fold) for vector, fold in zip(vectors, folds, strict=True)}
    calls = []

    def note(seen, seen_types, asked, penalty):
        learned, wanted = ({where[tuple(vector.tolist())] for vector in some} for some in (seen, asked))
        calls.append((learned, wanted))
        return asked.new_zeros(len(asked), dtype=torch.long)

    monkeypatch.setattr(plover, "learn_and_answer", note)
    plover.cross_validate(vectors, types, folds)

    a_fold = 3 * len(plover.PENALTIES) + 1
    assert len(calls) == 4 * a_fold
    for fold in range(4):
        *choosing, (learned, wanted) = calls[fold * a_fold : (fold + 1) * a_fold]
        assert (learned, wanted) == ({0, 1, 2, 3} - {fold}, {fold})
        assert all(fold not in seen | asked and not seen & asked for seen, asked in choosing)


def test_a_strong_prior_leaves_only_how_often_a_type_is_there():
    vectors, types = clusters((0.0, 0.0), (3.0, 0.0))
    often = torch.tensor([0, 0, 0, 0, 1, 1, 1, 0])
    asked = vectors[4:5]

    assert plover.learn_and_answer(vectors, types, asked, 0.1).tolist() == [1]
    assert plover.learn_and_answer(vectors, often, asked, 1e6).tolist() == [0]


def test_a_column_that_never_varies_does_no_harm():
    vectors, types = clusters((0.0, 0.0), (3.0, 0.0))
    flat = torch.cat([vectors, torch.ones(len(vectors), 1, dtype=torch.float64)], 1)

    assert plover.learn_and_answer(flat, types, flat, 1.0).tolist() == types.tolist()
