"""Write all tables whole: into a folder aside first, then renamed into place one by one."""

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import PipelineError
from pipeline.tables.schema import Column, ColumnType, arrow_schema, columns_of
from pipeline.tables.views import DATABASE, create_views

PACKAGE = "datapackage.json"

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
    """Write every table as Parquet and CSV, all of them into one DuckDB file, and describe them.

    Files of an earlier run are replaced only after all new ones are complete; ``datapackage.json``, which
    carries the hash of each table's file, comes last.

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
        names = _write_all(tables, aside)
        for name in names:
            (aside / name).replace(folder / name)
    except OSError as error:
        raise PipelineError(
            f"{folder}: writing failed ({error.strerror}). Free some space, then run again."
        ) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write_all(tables: Mapping[str, pd.DataFrame], aside: Path) -> list[str]:
    arrow = {
        # Without pandas' own metadata: any reader, pandas included, then takes the plain Arrow types.
        name: pa.Table.from_pandas(
            frame, schema=arrow_schema(name), preserve_index=False
        ).replace_schema_metadata(None)
        for name, frame in tables.items()
    }
    names: list[str] = []
    for name, table in arrow.items():
        pq.write_table(table, aside / f"{name}.parquet", compression="zstd")
        (aside / f"{name}.csv").write_text(
            to_csv(columns_of(name), table.to_pylist()), encoding="utf-8", newline=""
        )
        names += [f"{name}.parquet", f"{name}.csv"]
    _write_database(arrow, aside / DATABASE)
    package = json.dumps(describe(aside, list(arrow)), indent=2, ensure_ascii=False) + "\n"
    (aside / PACKAGE).write_text(package, encoding="utf-8")
    return [*names, DATABASE, PACKAGE]


def to_csv(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> str:
    """Return rows as CSV: unknown is empty, lists are joined by ``; ``, dates are ISO."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
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


def _write_database(arrow: Mapping[str, pa.Table], path: Path) -> None:
    import duckdb

    with duckdb.connect(str(path)) as connection:
        for name, table in arrow.items():
            connection.register("incoming", table)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            for column in columns_of(name):
                text = column.description.replace("'", "''")
                connection.execute(f'COMMENT ON COLUMN "{name}"."{column.name}" IS \'{text}\'')
            connection.unregister("incoming")
        create_views(connection)


def describe(folder: Path, tables: list[str]) -> dict[str, Any]:
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
    return "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
