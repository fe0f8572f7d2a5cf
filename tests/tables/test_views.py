"""The views of the DuckDB file, and the queries that docs/views.md shows."""

import re
from pathlib import Path

import duckdb
import pytest

from pipeline.dedupe import reconcile
from pipeline.errors import PipelineError, UsageError
from pipeline.tables import build_tables, read_view, view_names, write_tables
from pipeline.tables.views import DATABASE, describe_view
from tests.dedupe.mentions_by_hand import event, figure, result

DOCS = (Path(__file__).parents[2] / "docs" / "views.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", DOCS, re.DOTALL)
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Tables of three articles: a conflict about a deficit, a denied event, and a reprint."""
    results = [
        result(
            "a",
            "2025-08-01",
            figures=[
                figure(0, "$85 billion", 85e9, speaker="Ministry", **YEAR),
                figure(20, "$80 billion", 80e9, period_start="2023-01-01", period_end="2023-12-31"),
            ],
            events=[event(40, "resumed", date_start="2025-07-01", date_end="2025-07-31")],
            shingles=(1, 2, 3),
        ),
        result("b", "2025-08-02", figures=[figure(0, "$99 billion", 99e9, **YEAR)], shingles=(7, 8, 9)),
        result(
            "c",
            "2025-08-03",
            figures=[figure(0, "$85 billion", 85e9, **YEAR)],
            events=[event(40, "resumed", status="negated", date_start="2025-07-01", date_end="2025-07-31")],
            shingles=(1, 2, 3),
        ),
    ]
    tables = tmp_path_factory.mktemp("tables")
    write_tables(build_tables(results, reconcile(results)), tables)
    return tables


def rows_of(folder, name):
    return read_view(folder, name)[1]


def test_figures_of_one_measure_stand_in_order_of_their_periods(folder):
    rows = rows_of(folder, "figures_by_measure")

    assert [(row["text"], str(row["period_start"]), row["n_in_series"]) for row in rows] == [
        ("$80 billion", "2023-01-01", 2),
        (rows[1]["text"], "2024-01-01", 2),
    ]


def test_the_timeline_holds_every_event_and_figure_by_date(folder):
    rows = rows_of(folder, "timeline")
    starts = [row["date_start"] for row in rows]

    assert sorted(row["what"] for row in rows) == ["event", "figure", "figure"]
    assert starts == sorted(starts)
    assert rows[-1]["parties"] == ["IND", "CHN"]


def test_conflicts_show_who_says_what(folder):
    rows = rows_of(folder, "conflicts")

    assert [(row["what"], row["doc_id"], row["says"], row["speaker"]) for row in rows] == [
        ("event", "a", "occurred", None),
        ("event", "c", "negated", None),
        ("figure", "a", "$85 billion", "Ministry"),
        ("figure", "b", "$99 billion", None),
        ("figure", "c", "$85 billion", None),
    ]


def test_sources_name_the_article_that_a_repeat_repeats(folder):
    rows = [row for row in rows_of(folder, "sources_per_fact") if "85" in row["fact"] or "99" in row["fact"]]

    assert [(row["doc_id"], row["origin"], row["n_mentions"], row["speakers"]) for row in rows] == [
        ("a", "a", 1, ["Ministry"]),
        ("b", "b", 1, []),
        ("c", "a", 1, []),
    ]


@pytest.mark.parametrize("name", view_names())
def test_docs_describe_every_view_and_its_columns(name, folder):
    section = DOCS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    columns, _ = read_view(folder, name, 1)

    assert " ".join(section.split("|")[0].split()) == describe_view(name)
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [column.name for column in columns]
    assert "```sql\n" in section


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_queries_of_the_docs_run_and_find_something(query, folder):
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        assert connection.execute(query).fetchall()


def test_the_database_carries_the_descriptions(folder):
    with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
        comments = dict(connection.execute("SELECT view_name, comment FROM duckdb_views()").fetchall())

    assert [comments[name] for name in view_names()] == [describe_view(name) for name in view_names()]


def test_a_folder_without_a_run_is_named(tmp_path):
    with pytest.raises(UsageError, match="pipeline run"):
        read_view(tmp_path, "timeline")


def test_a_database_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / DATABASE).write_bytes(b"no database" * 1000)
    with pytest.raises(PipelineError, match=DATABASE):
        read_view(tmp_path, "timeline")
