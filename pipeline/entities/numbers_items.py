"""Read an amount together with its currency, percent sign or unit."""

from dataclasses import dataclass, replace

from pipeline.entities.numbers_amounts import AmountReader, Reading
from pipeline.entities.numbers_lexicon import Currency, NumberLexicon, Unit
from pipeline.entities.numbers_tokens import HYPHENS, Tokens
from pipeline.records import Amount, NumberKind

MINUS = frozenset("-\u2212\u2012\u2013")


@dataclass(frozen=True, slots=True)
class Item:
    """An amount with what is written around it.

    Attributes:
        start: Index of its first token, a currency sign included.
        end: Index behind its last token.
        reading: The amount.
        kind: What its form says.
        unit: The currency or unit as written.
        rule: Id of the rule that found it.
        dimension: The unit's dimension, '' for money and percentages.
        factor: How many base units the unit makes.
        prefixed: Whether the currency stands before the amount.
    """

    start: int
    end: int
    reading: Reading
    kind: NumberKind
    unit: str | None
    rule: str
    dimension: str = ""
    factor: float | None = None
    prefixed: bool = False


class ItemReader:
    """Reads the expression around the amount at a token."""

    def __init__(self, tokens: Tokens, lexicon: NumberLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.amounts = AmountReader(tokens, lexicon)
        self.sterling = not lexicon.cues["sterling"].isdisjoint(tokens.lower)

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
            return self._prefixed(start, prefix, _negated(reading) if sign < 0 else reading)
        if start > floor and self._glued_to_name(start):
            return None
        magnitude = self._magnitude(start, floor, reading)
        return magnitude or self._suffixed(start, _negated(reading) if sign < 0 else reading)

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

    # --- signs --------------------------------------------------------------------------------------

    def _sign(self, index: int, behind_money: bool = False) -> tuple[int, int]:
        """Return where a minus sign before a token starts, and -1, or the token itself and 1."""
        tokens = self.tokens
        if index < 1 or not tokens.near(index):
            return index, 1
        before = tokens.lower[index - 1]
        if before in ("minus", "negative"):
            return index - 1, -1
        if before not in MINUS or (tokens.glued(index - 1) and tokens.words[index - 2] not in "([$€£¥₹\"'“"):
            return index, 1
        if (behind_money and not tokens.glued(index)) or (index > 1 and tokens.is_digits(index - 2)):
            return index, 1
        return index - 1, -1

    def _signed(self, start: int, index: int) -> bool:
        """Return whether the dash before an amount is a minus sign; one apart from it before degrees only."""
        tokens = self.tokens
        if tokens.glued(index) or tokens.is_letters(start):
            return True
        following = self.lexicon.units.match_at(tokens, index + 1) if tokens.near(index + 1) else None
        return following is not None and following[1].dimension in ("temperature", "angle")

    # --- money --------------------------------------------------------------------------------------

    def _prefix(self, index: int, floor: int) -> tuple[int, int, Currency] | None:
        """Return the currency sign or code that ends before a token: its start, its end and its entry."""
        tokens = self.tokens
        end = index - 1 if index > 1 and tokens.words[index - 1] == "(" and tokens.glued(index - 1) else index
        if not tokens.near(index):
            return None
        found = self.lexicon.prefixes.match_before(tokens, end)
        if not found or found[0] < floor or (end < index and found[1].role != "sign"):
            return None
        start, currency = found
        before = tokens.words[start - 1] if tokens.glued(start) else ""
        if (before.isalnum() or before in ("&", "/", ".", "'")) and tokens.words[start] not in "$€£¥₹":
            return None  # the 'P' of 'S&P 500'
        return start, end, currency

    def _fits_money(self, currency: Currency, reading: Reading) -> bool:
        if reading.rule == "ordinal":
            return False
        if not currency.weak:
            return (
                reading.rule not in ("words", "fraction")
                or currency.role == "sign"
                or bool(reading.amount.scales)
            )
        return _is_substantial(reading)

    def _prefixed(self, start: int, prefix: tuple[int, int, Currency], reading: Reading) -> Item:
        tokens = self.tokens
        unit, behind = tokens.slice(prefix[0], prefix[1]), reading.end
        if tokens.words[prefix[1]] == "(" and tokens.words[behind] == ")":
            reading, behind = _negated(reading), behind + 1
        suffix = self._currency_suffix(behind, reading, prefixed=True)
        if suffix:
            behind, unit = suffix[0], suffix[1] if suffix[2] else f"{suffix[1]} {unit}"
        return Item(start, behind, reading, "money", unit, "money-before", prefixed=True)

    def _currency_suffix(self, index: int, reading: Reading, prefixed: bool) -> tuple[int, str, bool] | None:
        """Return the currency behind an amount: its end, its text, whether it names one in full."""
        tokens, lexicon = self.tokens, self.lexicon
        start = index + 1 if tokens.words[index] in HYPHENS and tokens.near(index) else index
        if not tokens.near(start):
            return None
        country = lexicon.countries.match_at(tokens, start)
        noun_at, found = start, lexicon.suffixes.match_at(tokens, start)
        if country and not found and tokens.near(country[0]):
            noun_at, found = country[0], lexicon.suffixes.match_at(tokens, country[0])
        if found and self._suffix_fits(found, noun_at, reading, country is not None, prefixed):
            return found[0], tokens.slice(start, found[0]), True
        if found is None and country and prefixed and tokens.is_capitalised(start) and start == index:
            following = tokens.word_at(country[0])
            return (country[0], tokens.slice(start, country[0]), False) if not following.isalpha() else None
        return self._mega(start, reading) if not country else None

    def _suffix_fits(
        self, found: tuple[int, Currency], start: int, reading: Reading, country: bool, prefixed: bool
    ) -> bool:
        tokens, currency = self.tokens, found[1]
        if prefixed:
            return currency.role in ("noun", "code") and not currency.weak
        if currency.weak and currency.role == "sign" and len(tokens.words[start]) == 1:
            return False  # behind a number, 'K', 'M' and 'L' are scales or units
        if currency.weak and not country:
            return _is_substantial(reading) or (tokens.glued(start) and tokens.words[start] == "p")
        if not tokens.is_letters(found[0] - 1) and tokens.near(found[0]) and tokens.is_digits(found[0]):
            # '20 $30' is a number before an amount of money, not an amount behind it.
            return tokens.glued(start)
        return not (
            tokens.lower[start] in ("pound", "pounds") and not country and self._is_weight(start, reading)
        )

    def _is_weight(self, index: int, reading: Reading) -> bool:
        """Return whether pounds weigh: not those of large sums, of prices paid, or beside other sterling."""
        tokens = self.tokens
        if tokens.lower[index] == "pound" and reading.value > 1 and not reading.amount.scales:
            return True
        if reading.amount.scales or (reading.value >= 1000 and reading.rule == "digits"):
            return tokens.word_at(index + 1) == "of" and not reading.amount.scales
        window = {tokens.lower[place] for place in range(max(0, reading.start - 5), reading.start)}
        if window & self.lexicon.cues["paid"]:
            return tokens.word_at(index + 1) == "of"
        return not self.sterling

    def _mega(self, index: int, reading: Reading) -> tuple[int, str, bool] | None:
        """Read ``30 MUSD``: a code with the letter of its scale."""
        word = self.tokens.words[index]
        if len(word) != 4 or word[0] not in "MK" or not word.isupper() or reading.amount.scales:
            return None
        if word[1:] not in self.lexicon.codes:
            return None
        return index + 1, word, True

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
        percent = self._percent(reading.end)
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

    def _money_behind(self, start: int, currency: tuple[int, str, bool], reading: Reading) -> Item:
        end, written, _ = currency
        if len(written) == 4 and written[0] in "MK" and written[1:] in self.lexicon.codes:
            scale = 1e6 if written[0] == "M" else 1e3
            amount = Amount(reading.amount.number, (*reading.amount.scales, written[0]), reading.amount.sign)
            reading, written = replace(reading, amount=amount, value=reading.value * scale), written[1:]
        return Item(start, end, reading, "money", written, "money-behind")

    def _percent(self, index: int) -> tuple[int, str] | None:
        tokens = self.tokens
        if tokens.words[index] in HYPHENS and tokens.near(index):
            index += 1
        if not tokens.near(index):
            return None
        if tokens.word_at(index) in ("a", "of") and tokens.lower[index - 1] == "half":
            index += 1
            index += tokens.word_at(index) == "a"
        found = self.lexicon.percents.match_at(tokens, index) if tokens.near(index) else None
        return (found[0], tokens.slice(index, found[0])) if found else None

    def _unit(self, reading: Reading) -> tuple[int, Unit, str] | None:
        """Return the unit behind an amount: the index behind it, its entry, its text."""
        tokens, index = self.tokens, reading.end
        bracket = tokens.words[index] == "(" and tokens.near(index)
        hyphen = tokens.words[index] in HYPHENS and tokens.near(index)
        if bracket or hyphen or (reading.value == 0.5 and tokens.word_at(index) in ("a", "an")):
            index += 1
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
            if unit.cues and not self._has_cue(unit.cues, index, end):
                continue
            return end, unit
        return self._inch(index) if reading.amount.number[:1].isdecimal() else None

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
                reading, end = _negated(reading), end + 2
            elif written.lower() == "below zero":
                reading = _negated(reading)
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


def _is_substantial(reading: Reading) -> bool:
    """Return whether an amount looks like one of money: a scale word, grouped digits or two decimals."""
    number = reading.amount.number
    if reading.amount.scales:
        return True
    grouped = "," in number or " " in number or (number.isdigit() and len(number) >= 3)
    return reading.rule == "digits" and (grouped or len(number.rpartition(".")[2]) == 2 < len(number))


def _negated(reading: Reading) -> Reading:
    return replace(reading, amount=replace(reading.amount, sign=-reading.amount.sign), value=-reading.value)
