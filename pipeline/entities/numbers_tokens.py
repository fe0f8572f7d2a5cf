"""Tokens that the number grammar reads, and tables of the phrases it knows.

spaCy's tokens cut ``USD34.6``, ``$3bn`` and ``3,488-kilometer`` in different ways depending on what stands
beside them, so the grammar reads the characters with a small lexer of its own: a run of digits with its
separators, a run of letters, or one other character.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Entry = TypeVar("Entry")

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|(?<![\w.,/¢])\.[0-9]+|[^\W\d_]+|\S")
_BLANK = " \t\xa0\u2009\u202f"
HYPHENS = frozenset("-\u2010\u2011\u2012\u2013")
DASHES = HYPHENS | {"\u2014", "\u2212"}


class Tokens:
    """The tokens of a text, with their offsets.

    Attributes:
        text: The whole text.
        words: The tokens as written; one empty token behind the last saves bounds checks.
        lower: The same in small letters.
        starts: Offsets of their first characters.
        ends: Offsets behind them.
    """

    __slots__ = ("ends", "lower", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(_TOKEN.finditer(text))
        self.words = [match.group() for match in matches]
        self.lower = [word.lower() for word in self.words]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self.words.append("")
        self.lower.append("")
        self.starts.append(len(text) + 1)
        self.ends.append(len(text) + 1)

    def __len__(self) -> int:
        """Return the number of tokens, the empty one left out."""
        return len(self.words) - 1

    def glued(self, index: int) -> bool:
        """Return whether a token is written on to the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def near(self, index: int) -> bool:
        """Return whether at most two blanks, and no line break, lie before a token."""
        if not 0 < index < len(self.words) - 1:
            return False
        gap = self.text[self.ends[index - 1] : self.starts[index]]
        return len(gap) <= 2 and not gap.strip(_BLANK)

    def word_before(self, index: int) -> str:
        """Return the token before ``index`` in small letters, or '' where a line begins."""
        return self.lower[index - 1] if self.near(index) else ""

    def word_at(self, index: int) -> str:
        """Return the token at ``index`` in small letters, or '' where it stands on a line of its own."""
        return self.lower[index] if self.near(index) else ""

    def slice(self, start: int, end: int) -> str:
        """Return the characters of the tokens from ``start`` up to ``end``."""
        return self.text[self.starts[start] : self.ends[end - 1]]

    def is_digits(self, index: int) -> bool:
        """Return whether a token is a run of digits."""
        return self.words[index][-1:].isdecimal()

    def is_capitalised(self, index: int) -> bool:
        """Return whether a token begins with a capital letter."""
        return self.words[index][:1].isupper()

    def is_letters(self, index: int) -> bool:
        """Return whether a token is a run of letters."""
        return self.words[index][:1].isalpha()


@dataclass
class PhraseTable(Generic[Entry]):
    """Phrases by their first and by their last token, longest first.

    A phrase is compared as written or in small letters; blanks must stand where the phrase has them,
    and are allowed where a phrase of longer words has none (``US $``).
    """

    forwards: dict[str, list[tuple[tuple[str, ...], bool, str, Entry]]] = field(default_factory=dict)
    backwards: dict[str, list[tuple[tuple[str, ...], bool, str, Entry]]] = field(default_factory=dict)

    def add(self, phrase: str, entry: Entry, exact: bool = False) -> None:
        """Add a phrase.

        Args:
            phrase: Its text.
            entry: What it stands for.
            exact: Whether capital letters matter.
        """
        words = tuple(_TOKEN.findall(phrase if exact else phrase.lower()))
        gaps = "".join(" " if blank else "-" for blank in _gaps(phrase))
        row = (words, exact, gaps, entry)
        for table, key in ((self.forwards, words[0]), (self.backwards, words[-1])):
            rows = table.setdefault(key.lower(), [])
            if row in rows:
                continue
            rows.append(row)
            rows.sort(key=lambda found: -len(found[0]))

    def match_at(self, tokens: Tokens, index: int) -> tuple[int, Entry] | None:
        """Return the longest phrase that starts at a token: the index behind it and its entry."""
        for row in self.forwards.get(tokens.lower[index], ()):
            if _fits(tokens, index, row):
                return index + len(row[0]), row[3]
        return None

    def matches_at(self, tokens: Tokens, index: int) -> Iterator[tuple[int, Entry]]:
        """Yield every phrase that starts at a token, longest first: the index behind it and its entry."""
        for row in self.forwards.get(tokens.lower[index], ()):
            if _fits(tokens, index, row):
                yield index + len(row[0]), row[3]

    def match_before(self, tokens: Tokens, index: int) -> tuple[int, Entry] | None:
        """Return the longest phrase that ends before a token: the index of its first token and its entry."""
        if index < 1:
            return None
        for row in self.backwards.get(tokens.lower[index - 1], ()):
            start = index - len(row[0])
            if start >= 0 and _fits(tokens, start, row):
                return start, row[3]
        return None


def _gaps(phrase: str) -> Iterable[bool]:
    ends = [match.end() for match in _TOKEN.finditer(phrase)]
    starts = [match.start() for match in _TOKEN.finditer(phrase)]
    return (start > end for start, end in zip(starts[1:], ends, strict=False))


def _fits(tokens: Tokens, start: int, row: tuple[tuple[str, ...], bool, str, object]) -> bool:
    words, exact, gaps, _ = row
    end = start + len(words)
    seen = tokens.words if exact else tokens.lower
    if tuple(seen[start:end]) != words:
        return False
    # A tokenised text has 'c $ 16 million'; but 'a $ 16 million' and "' s $ 16 million" begin with words.
    spaced = not words[-1].isdigit() and len(words[0]) > 1
    spaced = spaced or (
        words[-1] == "$" and words[0].lower() not in "as" and tokens.near(end) and not tokens.glued(end)
    )
    return all(
        tokens.near(index) if gap == " " or spaced else tokens.glued(index)
        for index, gap in enumerate(gaps, start + 1)
    )
