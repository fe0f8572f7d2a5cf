"""Read a folder of articles."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import ArticleError, UsageError
from pipeline.read.decoding import decode
from pipeline.read.formats import READERS, Content
from pipeline.read.metadata import METADATA_NAME, Metadata, MetadataTable, read_metadata
from pipeline.records import Article


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that cannot be read as an article.

    Attributes:
        path: Path below the input folder, with the extension.
        doc_id: The path without the extension, or with it where another file has that id.
        sha256: Hex digest of its bytes, ``None`` where these cannot be read.
        message: The reason and what to do.
    """

    path: str
    doc_id: str
    sha256: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds.

    Attributes:
        articles: In order of doc_id.
        failed: Files that were set aside, in order of path.
        problems: What else the user should know; none of it stops a run.
    """

    articles: tuple[Article, ...]
    failed: tuple[FailedFile, ...]
    problems: tuple[str, ...]


def read_folder(folder: Path) -> Reading:
    """Read every article below a folder, with the metadata of its ``metadata.csv``.

    An article's metadata come from ``metadata.csv`` first and from the file itself second. Hidden files,
    ``README.md`` and ``metadata.csv`` are no articles. Links to folders are not followed.

    Raises:
        UsageError: There is no such folder, nothing to read in it, or no usable ``metadata.csv``.
    """
    _check(folder)
    problems: list[str] = []
    files = sorted(_walk(folder, problems))
    if not files:
        raise UsageError(f"{folder}: no articles in this folder. Put {_formats()} files into it.")
    table = read_metadata(folder / METADATA_NAME) if (folder / METADATA_NAME).exists() else MetadataTable()
    ids = Counter(_doc_id(file) for file in files)
    read = [_read(folder, file, table, ids) for file in files]
    problems += table.problems + [
        f"{METADATA_NAME}: no article has the doc_id {doc_id!r}. "
        "A doc_id is the path below the folder without the extension."
        for doc_id in sorted((table.rows.keys() | table.faults.keys()) - ids.keys())
    ]
    return Reading(
        articles=tuple(sorted((r for r in read if isinstance(r, Article)), key=lambda a: a.doc_id)),
        failed=tuple(r for r in read if isinstance(r, FailedFile)),
        problems=tuple(problems),
    )


def read_article(path: Path) -> Article:
    """Read one article, with its metadata from the ``metadata.csv`` beside it.

    Raises:
        ArticleError: It cannot be read; the message names the file and what to do.
        UsageError: There is no usable ``metadata.csv``.
    """
    beside = path.parent / METADATA_NAME
    table = read_metadata(beside) if beside.exists() else MetadataTable()
    article = _read(path.parent, path.name, table, Counter())
    if isinstance(article, FailedFile):
        raise ArticleError(f"{path}: {article.message}")
    return article


def _check(folder: Path) -> None:
    if not folder.exists():
        raise UsageError(f"{folder}: no such folder. Check its name.")
    if not folder.is_dir():
        raise UsageError(f"{folder}: a file, not a folder. Name the folder that holds the articles.")


def _walk(folder: Path, problems: list[str]) -> Iterator[str]:
    """Yield the path of each file that may be an article, below the folder, with ``/`` between parts."""

    def unreadable(error: OSError) -> None:
        problems.append(f"{error.filename}: cannot be listed ({error.strerror}). Check its permissions.")

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        problems += [
            f"{here / name}: a link to a folder, which is not followed. Copy what it links to."
            for name in folders
            if (here / name).is_symlink()
        ]
        for name in sorted(names):
            if name == METADATA_NAME and here != folder:
                problems.append(f"{here / name}: not read. Put its lines into {folder / METADATA_NAME}.")
            elif not name.startswith(".") and name != METADATA_NAME and name.lower() != "readme.md":
                yield (here / name).relative_to(folder).as_posix()


def _doc_id(file: str) -> str:
    """Return the id of an article; a file without a reader keeps its extension, as it is no article."""
    path = PurePosixPath(file)
    return str(path.with_suffix("")) if path.suffix.lower() in READERS else file


def _read(folder: Path, file: str, table: MetadataTable, ids: Counter[str]) -> Article | FailedFile:
    doc_id = _doc_id(file)
    data = None
    try:
        file.encode()
        data = _bytes(folder / file)
        if ids[doc_id] > 1:
            raise ArticleError(f"another file has the same doc_id, {doc_id!r}. Rename one of them.")
        if doc_id in table.faults:
            raise ArticleError(table.faults[doc_id])
        text = decode(data, file)
        content = READERS[PurePosixPath(file).suffix.lower()](text)
        return _article(file, data, text, content, table.rows.get(doc_id, Metadata()))
    except UnicodeEncodeError:
        shown = os.fsencode(file).decode("utf-8", "replace")
        return FailedFile(shown, shown, None, "the file's name is not UTF-8. Rename it.")
    except ArticleError as error:
        sha256 = None if data is None else hashlib.sha256(data).hexdigest()
        return FailedFile(file, doc_id if ids[doc_id] == 1 else file, sha256, str(error))


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in READERS:
        kind = f"{path.suffix} files are" if path.suffix else "a file without an extension is"
        raise ArticleError(f"{kind} not read. Save it as {_formats()}, or move it out of the folder.")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ArticleError("not a regular file. Remove it from the folder.")
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"cannot be read ({error.strerror}). Check that it exists and its permissions."
        ) from error


def _article(file: str, data: bytes, text: str, content: Content, metadata: Metadata) -> Article:
    published = metadata.published or content.published
    return Article(
        doc_id=_doc_id(file),
        path=file,
        sha256=hashlib.sha256(data).hexdigest(),
        text=text,
        body_start=content.body_start,
        published=published,
        published_from="none" if published is None else "metadata",
        title=metadata.title or content.title,
        publisher=metadata.publisher or content.publisher,
        url=metadata.url or content.url,
    )


def _formats() -> str:
    return " or ".join(READERS)
