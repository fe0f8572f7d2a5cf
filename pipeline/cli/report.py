"""What a run tells its user, on standard error: progress, summary, and what was set aside."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipeline.cli.text import printable

if TYPE_CHECKING:
    from pipeline.runner import Run


class Progress:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("Reading articles"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._bar.add_task("articles", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self, done: int, total: int) -> None:
        """Show how many articles are done."""
        self._bar.update(self._task, completed=done, total=total)


def print_problems(run: Run) -> None:
    """Print what is wrong with single articles or their metadata."""
    for path, reason in run.set_aside:
        click.echo(f"Set aside {printable(path)}: {printable(reason)}", err=True)
    for problem in run.problems:
        click.echo(f"Note: {printable(problem)}", err=True)


def print_summary(run: Run) -> None:
    """Print how much was found and where the tables are."""
    rows, shared = run.rows, run.shared
    lines = [
        (
            f"{_count(rows['documents'], 'article')}, {_count(rows['sentences'], 'sentence')}, "
            f"{_count(rows['actors'], 'actor')}"
        ),
        (
            f"{_count(rows['events'], 'event')} from {_count(rows['event_mentions'], 'mention')}, "
            f"{shared['events']} told by several articles"
        ),
        (
            f"{_count(rows['figures'], 'figure')} from {_count(rows['figure_mentions'], 'mention')}, "
            f"{shared['figures']} stated by several articles"
        ),
        f"Tables in {run.folder}: Parquet, CSV, pipeline.duckdb, datapackage.json",
    ]
    if run.n_reused:
        lines.insert(0, f"Reused the results of {run.n_reused} of {_count(run.n_articles, 'article')}")
    click.echo("\n".join(lines), file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
