"""``pipeline show``: a table of a finished run, for readers or for other programs."""

from __future__ import annotations

import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.text import printable
from pipeline.errors import UsageError
from pipeline.tables import columns_of, read_tables, read_view, table_names, view_names
from pipeline.tables.write import format_number, to_csv

Row = dict[str, Any]

# The columns that fit a terminal, by table; other tables show their first ones.
TERMINAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "events": ("id", "type", "status", "actor", "recipient", "what", "place", "date", "sources"),
    "figures": (
        "id",
        "value",
        "unit",
        "bound",
        "measure",
        "about",
        "change",
        "period",
        "agreement",
        "sources",
    ),
    "documents": ("doc_id", "published", "published_from", "n_sentences", "status", "note"),
    "figures_by_measure": ("measure", "about", "change", "period", "value", "unit", "agreement"),
    "timeline": ("date", "fact", "state", "place", "sources"),
    "conflicts": ("subject", "says", "speaker", "published", "doc_id"),
    "sources_per_fact": ("fact", "doc_id", "origin", "published", "n_mentions"),
}
N_FIRST_COLUMNS = 8
# Left out where a terminal is narrower than NARROW.
WIDE_ONLY = {"place", "bound", "change", "agreement", "published_from", "sources"}
NARROW, NOT_A_TERMINAL, SHORTEST = 110, 120, 9
ID_SHOWN = 8  # hex digits, enough for pipeline explain
# These wrap between words; all others stay on one line.
WRAPPED = {
    *("what", "place", "actor", "recipient", "measure", "about", "note", "text", "name", "aliases"),
    *("fact", "subject", "says", "speaker"),
}


def print_table(
    name: str, folder: Path, *, form: Literal["terminal", "json", "csv"], limit: int | None
) -> None:
    """Print one table or view of the run in a folder.

    Raises:
        UsageError: There is no such table, or no finished run.
    """
    if name in view_names():
        columns, rows = read_view(folder, name, limit)
    elif name in table_names():
        columns, rows = columns_of(name), _table(name, folder)
    else:
        raise UsageError(
            f"{name}: no such table. The tables are {', '.join(table_names())}; "
            f"the views are {', '.join(view_names())}."
        )
    if form == "terminal" and name in {"events", "figures"}:
        rows.sort(key=lambda row: (-row["n_documents"], -row["n_mentions"]))
    rows = rows[:limit]
    if form == "json":
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
    elif form == "csv":
        click.echo(to_csv(columns, rows), nl=False)
    else:
        _print_terminal(name, rows)


def _table(name: str, folder: Path) -> list[Row]:
    frame = read_tables(folder)[name].astype(object)
    return [{str(column): _plain(value) for column, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a cell as plain Python: lists as lists, unknown as None."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return value
    return None if value is None or value != value or str(value) == "<NA>" else value


def _print_terminal(name: str, rows: list[Row]) -> None:
    if not rows:
        click.echo(f"The table {name} has no rows.", err=True)
        return
    console = Console()
    if not console.is_terminal:
        console = Console(width=None if "COLUMNS" in os.environ else NOT_A_TERMINAL)
    columns = TERMINAL_COLUMNS.get(name, tuple(rows[0])[:N_FIRST_COLUMNS])
    if console.width < NARROW:
        columns = tuple(column for column in columns if column not in WIDE_ONLY)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        justify: Literal["left", "right"] = "right" if column in {"value", "n_sentences"} else "left"
        wraps = column in WRAPPED
        table.add_column(column, justify=justify, no_wrap=not wraps, min_width=SHORTEST if wraps else None)
    for row in rows:
        table.add_row(*(Text(printable(_cell(row, column))) for column in columns))
    console.print(table)


def _cell(row: Row, column: str) -> str:
    if column == "value" and row.get("value_max") is not None:
        return f"{_text(row['value'])} to {_text(row['value_max'])}"
    if column in row:
        return _text(row[column])
    if column == "id":
        return str(row.get("event_id") or row["figure_id"])[:ID_SHOWN]
    if column == "what":
        return _what(row)
    if column == "sources":
        return str(row["n_documents"])
    return _interval(row[f"{column}_start"], row[f"{column}_end"])


def _what(row: Row) -> str:
    """Return the trigger and object from an event's one-line summary."""
    _, _, act = str(row["summary"]).partition(": ")
    return act.rpartition(" (")[0]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{Decimal(format_number(value)):,}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def _interval(start: date | None, end: date | None) -> str:
    """Return an interval as short as its precision allows: a year, a month, a day or both ends."""
    if start is None and end is None:
        return ""
    first, last = str(start or ""), str(end or "")
    if first == last:
        return first
    if first[:4] == last[:4] and (first[4:], last[4:]) == ("-01-01", "-12-31"):
        return first[:4]
    if start and end and start.day == 1 and _ends_month(end):
        return first[:7] if first[:7] == last[:7] else f"{first[:7]}/{last[:7]}"
    return f"{first}/{last}"


def _ends_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1
