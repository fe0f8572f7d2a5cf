"""Read articles from JSON Lines, as ``pipeline extract`` takes them."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.errors import ArticleError
from pipeline.read.published import normalise_published
from pipeline.records import Article


def read_jsonl(stream: Iterable[str]) -> Iterator[Article | ArticleError]:
    """Yield one article a line from objects ``{"id": …, "text": …, "published": … or null}``.

    Empty lines are passed over. The article's offsets count the characters of ``text``. A line that is no
    such object comes as an error that names the line and the value, so that the others can go on.
    """
    for number, line in enumerate(stream, start=1):
        if line := line.removeprefix("\ufeff").strip():
            try:
                article = _article(number, line)
            except ArticleError as error:
                yield error
            else:
                yield article


def _article(number: int, line: str) -> Article:
    entry = _parse(number, line)
    doc_id, text = (_string(number, entry, name) for name in ("id", "text"))
    published = _published(number, entry.get("published"))
    try:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise ArticleError(
            f"line {number}: 'text' has half of a surrogate pair at character {error.start}. Mend it."
        ) from error
    return Article(
        doc_id=doc_id,
        path=doc_id,
        sha256=sha256,
        text=text,
        published=published,
        published_from="none" if published is None else "metadata",
    )


def _parse(number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "nested too deeply"
        raise ArticleError(
            f"line {number}: not JSON ({reason}): {_shown(line)}. Write one object a line."
        ) from error
    if not isinstance(entry, dict):
        raise ArticleError(f'line {number}: not an object: {_shown(line)}. Write {{"id": …, "text": …}}.')
    return entry


def _string(number: int, entry: dict[str, Any], name: str) -> str:
    if name not in entry:
        raise ArticleError(f"line {number}: {name!r} is missing from {_shown(json.dumps(entry))}. Add it.")
    value = entry[name]
    if not isinstance(value, str):
        raise ArticleError(f"line {number}: {name!r} is {_shown(json.dumps(value))}. Write it as a string.")
    return value


def _published(number: int, value: object) -> str | None:
    if value is None:
        return None
    try:
        return normalise_published(value if isinstance(value, str) else json.dumps(value))
    except ValueError as error:
        raise ArticleError(f"line {number}: 'published' {error}. Correct it, or write null.") from error


def _shown(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
