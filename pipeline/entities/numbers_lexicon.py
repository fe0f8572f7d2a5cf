"""The words that the number grammar knows, read from the lexicons into lookup tables."""

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from pipeline.entities.numbers_tokens import PhraseTable
from pipeline.errors import UsageError
from pipeline.lexicon import Row, read_lexicon
from pipeline.records import Bound

SHARED = "pipeline"
ROOM = "pipeline.entities"

NumeralRole = Literal[
    "zero", "unit", "teen", "ten", "hundred", "scale", "letter", "dozen", "pair", "part", "ordinal"
]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number word: its role in the grammar, its value and where it may stand."""

    role: NumeralRole
    value: float
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Currency:
    """A written form of a currency: a sign or code (``R``, ``USD``), a noun (``pesos``) or a minor unit."""

    role: Literal["sign", "code", "noun", "minor"]
    weak: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A written form of a unit: its name, its dimension and what its use depends on."""

    name: str
    dimension: str
    factor: float | None
    glued: bool
    cues: frozenset[str]


@dataclass(frozen=True, slots=True)
class Approximator:
    """A phrase that bounds a number: up to ``reach`` small words may stand between."""

    bound: Bound
    reach: int
    kinds: frozenset[str]


@dataclass
class NumberLexicon:
    """All lookup tables of the number grammar."""

    numerals: dict[str, Numeral] = field(default_factory=dict)
    letters: dict[str, Numeral] = field(default_factory=dict)
    prefixes: PhraseTable[Currency] = field(default_factory=PhraseTable)
    suffixes: PhraseTable[Currency] = field(default_factory=PhraseTable)
    countries: PhraseTable[str] = field(default_factory=PhraseTable)
    codes: set[str] = field(default_factory=set)
    units: PhraseTable[Unit] = field(default_factory=PhraseTable)
    percents: PhraseTable[str] = field(default_factory=PhraseTable)
    before: PhraseTable[Approximator] = field(default_factory=PhraseTable)
    after: PhraseTable[Approximator] = field(default_factory=PhraseTable)
    gaps: frozenset[str] = frozenset()
    multiples: PhraseTable[Row] = field(default_factory=PhraseTable)
    modifiers: frozenset[str] = frozenset()
    identifiers: PhraseTable[str] = field(default_factory=PhraseTable)
    neighbours: list[Row] = field(default_factory=list)
    cues: dict[str, frozenset[str]] = field(default_factory=dict)


@cache
def number_lexicon(user_folder: str | None = None) -> NumberLexicon:
    """Return the lookup tables, with the user's own entries.

    Args:
        user_folder: A folder that may hold lexicon files of the same names.

    Raises:
        UsageError: A line of the user's files cannot be read.
    """
    lexicon = NumberLexicon()
    for row in read_lexicon(SHARED, "numerals.csv", user_folder):
        table = lexicon.letters if row["role"] == "letter" else lexicon.numerals
        table[row["word"]] = _numeral(row)
    for row in read_lexicon(SHARED, "currencies.csv", user_folder):
        _add_currency(lexicon, row)
    for row in read_lexicon(SHARED, "units.csv", user_folder):
        _add_unit(lexicon, row)
    for row in read_lexicon(ROOM, "approximators.csv", user_folder):
        _add_approximator(lexicon, row)
    _add_contexts(lexicon, user_folder)
    return lexicon


def _numeral(row: Row) -> Numeral:
    roles: dict[str, NumeralRole] = {role: role for role in get_args(NumeralRole)}
    if row["role"] not in roles:
        raise UsageError(
            f"numerals.csv: {row['word']}: the role is none of {', '.join(roles)}. Correct the line."
        )
    return Numeral(roles[row["role"]], _number(row, "value", "word"), frozenset(row["needs"].split()))


def _number(row: Row, column: str, key: str) -> float:
    try:
        return float(row[column])
    except ValueError as error:
        raise UsageError(f"{row[key]}: {column} {row[column]!r} is no number. Correct the line.") from error


def _list(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _add_currency(lexicon: NumberLexicon, row: Row) -> None:
    weak = set(_list(row["weak"]))
    code = Currency("code", row["code"] in weak)
    lexicon.codes.add(row["code"])
    lexicon.prefixes.add(row["code"], code, exact=True)
    lexicon.suffixes.add(row["code"], code, exact=True)
    for sign in _list(row["signs"]):
        # Case is what tells 'Rs' and 'R' from words; with a currency sign in it a form is plain in any case.
        exact = sign.isalpha() or len(sign) == 1
        entry = Currency("sign", sign in weak)
        lexicon.prefixes.add(sign, entry, exact)
        lexicon.suffixes.add(sign, entry, exact)
    for noun in _list(row["nouns"]):
        lexicon.suffixes.add(noun, Currency("noun", noun in weak))
    for minor in _list(row["minors"]):
        name = minor.split("/")[0]
        lexicon.suffixes.add(name, Currency("minor", name in weak))
    for country in _list(row["of"]):
        lexicon.countries.add(country, row["code"])


def _add_unit(lexicon: NumberLexicon, row: Row) -> None:
    factor = _number(row, "factor", "unit") if row["factor"] else None
    cues = frozenset(row["cues"].split())
    unit = Unit(row["unit"], row["dimension"], factor, False, cues)
    for name in [row["unit"], *_list(row["names"])]:
        lexicon.units.add(name, unit)
    for symbol in _list(row["symbols"]):
        lexicon.units.add(symbol, unit, exact=True)
    for symbol in _list(row["glued"]):
        lexicon.units.add(symbol, Unit(row["unit"], row["dimension"], factor, True, cues), exact=True)


def _add_approximator(lexicon: NumberLexicon, row: Row) -> None:
    bounds: dict[str, Bound] = {bound: bound for bound in get_args(Bound)}
    if row["bound"] not in bounds:
        raise UsageError(
            f"approximators.csv: {row['phrase']}: the bound is none of {', '.join(bounds)}. Correct it."
        )
    table = lexicon.before if row["side"] == "before" else lexicon.after
    reach = int(_number(row, "reach", "phrase"))
    table.add(row["phrase"], Approximator(bounds[row["bound"]], reach, frozenset(row["kinds"].split())))


def _add_contexts(lexicon: NumberLexicon, user_folder: str | None) -> None:
    lexicon.gaps = frozenset(row["word"] for row in read_lexicon(ROOM, "approximator_gaps.csv", user_folder))
    for row in read_lexicon(SHARED, "percents.csv", user_folder):
        lexicon.percents.add(row["form"], row["needs"])
    for row in read_lexicon(SHARED, "multiples.csv", user_folder):
        lexicon.multiples.add(row["phrase"], row)
    for row in read_lexicon(ROOM, "number_identifiers.csv", user_folder):
        lexicon.identifiers.add(row["phrase"], row["reason"], exact=row["case"] == "exact")
    lexicon.neighbours = list(read_lexicon(ROOM, "number_neighbours.csv", user_folder))
    cues: dict[str, set[str]] = {}
    for row in read_lexicon(ROOM, "number_cues.csv", user_folder):
        cues.setdefault(row["cue"], set()).add(row["word"])
    lexicon.cues = {cue: frozenset(words) for cue, words in cues.items()}
