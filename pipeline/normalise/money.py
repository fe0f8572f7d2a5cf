"""Currencies: which ISO 4217 code a sign, code or noun means, from the article's own evidence."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.lexicon import Row, read_lexicon
from pipeline.normalise.units import ROOM, SHARED

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_]))*")
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?=\s?[0-9])|(?<=[0-9])\s?([A-Z]{3})(?![A-Za-z])")
_SIGN = re.compile(r"(?<![^\W\d_])[^\W\d_]{0,4}[$£¥₹€]")
_EXPLICIT = 3  # a currency named in full speaks louder than a country named
_LONGEST_NAME = 4  # words of the longest country name


@dataclass(frozen=True, slots=True)
class CurrencyEvidence:
    """What an article says about the currencies it means.

    Attributes:
        countries: Per currency code, how often its country is named.
        explicit: Per currency code, how often it is named beyond doubt (``A$``, ``Canadian dollars``).
    """

    countries: Counter[str] = field(default_factory=Counter)
    explicit: Counter[str] = field(default_factory=Counter)

    def weight(self, code: str) -> int:
        """Return how much speaks for a currency."""
        return self.countries[code] + _EXPLICIT * self.explicit[code]


@dataclass(frozen=True, slots=True)
class Money:
    """What a written currency means.

    Attributes:
        code: ISO 4217 code, ``None`` where it is not known which.
        share: How much of the main unit one makes: 1, or 0.01 for cents.
        note: Why a code was inferred or left unknown.
    """

    code: str | None
    share: float = 1.0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Tables:
    forms: dict[str, dict[str, float]]
    every_code: frozenset[str]
    codes: frozenset[str]
    countries: dict[str, tuple[str, ...]]
    tender: dict[str, tuple[str, ...]]
    defaults: dict[str, Row]
    openings: frozenset[str]


@cache
def _tables(user_folder: str | None) -> _Tables:
    forms: dict[str, dict[str, float]] = {}
    countries: dict[str, set[str]] = {}
    tender: dict[str, set[str]] = {}
    every_code, codes = set(), set()
    for row in read_lexicon(SHARED, "currencies.csv", user_folder):
        every_code.add(row["code"])
        if row["code"] not in _list(row["weak"]):
            codes.add(row["code"])  # the weak ones are words: 'COP27', 'TOP 10'
        for form in [row["code"], *_list(row["signs"]), *_list(row["nouns"])]:
            forms.setdefault(_form(form), {})[row["code"]] = 1.0
        for minor in _list(row["minors"]):
            name, _, parts = minor.partition("/")
            forms.setdefault(_form(name), {})[row["code"]] = 1 / float(parts)
        for country in _list(row["of"]):
            countries.setdefault(country, set()).add(row["code"])
        for country in _list(row["countries"]):
            tender.setdefault(country, set()).add(row["code"])
    rows = read_lexicon(ROOM, "currency_defaults.csv", user_folder)
    defaults = {_form(row["form"]): row for row in rows}
    openings = frozenset(country.split(" ")[0] for country in countries)
    return _Tables(
        forms,
        frozenset(every_code),
        frozenset(codes),
        _sorted(countries),
        _sorted(tender),
        defaults,
        openings,
    )


def _list(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _sorted(table: dict[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(codes)) for key, codes in table.items()}


def _form(written: str) -> str:
    """Return a form for look-up: signs without blanks, words in small letters, short codes as they are."""
    squeezed = "".join(written.split())
    if len(squeezed) <= 2 and squeezed.isalpha():
        return squeezed
    return " ".join(written.lower().split()) if squeezed.isalpha() else squeezed.lower()


def currency_evidence(
    text: str, countries: Sequence[str] = (), user_folder: str | None = None
) -> CurrencyEvidence:
    """Return what an article says about the currencies it means.

    Args:
        text: The article's text.
        countries: ISO 3166-1 alpha-3 codes of the countries it names, once per mention.
        user_folder: A folder of the user's own lexicon entries.
    """
    tables = _tables(user_folder)
    evidence = CurrencyEvidence()
    for country in countries:
        evidence.countries.update(tables.tender.get(country, ()))
    _count_words(text, tables, evidence)
    for match in _SIGN.finditer(text):
        evidence.explicit.update(_named_by(match.group(), tables))
    codes = (match[1] or match[2] for match in _CODE.finditer(text))
    evidence.explicit.update(code for code in codes if code in tables.codes)
    return evidence


def _named_by(sign: str, tables: _Tables) -> list[str]:
    """Return the currency that a sign names: its only one, or the usual one where it has letters (``C$``)."""
    form = _form(sign)
    codes = tables.forms.get(form, {})
    if len(codes) == 1:
        return list(codes)
    usual = tables.defaults.get(form)
    return [usual["code"]] if usual and usual["code"] and sign[0].isalpha() else []


def _count_words(text: str, tables: _Tables, evidence: CurrencyEvidence) -> None:
    words = [match.group() for match in _WORD.finditer(text)]
    for index, word in enumerate(words):
        if not word[0].isupper() or word.lower() not in tables.openings:
            continue
        for size in range(_LONGEST_NAME, 0, -1):
            name = " ".join(words[index : index + size]).lower()
            codes = tables.countries.get(name)
            if codes:
                noun = words[index + size].lower() if index + size < len(words) else ""
                named = [code for code in codes if code in tables.forms.get(noun, {})]
                evidence.explicit.update(named)
                evidence.countries.update(() if named else codes)
                break


def money_meaning(
    written: str, evidence: CurrencyEvidence | None = None, user_folder: str | None = None
) -> Money:
    """Return the currency that a written form means.

    Args:
        written: The sign, code, noun or minor unit as written, with its country where it has one.
        evidence: What the article says about the currencies it means.
        user_folder: A folder of the user's own lexicon entries.
    """
    tables = _tables(user_folder)
    if written in tables.every_code:
        return Money(written)
    whole = tables.forms.get(_form(written))
    country, rest = ((), written) if whole else _split_country(written, tables)
    candidates = dict(tables.forms.get(_form(rest), {}))
    if not candidates:
        return Money(None, 1.0, f"no lexicon has the currency {written!r}")
    named = {code: share for code, share in candidates.items() if code in country}
    if country and named:
        candidates = named
    if len(candidates) == 1:
        code, share = next(iter(candidates.items()))
        return Money(code, share)
    return _from_evidence(rest, candidates, evidence or CurrencyEvidence(), tables)


def _split_country(written: str, tables: _Tables) -> tuple[tuple[str, ...], str]:
    """Split ``Canadian dollars`` into the codes of Canada and ``dollars``."""
    words = written.split()
    for size in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        codes = tables.countries.get(" ".join(words[:size]).lower())
        if codes:
            return codes, " ".join(words[size:])
    return (), written


def _from_evidence(
    written: str, candidates: dict[str, float], evidence: CurrencyEvidence, tables: _Tables
) -> Money:
    default = tables.defaults.get(_form(written))
    code = default["code"] if default and default["code"] else None
    weights = {name: evidence.weight(name) for name in candidates}
    if code == "USD":
        weights["USD"] = 0  # the US dollar is what remains when no other is meant
    best = max(weights, key=lambda name: (weights[name], name == code, name))
    if code == "USD" and not _sets_apart(best, weights, evidence):
        best = code
    if weights[best] > 0:
        return Money(best, candidates[best], f"{written}: {best}, named in the article")
    if code and default:
        return Money(code, candidates.get(code, 1.0), f"{written}: {code}, {default['reason']}")
    share = next(iter(candidates.values())) if len(set(candidates.values())) == 1 else 1.0
    return Money(None, share, f"{written}: the article names none of {', '.join(sorted(candidates))}")


def _sets_apart(code: str, weights: dict[str, int], evidence: CurrencyEvidence) -> bool:
    """Return whether an article is plainly about another dollar than the US one.

    It is where another dollar is named most and the US dollar is written apart (``US$``), or where the other
    dollar is named in full and the US dollar and its country never are.
    """
    others = sum(weight for name, weight in weights.items() if name != code)
    if evidence.countries[code] + evidence.explicit[code] <= others:
        return False
    if evidence.explicit["USD"]:
        return not evidence.explicit[code] and evidence.countries[code] > evidence.countries["USD"]
    return evidence.explicit[code] > 0 and evidence.countries["USD"] == 0
