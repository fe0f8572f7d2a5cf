"""Read amounts in words: number words, the scale words behind an amount, fractions and ordinals.

Every reader takes the index of a token and returns what it read, or ``None``. A reader looks ahead by a
bounded number of tokens or consumes what it read, so that reading is linear in the text.
"""

from dataclasses import dataclass

from pipeline.entities.numbers_lexicon import NumberLexicon, Numeral
from pipeline.entities.numbers_tokens import HYPHENS, Tokens
from pipeline.records import Amount

# The index behind a group of number words, its value, the index where its scale words begin, and these.
WordGroup = tuple[int, float, int, tuple[str, ...]]
_SMALL = frozenset({"unit", "teen", "ten", "zero"})


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount read from the tokens.

    Attributes:
        amount: Its number and scales as written.
        value: Its value, as far as the grammar needs it to compare the ends of a range.
        start: Index of its first token.
        end: Index behind its last token.
        rule: What it is: ``digits``, ``words``, ``fraction``, ``article`` or ``ordinal``.
    """

    amount: Amount
    value: float
    start: int
    end: int
    rule: str

    @property
    def plain(self) -> bool:
        """Whether it is a short run of digits without separators or scale."""
        return self.rule == "digits" and not self.amount.scales and self.amount.number.isdigit()


class WordReader:
    """Reads the amount in words that starts at a token."""

    def __init__(self, tokens: Tokens, lexicon: NumberLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    # --- scales -------------------------------------------------------------------------------------

    def _scale_value(self, word: str) -> float:
        found = self.lexicon.letters.get(word) or self.lexicon.numerals.get(word.lower())
        return found.value if found else 1.0

    def _scaled(self, reading: Reading, money: bool = False) -> Reading:
        """Take the scale words and letters behind an amount."""
        scales: list[str] = []
        end, value = reading.end, reading.value
        while len(scales) < 3:
            found = self._scale_at(end, reading, money, first=not scales)
            if not found:
                break
            scales.append(self.tokens.words[found[0] - 1])
            end, value = found[0], value * found[1]
        if not scales:
            return reading
        amount = Amount(reading.amount.number, tuple(scales))
        return Reading(amount, value, reading.start, end, reading.rule)

    def _scale_at(self, end: int, reading: Reading, money: bool, first: bool) -> tuple[int, float] | None:
        tokens = self.tokens
        if not tokens.near(end):
            return None
        index = end
        if first and reading.rule == "fraction":
            index = self._skip_of_a(index)
        elif tokens.words[index] in HYPHENS and tokens.near(index + 1):
            index += 1
        numeral = self.lexicon.numerals.get(tokens.lower[index])
        if numeral and numeral.role in ("scale", "hundred", "dozen") and (first or numeral.role == "scale"):
            return index + 1, numeral.value
        letter = self.lexicon.letters.get(tokens.words[index])
        if first and letter and self._letter_fits(index, letter, money) and reading.rule != "words":
            return index + 1, letter.value
        return None

    def _skip_of_a(self, index: int) -> int:
        tokens = self.tokens
        start = index
        if tokens.word_at(index) == "of":
            index += 1
        if tokens.word_at(index) in ("a", "an"):
            index += 1
        numeral = self.lexicon.numerals.get(tokens.word_at(index))
        return index if numeral and numeral.role in ("scale", "hundred", "dozen") else start

    def _letter_fits(self, index: int, letter: Numeral, money: bool) -> bool:
        tokens = self.tokens
        glued = tokens.glued(index)
        if "money" in letter.needs:
            return money and (glued or "glued" not in letter.needs)
        if "glued" in letter.needs and not glued:
            return money and tokens.words[index] in ("m", "M")
        if not money and (self._is_length(index) or self._is_kelvin(index)):
            return False
        return not (glued and tokens.words[index + 1] in ("/", "²", "³") and tokens.glued(index + 1))

    def _is_length(self, index: int) -> bool:
        """Return whether ``m`` is metres: ``1.8m tall``."""
        tokens, cues = self.tokens, self.lexicon.cues
        if tokens.words[index] != "m":
            return False
        after = {tokens.word_at(index + 1), tokens.word_at(index + 2)}
        before = {tokens.lower[place] for place in range(max(0, index - 5), index - 1)}
        return bool(after & cues["length_after"] or before & cues["length_before"])

    def _is_kelvin(self, index: int) -> bool:
        """Return whether ``K`` is kelvins: beside other temperatures."""
        tokens = self.tokens
        window = tokens.lower[max(0, index - 7) : index] + tokens.lower[index + 1 : index + 5]
        return tokens.words[index] == "K" and bool(self.lexicon.cues["temperature"] & set(window))

    # --- words --------------------------------------------------------------------------------------

    def _words(self, index: int) -> Reading | None:
        numeral = self.lexicon.numerals.get(self.tokens.lower[index])
        word = self.tokens.lower[index]
        if not numeral and word not in ("a", "an"):
            return None
        part = self._part(index)
        if part:
            return self._scaled(
                Reading(Amount(self.tokens.slice(index, part[0])), part[1], index, part[0], "fraction")
            )
        ordinal = self._ordinal(index)
        if ordinal:
            return ordinal
        first = self._group(index)
        if not first:
            return None
        return self._more_groups(index, first)

    def _small(self, index: int) -> tuple[int, float] | None:
        """Read a number below a hundred: ``twenty-two``, ``eleven``, ``seven``."""
        numeral = self.lexicon.numerals.get(self.tokens.lower[index])
        if not numeral or numeral.role not in _SMALL:
            return None
        if numeral.role != "ten":
            return index + 1, numeral.value
        following = index + 1
        if self.tokens.words[following] in HYPHENS and self.tokens.glued(following):
            following += 1
        unit = self.lexicon.numerals.get(self.tokens.word_at(following))
        if unit and unit.role == "unit":
            return following + 1, numeral.value + unit.value
        return index + 1, numeral.value

    def _group(self, index: int) -> WordGroup | None:
        """Read ``two hundred and five thousand``: end, value, end of the number before its scales, scales."""
        tokens = self.tokens
        small = self._small(index)
        if small is None and tokens.lower[index] in ("a", "an"):
            small = (index + 1, 1.0)
            if not self._is_role(index + 1, ("hundred", "scale", "dozen", "pair")):
                return None
        if small is None:
            return self._bare_scale(index)
        end, value = self._decimals(*small)
        if self._is_role(end, ("hundred",)):
            value *= 100
            end = self._behind(end)
            tail = self._hundred_tail(end)
            end, value = (tail[0], value + tail[1]) if tail else (end, value)
        elif self._is_role(end, ("dozen", "pair")):
            value *= self.lexicon.numerals[tokens.lower[self._behind(end) - 1]].value
            end = self._behind(end)
        return self._scales(end, value)

    def _bare_scale(self, index: int) -> WordGroup | None:
        """Read ``hundred thousand`` and ``dozen``; other scale words alone are no number."""
        numeral = self.lexicon.numerals.get(self.tokens.lower[index])
        if not numeral or numeral.needs or numeral.role not in ("hundred", "dozen"):
            return None
        if numeral.role == "hundred" and not self._is_role(index + 1, ("scale",)):
            return None
        return self._scales(index + 1, numeral.value)

    def _scales(self, end: int, value: float) -> WordGroup:
        number_end = end
        scales: list[str] = []
        while len(scales) < 3 and self._is_role(end, ("scale",)):
            end = self._behind(end)
            scales.append(self.tokens.words[end - 1])
            value *= self._scale_value(scales[-1])
        return end, value, number_end, tuple(scales)

    def _is_role(self, index: int, roles: tuple[str, ...]) -> bool:
        numeral = self.lexicon.numerals.get(self.tokens.lower[self._behind(index) - 1])
        return bool(
            numeral
            and numeral.role in roles
            and self.tokens.near(index)
            and self.tokens.near(self._behind(index) - 1)
        )

    def _behind(self, index: int) -> int:
        """Return the index behind the word at ``index``, a hyphen before it skipped."""
        return index + 2 if self.tokens.words[index] in HYPHENS else index + 1

    def _hundred_tail(self, index: int) -> tuple[int, float] | None:
        tokens = self.tokens
        start = index + 1 if tokens.word_at(index) == "and" else self._behind(index) - 1
        small = self._small(start) if tokens.near(start) else None
        if not small or self._is_role(small[0], ("hundred",)) or self._part(start):
            return None
        return small

    def _decimals(self, end: int, value: float) -> tuple[int, float]:
        """Read the spoken decimals of ``two point two``."""
        if self.tokens.word_at(end) != "point":
            return end, value
        digits, index = "", end + 1
        while len(digits) < 12:
            numeral = self.lexicon.numerals.get(self.tokens.word_at(index))
            if not numeral or numeral.role not in ("unit", "zero"):
                break
            digits += str(int(numeral.value))
            index += 1
        return (index, value + float(f"0.{digits}")) if digits else (end, value)

    def _more_groups(self, index: int, first: WordGroup) -> Reading:
        end, value, number_end, scales = first
        size = self._scale_value(scales[-1]) if scales else 1.0
        total, groups, mixed = value, 1, False
        while size > 1:
            following = self._next_group(end, size)
            if not following:
                break
            end, total, groups = following[0], total + following[1], groups + 1
            size = self._scale_value(following[3][-1]) if following[3] else 1.0
        end, total = self._decimals(end, total) if groups > 1 else (end, total)
        part = self._and_part(end, total, self._scale_value(scales[-1]) if scales and groups == 1 else 1.0)
        if part:
            (end, total), mixed = part, True
        if groups == 1 and not mixed:
            return Reading(Amount(self.tokens.slice(index, number_end), scales), total, index, end, "words")
        reading = Reading(
            Amount(self.tokens.slice(index, end)), total, index, end, "fraction" if mixed else "words"
        )
        return self._scaled(reading) if mixed and not scales else reading

    def _next_group(self, end: int, size: float) -> WordGroup | None:
        tokens = self.tokens
        start = end + 1 if tokens.word_at(end) in ("and", ",") else end
        group = self._group(start) if tokens.near(start) else None
        if not group or tokens.word_at(start) in ("a", "an") or group[1] >= size:
            return None
        listed = tokens.word_at(end) == "," and not group[3]
        return None if listed or self._part(start) else group

    # --- fractions and ordinals ---------------------------------------------------------------------

    def _and_part(self, end: int, value: float, size: float) -> tuple[int, float] | None:
        """Read the fraction of ``two and a half``, ``17-and-a-half``, ``five billion and three quarters``."""
        tokens, index = self.tokens, end
        if tokens.words[index] in HYPHENS and tokens.glued(index):
            index += 1
        if tokens.word_at(index) != "and":
            return None
        index += 1
        if tokens.words[index] in HYPHENS and tokens.glued(index):
            index += 1
        part = self._part(index, bare=True)
        return (part[0], value + part[1] * size) if part and tokens.lower[index] != "half" else None

    def _part(self, index: int, bare: bool = False) -> tuple[int, float] | None:
        """Read a fraction in words: ``half``, ``a quarter``, ``two-thirds``.

        Args:
            index: Its first token.
            bare: Whether anything may follow, as in ``two and a third``.
        """
        tokens, numerals = self.tokens, self.lexicon.numerals
        word = tokens.lower[index]
        if word == "half":
            return (index + 1, 0.5) if bare or self._half_stands(index) else None
        if word == "quarter":
            return (index + 1, 0.25) if self._point_follows(index + 1) else None
        article = word in ("a", "an")
        count = (index + 1, 1.0) if article else self._small(index)
        if not count:
            return None
        place = self._behind(count[0]) - 1
        name = numerals.get(tokens.word_at(place))
        if not name or not tokens.near(count[0]):
            return None
        if name.role == "part" and (name.needs == frozenset() or not article):
            stands = bare or not article or self._part_stands(place)
            return (place + 1, count[1] * name.value) if stands else None
        if name.role == "ordinal" and name.value > 2 and count[1] == 1 and (article or word == "one"):
            stands = bare or self._part_stands(place)
            return (place + 1, 1 / name.value) if stands else None
        return None

    def _part_stands(self, place: int) -> bool:
        """Return whether ``a quarter`` or ``a third`` is a fraction there, no period and no ordinal."""
        following = self.tokens.word_at(place + 1)
        numeral = self.lexicon.numerals.get(following)
        return (
            following == ""
            or following in self.lexicon.cues["follower"]
            or bool(numeral and numeral.role == "scale")
            or self._point_follows(place + 1)
        )

    def _point_follows(self, index: int) -> bool:
        """Return whether ``point`` or ``percent`` follows a fraction, as in ``a quarter-point cut``."""
        tokens = self.tokens
        place = index + 1 if tokens.words[index] in HYPHENS and tokens.glued(index) else index
        return tokens.near(place) and self.lexicon.percents.match_at(tokens, place) is not None

    def _half_stands(self, index: int) -> bool:
        tokens = self.tokens
        following = tokens.word_at(index + 1)
        if following in HYPHENS and tokens.glued(index + 1):
            following = tokens.word_at(index + 2)
        if following in self.lexicon.cues["follower"] or following == "":
            return True
        numeral = self.lexicon.numerals.get(following)
        if numeral and numeral.role in ("scale", "dozen", "hundred"):
            return True
        place = index + 1 if tokens.words[index + 1] not in HYPHENS else index + 2
        unit = self.lexicon.units.match_at(tokens, place)
        return unit is not None or self.lexicon.percents.match_at(tokens, place) is not None

    def _ordinal(self, index: int) -> Reading | None:
        """Read ``third``, ``forty-second``."""
        tokens, numerals = self.tokens, self.lexicon.numerals
        numeral = numerals.get(tokens.lower[index])
        value, end = 0.0, index
        if numeral and numeral.role == "ten":
            value, end = numeral.value, self._behind(index + 1) - 1
            if not tokens.near(index + 1) or not tokens.near(end):
                return None
            numeral = numerals.get(tokens.lower[end])
            if numeral and numeral.value > 9:
                return None
        if not numeral or numeral.role != "ordinal":
            return None
        return Reading(Amount(tokens.slice(index, end + 1)), value + numeral.value, index, end + 1, "ordinal")
