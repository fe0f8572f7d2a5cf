"""Read the lexicons that lie beside each stage, with a user's own entries joined to them.

A lexicon is a UTF-8 CSV file with a header line. Lines that start with ``#`` are comments. A user extends
a lexicon by putting a file of the same name and columns into a folder of their own and naming that folder
(``lexicons=`` in the library, ``--lexicons`` on the command line).
"""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from importlib import resources
from inspect import signature
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipeline.errors import UsageError

Row = dict[str, str]
_Arguments = ParamSpec("_Arguments")
_Read = TypeVar("_Read")

_in_use: ContextVar[str | None] = ContextVar("lexicons", default=None)


@contextmanager
def using(user_folder: str | None) -> Iterator[None]:
    """Have the ``per_folder`` readers join the entries of a user's folder meanwhile."""
    token = _in_use.set(user_folder)
    try:
        yield
    finally:
        _in_use.reset(token)


def folder_in_use() -> str | None:
    """Return the folder of a user's own entries that ``using`` set."""
    return _in_use.get()


def per_folder(read: Callable[_Arguments, _Read]) -> Callable[_Arguments, _Read]:
    """Have a reader read once per folder, by default the one in use.

    Args:
        read: Reads a lexicon; ``lexicons``, the folder of a user's own entries, is its last parameter.
    """
    cached: Any = cache(read)
    place = list(signature(read).parameters).index("lexicons")

    @wraps(read)
    def once(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Read:
        found: _Read = (
            cached(*args, _in_use.get()) if len(args) == place and not kwargs else cached(*args, **kwargs)
        )
        return found

    return once


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
