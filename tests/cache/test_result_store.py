"""Results come back as they were kept, or not at all."""

import sqlite3
from dataclasses import replace

import pytest

from pipeline.cache import CACHE, ResultStore
from pipeline.errors import PipelineError
from pipeline.records import (
    Actor,
    Article,
    ArticleResult,
    DateValue,
    EntityMention,
    Evidence,
    Quantity,
    Removed,
    Sentence,
)
from tests.dedupe.mentions_by_hand import event, figure

ARTICLE = Article("north/a", "north/a.txt", "0" * 64, "Größe: 5 % ↑", 0, "2025-08", "metadata", "A title")
INDIA = Actor("a1", "India", "state", "IND", None, "IND")
RESULT = ArticleResult(
    ARTICLE,
    "ok",
    published="2025-08",
    published_from="metadata",
    sentences=(Sentence(0, 12, "Größe: 5 % ↑"),),
    entities=(EntityMention(0, 5, "Größe", "GPE", INDIA), EntityMention(0, 5, "Größe", "LOC", None)),
    actors=(INDIA,),
    quantities=(Quantity(7, 10, "5 %", "percent", 0.1 + 0.2, 1e300, None, "exact", "rule"),),
    dates=(DateValue(0, 5, "Größe", "SET", "XXXX-WXX", None, None, "rule"),),
    figures=(
        figure(7, "5 %", 5.0, rules=(("value", "x"),), evidence=(Evidence("value", "5", None, 7, 8, "5"),)),
    ),
    events=(event(0, "Größe", recipient=("CHN",)),),
    removed=(Removed(11, 12, "↑", "arrow", "rule"),),
    shingles=(-(2**63), 0, 2**63 - 1),
    note="a note",
)
OTHER = replace(RESULT, article=replace(ARTICLE, doc_id="b"))


def entries(folder, statement, *values):
    with sqlite3.connect(folder / CACHE) as connection:
        rows = connection.execute(statement, values).fetchall()
    connection.close()
    return rows


@pytest.fixture
def filled(tmp_path):
    """An output folder whose store holds one result."""
    with ResultStore(tmp_path, "rules") as store:
        store.put(RESULT)
    return tmp_path


def test_a_result_comes_back_as_it_was(filled):
    with ResultStore(filled, "rules") as store:
        assert store.get(ARTICLE) == RESULT


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Größe: 6 % ↑"},
        {"published": "2025-09"},
        {"title": None},
        {"doc_id": "south/a"},
        {"body_start": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_article_has_no_result(change, filled):
    with ResultStore(filled, "rules") as store:
        assert store.get(replace(ARTICLE, **change)) is None


def test_results_of_other_rules_are_not_found_and_then_forgotten(filled):
    with ResultStore(filled, "new rules") as store:
        assert store.get(ARTICLE) is None
        store.put(RESULT)
        assert entries(filled, "SELECT count(*) FROM results") == [(2,)]
        store.keep_only([ARTICLE])

    assert entries(filled, "SELECT count(*) FROM results") == [(1,)]


def test_a_fresh_store_is_empty(filled):
    with ResultStore(filled, "rules", fresh=True) as store:
        assert store.get(ARTICLE) is None


def test_results_of_articles_that_are_gone_are_forgotten(filled):
    with ResultStore(filled, "rules") as store:
        store.put(OTHER)
        store.keep_only([OTHER.article, ARTICLE, ARTICLE])
        assert store.get(ARTICLE) == RESULT
        store.keep_only([OTHER.article])
        assert store.get(ARTICLE) is None
        assert store.get(OTHER.article) == OTHER


def test_a_damaged_entry_gives_the_result_or_nothing(filled):
    ((whole,),) = entries(filled, "SELECT entry FROM results")
    flipped = [whole[:n] + bytes([whole[n] ^ 0xFF]) + whole[n + 1 :] for n in range(0, len(whole), 9)]
    found = []
    with ResultStore(filled, "rules") as store:
        for damaged in [b"", whole[:-1], whole[: len(whole) // 2], *flipped]:
            entries(filled, "UPDATE results SET entry = ?", damaged)
            found.append(store.get(ARTICLE))

    assert set(found) <= {None, RESULT}
    assert found.count(None) > len(found) * 0.9


@pytest.mark.parametrize(
    "content", [b"no database at all", b"SQLite format 3\x00" + b"\x01" * 5000], ids=["text", "broken pages"]
)
def test_a_damaged_file_is_as_none(content, tmp_path):
    (tmp_path / CACHE).write_bytes(content)
    with ResultStore(tmp_path, "rules") as store:
        assert store.get(ARTICLE) is None
        store.put(RESULT)
        assert store.get(ARTICLE) == RESULT


def test_a_file_cut_short_is_as_none(filled):
    with ResultStore(filled, "rules") as store:
        for number in range(200):
            store.put(replace(RESULT, article=replace(ARTICLE, doc_id=f"{number}")))
    whole = (filled / CACHE).read_bytes()
    (filled / CACHE).write_bytes(whole[: len(whole) // 2])
    with ResultStore(filled, "rules") as store:
        store.put(RESULT)
        assert store.get(ARTICLE) == RESULT


def test_tables_of_another_shape_are_replaced(tmp_path):
    entries(tmp_path, "CREATE TABLE results (id INTEGER)")
    with ResultStore(tmp_path, "rules") as store:
        store.put(RESULT)
        assert store.get(ARTICLE) == RESULT


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(PipelineError, match="file"):
        ResultStore(tmp_path / "file", "rules")


def test_a_full_disk_is_said_and_not_taken_for_damage(filled):
    with ResultStore(filled, "rules") as store:
        ((pages,),) = entries(filled, "PRAGMA page_count")
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(PipelineError, match="full"):
            for number in range(200):
                store.put(replace(RESULT, article=replace(ARTICLE, doc_id=f"{number}")))
        assert store.get(ARTICLE) == RESULT


@pytest.mark.parametrize("fresh", [False, True])
def test_a_file_that_cannot_be_opened_is_named(fresh, tmp_path):
    (tmp_path / CACHE).mkdir()
    with pytest.raises(PipelineError, match=str(tmp_path)):
        ResultStore(tmp_path, "rules", fresh=fresh)
