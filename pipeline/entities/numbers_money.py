"""Read the sign and the currency of an amount."""

from dataclasses import dataclass, replace

from pipeline.entities.numbers_amounts import AmountReader
from pipeline.entities.numbers_lexicon import Currency, NumberLexicon
from pipeline.entities.numbers_tokens import HYPHENS, Tokens
from pipeline.entities.numbers_words import Reading
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


class MoneyReader:
    """Reads what makes an amount one of money, and its minus sign."""

    def __init__(self, tokens: Tokens, lexicon: NumberLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.amounts = AmountReader(tokens, lexicon)
        self.sterling = not lexicon.cues["sterling"].isdisjoint(tokens.lower)

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
            reading, behind = negated(reading), behind + 1
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

    def _money_behind(self, start: int, currency: tuple[int, str, bool], reading: Reading) -> Item:
        end, written, _ = currency
        if len(written) == 4 and written[0] in "MK" and written[1:] in self.lexicon.codes:
            scale = 1e6 if written[0] == "M" else 1e3
            amount = Amount(reading.amount.number, (*reading.amount.scales, written[0]), reading.amount.sign)
            reading, written = replace(reading, amount=amount, value=reading.value * scale), written[1:]
        return Item(start, end, reading, "money", written, "money-behind")


def _is_substantial(reading: Reading) -> bool:
    """Return whether an amount looks like one of money: a scale word, grouped digits or two decimals."""
    number = reading.amount.number
    if reading.amount.scales:
        return True
    grouped = "," in number or " " in number or (number.isdigit() and len(number) >= 3)
    return reading.rule == "digits" and (grouped or len(number.rpartition(".")[2]) == 2 < len(number))


def negated(reading: Reading) -> Reading:
    """Return a reading with the other sign."""
    return replace(reading, amount=replace(reading.amount, sign=-reading.amount.sign), value=-reading.value)
