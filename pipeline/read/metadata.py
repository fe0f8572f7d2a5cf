"""Read ``metadata.csv``: what is known about articles beside their text."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.read.published import normalise_published

METADATA_NAME = "metadata.csv"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one line of ``metadata.csv`` says about an article; ``None`` where a cell is empty."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(slots=True)
class MetadataTable:
    """All of ``metadata.csv``.

    Attributes:
        rows: What it says, by doc_id.
        faults: Why an article's line cannot be used, by doc_id.
        problems: What is wrong with lines that belong to no article.
    """

    rows: dict[str, Metadata] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_metadata(path: Path) -> MetadataTable:
    """Read a CSV file with the column ``doc_id`` and any of ``published, title, publisher, url``.

    Other columns are left alone. A line that cannot be used sets aside only the article that it is about:
    reading it without its date would give wrong dates, and one typing error should not stop a long run.

    Raises:
        UsageError: The file is no UTF-8 CSV file, or lacks the column ``doc_id``.
    """
    table = MetadataTable()
    for number, row in _rows(path):
        doc_id = (row.get("doc_id") or "").strip()
        if not doc_id:
            table.problems.append(f"{METADATA_NAME}, line {number}: the doc_id is empty. Fill it in.")
            continue
        _enter(table, doc_id, number, row)
    return table


def _enter(table: MetadataTable, doc_id: str, number: int, row: dict[str, str]) -> None:
    cells = {name: (row.get(name) or "").strip() or None for name in ("title", "publisher", "url")}
    try:
        metadata = Metadata(published=normalise_published(row.get("published") or ""), **cells)
    except ValueError as error:
        table.faults[doc_id] = f"{METADATA_NAME}, line {number}: published {error}. Correct it."
        return
    if table.rows.setdefault(doc_id, metadata) != metadata:
        table.faults[doc_id] = (
            f"{METADATA_NAME}, line {number}: says something else about {doc_id!r} than a line before it. "
            "Keep one of the two."
        )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: not UTF-8 (byte {error.start}). Save it as CSV UTF-8, or convert it: "
            f"iconv -f WINDOWS-1252 -t UTF-8 {path.name}"
        ) from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_delimiter(header), strict=True)
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
        if "doc_id" not in reader.fieldnames:
            raise UsageError(
                f"{path}: the column doc_id is missing (found: {', '.join(reader.fieldnames) or 'none'}). "
                "Add it to the header line: doc_id,published,title,publisher,url"
            )
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise UsageError(
            f"{path}, after line {reader.line_num}: not valid CSV ({error}). Check its quotes."
        ) from error


def _delimiter(header: str) -> str:
    """Return what separates the columns: spreadsheets write semicolons or tabs in some languages."""
    return max(",;\t", key=header.count)
