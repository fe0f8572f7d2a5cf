"""docs/tables.md describes the tables that are written; `pytest --force-regen` renews it."""

from pathlib import Path

from pipeline.tables import columns_of, table_names

DOCS = Path(__file__).parents[2] / "docs" / "tables.md"

INTRODUCTION = """\
# The tables that a run writes

Each table is written as `NAME.parquet` and `NAME.csv`; all of them are in `pipeline.duckdb`, and
`datapackage.json` describes them (Frictionless Data Package). The DuckDB file has views over them: see
[views.md](views.md). The hidden file `.articles.sqlite` keeps what became of each article for the next run
into the same folder; without it, or with `--fresh`, that run takes longer and gives the same tables.

An article has the status `duplicate` where an article before it holds at least half of its text, as runs
of four words. `duplicate_of` is the first of such a chain. Its mentions stay in the mention tables and in
`n_mentions`; in `n_documents` it counts as one with the article that it repeats.

- Offsets are half-open character offsets into the article's raw file decoded as UTF-8:
  `raw[start:end] == text` holds for every row that has them.
- Unknown is null (an empty cell in CSV), never 0, an empty text or a guess.
- Dates are ISO `YYYY-MM-DD`; an interval has an inclusive start and end.
- Lists are list columns in Parquet and DuckDB and `; `-joined text in CSV.
- Text cells of the CSV files that a spreadsheet would run as a formula start with an apostrophe;
  the Parquet files hold the exact characters.
- Ids depend on content alone: the same articles give the same ids in any order and on any machine.
- The Parquet, CSV and JSON files of two runs over the same articles are identical byte for byte.
  DuckDB's file format is not byte-stable; its rows are those of the Parquet files.
- `evidence` has a row for each value of each field of a mention, with the words and the rule that gave
  it; `pipeline explain` prints them with their sentences.
- `actor`, `recipient` and `about` hold ISO 3166-1 alpha-3 codes for states and all who act for
  them, and names for all others.

`pipeline extract` prints the same mentions as JSON Lines, one object an article, without joining
articles: `id`, `sentences`, `entities` (with `actor`), `dates` (every time expression, with its
TIMEX3 value), `quantities` (every numeric expression, whether or not it is a figure), `figures` and
`events` (the columns of the mention tables, and `rules`: which rule filled which field). Offsets
count the characters of the given text.
"""


def test_docs_list_every_table_and_column(file_regression):
    sections = [INTRODUCTION]
    for table in table_names():
        rows = [
            f"| `{column.name}` | {column.type} | {column.unit} | {column.description} |"
            for column in columns_of(table)
        ]
        sections.append(
            "\n".join([f"## {table}", "", "| column | type | unit | meaning |", "|---|---|---|---|", *rows])
        )
    file_regression.check("\n\n".join(part.rstrip("\n") for part in sections) + "\n", fullpath=DOCS)
