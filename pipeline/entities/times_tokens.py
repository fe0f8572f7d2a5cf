"""Light tokens for the grammar of time expressions, each with what it may mean in one.

One pass of a linear regular expression cuts the text; words are looked up in ``time_words.csv``, numbers are
read as what their form allows (a day, a year, a decade, a clock time). Only tokens that may take part in a
time expression get readings, so ordinary text costs little.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import read_lexicon

ROOM = "pipeline.entities"
Reading = tuple[str, int]
Readings = dict[str, list[Reading]]

_TOKEN = re.compile(
    r"(?<![\w./-])(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?|(?:\d{4}|\d{1,2})([/.-])(?:\d{1,2}|[A-Za-z]{3,9})\1(?:\d{4}|\d{2}))"
    r"(?![\w/-]|\.\d)"
    r"|(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])"
    r"|\d+(?:,\d{3}(?!\d))*(?:\.\d+)?|[^\W\d_]+|[^\w\s]|\n"
)
_SAME = str.maketrans("\u2019\u2018\u2013\u2014\u2011\u2010\u2212~()", "''------[]")


class Word(NamedTuple):
    """One entry of the lexicon: the tokens it spans and what they mean."""

    tokens: tuple[str, ...]
    kind: str
    value: str
    form: str


@dataclass(slots=True)
class Tokens:
    """The tokens of a text as parallel lists.

    Attributes:
        text: The text.
        lows: Each token in lower case, with quotes and dashes made plain.
        starts: Offset of its first character.
        ends: Offset behind its last character.
        readings: Per token, class → values with the index of the token behind them; None where the token
            has none.
    """

    text: str
    lows: list[str]
    starts: list[int]
    ends: list[int]
    readings: list[Readings | None]

    def low(self, i: int) -> str:
        """Return token ``i`` in lower case, or an empty string outside the text."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def glued(self, i: int) -> bool:
        """Tell whether token ``i`` follows the one before it without a space."""
        return 0 < i < len(self.lows) and self.ends[i - 1] == self.starts[i]

    def capital(self, i: int) -> bool:
        """Tell whether token ``i`` starts with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def add(self, i: int, kind: str, value: str, end: int) -> None:
        """Give token ``i`` a reading of class ``kind`` that reaches up to token ``end``."""
        readings = self.readings[i]
        if readings is None:
            readings = self.readings[i] = {}
        found = readings.setdefault(kind, [])
        if (value, end) not in found:
            found.append((value, end))


def cut(text: str) -> tuple[list[str], list[int], list[int]]:
    """Return the tokens of a text in lower case, with their starts and ends."""
    matches = list(_TOKEN.finditer(text))
    lows = [match.group().lower().translate(_SAME) for match in matches]
    return lows, [match.start() for match in matches], [match.end() for match in matches]


@cache
def words(lexicons: str | None = None) -> dict[str, tuple[Word, ...]]:
    """Return the lexicon's entries by their first token, longest first."""
    rows = read_lexicon(ROOM, "time_words.csv", lexicons)
    entries = [Word(tuple(cut(row["word"])[0]), row["class"], row["value"], row["form"]) for row in rows]
    holidays = read_lexicon(ROOM, "holiday_names.csv", lexicons)
    entries += [Word(tuple(cut(row["name"])[0]), "holiday", row["holiday"], row["form"]) for row in holidays]
    by_first: dict[str, list[Word]] = {}
    for entry in entries:
        by_first.setdefault(entry.tokens[0], []).append(entry)
    return {
        first: tuple(sorted(found, key=lambda word: -len(word.tokens))) for first, found in by_first.items()
    }


@cache
def word_class(kind: str, lexicons: str | None = None) -> frozenset[str]:
    """Return the one-token words of a class of the lexicon."""
    return frozenset(
        entry.tokens[0]
        for found in words(lexicons).values()
        for entry in found
        if entry.kind == kind and len(entry.tokens) == 1
    )


@cache
def word_values(kind: str, lexicons: str | None = None) -> dict[str, int]:
    """Return the whole numbers that the one-token words of a class stand for."""
    return {
        entry.tokens[0]: int(entry.value)
        for found in words(lexicons).values()
        for entry in found
        if entry.kind == kind and len(entry.tokens) == 1
    }
