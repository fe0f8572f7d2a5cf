"""Paragraphs that stand in an article twice: whole copies, and copies glued to another paragraph.

A copy that is glued to the end or the start of another line, where a page's teaser ran into the text, is
first parted from it by a line break; then every copy is left out.
"""

from collections.abc import Iterator

from pipeline.clean.mapped import Edit, lines

# Shorter lines repeat for good reasons: headings, answers, refrains.
MIN_LENGTH = 60

_KEY = MIN_LENGTH - 1


def glued(text: str) -> Iterator[Edit]:
    """Put a line break between a line and the copy of an earlier line at its end or start."""
    by_end: dict[str, str] = {}
    by_start: dict[str, str] = {}
    for start, end in lines(text):
        line = text[start:end]
        if len(line) < MIN_LENGTH:
            continue
        tail, head = by_end.get(line[-_KEY:]), by_start.get(line[:_KEY])
        if tail is not None and line.endswith(" " + tail):
            gap = end - len(tail) - 1
            yield Edit(gap, gap + 1, "\n")
        elif head is not None and line.startswith(head + " "):
            gap = start + len(head)
            yield Edit(gap, gap + 1, "\n")
        else:
            by_end.setdefault(line[-_KEY:], line)
            by_start.setdefault(line[:_KEY], line)


def copies(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each line that stands in the text before, but for case and white space."""
    seen: set[str] = set()
    for start, end in lines(text):
        key = text[start:end].casefold()
        if end - start >= MIN_LENGTH and key in seen:
            yield start, end
        seen.add(key)
