"""Scoring articles with encoders that have not seen them, on a miniature."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from pipeline.training.encoder import folds  # noqa: E402
from tests.training.miniature import save_base  # noqa: E402

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "iran", "met", "oman", "."]
TEXT = "Iran met Oman.\n\nOman met Iran."
TRIGGERS = (5, 21)


@pytest.fixture
def base(tmp_path):
    return save_base(tmp_path / "base", VOCABULARY)


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


def test_only_the_fold_that_is_missing_is_made_again(gold, corpora, base, tmp_path, monkeypatch):
    scores = tmp_path / "scores"
    folds.score_folds(gold, corpora, base, scores, 3)
    before = {path.name: path.read_bytes() for path in scores.glob("*.npz")}
    (scores / "b.npz").unlink()
    learned = []
    learn = folds.learn
    monkeypatch.setattr(folds, "learn", lambda *args: learned.append(args[4].name) or learn(*args))
    folds.score_folds(gold, corpora, base, scores, 3)
    assert learned == ["fold-1.pt"]
    assert {path.name: path.read_bytes() for path in scores.glob("*.npz")}.keys() == before.keys()
