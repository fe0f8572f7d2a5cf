"""Tables: rows as pandas frames, and on disk as Parquet, CSV, DuckDB and a data package."""

from pipeline.tables.build import build_tables, table_rows
from pipeline.tables.provenance import Explanation, explain
from pipeline.tables.read import read_tables
from pipeline.tables.schema import Column, columns_of, table_names
from pipeline.tables.views import read_view, view_names
from pipeline.tables.write import write_rows, write_tables

__all__ = [
    "Column",
    "Explanation",
    "build_tables",
    "columns_of",
    "explain",
    "read_tables",
    "read_view",
    "table_names",
    "table_rows",
    "view_names",
    "write_rows",
    "write_tables",
]
