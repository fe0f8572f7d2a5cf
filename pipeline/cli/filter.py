"""``pipeline extract``: articles in, one JSON object a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.errors import ArticleError, UsageError
from pipeline.read import read_article, read_jsonl
from pipeline.records import Article
from pipeline.runner import extract


def print_extracts(files: tuple[str, ...], *, jsonl: bool, model: str | None, lexicons: Path | None) -> int:
    """Print one line for each article and return how many could not be used.

    Raises:
        UsageError: A file does not exist.
    """
    failed = 0
    for line in extract(_articles(files, jsonl=jsonl), model=model, lexicons=lexicons):
        if "error" in line:
            failed += 1
            click.echo(f"Set aside {line['id']}: {line['error']}", err=True)
        click.echo(json.dumps(line, ensure_ascii=False, allow_nan=False))
    return failed


def _articles(files: tuple[str, ...], *, jsonl: bool) -> Iterator[Article | ArticleError]:
    for file in files:
        if jsonl:
            yield from _json_lines(file)
        elif file == "-":
            text = sys.stdin.read()
            yield Article("-", "-", None, text)
        else:
            yield _one(Path(file))


def _json_lines(file: str) -> Iterator[Article | ArticleError]:
    if file == "-":
        yield from read_jsonl(sys.stdin)
        return
    try:
        with Path(file).open(encoding="utf-8", newline="\n") as stream:
            yield from read_jsonl(stream)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({error.strerror}). Check the name.") from error


def _one(path: Path) -> Article | ArticleError:
    if not path.is_file():
        raise UsageError(f"{path}: no such file. Check the name, or use - for standard input.")
    try:
        return read_article(path)
    except ArticleError as error:
        return error
