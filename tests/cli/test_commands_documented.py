"""docs/commands.md holds every command's help as it is printed; `pytest --force-regen` renews it."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pipeline.cli import main

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"
COMMANDS = sorted(main.commands)


def help_of(*words):
    result = CliRunner().invoke(main, [*words, "--help"], prog_name="pipeline", terminal_width=90)
    assert result.exit_code == 0
    return result.output.rstrip("\n")


def test_docs_hold_the_help_texts(file_regression):
    parts = ["# The commands", "Every text below is what `--help` prints."]
    parts += [f"## pipeline\n\n```text\n{help_of()}\n```"]
    parts += [f"## pipeline {name}\n\n```text\n{help_of(name)}\n```" for name in COMMANDS]
    file_regression.check("\n\n".join(parts) + "\n", fullpath=DOCS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_starts_its_help_with_examples(name):
    text = help_of(name)

    assert text.index("Examples:") < text.index("Options:")
    assert f"pipeline {name}" in text[text.index("Examples:") :]


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (name, option)
        for name in COMMANDS
        for option in main.commands[name].params
        if isinstance(option, click.Option)
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_option_says_what_it_does(command, option):
    assert option.help, f"{command} {option.opts[0]} has no help text"
