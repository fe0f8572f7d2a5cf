"""`pipeline explain` as its user meets it."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from rich.console import Console

from pipeline.cli import main
from pipeline.cli.explain import marked_text
from pipeline.tables import read_tables
from pipeline.tables.provenance import Mark, MarkedSentence

STORY = (
    "India imposed a 20% tariff on Chinese [bold]steel[/bold] on Friday.\n"
    "Beijing \x1b[31mcondemned\x1b[0m the decision.\n"
)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished run over one article with markup and control codes in it."""
    articles, tables = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("tables")
    (articles / "story.txt").write_text(STORY, encoding="utf-8")
    (articles / "metadata.csv").write_text(
        "doc_id,published,title\nstory,2025-08-18,A [red]title[/red]\n", encoding="utf-8"
    )
    assert call("run", articles, "-o", tables).exit_code == 0
    return tables


def call(*words, **kwargs):
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="pipeline", **kwargs)


@pytest.fixture(scope="module")
def mention(finished):
    """The id of the mention of the tariff."""
    mentions = read_tables(finished)["event_mentions"]
    return mentions[mentions["type"] == "SANCTION"]["mention_id"].iloc[0]


def test_a_mention_is_printed_with_marks_values_words_and_rules(finished, mention):
    result = call("explain", mention, "-o", finished)

    assert result.exit_code == 0
    assert "[actor: India] [trigger: imposed]" in result.stdout
    assert "India (0-5)" in result.stdout
    assert "story, 2025-08-18" in result.stdout
    assert all(line == line.rstrip() for line in result.stdout.splitlines())


def test_text_of_articles_is_never_markup_or_control_code(finished):
    mentions = read_tables(finished)["event_mentions"]["mention_id"]
    shown = "".join(call("explain", each, "-o", finished).stdout for each in mentions)

    assert "[bold]" in shown
    assert "[red]title[/red]" in shown
    assert "\x1b" not in shown


def test_json_holds_raw_offsets(finished, mention):
    found = json.loads(call("explain", mention, "-o", finished, "--json").stdout)
    (told,) = found["mentions"]
    said = [words for field in told["fields"] for words in field["words"]]

    assert found["id"] == mention
    assert all(STORY[words["start"] : words["end"]] == words["text"] for words in said)
    assert all(STORY[s["start"] : s["end"]] == s["text"] for s in told["sentences"])


def test_ids_on_the_terminal_are_enough_to_explain(finished):
    for table, kind in (("events", "event"), ("figures", "figure")):
        first = call("show", table, "-o", finished).stdout.splitlines()[2].split()[0]
        assert call("explain", first, "-o", finished).stdout.startswith(f"{kind} {first}")


@pytest.mark.parametrize(("words", "message"), [(["zzzz"], "zzzz"), ([], "MENTION_ID")])
def test_wrong_use_ends_with_2_and_names_the_thing(finished, words, message):
    result = call("explain", *words, "-o", finished)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_no_run_says_how_to_make_one(tmp_path):
    result = call("explain", "abc", "-o", tmp_path)

    assert result.exit_code == 2
    assert "pipeline run" in result.stderr


def test_no_color_is_respected(finished, mention):
    words = [sys.executable, "-m", "pipeline", "explain", mention, "-o", str(finished)]
    plain = subprocess.run(
        words, capture_output=True, check=True, text=True, env=os.environ | {"NO_COLOR": "1"}, timeout=120
    )

    assert "\x1b" not in plain.stdout
    assert "imposed" in plain.stdout


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "abcdefghij"),
        ([Mark(0, 3, ("actor",))], "[actor: abc]defghij"),
        (
            [Mark(0, 10, ("object",)), Mark(2, 4, ("actor", "speaker"))],
            "[object: ab[actor, speaker: cd]efghij]",
        ),
        ([Mark(0, 4, ("object",)), Mark(2, 6, ("place",))], "[object: ab[place: cd]][place: ef]ghij"),
        ([Mark(0, 3, ("actor",)), Mark(3, 5, ("trigger",))], "[actor: abc][trigger: de]fghij"),
        ([Mark(8, 14, ("object",))], "abcdefgh[object: ij]"),
    ],
    ids=["none", "first", "nested", "crossing", "adjacent", "beyond the end"],
)
def test_marks_nest_and_split(marks, shown):
    sentence = MarkedSentence(0, 0, 10, "abcdefghij", tuple(marks))

    assert marked_text(sentence).plain == shown


def test_marks_are_coloured_on_a_terminal():
    console = Console(force_terminal=True, color_system="standard", width=80)
    with console.capture() as capture:
        console.print(marked_text(MarkedSentence(0, 0, 5, "India", (Mark(0, 5, ("actor",)),))))

    assert "\x1b[" in capture.get()
