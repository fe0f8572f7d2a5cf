"""The command as its user meets it: output, messages and exit codes."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.tables import table_names
from pipeline.tables.views import view_names

STORY = "India imposed a 20% tariff on Chinese steel on Friday. Beijing condemned the decision.\n"


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "story.txt").write_text(STORY, encoding="utf-8")
    return articles


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished run over two articles."""
    articles, tables = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("tables")
    (articles / "story.txt").write_text(STORY, encoding="utf-8")
    (articles / "reprint.txt").write_text(STORY + "\n", encoding="utf-8")
    assert call("run", articles, "-o", tables).exit_code == 0
    return tables


def call(*words, stdin=None):
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="pipeline", input=stdin)


def test_run_writes_tables_and_says_where(folder, tmp_path):
    result = call("run", folder, "--output", tmp_path / "tables")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "1 article, 2 sentences" in result.stderr
    assert str(tmp_path / "tables") in result.stderr
    assert (tmp_path / "tables" / "events.parquet").is_file()


def test_quiet_run_prints_nothing(folder, tmp_path):
    result = call("run", folder, "-o", tmp_path / "tables", "--quiet")

    assert (result.exit_code, result.output) == (0, "")


def test_bad_articles_are_set_aside_with_their_reason_and_the_rest_goes_on(folder, tmp_path):
    (folder / "latin.txt").write_bytes("Café".encode("latin-1"))
    (folder / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    (folder / "twice.txt").write_text("One.", encoding="utf-8")
    (folder / "twice.md").write_text("One.", encoding="utf-8")
    (folder / "undated.txt").write_text("Two.", encoding="utf-8")
    (folder / "metadata.csv").write_text(
        "doc_id,published\nundated,31.12.2025\nstory,2025-08-15\nnobody,2025-01-01\n", encoding="utf-8"
    )
    result = call("run", folder, "-o", tmp_path / "tables")

    assert result.exit_code == 3
    for name in ("latin.txt", "picture.txt", "twice.txt", "twice.md", "undated.txt"):
        assert f"Set aside {name}" in result.stderr
    assert "31.12.2025" in result.stderr
    assert "nobody" in result.stderr
    rows = [
        json.loads(line)
        for line in call("show", "documents", "-o", tmp_path / "tables", "--json").stdout.splitlines()
    ]
    status = {row["path"]: row["status"] for row in rows}
    assert status.pop("story.txt") == "ok"
    assert set(status.values()) == {"failed"}
    assert all(row["note"] for row in rows if row["status"] == "failed")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "nowhere"], "nowhere"),
        (["run", "{empty}"], "no articles"),
        (["run", "{folder}", "--model", "en_no_such_model"], "en_no_such_model"),
        (["run", "{folder}", "--lexicons", "nowhere"], "nowhere"),
        (["run", "{folder}", "--workers", "0"], "workers"),
        (["show", "events", "-o", "{empty}"], "pipeline run"),
        (["show", "evnts"], "evnts"),
        (["show", "events", "--json", "--csv"], "just one"),
        (["stages", "nowhere.txt"], "nowhere.txt"),
        (["extract"], "standard input"),
        (["extract", "nowhere.txt"], "nowhere.txt"),
        (["extract", "--jsonl", "nowhere.jsonl"], "nowhere.jsonl"),
    ],
    ids=lambda value: "_".join(value).strip("{}") if isinstance(value, list) else "",
)
def test_wrong_use_ends_with_2_and_names_the_thing(words, message, folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    result = call(*(word.format(folder=folder, empty=empty) for word in words))

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_a_run_that_cannot_write_ends_with_1(folder, tmp_path):
    (tmp_path / "tables").write_text("a file, not a folder", encoding="utf-8")
    result = call("run", folder, "-o", tmp_path / "tables")

    assert result.exit_code == 1
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "a file, not a folder"


def test_a_reprint_is_marked_and_counts_once(finished):
    rows = [
        json.loads(line) for line in call("show", "documents", "-o", finished, "--json").stdout.splitlines()
    ]
    figures = [
        json.loads(line) for line in call("show", "figures", "-o", finished, "--json").stdout.splitlines()
    ]

    assert [(row["doc_id"], row["status"], row["duplicate_of"]) for row in rows] == [
        ("reprint", "ok", None),
        ("story", "duplicate", "reprint"),
    ]
    assert [(row["n_mentions"], row["n_documents"]) for row in figures if row["unit"] == "%"] == [(2, 1)]


def test_show_prints_csv_that_reads_back(finished):
    rows = list(csv.DictReader(io.StringIO(call("show", "sentences", "-o", finished, "--csv").stdout)))

    assert rows[0]["text"] == "India imposed a 20% tariff on Chinese steel on Friday."


def test_show_on_a_terminal_never_prints_control_codes(folder, tmp_path):
    (folder / "story.txt").write_text(
        "India bought 20 \x1b[31mships\x1b[0m from [bold]China[/bold].", encoding="utf-8"
    )
    call("run", folder, "-o", tmp_path / "tables")
    result = call("show", "sentences", "-o", tmp_path / "tables")

    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "[bold]" in result.stdout


def test_show_limits_rows(finished):
    assert len(call("show", "sentences", "-o", finished, "--json", "--limit", 1).stdout.splitlines()) == 1


def test_extract_filters_json_lines_in_order(nlp):
    lines = [
        {"id": "b", "text": STORY, "published": "2025-08-18"},
        {"id": "a", "text": "", "published": None},
    ]
    result = call("extract", "-", "--jsonl", stdin="\n".join(map(json.dumps, lines)))
    first, second = map(json.loads, result.stdout.splitlines())

    assert result.exit_code == 0
    assert (first["id"], second["id"]) == ("b", "a")
    assert set(first) == {"id", "sentences", "entities", "dates", "quantities", "figures", "events"}
    (date,) = first["dates"]
    assert (date["text"], date["timex"]) == ("Friday", "2025-08-15")
    assert [(q["text"], q["kind"], q["value"], q["unit"]) for q in first["quantities"]] == [
        ("20%", "percent", 20, "%")
    ]
    for key in ("entities", "dates", "quantities", "figures", "events"):
        assert all(STORY[row["start"] : row["end"]] == row["text"] for row in first[key])


def test_extract_keeps_going_after_a_bad_line():
    result = call("extract", "-", "--jsonl", stdin='{"id": "a"}\n{"id": "b", "text": "Fine."}\n')
    bad, good = map(json.loads, result.stdout.splitlines())

    assert result.exit_code == 3
    assert "text" in bad["error"]
    assert good["id"] == "b"


def test_extract_reads_an_article(folder):
    result = call("extract", folder / "story.txt")

    assert json.loads(result.stdout)["id"] == "story"


def test_stages_prints_every_stage_with_rules(folder):
    result = call("stages", folder / "story.txt")

    assert result.exit_code == 0
    for stage in ("read", "clean", "sentences", "entities", "relations", "normalise", "figures", "events"):
        assert any(line.split(" ")[0] == stage for line in result.stdout.splitlines())
    assert "20% = exact 20" in result.stdout


def test_help_is_quick():
    began = os.times()
    subprocess.run([sys.executable, "-m", "pipeline", "--help"], check=True, capture_output=True, timeout=60)
    spent = os.times()

    assert (spent.children_user + spent.children_system) - (began.children_user + began.children_system) < 0.7


def test_no_color_and_pipes_are_respected(finished):
    result = subprocess.run(
        [sys.executable, "-m", "pipeline", "show", "events", "-o", str(finished)],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1"},
        timeout=120,
    )

    assert "\x1b" not in result.stdout
    assert "SANCTION" in result.stdout


@pytest.mark.parametrize("width", [80, 160])
def test_show_fits_the_terminal(finished, width):
    result = CliRunner().invoke(
        main, ["show", "events", "-o", str(finished)], prog_name="pipeline", env={"COLUMNS": str(width)}
    )

    assert max(map(len, result.stdout.splitlines())) <= width
    assert "SANCTION" in result.stdout


@pytest.mark.parametrize("name", [*table_names(), *view_names()])
def test_show_prints_every_table_and_view(name, finished):
    result = call("show", name, "-o", finished, "--limit", 2)

    assert result.exit_code == 0
    assert result.stdout or "has no rows" in result.stderr


@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"]])
def test_show_prints_views(form, finished):
    result = call("show", "sources_per_fact", "-o", finished, "--limit", 2, *form)

    assert result.exit_code == 0
    assert "reprint" in result.stdout


def test_a_second_run_says_what_it_reused(folder, tmp_path):
    first, second = (call("run", folder, "-o", tmp_path / "tables") for _ in range(2))
    fresh = call("run", folder, "-o", tmp_path / "tables", "--fresh")

    assert "Reused the results of 1 of 1 article" in second.stderr
    assert "Reused" not in first.stderr + fresh.stderr
