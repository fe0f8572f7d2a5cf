"""Write all tables whole: into a folder aside first, then renamed into place one by one."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from pipeline.tables.build import Row, to_arrow
from pipeline.tables.schema import Column, ColumnType, arrow_schema, columns_of, table_names
from pipeline.tables.views import DATABASE, create_views

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"

# Rows of a table in memory at a time, and in a row group of its Parquet file.
ROW_GROUP = 20_000
MEMORY_LIMIT = "1GB"

# A spreadsheet runs a cell that starts like this as a formula; a leading apostrophe makes it text again.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

FRICTIONLESS_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "list": "string",
}


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write frames as ``write_rows`` does.

    Raises:
        PipelineError: The folder cannot be written.
    """
    arrow = (
        (name, pa.Table.from_pandas(frame, schema=arrow_schema(name), preserve_index=False))
        for name, frame in tables.items()
    )
    write_rows(((name, row) for name, table in arrow for row in table.to_pylist()), folder)


def write_rows(rows: Iterable[tuple[str, Row]], folder: Path) -> Counter[str]:
    """Write every table as Parquet and CSV, all of them into one DuckDB file, and describe them.

    Files of an earlier run are replaced only after all new ones are complete; ``datapackage.json``, which
    carries the hash of each table's file, comes last. No more than ``ROW_GROUP`` rows of a table are held at
    a time.

    Args:
        rows: Each row with the name of its table; the tables may take turns.
        folder: Where to write; it is made if need be.

    Returns:
        How many rows each table has.

    Raises:
        PipelineError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    except OSError as error:
        raise PipelineError(
            f"{folder}: cannot write there ({error.strerror}). Name another --output."
        ) from error
    try:
        counts = _write_all(rows, aside)
        names = [f"{table}.{kind}" for table in table_names() for kind in ("parquet", "csv")]
        for name in [*names, DATABASE, PACKAGE]:
            (aside / name).replace(folder / name)
    except OSError as error:
        raise PipelineError(
            f"{folder}: writing failed ({error.strerror}). Free some space, then run again."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return counts


def _write_all(rows: Iterable[tuple[str, Row]], aside: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        files = {name: stack.enter_context(TableFiles(name, aside)) for name in table_names()}
        for name, row in rows:
            files[name].add(row)
            counts[name] += 1
    _write_database(aside)
    package = json.dumps(describe(aside, table_names()), indent=2, ensure_ascii=False) + "\n"
    (aside / PACKAGE).write_text(package, encoding="utf-8")
    return counts


class TableFiles:
    """The Parquet and the CSV file of one table, written row group by row group."""

    def __init__(self, table: str, folder: Path) -> None:
        self._table = table
        self._rows: list[Row] = []
        self._parquet = pq.ParquetWriter(folder / f"{table}.parquet", arrow_schema(table), compression="zstd")
        self._csv = (folder / f"{table}.csv").open("w", encoding="utf-8", newline="")

    def __enter__(self) -> Self:
        self._csv.write(to_csv(columns_of(self._table), ()))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._rows:
            self._flush()
        self._parquet.close()
        self._csv.close()

    def add(self, row: Row) -> None:
        """Add a row at the end."""
        self._rows.append(row)
        if len(self._rows) == ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        # Arrow gives every value the type of its column, so that both files say the same.
        group = to_arrow(self._table, self._rows)
        self._rows = []
        self._parquet.write_table(group)
        self._csv.write(to_csv(columns_of(self._table), group.to_pylist(), header=False))


def to_csv(columns: Sequence[Column], rows: Iterable[Row], *, header: bool = True) -> str:
    """Return rows as CSV: unknown is empty, lists are joined by ``; ``, dates are ISO."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if header:
        writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(row[column.name], column.type) for column in columns])
    return buffer.getvalue()


def _csv_cell(value: Any, kind: ColumnType) -> str:
    if value is None:
        return ""
    if kind == "number":
        return format_number(value)
    text = "; ".join(value) if kind == "list" else str(value)
    if kind in {"string", "list"} and text.startswith(FORMULA_STARTS):
        return "'" + text
    return text


def format_number(value: float) -> str:
    """Return a number without exponent or trailing zero: ``3160000``, ``1.8``."""
    if value.is_integer():
        return str(int(value))
    return repr(value) if "e" not in repr(value) else f"{value:.12f}".rstrip("0")


def _write_database(folder: Path) -> None:
    import duckdb

    with duckdb.connect(str(folder / DATABASE)) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        connection.begin()
        for name in table_names():
            path = str(folder / f"{name}.parquet").replace("'", "''")
            connection.execute(f"CREATE TABLE \"{name}\" AS SELECT * FROM read_parquet('{path}')")
            for column in columns_of(name):
                text = column.description.replace("'", "''")
                connection.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS \'{text}\'')
        create_views(connection)
        connection.commit()


def describe(folder: Path, tables: Sequence[str]) -> dict[str, Any]:
    """Return the Frictionless Data Package of the tables in a folder."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "pipeline-outputs",
        "title": "Events and figures from news articles",
        "resources": [_resource(folder, name) for name in tables],
    }


def _resource(folder: Path, name: str) -> dict[str, Any]:
    parquet, sheet = folder / f"{name}.parquet", folder / f"{name}.csv"
    return {
        "name": name.replace("_", "-"),
        "path": sheet.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": sheet.stat().st_size,
        "hash": _sha256(sheet),
        "parquet": {"path": parquet.name, "hash": _sha256(parquet)},
        "schema": {
            "fields": [_field(name, index) for index in range(len(columns_of(name)))],
            "missingValues": [""],
        },
    }


def _field(table: str, index: int) -> dict[str, Any]:
    column = columns_of(table)[index]
    field: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.type],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.type == "list":
        field["delimiter"] = "; "
    return field


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()
