"""Tables from results, onto disk and back."""

import csv
import json
from dataclasses import replace
from datetime import date

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from pipeline.dedupe import reconcile
from pipeline.errors import PipelineError, UsageError
from pipeline.records import Actor, EntityMention, Evidence, Sentence
from pipeline.tables import (
    build_tables,
    columns_of,
    read_tables,
    table_names,
    table_rows,
    write_rows,
    write_tables,
)
from pipeline.tables.write import format_number
from tests.dedupe.mentions_by_hand import event, figure, result

INDIA = Actor("a1", "India", "state", "IND", None, "IND")


@pytest.fixture
def results():
    first = result(
        "north/a",
        "2025-08",
        figures=[
            figure(20, "$99 billion", 99e9, period_start="2024-04-01", period_end="2025-03-31", event=4)
        ],
        events=[event(4, "resumed")],
    )
    first = replace(
        first,
        sentences=(Sentence(0, 12, "They resumed"), Sentence(15, 40, "=HYPERLINK")),
        entities=(EntityMention(0, 4, "They", "GPE", INDIA),),
        actors=(INDIA,),
    )
    return [first, result("b", events=[event(0, "resume", status="planned")])]


@pytest.fixture
def tables(results):
    return build_tables(results, reconcile(results))


def test_every_table_has_the_columns_of_the_contract_in_order(tables):
    assert tuple(tables) == table_names()
    for name, frame in tables.items():
        assert list(frame.columns) == [column.name for column in columns_of(name)]


def test_rows_carry_sentence_event_and_cluster_ids(tables):
    (mention,) = tables["figure_mentions"].to_dict("records")
    events = tables["event_mentions"].set_index("doc_id")

    assert mention["sentence_id"] == 1
    assert mention["event_mention_id"] == events.loc["north/a", "mention_id"]
    assert mention["figure_id"] == tables["figures"]["figure_id"].iloc[0]
    assert mention["period_start"] == date(2024, 4, 1)
    assert events["event_id"].nunique() == 1


def test_evidence_names_its_mention_and_sentence(results):
    words = Evidence("actor", "IND", "arg=subject", 20, 25, "India")
    first = replace(results[0], figures=(replace(results[0].figures[0], evidence=(words,)),))
    tables = build_tables([first], reconcile([first]))
    (row,) = tables["evidence"].to_dict("records")

    assert row["mention_id"] == tables["figure_mentions"]["mention_id"].iloc[0]
    assert (row["sentence_id"], row["start"], row["end"], row["text"]) == (1, 20, 25, "India")
    assert (row["field"], row["value"], row["rule"]) == ("actor", "IND", "arg=subject")


def test_unknown_stays_unknown(tables):
    assert tables["documents"].set_index("doc_id").loc["b", "published"] is pd.NA
    assert tables["figure_mentions"]["value_max"].isna().all()


def test_tables_survive_a_round_trip(tables, tmp_path):
    write_tables(tables, tmp_path)

    for name, frame in read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, tables[name])


def test_parquet_opens_in_pandas_without_options(tables, tmp_path):
    write_tables(tables, tmp_path)
    (row,) = pd.read_parquet(tmp_path / "figures.parquet").to_dict("records")

    assert list(row["about"]) == ["CHN", "IND"]


def test_csv_joins_lists_and_keeps_text_from_being_a_formula(tables, tmp_path):
    write_tables(tables, tmp_path)
    with (tmp_path / "sentences.csv").open(encoding="utf-8", newline="") as stream:
        sentences = list(csv.DictReader(stream))
    with (tmp_path / "figures.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)

    assert sentences[1]["text"] == "'=HYPERLINK"
    assert (row["about"], row["value"], row["value_max"]) == ("CHN; IND", "99000000000", "")


def test_duckdb_holds_every_table_with_its_types(tables, tmp_path):
    folder = tmp_path / "it's here"
    write_tables(tables, folder)
    with duckdb.connect(str(folder / "pipeline.duckdb"), read_only=True) as connection:
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        days = connection.execute("SELECT period_end - period_start FROM figures").fetchone()[0]

    assert counts == {name: len(frame) for name, frame in tables.items()}
    assert days == 364


def test_data_package_describes_every_column(tables, tmp_path):
    write_tables(tables, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))

    for resource, name in zip(package["resources"], table_names(), strict=True):
        fields = resource["schema"]["fields"]
        assert resource["path"] == f"{name}.csv"
        assert [field["name"] for field in fields] == [column.name for column in columns_of(name)]
        assert all(field["description"] and field["type"] for field in fields)


def test_writing_leaves_nothing_aside_and_keeps_other_files(tables, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    write_tables(tables, tmp_path)
    write_tables(tables, tmp_path)

    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")} | {
        "notes.txt",
        "pipeline.duckdb",
        "datapackage.json",
    }


def test_a_failed_write_leaves_the_old_tables(tables, tmp_path, monkeypatch):
    write_tables(tables, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.tables.write._write_database", full)
    with pytest.raises(PipelineError, match="No space left"):
        write_tables(tables, tmp_path)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_writing_twice_gives_the_same_bytes(tables, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        write_tables(tables, folder)

    # DuckDB's own file format is not byte-stable; its rows are the Parquet rows.
    names = sorted(path.name for path in folders[0].iterdir() if path.suffix != ".duckdb")
    assert len(names) == 2 * len(tables) + 1
    for name in names:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes()


def test_row_groups_do_not_change_the_rows(tables, tmp_path, monkeypatch):
    write_tables(tables, tmp_path / "whole")
    monkeypatch.setattr("pipeline.tables.write.ROW_GROUP", 1)
    write_tables(tables, tmp_path / "parts")

    assert pq.ParquetFile(tmp_path / "parts" / "sentences.parquet").num_row_groups == 2
    for name, frame in read_tables(tmp_path / "parts").items():
        pd.testing.assert_frame_equal(frame, tables[name])
        sheets = [(tmp_path / part / f"{name}.csv").read_bytes() for part in ("whole", "parts")]
        assert sheets[0] == sheets[1]


def test_rows_are_taken_one_article_at_a_time(results, tmp_path):
    reconciled, seen = reconcile(results), []

    def one_by_one():
        for given in sorted(results, key=lambda each: each.article.doc_id):
            seen.append(given.article.doc_id)
            yield given

    rows = table_rows(one_by_one(), reconciled)
    assert next(rows)[0] == "documents"
    assert seen == ["b"]
    counts = write_rows(rows, tmp_path)
    assert (counts["documents"], counts["event_mentions"], counts["events"]) == (1, 2, 1)


def test_reading_says_what_to_do_where_there_is_no_run(tmp_path):
    with pytest.raises(UsageError, match="pipeline run"):
        read_tables(tmp_path)


def test_reading_refuses_a_changed_table(tables, tmp_path):
    write_tables(tables, tmp_path)
    (tmp_path / "events.parquet").write_bytes(b"cut short")

    with pytest.raises(PipelineError, match=r"events\.parquet"):
        read_tables(tmp_path)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3160000.0, "3160000"), (1.8, "1.8"), (110.2e9, "110200000000"), (1e-7, "0.0000001"), (-5.0, "-5")],
)
def test_numbers_are_written_without_exponent(value, text):
    assert format_number(value) == text
