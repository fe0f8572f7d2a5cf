"""Sorts and joins over what all articles have: in DuckDB, which spills to disk beyond a limit.

Rows go in as Arrow tables, a batch at a time, and come out through a Parquet file, a batch at a time.
"""

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Column = Sequence[Any] | NDArray[Any]

MEMORY_LIMIT = "1GB"
#: Rows that are gathered before they go in.
BATCH = 200_000
#: Rows that are in memory when they come out.
AT_ONCE = 20_000


class Workspace:
    """Tables of one run of the joining.

    Args:
        connection: The database.
        folder: Where results wait until they are read.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def execute(self, *statements: str) -> None:
        """Run statements that give no rows."""
        for statement in statements:
            self._connection.execute(statement)

    def insert(self, table: str, columns: Mapping[str, Column], select: str = "*") -> None:
        """Add rows to a table.

        Args:
            table: Its name.
            columns: What is known of each row.
            select: What the table takes of it, in the order of its own columns.
        """
        if not all(map(len, columns.values())):
            return
        rows = pa.table({name: pa.array(_quick(column)) for name, column in columns.items()})
        self._connection.register("incoming", rows)
        self._connection.execute(f"INSERT INTO {table} SELECT {select} FROM incoming")
        self._connection.unregister("incoming")

    def batches(self, query: str) -> Iterator[pa.RecordBatch]:
        """Yield what a query gives, in its order, some rows at a time; other queries may run meanwhile."""
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".parquet", delete=False) as file:
            path = Path(file.name)
        self._connection.execute(f"COPY ({query}) TO '{_quoted(path)}' (FORMAT parquet)")
        with pq.ParquetFile(path) as found:
            yield from found.iter_batches(AT_ONCE)
        path.unlink()

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query, in its order."""
        for batch in self.batches(query):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _quick(column: Column) -> Column:
    """Return numbers as numpy has them, which Arrow takes over as they are."""
    return np.asarray(column) if isinstance(column, array) else column


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Open a workspace; all that it holds is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'; SET temp_directory = '{_quoted(folder)}'")
        connection.execute("SET preserve_insertion_order = false")
        yield Workspace(connection, Path(folder))


def _quoted(path: Path | str) -> str:
    return str(path).replace("'", "''")
