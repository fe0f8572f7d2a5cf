"""Numbers: what a numeric expression is worth."""

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import read_lexicon
from pipeline.normalise.money import CurrencyEvidence, currency_evidence, money_meaning
from pipeline.normalise.units import SHARED, given_unit, unit_meaning
from pipeline.records import Amount, NumberKind, NumericExpression, Quantity

__all__ = ["CurrencyEvidence", "amount_value", "currency_evidence", "parse_number", "to_quantity"]

_LONGEST = 400
_FRACTION = re.compile(r"(?:([0-9]{1,15})\s+)?([0-9]{1,3})\s?/\s?([0-9]{1,4})")
_PROPORTION = re.compile(r"\s(?:out\sof|in)\s", re.IGNORECASE)
_WORD = re.compile(r"[0-9][0-9.,]*|[^\W\d_]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class _Numeral:
    role: str
    value: float


@cache
def _numerals(user_folder: str | None) -> tuple[dict[str, _Numeral], dict[str, float]]:
    words: dict[str, _Numeral] = {}
    letters: dict[str, float] = {}
    for row in read_lexicon(SHARED, "numerals.csv", user_folder):
        if row["role"] == "letter":
            letters[row["word"]] = float(row["value"])
        else:
            words[row["word"]] = _Numeral(row["role"], float(row["value"]))
    for row in read_lexicon(SHARED, "multiples.csv", user_folder):
        words[row["phrase"]] = _Numeral("multiple", float(row["value"]))
    return words, letters


def parse_digits(text: str) -> float | None:
    """Return the value of digits with separators: ``1,10,200``, ``1.234.567``, ``5,00``, ``1 234 567``."""
    number = "".join(text.split())
    if not re.fullmatch(r"\.?[0-9][0-9.,]{0,60}", number) or number[-1] in ".,":
        return None
    dots, commas = number.count("."), number.count(",")
    if dots and commas:
        decimal = max(number.rfind("."), number.rfind(","))
        whole = number[:decimal].replace(",", "").replace(".", "")
        return float(f"{whole}.{number[decimal + 1 :]}")
    if commas:
        last = len(number) - number.rfind(",") - 1
        decimal_comma = commas == 1 and last <= 2
        return float(number.replace(",", "." if decimal_comma else ""))
    # '1.000 people' is a thousand; nobody writes three noughts behind a decimal point in prose.
    thousands = dots > 1 or re.fullmatch(r"[1-9][0-9]{0,2}\.000", number)
    return float(number.replace(".", "")) if thousands else float(number)


def parse_number(text: str, user_folder: str | None = None) -> float | None:
    """Return the value of a number in digits, words or both, ``None`` where it is none.

    Args:
        text: The number's own text: ``22.5``, ``twenty-two``, ``3 2/3``, ``5 crore 20 lakh``.
        user_folder: A folder of the user's own lexicon entries.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if len(text) > 1 and unicodedata.category(text[-1]) == "No":
        whole, part = parse_number(text[:-1], user_folder), parse_number(text[-1], user_folder)
        return None if whole is None or part is None else whole + part
    if len(text) == 1 and unicodedata.category(text) == "No":
        return unicodedata.numeric(text)
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction[3]):
        return int(fraction[1] or 0) + int(fraction[2]) / int(fraction[3])
    shares = _PROPORTION.split(text, maxsplit=1)
    if len(shares) == 2:
        part, whole = (parse_number(share, user_folder) for share in shares)
        return part / whole if part is not None and whole else None
    digits = parse_digits(text)
    return digits if digits is not None else _parse_words(text, user_folder)


def _parse_words(text: str, user_folder: str | None) -> float | None:
    numerals, _ = _numerals(user_folder)
    words = [word for word in _WORD.findall(text.lower()) if word not in "-,\u2010\u2011\u2013"]
    if "point" in words:
        return _spoken_decimal(words, numerals)
    part = _trailing_part(words, numerals)
    if not part:
        return _whole(words, numerals)
    taken, share = part
    before = words[:-taken]
    if before and before[-1] == "and":
        before = before[:-1]
    if not before:
        return share
    whole = _whole(before, numerals)
    last = numerals.get(before[-1])
    size = last.value if last and last.role == "scale" else 1.0
    return None if whole is None else whole + share * size


def _trailing_part(words: list[str], numerals: dict[str, _Numeral]) -> tuple[int, float] | None:
    """Return the words that a fraction at the end takes, and its value: ``three quarters``, ``half``."""
    last = numerals.get(words[-1]) if words else None
    if not last or last.role not in ("part", "ordinal"):
        return None
    share = last.value if last.role == "part" else 1 / last.value
    if len(words) == 1:
        return (1, share) if last.role == "part" else None
    if words[-2] in ("a", "an"):
        return 2, share
    count = numerals.get(words[-2])
    if not count or count.role not in ("unit", "teen", "ten"):
        return None
    if count.role == "ten" and last.role == "ordinal" and last.value < 10:
        return None  # 'twenty-first' is no twentieth of anything
    tens = numerals.get(words[-3]) if len(words) > 2 and count.role == "unit" else None
    if tens and tens.role == "ten":
        return 3, (tens.value + count.value) * share
    return 2, count.value * share


def _spoken_decimal(words: list[str], numerals: dict[str, _Numeral]) -> float | None:
    place = words.index("point")
    whole = _whole(words[:place], numerals)
    digits = ""
    for index, word in enumerate(words[place + 1 :], place + 1):
        numeral = numerals.get(word)
        if not numeral or numeral.role not in ("unit", "zero"):
            size = _whole(["one", *words[index:]], numerals)
            break
        digits += str(int(numeral.value))
    else:
        size = 1.0
    if whole is None or size is None or not digits:
        return None
    return (whole + float(f"0.{digits}")) * size


def _whole(words: list[str], numerals: dict[str, _Numeral]) -> float | None:
    """Return the value of number words: what stands before a scale word is multiplied, the rest added."""
    total, current, seen, last_scale = 0.0, 0.0, False, False
    for word in words:
        if word == "and":
            continue
        digits = parse_digits(word)
        numeral = numerals.get(word) or (_Numeral("unit", 1.0) if word in ("a", "an") else None)
        if digits is not None:
            current += digits
        elif not numeral:
            return None
        elif numeral.role in ("hundred", "dozen", "pair"):
            current = (current or 1.0) * numeral.value
        elif numeral.role == "scale":
            total = (
                total * numeral.value
                if last_scale and not current
                else total + (current or 1.0) * numeral.value
            )
            current = 0.0
        else:
            current += numeral.value
        last_scale = digits is None and numeral is not None and numeral.role == "scale"
        seen = True
    return total + current if seen else None


def scale_value(scale: str, user_folder: str | None = None) -> float | None:
    """Return what a scale word or letter multiplies by: ``crore``, ``bn``, ``M``."""
    words, letters = _numerals(user_folder)
    if scale in letters:
        return letters[scale]
    numeral = words.get(scale.lower())
    return numeral.value if numeral else None


def amount_value(amount: Amount, user_folder: str | None = None) -> float | None:
    """Return the value of an amount, its scale words multiplied out, ``None`` where it is beyond reading."""
    value = parse_number(amount.number, user_folder)
    if value is None:
        value = 1.0 if amount.number.lower() in ("a", "an") else _multiple(amount.number, user_folder)
    if value is None:
        return None
    for scale in amount.scales:
        size = scale_value(scale, user_folder)
        if size is None:
            return None
        value *= size
    value = _rounded(value * amount.sign)
    return value if math.isfinite(value) else None


def _multiple(word: str, user_folder: str | None) -> float | None:
    numerals, _ = _numerals(user_folder)
    numeral = numerals.get(word.lower().split("-")[-1])
    return numeral.value if numeral and numeral.role in ("ordinal", "multiple") else None


def _rounded(value: float) -> float:
    """Return a value without the dust of binary fractions (4.1 times a million is 4,100,000)."""
    return float(f"{value:.15g}")


def to_quantity(
    expression: NumericExpression,
    *,
    kind: NumberKind | None = None,
    counted: str | None = None,
    currencies: CurrencyEvidence | None = None,
    user_folder: str | None = None,
) -> Quantity:
    """Return the value of a numeric expression.

    Args:
        expression: What was found in the text.
        kind: What the context says it is, such as ``count``, where that is more than its form says.
        counted: Lemma of the noun that a count counts.
        currencies: What the article says about the currencies it means.
        user_folder: A folder of the user's own lexicon entries.
    """
    low = amount_value(expression.low, user_folder)
    high = amount_value(expression.high, user_folder) if expression.high else None
    factor, unit, note = _unit(expression, counted, currencies, user_folder)
    if kind == "percent" and expression.kind == "number":
        factor, unit = 100.0, "%"  # a share: 'two-thirds of the votes'
    if expression.rest and low is not None:
        low, factor, unit = _compound(expression, low, factor, unit, user_folder)
    value = _rounded(low * factor) if low is not None else None
    value_max = _rounded(high * factor) if high is not None else None
    return Quantity(
        start=expression.start,
        end=expression.end,
        text=expression.text,
        kind=kind or expression.kind,
        value=value,
        value_max=value_max,
        unit=unit,
        bound=expression.bound,
        rule=f"{expression.rule}+{_rule(expression)}",
        note=note if value is not None else "the number is beyond reading",
    )


def _rule(expression: NumericExpression) -> str:
    return {"money": "currency", "percent": "percent", "quantity": "unit", "duration": "time-unit"}.get(
        expression.kind, "number"
    )


def _unit(
    expression: NumericExpression,
    counted: str | None,
    currencies: CurrencyEvidence | None,
    user_folder: str | None,
) -> tuple[float, str | None, str | None]:
    """Return the factor, the unit and the note of an expression."""
    written = expression.unit
    if expression.kind == "money" and written:
        money = money_meaning(written, currencies, user_folder)
        return money.share, money.code, money.note
    if expression.kind == "percent" and written:
        return _percent(written, user_folder)
    if expression.kind == "multiple":
        return 1.0, "x", None
    if not written:
        return 1.0, counted, None
    meaning = unit_meaning(written, user_folder)
    if not meaning:
        return 1.0, counted or written, None if counted else f"no lexicon has the unit {written!r}"
    unit, factor = given_unit(meaning.name, user_folder)
    return factor, unit, None


def _percent(written: str, user_folder: str | None) -> tuple[float, str, None]:
    forms = {row["form"]: row["unit"] for row in read_lexicon("pipeline", "percents.csv", user_folder)}
    unit = forms.get(" ".join(written.lower().split()), "%")
    return (0.01, "pp", None) if unit == "bp" else (1.0, unit, None)


def _compound(
    expression: NumericExpression, low: float, factor: float, unit: str | None, user_folder: str | None
) -> tuple[float, float, str | None]:
    """Return the sum of a compound: durations in their smallest unit, all else in the first."""
    total = low * factor
    if expression.kind == "money":
        for amount, written in expression.rest:
            total += (amount_value(amount, user_folder) or 0.0) * money_meaning(
                written, None, user_folder
            ).share
        return total, 1.0, unit
    first = unit_meaning(expression.unit or "", user_folder)
    if not first or not first.factor:
        return low, factor, unit
    size, name = first.factor, first.name
    base = low * size
    for amount, written in expression.rest:
        part = unit_meaning(written, user_folder)
        if part and part.factor:
            base += (amount_value(amount, user_folder) or 0.0) * part.factor
            if expression.kind == "duration":
                size, name = min((size, name), (part.factor, part.name))
    total = base / size
    if expression.kind != "duration":
        return total, 1.0, name
    given, times = given_unit(name, user_folder)
    return total, times, given
