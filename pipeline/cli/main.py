"""The commands and their options. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click

from pipeline import __version__
from pipeline.errors import PipelineError, UsageError

FAILED, WRONG_USE, SET_ASIDE = 1, 2, 3

Parameters = ParamSpec("Parameters")

finished_run_option = click.option(
    "--output",
    "-o",
    "folder",
    default="outputs",
    show_default=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of a finished run.",
)
model_option = click.option(
    "--model",
    metavar="NAME",
    help="Name or folder of a spaCy pipeline to use instead of the built-in one.",
)
lexicons_option = click.option(
    "--lexicons",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder with your own lexicon entries, in files named like the package's.",
)


def report_errors(command: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Print an error of ours as one message and turn it into its exit code."""

    @functools.wraps(command)
    def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except UsageError as error:
            _fail(error, WRONG_USE)
        except PipelineError as error:
            _fail(error, FAILED)

    return wrapped


def _fail(error: Exception, code: int) -> None:
    click.echo(f"Error: {error}", err=True)
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pipeline")
def main() -> None:
    """Turn a folder of news articles into tables of events and figures.

    \b
    Examples:
      pipeline run                     articles in seeds/, tables in outputs/
      pipeline show events             what was found
      pipeline explain 1f3a9c52        the sentences and rules behind one row
      pipeline stages seeds/story.txt  what each stage made of one article
    """


@main.command()
@click.argument("seeds", default="seeds", type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    default="outputs",
    show_default=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the tables.",
)
@model_option
@lexicons_option
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes; the tables do not depend on it.",
)
@click.option("--fresh", is_flag=True, help="Process all articles again, whatever an earlier run kept.")
@click.option("--quiet", "-q", is_flag=True, help="Print errors only.")
@report_errors
def run(
    seeds: Path,
    output: Path,
    model: str | None,
    lexicons: Path | None,
    workers: int | None,
    fresh: bool,
    quiet: bool,
) -> None:
    """Turn the articles in SEEDS (default: seeds/) into tables.

    \b
    Examples:
      pipeline run
      pipeline run articles/ --output tables/
      pipeline run --model en_core_web_sm
      pipeline run --lexicons mine/

    A second run processes only articles that are new or changed; the tables are those of a full run.

    Exit codes: 0 done; 1 failed, the old tables untouched; 2 wrong use; 3 done, some articles set aside.
    """
    from pipeline.cli.report import Progress, print_problems, print_summary
    from pipeline.runner import run as run_pipeline

    with Progress(quiet=quiet) as progress:
        finished = run_pipeline(
            seeds,
            output,
            model=model,
            lexicons=lexicons,
            workers=workers,
            fresh=fresh,
            progress=progress.update,
        )
    print_problems(finished)
    if not quiet:
        print_summary(finished)
    if finished.set_aside:
        sys.exit(SET_ASIDE)


@main.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--jsonl", is_flag=True, help='Input is one JSON object a line: {"id", "text", "published"}.')
@model_option
@lexicons_option
@report_errors
def extract(files: tuple[str, ...], jsonl: bool, model: str | None, lexicons: Path | None) -> None:
    """Print what is in articles as JSON, one line an article, in their order.

    \b
    Examples:
      pipeline extract - --jsonl < articles.jsonl > mentions.jsonl
      pipeline extract seeds/story.txt
      echo '{"id": "a", "text": "Iran freed two men on Friday.", "published": "2025-08-14"}' \\
        | pipeline extract - --jsonl

    FILE is an article, or with --jsonl a file of JSON lines; - is standard input. A line that cannot be
    used gives {"id", "error"}, and the exit code is then 3.
    """
    from pipeline.cli.filter import print_extracts

    if not files:
        raise UsageError("No FILE is named. Name one, or - for standard input: pipeline extract - --jsonl")
    if print_extracts(files, jsonl=jsonl, model=model, lexicons=lexicons):
        sys.exit(SET_ASIDE)


@main.command()
@click.argument("table", metavar="TABLE")
@finished_run_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--limit", "-n", type=click.IntRange(min=1), metavar="N", help="Print the first N rows only.")
@report_errors
def show(table: str, folder: Path, as_json: bool, as_csv: bool, limit: int | None) -> None:
    """Print a table or view of a finished run: events, figures, timeline or any other.

    \b
    Examples:
      pipeline show events
      pipeline show figures --limit 10
      pipeline show timeline
      pipeline show event_mentions --json | jq .text
      pipeline show documents --csv > documents.csv

    On the terminal, events and figures come with those first that most articles tell; --json and --csv
    print all columns in the order of the files.
    """
    from pipeline.cli.show import print_table

    if as_json and as_csv:
        raise UsageError("--json and --csv exclude each other. Use just one of them.")
    print_table(table, folder, form="json" if as_json else "csv" if as_csv else "terminal", limit=limit)


@main.command()
@click.argument("identifier", metavar="MENTION_ID|EVENT_ID|FIGURE_ID")
@finished_run_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@report_errors
def explain(identifier: str, folder: Path, as_json: bool) -> None:
    """Print the sentences behind a row, and for each field the words and the rule that gave it.

    \b
    Examples:
      pipeline explain 1f3a9c52
      pipeline explain 1f3a9c52 --json | jq '.mentions[].fields'

    The beginning of an id is enough where no other id begins so; pipeline show events and pipeline show
    figures print them. For an event or a figure come its row, why its mentions were joined and its history,
    then each mention with its article.
    """
    from pipeline.cli.explain import print_explanation

    print_explanation(identifier, folder, as_json=as_json)


@main.command()
@click.argument("article", type=click.Path(path_type=Path))
@model_option
@lexicons_option
@report_errors
def stages(article: Path, model: str | None, lexicons: Path | None) -> None:
    """Print what each stage made of one ARTICLE, with the rule behind each value.

    \b
    Examples:
      pipeline stages seeds/story.txt
      pipeline stages seeds/story.txt --model en_core_web_sm
    """
    from pipeline.cli.stages import print_stages

    print_stages(article, model=model, lexicons=lexicons)
