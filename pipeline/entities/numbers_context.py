"""What stands around an amount: what bounds it, and what makes it no number at all."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.entities.numbers_lexicon import ROOM, NumberLexicon
from pipeline.entities.numbers_money import Item
from pipeline.entities.numbers_tokens import HYPHENS, Tokens
from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon
from pipeline.records import Bound

_OLDEST = 120
_BEHIND = 3  # how many words may stand between a number and 'or more'


@cache
def _exclusions(user_folder: str | None) -> re.Pattern[str]:
    rows = read_lexicon(ROOM, "number_exclusions.csv", user_folder)
    for row in rows:
        try:
            re.compile(row["pattern"])
        except re.error as error:
            raise UsageError(
                f"number_exclusions.csv: {row['name']}: {error}. Correct the pattern."
            ) from error
    # Each begins where no word goes on, which keeps the search from starting inside a long run of digits.
    patterns = "|".join(f"(?:{row['pattern']})" for row in rows)
    return re.compile(rf"(?<![\w.,])(?:{patterns})")


def excluded_spans(text: str, user_folder: str | None = None) -> list[tuple[int, int]]:
    """Return the spans that hold digits but no number, such as web addresses and clock times."""
    return [match.span() for match in _exclusions(user_folder).finditer(text)]


class Bounding(NamedTuple):
    """What bounds an amount, and the tokens of the words that say so."""

    bound: Bound = "exact"
    start: int = 0
    end: int = 0


_EXACT = Bounding()


class Context:
    """Judges an amount by its neighbours."""

    def __init__(self, tokens: Tokens, lexicon: NumberLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.neighbours: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
        for row in lexicon.neighbours:
            sides = (frozenset(row["before"].split("|")), frozenset(row["after"].split("|")))
            self.neighbours.setdefault(row["word"], []).append(sides)

    def bound(self, start: int, end: int, kind: str) -> Bounding:
        """Return what the words before or behind an expression say about its bound."""
        before = self._bound_before(start, kind)
        return before if before.bound != "exact" else self._bound_behind(end)

    def _bound_before(self, start: int, kind: str) -> Bounding:
        tokens, place = self.tokens, start
        for skipped in range(4):
            if not tokens.near(place):
                return _EXACT
            found = self.lexicon.before.match_before(tokens, place)
            if found and found[1].reach >= skipped and (not found[1].kinds or kind in found[1].kinds):
                return Bounding(found[1].bound, found[0], place)
            if tokens.lower[place - 1] not in self.lexicon.gaps:
                return _EXACT
            place -= 1
        return _EXACT

    def _bound_behind(self, end: int) -> Bounding:
        tokens = self.tokens
        for place in range(end, end + _BEHIND):
            if not tokens.near(place):
                return _EXACT
            found = self.lexicon.after.match_at(tokens, place)
            if found and found[1].reach >= place - end and not self._goes_on(found[0]):
                return Bounding(found[1].bound, place, found[0])
            if not tokens.is_letters(place) or self._number_at(place):
                return _EXACT
        return _EXACT

    def _goes_on(self, index: int) -> bool:
        """Return whether ``at least`` or ``and more`` bounds what follows instead: ``and more than 30``."""
        return self._number_at(index) or self.tokens.word_at(index) == "than"

    def _number_at(self, index: int) -> bool:
        tokens = self.tokens
        return tokens.near(index) and (
            tokens.is_digits(index) or tokens.lower[index] in self.lexicon.numerals
        )

    def is_name(self, item: Item) -> bool:
        """Return whether an amount is part of a name or reference, or no number in its idiom."""
        if item.kind not in ("number", "ordinal"):
            return item.reading.rule == "words" and self._idiomatic(item, both=True)
        if self.tokens.is_digits(item.reading.start):
            return item.kind == "number" and self._identified(item)
        return self._idiomatic(item) or self._named(item)

    def _identified(self, item: Item) -> bool:
        """Return whether the word before digits makes them a name: ``Article 370``, ``the iPhone 4,``."""
        tokens, start = self.tokens, item.start
        number = item.reading.amount.number
        if not tokens.near(start) or item.reading.amount.scales or not number.replace(".", "").isdigit():
            return False
        if self.lexicon.identifiers.match_before(tokens, start):
            return True
        if not item.reading.plain:
            return False
        if (
            tokens.words[start - 1] == "("
            and tokens.words[item.end] == ")"
            and tokens.words[start - 2][-1:].isdecimal()
        ):
            return True  # 'section 20 (3)'
        place = start - 1
        if not tokens.is_capitalised(place) or not tokens.near(place) or not tokens.is_letters(place - 1):
            return False
        following = tokens.word_at(item.end)
        goes_on = following.isalpha() and following not in self.lexicon.cues["follower"]
        return not goes_on and self.lexicon.before.match_before(tokens, start) is None

    def _idiomatic(self, item: Item, both: bool = False) -> bool:
        """Return whether a number word is a pronoun or part of an idiom.

        Args:
            item: The expression.
            both: Whether only an idiom with words on both sides counts, as ``at one point``.
        """
        tokens, reading = self.tokens, item.reading
        if reading.end - reading.start > 1 and tokens.lower[reading.start] not in ("a", "an"):
            return False
        word = tokens.lower[reading.end - 1]
        before, after = tokens.word_before(reading.start), tokens.word_at(reading.end)
        if word == "one" and after in HYPHENS and not both:
            return True
        for befores, afters in self.neighbours.get(word, ()):
            fits = (befores == {""} or before in befores) and (afters == {""} or after in afters)
            if fits and not (both and {""} in (befores, afters)):
                return True
        return False

    def is_age(self, item: Item) -> bool:
        """Return whether a bare number is an age: ``aged 45``, ``at the age of 92``, ``Mr Rabung, 32,``."""
        tokens, start = self.tokens, item.start
        if item.kind != "number" or not item.reading.plain or item.reading.value > _OLDEST:
            return False
        words = [tokens.word_before(place) for place in range(start, max(0, start - 3), -1)]
        if self.lexicon.cues["age"] & set(words):
            return True
        named = words[:1] == [","] and tokens.is_capitalised(start - 2)
        return named and tokens.word_at(item.end) in (",", ".", ";", ")")

    def _named(self, item: Item) -> bool:
        """Return whether a capitalised number word ends a name: ``Air Force One``."""
        tokens, start = self.tokens, item.reading.start
        if item.end - start > 1 or not tokens.is_capitalised(start) or not tokens.near(start):
            return False
        return tokens.is_capitalised(start - 1) and not tokens.is_capitalised(item.end)
