"""A run after a run: it processes what changed and gives the tables of a full run, byte for byte."""

import shutil
import sqlite3
import subprocess
import sys

import pytest

from pipeline.cache import CACHE
from pipeline.runner import run
from tests.conftest import SEEDS

STORIES = {
    "floods": "Floods in northern Thailand killed 12 people on Monday. Vietnam sent two planes with food.",
    "tariffs": "India imposed a 20% tariff on Chinese steel on Friday. Beijing condemned the decision.",
    "visit": "Narendra Modi will visit China on 31 August. He last met Xi Jinping in October.",
}


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in STORIES.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    (articles / "metadata.csv").write_text("doc_id,published\ntariffs,2025-08-18\n", encoding="utf-8")
    return articles


@pytest.fixture
def loaded(monkeypatch, nlp):
    """Runs that take the model of all tests instead of loading their own."""
    monkeypatch.setattr("pipeline.articles.load", lambda *_, **__: nlp)


def tables_in(folder):
    # DuckDB's own file format is not byte-stable; its rows are the Parquet rows.
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name != CACHE and path.suffix != ".duckdb"
    }


def add(folder):
    (folder / "afterwards.txt").write_text(
        "China condemned a 20% tariff of India on steel.", encoding="utf-8"
    )


def change_text(folder):
    (folder / "visit.txt").write_text("Narendra Modi arrived in China on Sunday.", encoding="utf-8")


def change_metadata(folder):
    (folder / "metadata.csv").write_text("doc_id,published\ntariffs,2024-01-31\n", encoding="utf-8")


def repeat_another(folder):
    (folder / "floods.md").write_text("# Rain\n\n" + STORIES["tariffs"], encoding="utf-8")
    (folder / "floods.txt").unlink()


def remove(folder):
    (folder / "tariffs.txt").unlink()


def rename(folder):
    (folder / "visit.txt").rename(folder / "a_visit.txt")


def add_one_that_cannot_be_read(folder):
    (folder / "picture.txt").write_bytes(b"\x89PNG\x00")


@pytest.mark.parametrize(
    ("change", "n_reused"),
    [
        (lambda _: None, 3),
        (add, 3),
        (change_text, 2),
        (change_metadata, 2),
        (repeat_another, 2),
        (remove, 2),
        (rename, 2),
        (add_one_that_cannot_be_read, 3),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_second_run_gives_the_tables_of_a_full_run(change, n_reused, folder, tmp_path, loaded):
    run(folder, tmp_path / "tables")
    change(folder)
    again = run(folder, tmp_path / "tables")
    full = run(folder, tmp_path / "full")

    assert (again.n_reused, full.n_reused) == (n_reused, 0)
    assert tables_in(tmp_path / "tables") == tables_in(tmp_path / "full")
    assert (again.set_aside, again.problems) == (full.set_aside, full.problems)


def test_nothing_is_loaded_where_nothing_changed(folder, tmp_path, loaded, monkeypatch):
    run(folder, tmp_path)
    monkeypatch.setattr("pipeline.articles.load", None)

    assert run(folder, tmp_path).n_reused == 3


def test_spacy_is_not_imported_where_nothing_changed(folder, tmp_path, loaded):
    run(folder, tmp_path / "tables")
    code = (
        "import sys; from pipeline.runner import run; "
        f"print(run({str(folder)!r}, {str(tmp_path / 'tables')!r}).n_reused, 'spacy' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )

    assert found.stdout.split() == ["3", "False"]


def test_tables_are_read_when_asked_for(folder, tmp_path, loaded):
    finished = run(folder, tmp_path / "tables")

    assert {name: len(frame) for name, frame in finished.tables.items()} == {
        name: finished.rows[name] for name in finished.tables
    }
    assert finished.tables is finished.tables


def test_a_fresh_run_processes_all_again(folder, tmp_path, loaded):
    run(folder, tmp_path)

    assert run(folder, tmp_path, fresh=True).n_reused == 0
    assert run(folder, tmp_path).n_reused == 3


def test_results_of_articles_that_are_gone_are_not_kept(folder, tmp_path, loaded):
    run(folder, tmp_path / "tables")
    remove(folder)
    run(folder, tmp_path / "tables")

    with sqlite3.connect(tmp_path / "tables" / CACHE) as connection:
        assert connection.execute("SELECT count(*) FROM results").fetchone() == (2,)
    connection.close()


def test_damaged_results_are_worked_out_again(folder, tmp_path, loaded):
    run(folder, tmp_path / "tables")
    before = tables_in(tmp_path / "tables")
    with sqlite3.connect(tmp_path / "tables" / CACHE) as connection:
        connection.execute(
            "UPDATE results SET entry = substr(entry, 1, 50) WHERE key = (SELECT min(key) FROM results)"
        )
    connection.close()

    assert run(folder, tmp_path / "tables").n_reused == 2
    assert tables_in(tmp_path / "tables") == before


def test_a_stopped_run_is_taken_up_where_it_stopped(folder, tmp_path, loaded):
    def stop(done, _):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, tmp_path / "tables", progress=stop)
    assert tables_in(tmp_path / "tables") == {}
    seen = []
    again = run(folder, tmp_path / "tables", progress=lambda *step: seen.append(step))
    run(folder, tmp_path / "full")

    assert (again.n_reused, seen) == (2, [(3, 3)])
    assert tables_in(tmp_path / "tables") == tables_in(tmp_path / "full")


def test_an_article_that_failed_is_tried_again(folder, tmp_path, loaded, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("pipeline.articles.make_doc", None)
        assert len(run(folder, tmp_path).set_aside) == 3
    again = run(folder, tmp_path)

    assert (again.set_aside, again.n_reused) == ((), 0)


def test_a_changed_lexicon_of_the_user_processes_all_again(folder, tmp_path):
    lexicons = tmp_path / "lexicons"
    lexicons.mkdir()
    header = "word,preposition,source\n"
    states = []
    for content in (header, header, header + "whereupon,no,own\n"):
        (lexicons / "mine.csv").write_text(content, encoding="utf-8")
        states.append(run(folder, tmp_path / "tables", lexicons=lexicons).n_reused)

    assert states == [0, 3, 0]


def test_two_workers_give_the_same_after_a_change(tmp_path, loaded):
    articles = shutil.copytree(SEEDS, tmp_path / "articles")
    run(articles, tmp_path / "tables", workers=2)
    for n in range(2):
        (articles / f"more{n}.txt").write_text(list(STORIES.values())[n], encoding="utf-8")
    again = run(articles, tmp_path / "tables", workers=2)
    run(articles, tmp_path / "full", workers=1)

    assert again.n_reused == again.n_articles - 2
    assert tables_in(tmp_path / "tables") == tables_in(tmp_path / "full")


def test_an_unreadable_file_does_not_hide_an_article_with_the_same_id(folder, tmp_path, loaded):
    (folder / "notes.txt").write_bytes(b"\x00\xff\x00")
    (folder / "notes.md").write_text("Iran freed two men on Monday.", encoding="utf-8")
    (folder / "notes.txt.md").write_text("Kenya freed two men on Monday.", encoding="utf-8")
    documents = run(folder, tmp_path / "tables").tables["documents"]

    assert {"notes.txt", "notes.md", "notes.txt.md"} <= set(documents["path"])
