"""The floors under scores, which only rise."""

import importlib
import importlib.util
import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
SCORES = {
    "Tiny treebank": {"Words": 99.0, "LAS": 87.0},
    "Tiny names": {"all": {"F1": 60.0, "P": 60.0, "R": 60.0, "gold": 5}},
}


@pytest.fixture(scope="module")
def floors():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield importlib.import_module("floors")


@pytest.fixture
def gate(floors, monkeypatch, tmp_path):
    """The script with scores and floors of its own; returns its exit code and keeps its floors file."""
    monkeypatch.syspath_prepend(str(BENCH))
    spec = importlib.util.spec_from_file_location("bench_model", BENCH / "model.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    monkeypatch.setattr(script, "FLOORS", tmp_path / "model_floors.json")
    monkeypatch.setattr(script.spacy, "load", lambda path: path)
    monkeypatch.setattr(script, "report", lambda scores: "")

    def run(scores, *arguments):
        monkeypatch.setattr(script, "evaluate_quality", lambda nlp, corpora: scores)
        monkeypatch.setattr(sys, "argv", ["model.py", "--shared", str(tmp_path), *arguments])
        return script.main()

    run.floors = script.FLOORS
    return run


def test_a_score_below_its_floor_or_missing_is_named(floors):
    lines = floors.below("en_news", {"a": 1.0, "b": 2.0}, {"a": 1.5, "b": 2.0, "c": 0.1}, 0.0)
    assert [line.split(" is ")[0] for line in lines] == ["en_news: a", "en_news: c"]


@pytest.mark.parametrize(("score", "fails"), [(86.8, False), (86.7, True)])
def test_the_tolerance_is_respected(floors, score, fails):
    assert bool(floors.below("en_news", {"LAS": score}, {"LAS": 87.0}, 0.25)) == fails


def test_floors_only_rise(floors):
    assert floors.raised({"a": 2.0, "b": 1.0, "new": 3.0}, {"a": 1.0, "b": 1.5, "gone": 4.0}) == {
        "a": 2.0,
        "b": 1.5,
        "gone": 4.0,
        "new": 3.0,
    }


def test_floors_are_read_as_they_were_written(floors, tmp_path):
    path = tmp_path / "floors.json"
    assert floors.read_floors(path) == {}
    floors.write_floors(path, {"x": {"a": 1.5}})
    assert floors.read_floors(path) == {"x": {"a": 1.5}}


def test_the_gate_passes_fails_and_raises(gate, capsys):
    assert gate(SCORES) == 1
    assert "holds no floors" in capsys.readouterr().err
    assert gate(SCORES, "--update") == 0
    assert json.loads(gate.floors.read_text()) == {
        "en_news": {"Tiny names.all": 60.0, "Tiny treebank.LAS": 87.0, "Tiny treebank.Words": 99.0}
    }
    assert gate(SCORES) == 0
    worse = SCORES | {"Tiny treebank": {"Words": 99.0, "LAS": 80.0}}
    assert gate(worse, "--update") == 1
    assert "Tiny treebank.LAS is 80.0000, below its floor 87.0000" in capsys.readouterr().err
    assert json.loads(gate.floors.read_text())["en_news"]["Tiny treebank.LAS"] == 87.0


def test_the_committed_floors_are_percentages(floors):
    for sets in floors.read_floors(BENCH / "model_floors.json").values():
        assert sets
        assert all(0 <= floor <= 100 for floor in sets.values())
