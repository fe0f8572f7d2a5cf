"""Read an amount together with its currency, percent sign or unit."""

from dataclasses import replace

from pipeline.entities.numbers_lexicon import Unit
from pipeline.entities.numbers_money import Item, MoneyReader, negated
from pipeline.entities.numbers_tokens import HYPHENS
from pipeline.entities.numbers_words import Reading
from pipeline.records import Amount


class ItemReader(MoneyReader):
    """Reads the expression around the amount at a token."""

    def read(self, index: int, floor: int = 0) -> Item | None:
        """Return the expression whose amount starts at a token, its sign and currency before it included.

        Args:
            index: The token.
            floor: The first token that may belong to it; those before are taken by another expression.
        """
        start, sign = self._sign(index) if index > floor else (index, 1)
        prefix = self._prefix(start, floor)
        if not prefix and start < index and not self._signed(start, index):
            start, sign = index, 1
        reading = self.amounts.read(index, money=prefix is not None)
        if not reading:
            return None
        if prefix and self._fits_money(prefix[2], reading):
            if sign == 1 and prefix[0] > floor:
                start, sign = self._sign(prefix[0], behind_money=True)
            start = min(start, prefix[0])
            return self._prefixed(start, prefix, negated(reading) if sign < 0 else reading)
        if start > floor and self._glued_to_name(start):
            return None
        magnitude = self._magnitude(start, floor, reading)
        return magnitude or self._suffixed(start, negated(reading) if sign < 0 else reading)

    def _magnitude(self, start: int, floor: int, reading: Reading) -> Item | None:
        """Read ``magnitude 5.9``, the one unit that stands before its number."""
        tokens = self.tokens
        if tokens.word_before(start) != "magnitude" or start <= floor or reading.rule != "digits":
            return None
        return Item(
            start - 1, reading.end, reading, "quantity", tokens.words[start - 1], "magnitude", "magnitude"
        )

    def read_article(self, index: int) -> Item | None:
        """Return the expression of ``a decade``, ``a kilogram`` or ``a penny`` at an article."""
        reading = Reading(Amount(self.tokens.words[index]), 1.0, index, index + 1, "article")
        found = self._suffixed(index, reading)
        if not found or found.kind not in ("money", "quantity", "duration"):
            return None
        if found.rule != "age":
            return found
        # 'a decade-old law': the article is the law's; 'a year-old boy' has no number.
        unit = self.tokens.lower[index + 1]
        if unit not in ("decade", "century", "centuries"):
            return None
        whole = self.tokens.words[index + 2] not in HYPHENS or self.lexicon.before.match_before(
            self.tokens, index
        )
        start = index if whole else index + 1
        return replace(found, start=start, kind="duration", dimension="time")

    # --- percent, units, bare numbers ---------------------------------------------------------------

    def _glued_to_name(self, index: int) -> bool:
        """Return whether an amount is part of a longer word: ``A350``, ``Covid-19``, ``B-2``."""
        tokens = self.tokens
        if not tokens.glued(index):
            return False
        before = tokens.words[index - 1]
        if before.isalnum() or before in "_#@\\":
            return True
        if before in HYPHENS or (before in "/.&'\u2019" and tokens.glued(index - 1)):
            previous = tokens.words[index - 2]
            return previous[:1].isalnum()
        return False

    def _suffixed(self, start: int, reading: Reading) -> Item | None:
        if reading.rule == "ordinal":
            return Item(start, reading.end, reading, "ordinal", None, "ordinal")
        percent = self._percent(reading)
        if percent:
            return Item(start, percent[0], reading, "percent", percent[1], "percent")
        currency = self._currency_suffix(reading.end, reading, prefixed=False)
        if currency:
            return self._money_behind(start, currency, reading)
        unit = self._unit(reading)
        if unit:
            return self._measured(start, unit, reading)
        ordinal = self._ordinal_digits(start, reading)
        if ordinal:
            return ordinal
        counted = self._times(start, reading) or self._counted_rate(start, reading)
        if counted:
            return counted
        if reading.plain and self._goes_on_as_code(reading.end):
            return None
        return Item(start, reading.end, reading, "number", None, reading.rule)

    def _goes_on_as_code(self, end: int) -> bool:
        """Return whether letters or ``/`` and digits are written on to a bare number: ``5G``, ``21/2022``."""
        tokens = self.tokens
        if not tokens.glued(end):
            return False
        return tokens.words[end][:1].isalnum() or (tokens.words[end] == "/" and tokens.is_digits(end + 1))

    def _percent(self, reading: Reading) -> tuple[int, str] | None:
        """Return the percent sign or words behind an amount: the index behind them and their text."""
        tokens, index = self.tokens, reading.end
        if tokens.words[index] in HYPHENS and tokens.near(index):
            index += 1
        if not tokens.near(index):
            return None
        if tokens.word_at(index) in ("a", "of") and reading.rule == "fraction":
            index += 1
            index += tokens.word_at(index) == "a"
        found = self.lexicon.percents.match_at(tokens, index) if tokens.near(index) else None
        if not found or (found[1] == "fraction" and not self._is_part_of_point(reading)):
            return None
        return found[0], tokens.slice(index, found[0])

    def _is_part_of_point(self, reading: Reading) -> bool:
        """Return whether an amount is a part of a percentage point, as interest rates move by."""
        return reading.rule == "fraction" and reading.value < 1

    def _unit(self, reading: Reading) -> tuple[int, Unit, str] | None:
        """Return the unit behind an amount: the index behind it, its entry, its text."""
        tokens, index = self.tokens, reading.end
        bracket = tokens.words[index] == "(" and tokens.near(index)
        hyphen = tokens.words[index] in HYPHENS and tokens.near(index)
        if bracket or hyphen or (reading.value == 0.5 and tokens.word_at(index) in ("a", "an")):
            index += 1
        elif reading.rule == "fraction" and tokens.lower[index : index + 2] in (["of", "a"], ["of", "an"]):
            index += 2
        if not tokens.near(index):
            return None
        found = self._unit_at(index, reading)
        if not found and not bracket and tokens.word_at(index) in self.lexicon.cues["time_modifier"]:
            index += 1
            found = self._unit_at(index, reading) if tokens.near(index) else None
            found = found if found and found[1].dimension == "time" else None
        if not found:
            return None
        end, unit = found
        if bracket:
            return (end + 1, unit, tokens.slice(index, end)) if tokens.words[end] == ")" else None
        end = self._per(end) if unit.dimension != "time" else end
        return end, unit, tokens.slice(index, end)

    def _unit_at(self, index: int, reading: Reading) -> tuple[int, Unit] | None:
        tokens = self.tokens
        for row in self.lexicon.units.matches_at(tokens, index):
            end, unit = row
            if tokens.glued(end) and tokens.words[end][:1].isalnum():
                continue
            if tokens.words[index].istitle() and end - index == 1 and self._is_name_part(index, end):
                continue
            if unit.glued and not tokens.glued(index) and not self._spaced_symbol(index, end, reading):
                continue
            if tokens.lower[index] == "in" and tokens.words[end] in HYPHENS and self._number_at(end + 1):
                continue  # 'one-in-five'
            traded = unit.dimension == "package" and reading.amount.scales
            if unit.cues and not traded and not self._has_cue(unit.cues, index, end):
                continue
            return end, unit
        return self._inch(index) if reading.amount.number[:1].isdecimal() else None

    def _number_at(self, index: int) -> bool:
        return self.tokens.is_digits(index) or self.tokens.lower[index] in self.lexicon.numerals

    def _is_name_part(self, index: int, end: int) -> bool:
        """Return whether a capitalised unit goes on as a name: ``seven Kilo Class submarines``."""
        tokens = self.tokens
        return len(tokens.words[index]) > 2 and tokens.near(end) and tokens.is_capitalised(end)

    def _spaced_symbol(self, index: int, end: int, reading: Reading) -> bool:
        """Return whether a one-letter symbol apart from its number is a unit: ``12 m`` is, ``5 A`` is not."""
        return (
            self.tokens.words[index] in ("m", "l", "L", "g", "t")
            and reading.rule == "digits"
            and end == index + 1
        )

    def _has_cue(self, cues: frozenset[str], index: int, end: int) -> bool:
        tokens = self.tokens
        window = tokens.lower[max(0, index - 6) : index] + tokens.lower[end : end + 3]
        return any(word in cues for word in window)

    def _inch(self, index: int) -> tuple[int, Unit] | None:
        """Read ``2 in`` at the end of a phrase, where ``in`` is no preposition."""
        tokens = self.tokens
        if tokens.word_at(index) != "in":
            return None
        behind_feet = tokens.lower[max(0, index - 2)] in ("ft", "feet", "foot")
        if tokens.word_at(index + 1) not in ("", ".", ",", ")", ";") and not behind_feet:
            return None
        inch = self.lexicon.units.forwards["inch"][0][3]
        return index + 1, inch

    def _per(self, end: int) -> int:
        """Take ``per day`` or ``/h`` behind a unit."""
        tokens = self.tokens
        word = tokens.word_at(end)
        slash = word == "/" and tokens.glued(end) and tokens.glued(end + 1)
        if not slash and word not in self.lexicon.cues["rate"]:
            return end
        found = self.lexicon.units.match_at(tokens, end + 1) if tokens.near(end + 1) else None
        if not found or (word in ("a", "an", "each", "every") and found[1].dimension != "time"):
            return end
        return found[0]

    def _measured(self, start: int, unit: tuple[int, Unit, str], reading: Reading) -> Item | None:
        tokens = self.tokens
        end, entry, written = unit
        if entry.dimension != "time":
            if (
                entry.dimension == "angle"
                and tokens.word_at(end) == "below"
                and tokens.word_at(end + 1) == "zero"
            ):
                reading, end = negated(reading), end + 2
            elif written.lower() == "below zero":
                reading = negated(reading)
            return Item(start, end, reading, "quantity", written, "quantity", entry.dimension, entry.factor)
        age = self._age(end)
        if age:
            return Item(start, age, reading, "quantity", written, "age", "age", entry.factor)
        if self._is_clock(end):
            return None
        return Item(start, end, reading, "duration", written, "duration", "time", entry.factor)

    def _age(self, end: int) -> int | None:
        """Return the index behind ``-old``, ``old`` or ``of age``."""
        tokens = self.tokens
        place = end + 1 if tokens.words[end] in HYPHENS and tokens.glued(end) else end
        if tokens.word_at(place) in ("old", "olds"):
            return place + 1
        return end + 2 if tokens.word_at(end) == "of" and tokens.word_at(end + 1) == "age" else None

    def _is_clock(self, end: int) -> bool:
        return self.tokens.word_at(end) in ("gmt", "utc", "ist")

    def _ordinal_digits(self, start: int, reading: Reading) -> Item | None:
        tokens, end = self.tokens, reading.end
        if not reading.plain or not tokens.glued(end) or tokens.lower[end] not in ("st", "nd", "rd", "th"):
            return None
        return Item(start, end + 1, reading, "ordinal", None, "ordinal")

    def _times(self, start: int, reading: Reading) -> Item | None:
        """Read multiples: ``three times as many``, ``10x``, ``5-fold``."""
        tokens, end = self.tokens, reading.end
        word = tokens.lower[end]
        if word in ("x", "\u00d7") and tokens.glued(end) and not tokens.words[end + 1][:1].isdigit():
            return Item(start, end + 1, reading, "multiple", "x", "multiple")
        place = end + 1 if word in HYPHENS else end
        if tokens.lower[place] == "fold" and tokens.near(place):
            return Item(start, place + 1, reading, "multiple", "x", "multiple")
        if tokens.word_at(end) != "times":
            return None
        place = start
        while place > start - 3 and tokens.near(place) and not tokens.is_letters(place - 1):
            place -= 1  # 'by 3-4 times'
        compared = (
            tokens.word_at(end + 1) in self.lexicon.cues["compared"] or tokens.word_before(place) == "by"
        )
        return Item(start, end + 1, reading, "multiple", "x", "multiple") if compared else None

    def _counted_rate(self, start: int, reading: Reading) -> Item | None:
        """Read ``18 trees per second``: what is counted belongs to the unit."""
        tokens, end = self.tokens, reading.end
        noun = tokens.words[end]
        if (
            not (tokens.near(end) and noun.islower() and noun.endswith("s"))
            or tokens.word_at(end + 1) != "per"
        ):
            return None
        found = self.lexicon.units.match_at(tokens, end + 2) if tokens.near(end + 2) else None
        if not found or found[1].dimension != "time":
            return None
        unit = tokens.slice(end, found[0])
        return Item(start, found[0], reading, "quantity", unit, "rate", "rate")
