"""The views of the DuckDB file: a query for each in ``data/views``; its comment says what it shows."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PipelineError, UsageError
from pipeline.tables.schema import Column, ColumnType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DATABASE = "pipeline.duckdb"

COLUMN_TYPES: dict[str, ColumnType] = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "DATE": "date",
    "VARCHAR[]": "list",
}


@cache
def _queries() -> dict[str, str]:
    folder = resources.files("pipeline.tables") / "data" / "views"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): file.read_text(encoding="utf-8") for file in files}


def view_names() -> tuple[str, ...]:
    """Return the names of all views, sorted."""
    return tuple(_queries())


def describe_view(name: str) -> str:
    """Return what a view shows, in one sentence."""
    comments = [line for line in _queries()[name].splitlines() if line.startswith("--")]
    return " ".join(line.removeprefix("--").strip() for line in comments)


def create_views(connection: "DuckDBPyConnection") -> None:
    """Create all views over the tables of a database."""
    for name, query in _queries().items():
        text = describe_view(name).replace("'", "''")
        connection.execute(f'CREATE VIEW "{name}" AS {query}')
        connection.execute(f"COMMENT ON VIEW \"{name}\" IS '{text}'")


def read_view(
    folder: Path, name: str, limit: int | None = None
) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    """Return the columns of a view and its first rows.

    Args:
        folder: The output folder of a run.
        name: One of ``view_names()``.
        limit: How many rows, by default all.

    Raises:
        UsageError: The folder holds no finished run of this version.
        PipelineError: The database cannot be read, for example because another program writes to it.
    """
    import duckdb

    try:
        with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
            shape = connection.execute(f'DESCRIBE "{name}"').fetchall()
            rows = connection.execute(f'SELECT * FROM "{name}" LIMIT ?', [limit]).fetchall()
    except (duckdb.IOException, duckdb.CatalogException) as error:
        path = folder / DATABASE
        if isinstance(error, duckdb.IOException) and path.exists():
            reason = str(error).partition("\n")[0]
            raise PipelineError(f"{path}: {reason}. Close other programs that have it open.") from error
        raise UsageError(f"{folder}: no finished run there. Run: pipeline run --output {folder}") from error
    columns = tuple(Column(column, COLUMN_TYPES[kind], "", "") for column, kind, *_ in shape)
    return columns, [dict(zip((column.name for column in columns), row, strict=True)) for row in rows]
