"""``pipeline explain``: the sentences, words and rules behind a row, for readers or for other programs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.cli.show import NOT_A_TERMINAL
from pipeline.cli.text import printable
from pipeline.tables import Explanation, explain
from pipeline.tables.provenance import FieldOrigin, Mark, MarkedSentence, MentionOrigin, Words
from pipeline.tables.write import format_number

# Colours on a terminal, by what is marked; everything else has the style of its brackets alone.
STYLES = {
    "trigger": "bold magenta",
    "number": "bold magenta",
    "actor": "bold cyan",
    "about": "bold cyan",
    "recipient": "bold blue",
    "object": "green",
    "measure": "green",
    "place": "yellow",
    "date": "bold yellow",
    "period": "bold yellow",
    "speaker": "bold red",
}
_ROW_FIELDS = {
    "event": ("type", "mode", "quad", "intensity", "actor", "recipient", "object", "place", "status"),
    "figure": ("text", "kind", "unit", "bound", "measure", "about", "change", "agreement"),
}
_INTERVALS = {"event": "date", "figure": "period"}


def print_explanation(identifier: str, folder: Path, *, as_json: bool) -> None:
    """Print where an event, a figure or a mention comes from.

    Raises:
        UsageError: There is no such id, or no finished run.
    """
    explanation = explain(identifier, folder)
    if as_json:
        click.echo(json.dumps(asdict(explanation), ensure_ascii=False, default=str))
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=None if "COLUMNS" in os.environ else NOT_A_TERMINAL)
    with console.capture() as capture:
        if explanation.row is not None:
            _print_row(console, explanation, explanation.row)
        for mention in explanation.mentions:
            _print_mention(console, mention)
    # Tables and wrapped text come padded to the width of the terminal.
    click.echo("\n".join(line.rstrip() for line in capture.get().strip("\n").split("\n")), color=True)


def _print_row(console: Console, explanation: Explanation, row: dict[str, Any]) -> None:
    kind = explanation.kind
    told = f"  {printable(row['summary'])}" if kind == "event" else ""
    console.print(Text.assemble((f"{kind} {explanation.id}", "bold"), told))
    lines = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for field in _ROW_FIELDS[kind]:
        if row[field] not in (None, []):
            lines.add_row(Text(field), _text(row[field]))
    first, last = row[f"{_INTERVALS[kind]}_start"], row[f"{_INTERVALS[kind]}_end"]
    if first or last:
        lines.add_row(Text(_INTERVALS[kind]), Text(f"{first or ''}/{last or ''}"))
    lines.add_row(Text("mentions"), Text(f"{row['n_mentions']} in {len(row['doc_ids'])} articles"))
    if row["note"]:
        lines.add_row(Text("joined"), _text(row["note"]))
    for change in explanation.history:
        step = f"{change['published'] or 'undated'} {change['status']} ({change['doc_id']})"
        lines.add_row(Text("history"), _text(step))
    console.print(Padding(lines, (0, 0, 0, 2)))


def _print_mention(console: Console, mention: MentionOrigin) -> None:
    row, document = mention.row, mention.document
    title = printable(document["title"]) if document["title"] else ""
    where = f"  {printable(row['doc_id'])}, {document['published'] or 'undated'}"
    console.print()
    console.print(
        Text.assemble((f"{mention.kind} mention {row['mention_id']}", "bold"), where, f"  {title}".rstrip())
    )
    for sentence in mention.sentences:
        console.print(Padding(marked_text(sentence), (0, 0, 0, 2)))
    console.print(Padding(_fields(mention), (0, 0, 0, 2)))


def _fields(mention: MentionOrigin) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("field", "value", "words", "rule"):
        table.add_column(column)
    for field in mention.fields:
        for number, (value, words) in enumerate(_lines(field)):
            said = f"{printable(words.text)} ({words.start}-{words.end})" if words else ""
            rule = words.rule or "no cue" if words else ""
            name = "" if number else field.field
            table.add_row(Text(name), _text(value), Text(said), _text(rule))
    return table


def _lines(field: FieldOrigin) -> Iterator[tuple[Any, Words | None]]:
    """Yield one line for each of the words of a field; of a list, each with its own value."""
    if not field.words:
        yield field.value, None
    for words in field.words:
        yield words.value if isinstance(field.value, list) else field.value, words


def _text(value: Any) -> Text:
    if value in (None, []):
        return Text("unknown", style="dim")
    if isinstance(value, float):
        return Text(format_number(value))
    if isinstance(value, list):
        return Text(", ".join(_text(each).plain for each in value))
    return Text(printable(str(value)))


def marked_text(sentence: MarkedSentence) -> Text:
    """Return a sentence with its marks in brackets: *[actor: India] [trigger: imposed] a tariff*.

    A mark inside another is nested in it; one that crosses the end of another is closed there and goes on
    behind it.
    """
    text, opened = Text(), list[Mark]()
    waiting = list(sentence.marks)
    place = sentence.start
    while place < sentence.end:
        while opened and opened[-1].end <= place:
            text.append("]", _style(opened.pop()))
        while waiting and waiting[0].start <= place:
            mark = waiting.pop(0)
            if opened and mark.end > opened[-1].end:
                waiting.insert(0, Mark(opened[-1].end, mark.end, mark.fields))
                waiting.sort(key=lambda each: (each.start, -each.end))
                mark = Mark(mark.start, opened[-1].end, mark.fields)
            opened.append(mark)
            text.append(f"[{', '.join(mark.fields)}: ", _style(mark))
        edges = [sentence.end, *(mark.end for mark in opened[-1:]), *(mark.start for mark in waiting[:1])]
        after = max(min(edges), place + 1)
        style = _style(opened[-1]) if opened else ""
        text.append(printable(sentence.text[place - sentence.start : after - sentence.start]), style)
        place = after
    while opened:
        text.append("]", _style(opened.pop()))
    return text


def _style(mark: Mark) -> str:
    return next((STYLES[field] for field in mark.fields if field in STYLES), "")
