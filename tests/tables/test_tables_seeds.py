"""Regression of the tables over the seed articles, and the promises that hold for every row of them."""

import pytest

from pipeline.articles import process_article
from pipeline.records import Article
from pipeline.runner import run
from pipeline.tables import build_tables, columns_of, table_names
from pipeline.tables.write import to_csv
from tests.conftest import SEEDS

MENTION_TABLES = ("removed", "sentences", "entities", "figure_mentions", "event_mentions", "evidence")


@pytest.fixture(scope="module")
def tables(seed_results, seed_reconciled):
    return build_tables(seed_results, seed_reconciled)


@pytest.mark.parametrize("table", table_names())
def test_table(table, tables, file_regression):
    rows = tables[table].astype(object).where(tables[table].notna(), None).to_dict("records")
    plain = [{k: list(v) if hasattr(v, "tolist") else v for k, v in row.items()} for row in rows]

    file_regression.check(to_csv(columns_of(table), plain), extension=".csv")


@pytest.mark.parametrize("table", MENTION_TABLES)
def test_every_row_is_the_raw_text_at_its_offsets(table, tables, seed_articles):
    rows = tables[table].to_dict("records")

    assert rows
    assert all(seed_articles[row["doc_id"]].text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_two_workers_write_the_same_bytes_as_one(tmp_path):
    for workers in (1, 2):
        run(SEEDS, tmp_path / str(workers), workers=workers)

    names = sorted(path.name for path in (tmp_path / "1").iterdir() if path.suffix != ".duckdb")
    assert len(names) > len(table_names())
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_one_article_more_leaves_unrelated_rows_as_they_are(
    tmp_path, seed_articles, nlp, tables, seed_results
):
    from pipeline.dedupe import reconcile

    text = "Brazil's navy rescued 41 sailors off Recife on Tuesday."
    more = process_article(
        nlp, Article("zz_unrelated", "zz_unrelated.txt", "0" * 64, text, published="2024-05-02")
    )
    grown = build_tables([more, *reversed(seed_results)], reconcile([more, *reversed(seed_results)]))

    assert more.status == "ok"
    for name in ("figures", "events", "figure_mentions", "event_mentions", "entities"):
        before = {str(row) for row in tables[name].to_dict("records")}
        after = {str(row) for row in grown[name].to_dict("records")}
        assert before <= after
