"""Join amounts that belong together: ranges (``10 to 15 percent``) and compounds (``12 ft 2 in``)."""

from dataclasses import dataclass, replace
from typing import Literal

from pipeline.entities.numbers_items import ItemReader
from pipeline.entities.numbers_lexicon import NumberLexicon
from pipeline.entities.numbers_money import Item
from pipeline.entities.numbers_tokens import DASHES, Tokens
from pipeline.entities.numbers_words import Reading
from pipeline.records import Amount

Link = Literal["dash", "to", "and", "or"]
_PREFIX_LENGTH = 4
_LARGEST_SHARE, _LARGEST_TOTAL = 99, 1000
_ROUND = 3  # digits that the ends of a range of counts have at most
_COMPOUNDS = {"length": 0.3048, "mass": 453.59237}  # only feet and pounds go on in smaller units in prose
_CALENDAR = frozenset({"month", "months", "year", "years", "yr", "yrs", "decade", "decades"})


@dataclass(frozen=True, slots=True)
class Group:
    """What one or two amounts make together.

    Attributes:
        items: One expression, or the two ends that stay two expressions (``from 5 to 6 percent``).
        high: The upper end of a range whose lower end is the first item's amount.
        rest: Further amounts of a compound, each with its unit as written.
        end: Index behind the last token.
    """

    items: tuple[Item, ...]
    end: int
    high: Amount | None = None
    rest: tuple[tuple[Amount, str], ...] = ()


class GroupReader:
    """Reads an expression and what is joined to it."""

    def __init__(self, tokens: Tokens, lexicon: NumberLexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.items = ItemReader(tokens, lexicon)

    def read(self, item: Item) -> Group:
        """Return the expression with its range or compound; no items where it is a score or code."""
        return self._linked(item) or self._proportion(item) or self._compound(item)

    # --- ranges -------------------------------------------------------------------------------------

    def _linked(self, low: Item) -> Group | None:
        link = self._link(low)
        if not link or low.kind == "ordinal":
            return None
        kind, index = link
        high = self._second(index)
        if not high or high.kind == "ordinal":
            return None
        if kind == "dash" and _bare(low) and _bare(high) and self._is_code(low, high):
            return Group((), self._chain_end(high.end))
        joined = self._joined(low, high)
        if not joined:
            return None
        low = joined
        if kind == "or" and not 0 < high.reading.value - low.reading.value <= 1:
            return None
        if low.reading.value >= high.reading.value or self._is_change(low, high, kind):
            return Group((low, high), high.end) if kind == "to" else None
        return self._range(low, high)

    def _link(self, low: Item) -> tuple[Link, int] | None:
        """Return what joins an amount to the next, and the index behind it."""
        tokens, index = self.tokens, low.end
        word = tokens.word_at(index)
        if word in DASHES and tokens.near(index + 1):
            if tokens.lower[index + 1] == "to" and low.kind == "number":
                return "to", index + 2 + (tokens.words[index + 2] in DASHES)  # '10- to 15-year'
            return "dash", index + 1
        if word == "to":
            return "to", index + 1
        if word == "or" and low.reading.rule == "words":
            return "or", index + 1
        if word == "and" and self._opens(low.start, ("between", "range")):
            return "and", index + 1
        return None

    def _opens(self, start: int, words: tuple[str, ...]) -> bool:
        """Return whether one of the words stands at most three words before an amount."""
        tokens = self.tokens
        for index in range(start, max(0, start - 4), -1):
            before = tokens.word_before(index)
            if before in words:
                return True
            if not before.isalpha():
                return False
        return False

    def _second(self, index: int) -> Item | None:
        """Read the expression that starts at a token, whose amount may stand behind a currency sign."""
        tokens = self.tokens
        if not tokens.near(index):
            return None
        for place in range(index, min(index + _PREFIX_LENGTH, len(tokens))):
            if self._starts_amount(place):
                item = self.items.read(place, floor=index)
                return item if item and item.start == index else None
        return None

    def _starts_amount(self, index: int) -> bool:
        word = self.tokens.lower[index]
        return self.tokens.is_digits(index) or word in self.lexicon.numerals or word in ("a", "an")

    def _joined(self, low: Item, high: Item) -> Item | None:
        """Return the lower end with the unit and scale that the upper end lends it."""
        if low.kind == "number" and high.kind != "number" and not high.prefixed:
            low = replace(low, kind=high.kind, unit=high.unit, rule=high.rule)
            low = replace(low, dimension=high.dimension, factor=high.factor)
        elif low.kind == "money" and high.kind == "number" and low.prefixed:
            pass
        elif (low.kind, low.dimension, low.factor) != (high.kind, high.dimension, high.factor):
            return None
        reading, size = low.reading, self._size(high.reading.amount)
        if not low.reading.amount.scales and self._lends_thousands(low, high):
            amount = Amount(f"{reading.amount.number},000")
            reading = replace(reading, amount=amount, value=reading.value * 1000)
        if size > 1 and not reading.amount.scales and reading.value < high.reading.value / size:
            amount = replace(reading.amount, scales=high.reading.amount.scales)
            reading = replace(reading, amount=amount, value=reading.value * size)
        return replace(low, reading=reading)

    def _lends_thousands(self, low: Item, high: Item) -> bool:
        """Return whether ``10`` is ten thousand in ``10-15,000``, written on to it with a dash."""
        thousands = high.reading.amount.number.split(",")
        in_thousands = len(thousands) == 2 and thousands[1] == "000" and not high.reading.amount.scales
        glued = self.tokens.words[low.end] in DASHES and self.tokens.glued(low.end + 1)
        if not (in_thousands and glued and low.reading.plain and thousands[0].isdigit()):
            return False
        return 10 <= low.reading.value < float(thousands[0])

    def _size(self, amount: Amount) -> float:
        """Return what the scale words of an amount multiply it by."""
        size = 1.0
        for scale in amount.scales:
            numeral = self.lexicon.letters.get(scale) or self.lexicon.numerals.get(scale.lower())
            size *= numeral.value if numeral else 1.0
        return size

    def _is_change(self, low: Item, high: Item, link: Link) -> bool:
        """Return whether ``A to B`` tells a change, so that the two stay apart.

        ``from`` before it says so, unless something ranges; so do counts to the last digit: ranges are round.
        """
        if link != "to" or not self._opens(low.start, ("from",)):
            return link == "to" and _bare(low) and _significant(high.reading.amount) > _ROUND
        tokens = self.tokens
        for index in range(low.start, max(0, low.start - 4), -1):
            if tokens.lower[index - 1] == "from":
                return not set(tokens.lower[max(0, index - 4) : index - 1]) & self.lexicon.cues["range"]
        return False

    def _range(self, low: Item, high: Item) -> Group:
        # '3km-5km' and '$3-$5' have the unit twice; the later is the one that a reader sees at the end.
        unit = low.unit if low.prefixed else high.unit
        item = replace(low, end=high.end, unit=unit, rule=f"{low.rule}-range")
        return Group((item,), high.end, high=high.reading.amount)

    def _is_code(self, low: Item, high: Item) -> bool:
        """Return whether two bare numbers with a dash between are a score, a season or a telephone number."""
        tokens = self.tokens
        after = tokens.words[high.end] if tokens.glued(high.end) else ""
        if after in DASHES and tokens.is_digits(high.end + 1):
            return True
        if not low.reading.plain or not high.reading.plain:
            return False
        if low.reading.value >= high.reading.value or len(low.reading.amount.number) == 4:
            return True
        window = set(tokens.lower[max(0, low.start - 6) : low.start] + tokens.lower[high.end : high.end + 4])
        return bool(window & self.lexicon.cues["score"])

    def _chain_end(self, end: int) -> int:
        tokens = self.tokens
        while tokens.glued(end) and (tokens.words[end] in DASHES or tokens.is_digits(end)):
            end += 1
        return end

    # --- proportions --------------------------------------------------------------------------------

    def _proportion(self, part: Item) -> Group | None:
        """Read ``two out of five`` and ``one in ten``; a count out of any other total stays two numbers."""
        tokens, index = self.tokens, part.end
        if not _bare(part) or not 0 < part.reading.value <= _LARGEST_SHARE:
            return None
        out_of = tokens.word_at(index) == "out" and tokens.word_at(index + 1) == "of"
        if not out_of and tokens.word_at(index) != "in":
            return None
        whole = self._second(index + 2 if out_of else index + 1)
        if not whole or whole.kind != "number" or not self._is_share(part, whole, out_of):
            return None
        amount = Amount(tokens.slice(part.start, whole.end))
        value = part.reading.value / whole.reading.value
        reading = Reading(amount, value, part.start, whole.end, "fraction")
        return Group((replace(part, end=whole.end, reading=reading, rule="proportion"),), whole.end)

    def _is_share(self, part: Item, whole: Item, out_of: bool) -> bool:
        total = whole.reading.value
        round_total = total in range(3, 11) or (total % 10 == 0 and total <= _LARGEST_TOTAL)
        if total <= part.reading.value or not round_total:
            return False
        in_words = part.reading.rule == whole.reading.rule == "words"  # 'four in five people'
        return out_of or part.reading.value == 1 or total in (10, 100) or in_words

    # --- compounds ----------------------------------------------------------------------------------

    def _compound(self, item: Item) -> Group:
        rest: list[tuple[Amount, str]] = []
        last, end = item, item.end
        while len(rest) < 5:
            following = self._half(end, item) or self._smaller(end, last)
            if not following:
                break
            last, end = following, following.end
            rest.append((following.reading.amount, following.unit or ""))
        if rest:
            item = replace(item, end=end, rule=f"{item.rule}-compound")
        return Group((item,), end, rest=tuple(rest))

    def _half(self, end: int, item: Item) -> Item | None:
        """Read the fraction of ``an hour and a half``."""
        tokens = self.tokens
        if item.kind not in ("duration", "quantity") or tokens.word_at(end) != "and" or item.end != end:
            return None
        if tokens.word_at(end + 1) not in ("a", "an") or item.rule == "age":
            return None
        name = self.lexicon.numerals.get(tokens.word_at(end + 2))
        if not name or name.role != "part" or name.needs:
            return None
        if tokens.word_at(end + 3) == "of" and name.value != 0.5:
            return None  # 'a year and a third of the money'
        reading = Reading(Amount(tokens.slice(end + 1, end + 3)), name.value, end + 1, end + 3, "fraction")
        return replace(item, start=end + 1, end=end + 3, reading=reading)

    def _smaller(self, end: int, last: Item) -> Item | None:
        """Read an amount in a smaller unit: ``2 in`` behind ``12 ft``, ``40 cents`` behind dollars."""
        tokens = self.tokens
        if not self._goes_on(last):
            return None
        start = end + 1 if tokens.word_at(end) in ("and", ",") else end
        if not tokens.near(start) or not self._starts_amount(start):
            return None
        item = self.items.read(start, floor=start)
        if not item or item.kind != last.kind or not self._is_smaller(last, item):
            return None
        return item

    def _goes_on(self, last: Item) -> bool:
        if last.kind == "money":
            return not last.reading.amount.scales and not self._is_minor(last)
        if last.kind == "duration":
            return True
        return last.kind == "quantity" and _COMPOUNDS.get(last.dimension) == last.factor

    def _is_smaller(self, last: Item, item: Item) -> bool:
        if item.kind == "money":
            return self._is_minor(item) and item.reading.value < 100
        if last.dimension != item.dimension or not last.factor or not item.factor:
            return False
        if item.kind == "duration" and (last.unit or "").lower() in _CALENDAR:
            return (item.unit or "").lower() in _CALENDAR and item.factor < last.factor
        if item.kind == "duration" and (item.unit or "").lower() in _CALENDAR:
            return False  # the factors of months and of seconds have no common base
        return item.factor < last.factor and item.reading.value * item.factor < last.factor

    def _is_minor(self, item: Item) -> bool:
        rows = self.lexicon.suffixes.forwards.get((item.unit or "").lower(), ())
        roles = {row[3].role for row in rows if not row[1] or row[0] == (item.unit,)}
        return roles == {"minor"}


def _bare(item: Item) -> bool:
    return item.kind == "number" and not item.reading.amount.scales


def _significant(amount: Amount) -> int:
    """Return how many significant digits an amount is given with."""
    return len(amount.number.replace(",", "").replace(".", "").rstrip("0"))
