"""The file formats that hold articles: one reader each, found by the file's extension.

To add a format, write a function from the decoded text to a ``Content`` and enter it in ``READERS``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.errors import ArticleError
from pipeline.read.published import normalise_published


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader finds in one file.

    Attributes:
        body_start: Character offset where the article itself starts.
        published: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as far as the file says.
    """

    body_start: int = 0
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


Reader = Callable[[str], Content]

_FENCE = "---"

# The front-matter keys that are read, with the field that each fills. Other keys are left alone.
FRONT_MATTER_KEYS = {
    "published": "published",
    "date": "published",
    "title": "title",
    "publisher": "publisher",
    "url": "url",
    "source": "url",
}


def read_plain(_text: str) -> Content:
    """Read plain text: all of it is the article."""
    return Content()


def read_markdown(text: str) -> Content:
    """Read Markdown: an article, with ``key: value`` lines between two ``---`` lines before it or not.

    Raises:
        ArticleError: A line of the front matter is no ``key: value`` line, or its date is no date.
    """
    lines = list(_lines(text))
    if not lines or lines[0][1].removeprefix("\ufeff") != _FENCE:
        return read_plain(text)
    closing = next((i for i, (_, line) in enumerate(lines[1:], start=1) if line == _FENCE), None)
    if closing is None:
        return read_plain(text)
    fields = _fields([line for _, line in lines[1:closing]])
    body_start = lines[closing + 1][0] if closing + 1 < len(lines) else len(text)
    return Content(
        body_start=body_start,
        published=_published(fields.get("published", "")),
        title=fields.get("title"),
        publisher=fields.get("publisher"),
        url=fields.get("url"),
    )


READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line's offset and its text without the line break and trailing white space."""
    offset = 0
    for line in text.splitlines(keepends=True):
        yield offset, line.rstrip()
        offset += len(line)


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        # Comments, and the indented or listed values of keys that are not read.
        if not line or line[0] in "#- \t":
            continue
        key, colon, value = line.partition(":")
        if not colon:
            raise ArticleError(
                f"line {number} of the front matter, {line[:60]!r}, is not of the form 'key: value'. "
                "Correct it, or remove the '---' lines around it."
            )
        field = FRONT_MATTER_KEYS.get(key.strip().lower())
        if field is not None and _unquoted(value):
            fields.setdefault(field, _unquoted(value))
    return fields


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1].strip() if quoted else value


def _published(value: str) -> str | None:
    try:
        return normalise_published(value)
    except ValueError as error:
        raise ArticleError(f"front matter: {error}. Correct it, or leave it out.") from error
