"""Read the lexicons that lie beside each stage, with a user's own entries joined to them.

A lexicon is a UTF-8 CSV file with a header line. Lines that start with ``#`` are comments. A user extends
a lexicon by putting a file of the same name and columns into a folder of their own and naming that folder
(``lexicons=`` in the library, ``--lexicons`` on the command line).
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from pipeline.errors import UsageError

Row = dict[str, str]


@cache
def read_lexicon(room: str, name: str, user_folder: str | None = None) -> tuple[Row, ...]:
    """Return the rows of a lexicon, the package's first, then the user's.

    Args:
        room: The package that holds the file in its ``data`` folder, such as ``pipeline.relations``.
        name: The file's name, such as ``triggers.csv``.
        user_folder: A folder that may hold a file of the same name with further entries.

    Raises:
        UsageError: The user's file lacks a column that the package's file has.
    """
    text = (resources.files(room) / "data" / name).read_text(encoding="utf-8")
    rows = tuple(_parse(text))
    if user_folder is None:
        return rows
    path = Path(user_folder) / name
    if not path.is_file():
        return rows
    return rows + _user_rows(path, set(rows[0]))


def _parse(text: str) -> Iterator[Row]:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    yield from csv.DictReader(lines, strict=True)


def _user_rows(path: Path, columns: set[str]) -> tuple[Row, ...]:
    try:
        rows = tuple(_parse(path.read_text(encoding="utf-8-sig")))
    except (csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a UTF-8 CSV file ({error}). Save it as UTF-8 CSV.") from error
    missing = columns - set(rows[0]) if rows else set()
    if missing:
        raise UsageError(
            f"{path}: the columns {', '.join(sorted(missing))} are missing. Add them to the header line."
        )
    return rows
