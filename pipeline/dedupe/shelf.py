"""Records on disk by key, so that memory does not grow with their number.

They lie in a private database of SQLite, which keeps ``CACHE_KB`` of it in memory and the rest in a file that
is gone once nobody holds the database. An entry is the MessagePack of the record; its types come from the
dataclass.
"""

import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from operator import itemgetter
from typing import Any, Generic, TypeVar

import msgspec

CACHE_KB = 256_000
# Records that are written in one go, sorted, so that those of one page of the database go in together.
WRITTEN = 10_000
# Records that are looked for in one go; SQLite takes at least 999 values.
ASKED = 500

Key = TypeVar("Key", int, str)
Record = TypeVar("Record")


class Shelves:
    """A database for shelves; they hold it, and with the last one it goes."""

    def __init__(self) -> None:
        # Whoever holds a shelf may read it, and the last one to let go may be another thread.
        connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        weakref.finalize(self, connection.close)
        self.connection = connection

    def numbered(self, name: str, record: type[Record]) -> "Shelf[int, Record]":
        """Return a new shelf whose keys are whole numbers."""
        return Shelf(self, name, "INTEGER PRIMARY KEY", record)

    def named(self, name: str, record: type[Record]) -> "Shelf[str, Record]":
        """Return a new shelf whose keys are strings."""
        return Shelf(self, name, "TEXT PRIMARY KEY NOT NULL", record)


class Shelf(Mapping[Key, Record], Generic[Key, Record]):
    """Records by key, in order of the keys; each is read anew when asked for.

    Args:
        shelves: Where it stands.
        name: Its name there.
        key: SQLite's type of its keys.
        record: The type of its records.
    """

    def __init__(self, shelves: Shelves, name: str, key: str, record: type[Record]) -> None:
        self._shelves = shelves
        self._table = name
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(record).decode
        self._waiting: list[tuple[Key, bytes]] = []
        without = "" if key.startswith("INTEGER") else " WITHOUT ROWID"
        shelves.connection.execute(f"CREATE TABLE {name} (key {key}, entry BLOB){without}")

    def __setitem__(self, key: Key, record: Record) -> None:
        self._waiting.append((key, self._encode(record)))
        if len(self._waiting) == WRITTEN:
            self._write()

    def _write(self) -> None:
        self._waiting.sort(key=itemgetter(0))
        self._shelves.connection.executemany(f"REPLACE INTO {self._table} VALUES (?, ?)", self._waiting)
        self._waiting.clear()

    def _rows(self, what: str, *values: Key) -> sqlite3.Cursor:
        if self._waiting:
            self._write()
        return self._shelves.connection.execute(what.format(self._table), values)

    def __getitem__(self, key: Key) -> Record:
        row = self._rows("SELECT entry FROM {} WHERE key = ?", key).fetchone()
        if row is None:
            raise KeyError(key)
        return self._decode(row[0])

    def __iter__(self) -> Iterator[Key]:
        return (key for (key,) in self._rows("SELECT key FROM {} ORDER BY key"))

    def __len__(self) -> int:
        return int(self._rows("SELECT count(*) FROM {}").fetchone()[0])

    def values(self) -> "ShelfValues[Record]":
        """Return a view of the records, in order of the keys."""
        return ShelfValues(self)

    def records(self) -> Iterator[Record]:
        """Yield the records, in order of the keys."""
        return (self._decode(entry) for (entry,) in self._rows("SELECT entry FROM {} ORDER BY key"))

    def several(self, keys: Sequence[Key]) -> dict[Key, Record]:
        """Return the records of some keys."""
        found: dict[Key, Record] = {}
        for first in range(0, len(keys), ASKED):
            some = keys[first : first + ASKED]
            marks = ", ".join("?" * len(some))
            rows = self._rows(f"SELECT key, entry FROM {{}} WHERE key IN ({marks})", *some)
            found.update((key, self._decode(entry)) for key, entry in rows)
        return found


class ShelfValues(ValuesView[Record]):
    """The records of a shelf, read one after the other."""

    def __init__(self, shelf: Shelf[Any, Record]) -> None:
        super().__init__(shelf)
        self._shelf = shelf

    def __iter__(self) -> Iterator[Record]:
        return self._shelf.records()
