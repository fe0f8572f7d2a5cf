"""What tokens may mean in a time expression: words, numbers, days, years, decades, quarters."""

import re

from pipeline.entities.times_tokens import Tokens, Word, cut, word_class, word_values, words

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt].*)?")
_CURRENCY = frozenset("$€£¥₹#")
_WHOLE_MONTHS = frozenset({"march", "april", "may", "june", "july"})
_SENTENCE_STARTS = frozenset({"", "\n", ".", "!", "?", '"', "\u201c", "'", ":", "-", "[", "\u2022"})
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_GLUED = frozenset({"am", "pm", "a", "p", "s", "yr", "yrs", "hr", "hrs", "min", "mins", "q", "h"})
_DATE_PREFIXES = frozenset({"q", "h", "fy", "cy"})
SPAN_UNITS = frozenset(
    {
        "day",
        "week",
        "weekend",
        "fortnight",
        "month",
        "quarter",
        "half",
        "year",
        "decade",
        "century",
        "millennium",
    }
)


def tokenise(text: str, lexicons: str | None = None) -> Tokens:
    """Cut a text into tokens and read those that may belong to a time expression."""
    lows, starts, ends = cut(text)
    tokens = Tokens(text, lows, starts, ends, [None] * len(lows))
    lexicon = words(lexicons)
    for i, low in enumerate(lows):
        if low[0].isdecimal():
            _read_digits(tokens, i, lexicons)
        elif low in lexicon:
            _read_word(tokens, i, lexicon[low])
    numbers, ordinals = word_values("number", lexicons), word_values("ordinal", lexicons)
    for i, low in enumerate(lows):
        if low in numbers or low in ordinals:
            _read_number_words(tokens, i, numbers, ordinals)
    return tokens


def _read_word(tokens: Tokens, i: int, entries: tuple[Word, ...]) -> None:
    for entry in entries:
        end = i + len(entry.tokens)
        if end > i + 1 and tuple(tokens.lows[i:end]) != entry.tokens:
            continue
        if entry.kind in {"number", "ordinal"}:
            continue
        if entry.kind == "month" and entry.form == "weak" and not _is_strong(tokens, i, end, "digit"):
            tokens.add(i, "month_low", entry.value, end)
            continue
        if entry.value == "quarter" and _is_fraction(tokens, i):
            continue
        if entry.kind == "unit":
            _read_unit(tokens, i, entry.value, end)
        strong = _is_strong(tokens, i, end, entry.form)
        for reach in (end, end + 1) if _has_dot(tokens, end, entry) else (end,):
            tokens.add(i, entry.kind, entry.value, reach)
            if strong:
                tokens.add(i, f"{entry.kind}!", entry.value, reach)


def _is_fraction(tokens: Tokens, i: int) -> bool:
    """Tell ``three quarters of the ships`` from the length of time."""
    before = tokens.low(i - 2) if tokens.low(i - 1) == "-" else tokens.low(i - 1)
    return tokens.low(i) == "quarters" and tokens.low(i + 1) == "of" and before == "three"


def _read_unit(tokens: Tokens, i: int, value: str, end: int) -> None:
    if value in {"year", "quarter"} and not tokens.lows[i].endswith("s"):
        tokens.add(i, f"{value}_unit", value, end)
    if value in SPAN_UNITS:
        tokens.add(i, "period", value, end)
        if not tokens.lows[end - 1].endswith("s"):
            tokens.add(i, "one_period", value, end)
    if tokens.lows[i].endswith("s"):
        tokens.add(i, "plural_unit", value, end)
    if value == "weekend":
        tokens.add(i, "weekend", value, end)


def _is_strong(tokens: Tokens, i: int, end: int, form: str) -> bool:
    if form == "any":
        return True
    if form == "weak":
        return False
    if form == "lower":
        return not tokens.capital(i) or tokens.low(i - 1) in _SENTENCE_STARTS
    beside = tokens.low(end)[:1].isdecimal() or tokens.low(i - 1)[:1].isdecimal()
    return tokens.capital(i) or (form == "digit" and beside)


def _has_dot(tokens: Tokens, end: int, entry: Word) -> bool:
    """Tell the dot of an abbreviation from the end of a sentence."""
    if (
        entry.kind not in {"month", "short_day"}
        or len(entry.tokens[0]) > 5
        or entry.tokens[0] in _WHOLE_MONTHS
    ):
        return False
    after = tokens.low(end + 1)
    goes_on = after[:1].isdecimal() or after == "," or (after.isalpha() and not tokens.capital(end + 1))
    return tokens.low(end) == "." and tokens.glued(end) and goes_on


def _read_digits(tokens: Tokens, i: int, lexicons: str | None) -> None:
    low = tokens.lows[i]
    if len(low) > 25 or (tokens.low(i - 1) in _CURRENCY and tokens.glued(i)) or tokens.low(i + 1) == "%":
        return
    if not low.isdecimal():
        _read_compound(tokens, i)
        return
    if len(low) > 6 or (tokens.low(i - 1) in {"$", "£", "€", "₹"}):
        return
    if _is_inside_name(tokens, i):
        return
    if tokens.low(i + 1) in _SUFFIXES and tokens.glued(i + 1):
        _read_ordinal(tokens, i, int(low), i + 2)
        tokens.add(i, "ordinal_digit", low, i + 2)
        return
    tokens.add(i, "num", str(int(low)), i + 1)
    if len(low) <= 2 and 1 <= int(low) <= 31:
        tokens.add(i, "day", str(int(low)), i + 1)
    if len(low) == 2:
        tokens.add(i, "yy", low, i + 1)
        if tokens.glued(i) and tokens.low(i - 1) in {"q", "h"} and tokens.low(i - 2).isdecimal():
            tokens.add(i, "yy_glued", low, i + 1)
    _read_year(tokens, i, lexicons)
    _read_decade(tokens, i)
    _read_part_number(tokens, i)


def _is_inside_name(tokens: Tokens, i: int) -> bool:
    """Tell digits of a name or measure (A350, G20, 4G) from those of a date (Dec31, 3pm, FY26)."""
    before = tokens.low(i - 1)
    if tokens.glued(i) and before.isalpha():
        readings = tokens.readings[i - 1] or {}
        return before not in _DATE_PREFIXES and "month" not in readings
    after = tokens.low(i + 1)
    if tokens.glued(i + 1) and after.isalpha():
        unit = (
            after in _SUFFIXES
            or after in _GLUED
            or after.startswith(("year", "month", "hour", "day", "week"))
        )
        return not unit and not after.startswith("min")
    return False


def _read_compound(tokens: Tokens, i: int) -> None:
    low = tokens.lows[i]
    if ":" in low and "-" not in low:
        tokens.add(i, "clock", low, i + 1)
    elif _ISO.fullmatch(low):
        tokens.add(i, "iso", tokens.text[tokens.starts[i] : tokens.ends[i]], i + 1)
    elif any(sign in low for sign in "/-") or low.count(".") == 2:
        tokens.add(i, "numeric_date", tokens.text[tokens.starts[i] : tokens.ends[i]], i + 1)
    elif "," in low:
        tokens.add(i, "num", low.replace(",", ""), i + 1)
    else:
        tokens.add(i, "num", low, i + 1)
        whole, _, rest = low.partition(".")
        if len(whole) <= 2 and len(rest) == 2 and rest < "60":
            tokens.add(i, "hour_dot_minute", low.replace(".", ":"), i + 1)


def _read_ordinal(tokens: Tokens, i: int, value: int, end: int) -> None:
    tokens.add(i, "ord", str(value), end)
    if 1 <= value <= 31:
        tokens.add(i, "day", str(value), end)
        tokens.add(i, "ordinal_day", str(value), end)


def _read_year(tokens: Tokens, i: int, lexicons: str | None) -> None:
    low, value = tokens.lows[i], int(tokens.lows[i])
    if len(low) == 2 and tokens.low(i - 1) == "'" and tokens.glued(i):
        tokens.add(i - 1, "year", str(_full_year(value)), i + 1)
        tokens.add(i - 1, "year_quoted", str(_full_year(value)), i + 1)
    if len(low) != 4 or not 1000 <= value <= 2999:
        return
    tokens.add(i, "year", low, i + 1)
    if _stands_alone(tokens, i, lexicons):
        tokens.add(i, "year!", low, i + 1)
    _read_year_span(tokens, i, value)


def _full_year(two_digits: int) -> int:
    return two_digits + (2000 if two_digits < 50 else 1900)


def _read_year_span(tokens: Tokens, i: int, first: int) -> None:
    """Read ``2017-18`` and ``2017/2018``, glued on both sides of the sign."""
    later = tokens.low(i + 2)
    if tokens.low(i + 1) not in {"-", "/"} or not (tokens.glued(i + 1) and tokens.glued(i + 2)):
        return
    if (
        not later.isdecimal()
        or len(later) not in {2, 4}
        or (tokens.glued(i + 3) and tokens.low(i + 3) in {"-", "/"})
    ):
        return
    second = int(later) if len(later) == 4 else first // 100 * 100 + int(later)
    if len(later) == 2 and first % 100 == 99 and later == "00":
        second = first + 1
    if second == first + 1:
        tokens.add(i, "year_span", f"{first}/{second}", i + 3)
    elif first < second < first + 200:
        tokens.add(i, "year_range", f"{first}/{second}", i + 3)
    elif len(later) == 2 and 1 <= int(later) <= 12 and tokens.low(i + 1) == "-":
        tokens.add(i, "iso", f"{first}-{later}", i + 3)


def _stands_alone(tokens: Tokens, i: int, lexicons: str | None) -> bool:
    """Tell a bare year from a bare number by the words beside it."""
    value, before, after = int(tokens.lows[i]), tokens.low(i - 1), tokens.low(i + 1)
    introduced = before in word_class("before_year", lexicons)
    if before in word_class("not_before_year", lexicons) or (before.isdecimal() and not tokens.glued(i)):
        return False
    if before == "/" and after == "/" and tokens.glued(i) and tokens.glued(i + 1):
        return False  # the path of a web address
    if before in {"-", "/", "."} and tokens.glued(i) and tokens.low(i - 2)[:1].isdecimal():
        return False
    if after in word_class("not_year", lexicons) or after in word_class("unit", lexicons):
        return False
    if not 1900 <= value <= 2060 and not (introduced and 1400 <= value <= 2150):
        return False
    plural = len(after) > 3 and after.isalpha() and after.endswith("s") and not tokens.capital(i + 1)
    return introduced or not plural


def _read_decade(tokens: Tokens, i: int) -> None:
    low = tokens.lows[i]
    if len(low) not in {2, 4} or not low.endswith("0"):
        return
    end = i + 1
    if tokens.low(end) == "'" and tokens.glued(end):
        end += 1
    if tokens.low(end) == "s" and (tokens.glued(end) or len(low) == 2):
        tokens.add(i, "decade", low, end + 1)


def _read_part_number(tokens: Tokens, i: int) -> None:
    """Read Q3, 3Q, H1 and 1H."""
    low, before, after = tokens.lows[i], tokens.low(i - 1), tokens.low(i + 1)
    if len(low) != 1:
        return
    for letter, kind, most in (("q", "quarter_number", 4), ("h", "half_number", 2)):
        if 1 <= int(low) <= most:
            if (
                before == letter
                and (tokens.glued(i) or letter == "q")
                and tokens.capital(i - 1) | (letter == "q")
            ):
                tokens.add(i - 1, kind, low, i + 1)
            if after == letter and tokens.glued(i + 1):
                tokens.add(i, kind, low, i + 2)


def _read_number_words(tokens: Tokens, i: int, numbers: dict[str, int], ordinals: dict[str, int]) -> None:
    low = tokens.lows[i]
    if low in ordinals:
        _read_ordinal(tokens, i, ordinals[low], i + 1)
        return
    tokens.add(i, "num", str(numbers[low]), i + 1)
    value, end = _words_value(tokens, i, numbers)
    if end > i + 1:
        tokens.add(i, "num", str(value), end)
    if 1 <= value <= 31:
        tokens.add(i, "day_word", str(value), end)
    if 1900 <= value <= 2100 and end > i + 1:
        tokens.add(i, "year", str(value), end)
        tokens.add(i, "year_words", str(value), end)
    last = _skip_hyphen(tokens, i + 1)
    if numbers[low] in {20, 30} and tokens.low(last) in ordinals and 1 <= ordinals[tokens.low(last)] <= 9:
        _read_ordinal(tokens, i, numbers[low] + ordinals[tokens.low(last)], last + 1)
    _read_paired_year(tokens, i, numbers)


def _skip_hyphen(tokens: Tokens, i: int) -> int:
    return i + 1 if tokens.low(i) == "-" and tokens.glued(i) else i


def _words_value(tokens: Tokens, i: int, numbers: dict[str, int]) -> tuple[int, int]:
    """Read up to eight number words: value, and the index behind the last word."""
    total, current, end, j = 0, numbers[tokens.lows[i]], i + 1, i + 1
    previous = current
    while j < i + 8:
        joined = tokens.low(j) == "and" and previous >= 20
        j = j + 1 if joined else _skip_hyphen(tokens, j)
        number = numbers.get(tokens.low(j))
        if number is None or number == 0:
            break
        if number in {100, 1000}:
            if current >= number or joined:
                break
            current *= number
            if number == 1000:
                total, current = total + current, 0
        elif previous >= 100 or (20 <= previous < 100 and number < 10):
            current += number
        else:
            break
        previous, j = number, j + 1
        end = j
    return total + current, end


def _read_paired_year(tokens: Tokens, i: int, numbers: dict[str, int]) -> None:
    """Read ``nineteen ninety-six``, ``nineteen zero one`` and ``twenty twenty-five`` as years."""
    if numbers[tokens.lows[i]] not in {17, 18, 19, 20}:
        return
    j = _skip_hyphen(tokens, i + 1)
    rest = numbers.get(tokens.low(j), -1)
    if rest == 0 and 1 <= numbers.get(tokens.low(j + 1), 0) <= 9:
        value, end = numbers[tokens.low(j + 1)], j + 2
    elif (10 <= rest <= 99 and rest != 12) or tokens.low(j) == "twelve":
        value, end = _words_value(tokens, j, numbers)
    else:
        return
    if value <= 99:
        year = str(numbers[tokens.lows[i]] * 100 + value)
        tokens.add(i, "year", year, end)
        tokens.add(i, "year_words", year, end)
