"""Read one amount: digits in any grouping, in figures mixed with words, or number words."""

import re
import unicodedata

from pipeline.entities.numbers_tokens import HYPHENS
from pipeline.entities.numbers_words import Reading, WordReader
from pipeline.records import Amount

LONGEST = 40
_PLAIN = re.compile(r"[0-9]{1,30}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.000")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3}){0,9},[0-9]{3}(?:\.[0-9]{1,9})?")
_DECIMAL = re.compile(r"[0-9]{0,15}\.[0-9]{1,15}")
_COMMA_DECIMAL = re.compile(r"[0-9]{1,15},(?:[0-9]{1,2}|[0-9]{4})")
_DOT_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){1,9}(?:,[0-9]{1,2})?")
_DENOMINATORS = frozenset(
    {"2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "16", "20", "32", "64", "100", "1000"}
)


def digits_value(number: str) -> float | None:
    """Return the value of a run of digits with separators, ``None`` where they are no number's."""
    if len(number) > LONGEST:
        return None
    if _THOUSANDS.fullmatch(number):
        return float(number.replace(".", ""))
    if _PLAIN.fullmatch(number) or _DECIMAL.fullmatch(number):
        return None if re.fullmatch(r"0[0-9]{1,}", number) else float(number)
    if _GROUPED.fullmatch(number):
        return float(number.replace(",", ""))
    if _COMMA_DECIMAL.fullmatch(number):
        return float(number.replace(",", "." if len(number.split(",")[1]) <= 2 else ""))
    if _DOT_GROUPED.fullmatch(number):
        return float(number.replace(".", "").replace(",", "."))
    return None


class AmountReader(WordReader):
    """Reads the amount that starts at a token, in digits or in words."""

    def read(self, index: int, money: bool = False) -> Reading | None:
        """Return the amount at a token.

        Args:
            index: The token.
            money: Whether a currency sign stands before it, so that ``$2b`` and ``$5 m`` are scales.
        """
        if self.tokens.is_digits(index):
            return self._digits(index, money)
        return self._vulgar(index) or self._words(index)

    # --- digits -------------------------------------------------------------------------------------

    def _digits(self, index: int, money: bool) -> Reading | None:
        tokens = self.tokens
        value = digits_value(tokens.words[index])
        if value is None:
            return None
        fraction = self._slash(index)
        if fraction:
            return self._scaled(
                Reading(Amount(tokens.slice(index, index + 3)), fraction, index, index + 3, "fraction")
            )
        end, value = self._spaced_groups(index, value)
        mixed = self._mixed(end, value)
        if mixed:
            end, value = mixed
        reading = Reading(
            Amount(tokens.slice(index, end)), value, index, end, "fraction" if mixed else "digits"
        )
        scaled = self._scaled(reading, money)
        return self._second_group(scaled) if scaled.amount.scales and not mixed else scaled

    def _slash(self, index: int) -> float | None:
        """Return the value of ``3/4`` at a token; dates and ``24/7`` are none."""
        tokens = self.tokens
        low, high = tokens.words[index], tokens.words[index + 2] if index + 2 < len(tokens) else ""
        if tokens.lower[index + 1] != "/" or high not in _DENOMINATORS or not low.isdigit() or len(low) > 2:
            return None
        joined = tokens.glued(index + 1) == tokens.glued(index + 2)
        after = tokens.words[index + 3]
        if not joined or (after == "/" and tokens.glued(index + 3)) or not 0 < int(low) < int(high):
            return None
        return int(low) / int(high)

    def _spaced_groups(self, index: int, value: float) -> tuple[int, float]:
        """Follow the groups of ``1 234 567``."""
        tokens, end = self.tokens, index + 1
        if not 1 <= len(tokens.words[index]) <= 3 or not tokens.words[index].isdigit() or value == 0:
            return end, value
        while (
            tokens.near(end)
            and tokens.starts[end] == tokens.ends[end - 1] + 1
            and re.fullmatch(r"[0-9]{3}(?:[.,][0-9]{1,2})?", tokens.words[end])
            and end - index < 6
        ):
            value = value * 1000 + float(tokens.words[end].replace(",", "."))
            end += 1
            if not tokens.words[end - 1].isdigit():
                break
        if tokens.glued(end) and (tokens.is_letters(end) or tokens.words[end] in HYPHENS):
            end, value = (end - 1, float(value // 1000)) if end - index > 1 else (end, value)
        return end, value

    def _mixed(self, end: int, value: float) -> tuple[int, float] | None:
        """Read the fraction of ``3 2/3``, ``3½``, ``2 and a half``."""
        tokens = self.tokens
        if tokens.near(end) and tokens.is_digits(end) and value == int(value):
            fraction = self._slash(end)
            if fraction:
                return end + 3, value + fraction
        vulgar = self._vulgar(end) if tokens.near(end) else None
        if vulgar:
            return vulgar.end, value + vulgar.value
        return self._and_part(end, value, 1.0)

    def _vulgar(self, index: int) -> Reading | None:
        word = self.tokens.words[index]
        if len(word) != 1 or word.isascii() or unicodedata.category(word) != "No":
            return None
        value = unicodedata.numeric(word)
        if value == int(value):
            return None
        return self._scaled(Reading(Amount(word), value, index, index + 1, "fraction"))

    def _second_group(self, reading: Reading) -> Reading:
        """Read on in ``67 thousand 338`` and ``1 crore 20 lakh``."""
        tokens, end = self.tokens, reading.end
        word = tokens.words[end]
        if (
            not tokens.near(end)
            or not word.isdigit()
            or not 1 <= len(word) <= 3
            or len(reading.amount.scales) != 1
        ):
            return reading
        scale = self._scale_value(reading.amount.scales[0])
        following = self.lexicon.numerals.get(tokens.word_at(end + 1))
        if following and following.role == "scale" and following.value < scale:
            value, end = int(word) * following.value, end + 2
        elif len(word) == 3 and scale == 1000 and not tokens.glued(end + 1):
            value, end = float(word), end + 1
        else:
            return reading
        text = tokens.slice(reading.start, end)
        return Reading(Amount(text), reading.value + value, reading.start, end, "digits")
