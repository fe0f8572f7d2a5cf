"""The marks of Markdown in an article that came as a Markdown file."""

import re
from collections.abc import Iterator

from pipeline.clean.mapped import Cut

MARKDOWN_SUFFIXES = (".md", ".markdown")

# The group, where there is one, is the text that a link shows, which stays.
_MARKUP = re.compile(
    r"!\[[^\[\]\n]{0,300}\]\([^()\n]{0,500}\)"  # an image
    r"|\[([^\[\]\n]{1,300})\]\([^()\n]{1,500}\)"  # a link
    r"|^(?:\#{1,6}|>|[*+-]) "  # the mark of a heading, a quotation, an entry of a list
    r"|\*\*|__"  # bold
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])",  # italics
    re.MULTILINE,
)


def find_markup(text: str) -> Iterator[Cut]:
    """Yield the marks, in order; the words that they format stay."""
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        if match[1] is None:
            yield _cut(start, end)
        else:
            yield _cut(start, match.start(1))
            yield _cut(match.end(1), end)


def _cut(start: int, end: int) -> Cut:
    return Cut(start, end, "Markdown mark", "markdown")
