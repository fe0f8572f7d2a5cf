"""The fingerprint changes with whatever a result depends on, and with nothing else."""

import os

import pytest

from pipeline.cache import fingerprint


@pytest.fixture
def folders(tmp_path):
    model, lexicons = tmp_path / "model", tmp_path / "lexicons"
    (model / "ner").mkdir(parents=True)
    lexicons.mkdir()
    (model / "config.cfg").write_text("[nlp]")
    (model / "ner" / "weights").write_bytes(b"\x00\x01")
    (lexicons / "units.csv").write_text("unit\nfurlong\n")
    return model, lexicons


@pytest.mark.parametrize(
    "change",
    [
        lambda model, _: (model / "ner" / "weights").write_bytes(b"\x00\x02"),
        lambda model, _: (model / "new").write_bytes(b""),
        lambda model, _: (model / "ner" / "weights").unlink(),
        lambda model, _: (model / "config.cfg").rename(model / "settings.cfg"),
        lambda _, lexicons: (lexicons / "units.csv").write_text("unit\nfathom\n"),
        lambda _, lexicons: (lexicons / "triggers.csv").write_text("word\n"),
    ],
    ids=["model byte", "model file", "model file gone", "model file renamed", "lexicon entry", "lexicon"],
)
def test_another_model_or_lexicon_is_another_state(change, folders):
    before = fingerprint(*folders)
    change(*folders)

    assert fingerprint(*folders) != before


def test_times_of_files_do_not_matter(folders):
    model, lexicons = folders
    before = fingerprint(model, lexicons)
    os.utime(model / "config.cfg", (0, 0))

    assert fingerprint(model, lexicons) == before
    assert fingerprint(model, None) != before


def test_code_and_lexicons_of_the_package_count(folders, tmp_path, monkeypatch):
    package = tmp_path / "package"
    (package / "data").mkdir(parents=True)
    (package / "rules.py").write_text("A = 1\n")
    (package / "data" / "words.csv").write_text("word\n")
    monkeypatch.setattr("pipeline.cache.versions.resources.files", lambda _: package)
    states = [fingerprint(*folders)]
    for name, content in (("rules.py", "A = 2\n"), ("data/words.csv", "word\nnew\n"), ("more.py", "")):
        (package / name).write_text(content)
        states.append(fingerprint(*folders))
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "rules.py").write_text("compiled")

    assert len(set(states)) == 4
    assert fingerprint(*folders) == states[-1]


def test_versions_of_libraries_count(folders, monkeypatch):
    before = fingerprint(*folders)
    monkeypatch.setattr("pipeline.cache.versions._versions", lambda *_: ["spacy 99"])

    assert fingerprint(*folders) != before
