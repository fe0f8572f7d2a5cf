"""The columns of every table, read from ``data/columns.csv``."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import pyarrow as pa

from pipeline.lexicon import read_lexicon

ColumnType = Literal["string", "integer", "number", "date", "list"]

ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "list": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: Its name, part of the contract with other programs.
        type: What it holds; a ``list`` holds strings.
        unit: Unit or code list of its values, empty where there is none.
        description: What it means, in one line.
    """

    name: str
    type: ColumnType
    unit: str
    description: str


@cache
def _schema() -> dict[str, tuple[Column, ...]]:
    tables: dict[str, list[Column]] = {}
    for row in read_lexicon("pipeline.tables", "columns.csv"):
        column = Column(row["column"], cast(ColumnType, row["type"]), row["unit"], row["description"])
        tables.setdefault(row["table"], []).append(column)
    return {name: tuple(columns) for name, columns in tables.items()}


def table_names() -> tuple[str, ...]:
    """Return the names of all tables, in the order in which they are written."""
    return tuple(_schema())


def columns_of(table: str) -> tuple[Column, ...]:
    """Return the columns of a table, in order."""
    return _schema()[table]


def arrow_schema(table: str) -> pa.Schema:
    """Return the Arrow schema of a table."""
    return pa.schema([(column.name, ARROW_TYPES[column.type]) for column in columns_of(table)])
