"""Scoring articles with encoders that have not seen them, on a miniature."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from pipeline.training.encoder import folds  # noqa: E402

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "iran", "met", "oman", "."]
TEXT = "Iran met Oman.\n\nOman met Iran."
TRIGGERS = (5, 21)


@pytest.fixture
def base(tmp_path):
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    torch.manual_seed(1)
    folder = tmp_path / "base"
    transformers.BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("".join(f"{piece}\n" for piece in VOCABULARY), encoding="utf-8")
    return folder


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        events = [{"start": start, "end": start + 3, "type": "CONSULT"} for start in TRIGGERS]
        (folder / f"{name}.json").write_text(json.dumps({"events": events}), encoding="utf-8")
    return folder


@pytest.fixture
def corpora(tmp_path):
    file = tmp_path / folds.PLOVER
    file.parent.mkdir()
    record = {"event": "CONSULT", "textInfo": {"markup": "(SRC: Iran) (EVT: met) (TAR: Oman) ."}}
    file.write_text(json.dumps([record]), encoding="utf-8")
    return tmp_path


def test_each_article_is_scored_by_an_encoder_that_has_not_seen_it(
    gold, corpora, base, tmp_path, monkeypatch
):
    seen = []
    learn = folds.learn

    def note(found, *args):
        seen.append({corpus.name: len(corpus.documents) for corpus in found})
        return learn(found, *args)

    monkeypatch.setattr(folds, "learn", note)
    folds.score_folds(gold, corpora, base, tmp_path / "scores", 3)
    assert seen == [{"plover": 1, "gold": 2}] * 3
    assert sorted(path.stem for path in (tmp_path / "scores").glob("*.npz")) == ["a", "b", "c"]


def test_every_word_has_log_probabilities_at_its_raw_offset(gold, corpora, base, tmp_path):
    folds.score_folds(gold, corpora, base, tmp_path / "scores", 3)
    with np.load(tmp_path / "scores" / "a.npz") as arrays:
        words = [TEXT[start:].split()[0].rstrip(".") or "." for start in arrays["starts"]]
        sums = np.exp(arrays["scores"]).sum(1)
        types = list(arrays["types"])
    assert words == ["Iran", "met", "Oman", ".", "Oman", "met", "Iran", "."]
    assert sums == pytest.approx(1.0, abs=1e-4)
    assert types == ["CONSULT", "O"]


def test_finished_folds_are_not_made_again(gold, corpora, base, tmp_path, monkeypatch):
    folds.score_folds(gold, corpora, base, tmp_path / "scores", 3)
    monkeypatch.setattr(folds, "learn", lambda *_: pytest.fail("a finished fold was learned again"))
    folds.score_folds(gold, corpora, base, tmp_path / "scores", 3)
