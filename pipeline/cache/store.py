"""Results by what they depend on, in one SQLite file beside the tables.

SQLite writes whole entries or none, also when a run is killed. An entry is the MessagePack of the record,
compressed; its types come from the dataclass, so a new field needs nothing here. What cannot be read is as if
it were not there.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import msgspec

from pipeline.errors import PipelineError
from pipeline.records import Article, ArticleResult

CACHE = ".articles.sqlite"
WAIT = 60.0  # seconds for another run on the same folder to finish an entry
FASTEST = 1  # zlib's level: a third of the size for a tenth of a millisecond

# Errors of SQLite that mean a damaged or foreign file, not a full disk or a missing permission.
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_FORMAT}

# The article itself is not kept: it is read at every run.
NO_ARTICLE = Article("", "", None, "")
_DECODER = msgspec.msgpack.Decoder(ArticleResult)


class ResultStore:
    """The results of earlier runs and of this one.

    Attributes:
        path: The file that holds them.

    Args:
        folder: The output folder.
        fingerprint: Hash of the model and the rules; results of others are not found.
        fresh: Whether to forget all results of earlier runs.

    Raises:
        PipelineError: The folder cannot be written.
    """

    def __init__(self, folder: Path, fingerprint: str, *, fresh: bool = False) -> None:
        self.path = folder / CACHE
        self._fingerprint = fingerprint.encode()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if fresh:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise PipelineError(
                f"{folder}: cannot write there ({error.strerror}). Name another --output."
            ) from error
        self._replaced = False
        self._open()

    def _open(self) -> None:
        try:
            self._connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise self._problem(error) from error
        self._execute("CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, entry BLOB) WITHOUT ROWID")

    def _problem(self, error: sqlite3.Error) -> PipelineError:
        return PipelineError(f"{self.path}: {error}. Free some space, or remove the file.")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, article: Article) -> ArticleResult | None:
        """Return the result of an article, ``None`` where there is none that can be read."""
        for (entry,) in self._execute("SELECT entry FROM results WHERE key = ?", self._key(article)):
            try:
                return replace(_DECODER.decode(zlib.decompress(entry)), article=article)
            except (zlib.error, msgspec.MsgspecError, TypeError):
                return None
        return None

    def put(self, result: ArticleResult) -> None:
        """Keep the result of an article."""
        entry = zlib.compress(msgspec.msgpack.encode(replace(result, article=NO_ARTICLE)), FASTEST)
        self._execute("INSERT OR REPLACE INTO results VALUES (?, ?)", self._key(result.article), entry)

    def keep_only(self, articles: Iterable[Article]) -> None:
        """Forget all other articles and all results of other models and rules."""
        self._execute("CREATE TEMP TABLE wanted (key BLOB PRIMARY KEY) WITHOUT ROWID")
        for article in articles:
            self._execute("INSERT OR IGNORE INTO wanted VALUES (?)", self._key(article))
        self._execute("DELETE FROM results WHERE key NOT IN (SELECT key FROM wanted)")
        self._execute("DROP TABLE wanted")

    def _key(self, article: Article) -> bytes:
        return hashlib.sha256(self._fingerprint + msgspec.msgpack.encode(article)).digest()

    def _execute(self, statement: str, *values: bytes) -> list[tuple[Any, ...]]:
        """Return the rows of a statement; a damaged file is replaced by an empty one."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            if self._replaced or (error.sqlite_errorcode & 0xFF) not in DAMAGED:
                raise self._problem(error) from error
        self._connection.close()
        self.path.unlink(missing_ok=True)
        self._replaced = True
        self._open()
        return self._execute(statement, *values)
