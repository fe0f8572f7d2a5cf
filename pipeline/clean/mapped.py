"""Text that knows where each of its characters comes from."""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace a non-empty span of a text by another text, which may be empty."""

    start: int
    end: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A span that is to be left out, with the reason and the id of the rule that found it."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text with the raw span behind each character.

    Attributes:
        text: The text.
        starts: Per character, the raw offset where its source starts; never decreases.
        ends: Per character, the raw offset behind its source; never decreases.
    """

    text: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, raw: str, start: int = 0) -> MappedText:
        """Return the raw text from an offset on, each character mapped to itself."""
        size = len(raw)
        return cls(raw[start:], array("q", range(start, size)), array("q", range(start + 1, size + 1)))

    def edit(self, edits: Iterable[Edit]) -> MappedText:
        """Return the text with edits made; they are in order, do not overlap, and count in this text.

        Every character of a replacement stands for the whole span that it replaces.
        """
        pieces: list[str] = []
        starts, ends = array("q"), array("q")
        done = 0
        for edit in edits:
            pieces += (self.text[done : edit.start], edit.text)
            starts.extend(self.starts[done : edit.start])
            ends.extend(self.ends[done : edit.start])
            starts.extend([self.starts[edit.start]] * len(edit.text))
            ends.extend([self.ends[edit.end - 1]] * len(edit.text))
            done = edit.end
        if done == 0:
            return self
        pieces.append(self.text[done:])
        starts.extend(self.starts[done:])
        ends.extend(self.ends[done:])
        return MappedText("".join(pieces), starts, ends)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a non-empty span."""
        return self.starts[start], self.ends[end - 1]


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each line that is not empty."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1
