"""What names of places, peoples and bodies stand for, and which country an article is about."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from pipeline.lexicon import read_lexicon

BearerKind = Literal[
    "country", "demonym", "capital", "city", "province", "agency", "body", "region", "people", "company"
]

OF_A_STATE: frozenset[BearerKind] = frozenset({"country", "demonym", "capital", "city", "province", "agency"})
SHORT_ACRONYM = 5
WORLD_CURRENCY = "USA"
LEAD_CHARACTERS = 600
LEAD_WEIGHT = 3
STATE_WEIGHT = 2
TOWN_WEIGHT = 1
TOWNS: frozenset[BearerKind] = frozenset({"city", "province"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """One thing that a name may stand for.

    Attributes:
        code: ISO 3166-1 alpha-3 of its state, the short name of an international body, or ``""``.
        kind: What sort of name it is.
    """

    code: str
    kind: BearerKind


@cache
def read_bearers(lexicons: str | None = None) -> Mapping[str, tuple[Bearer, ...]]:
    """Return what each name of the shared gazetteer may stand for, in the order of its lines."""
    bearers: dict[str, tuple[Bearer, ...]] = {}
    for row in read_lexicon("pipeline", "gazetteer.csv", lexicons):
        bearer = Bearer(row["code"], cast(BearerKind, row["kind"]))
        for name in dict.fromkeys((row["name"], row["name"].upper())):
            bearers[name] = (*bearers.get(name, ()), bearer)
    return bearers


@cache
def read_state_names(lexicons: str | None = None) -> Mapping[str, str]:
    """Return the usual name of each state by its code: the first of its country lines."""
    names: dict[str, str] = {}
    for row in read_lexicon("pipeline", "gazetteer.csv", lexicons):
        if row["kind"] == "country":
            names.setdefault(row["code"], row["name"])
    return names


@cache
def _countries_of_currencies(lexicons: str | None) -> Mapping[str, str]:
    """Return, by sign, code and noun, the only country whose currency it is, but for the US dollar."""
    tender: dict[str, set[str]] = {}
    for row in read_lexicon("pipeline", "currencies.csv", lexicons):
        for form in [row["code"], *row["signs"].split("|"), *row["nouns"].split("|")]:
            tender.setdefault(form, set()).update(row["countries"].split("|"))
    return {
        form: min(countries)
        for form, countries in tender.items()
        if form and len(countries) == 1 and countries != {WORLD_CURRENCY}
    }


def country_of_currency(form: str | None, lexicons: str | None = None) -> str | None:
    """Return the country whose currency a sign, code or noun names, where it is the only one: ``NT$``."""
    return _countries_of_currencies(lexicons).get(form) if form is not None else None


class CountryContext:
    """Settles ambiguous names by the other names of one article, and knows the country in focus."""

    def __init__(self, names: Iterable[tuple[str, int]], lexicons: str | None = None) -> None:
        """Weigh the article's names; one that may stand for several things says nothing.

        Args:
            names: Each name with its character offset.
            lexicons: A folder with a user's own entries.
        """
        self._bearers = read_bearers(lexicons)
        self._weights: Counter[str] = Counter()
        for name, offset in names:
            bearers = self._bearers.get(name, ())
            if len(bearers) != 1 or _is_acronym_of_agency(name, bearers[0]):
                continue
            if bearers[0].kind in OF_A_STATE:
                weight = TOWN_WEIGHT if bearers[0].kind in TOWNS else STATE_WEIGHT
                self._weights[bearers[0].code] += weight * (LEAD_WEIGHT if offset < LEAD_CHARACTERS else 1)

    def bearer(self, name: str) -> Bearer | None:
        """Return what a name stands for in this article.

        Of several bearers the one whose state the article names most is taken, the first on a tie. A short
        acronym stands for a state's body only where the article names that state.
        """
        bearers = self._bearers.get(name, ())
        if not bearers:
            return None
        best = max(bearers, key=lambda bearer: self._weights[bearer.code])
        return None if _is_acronym_of_agency(name, best) and not self._weights[best.code] else best

    @property
    def focus(self) -> str | None:
        """The country that the article is mainly about: the most named, its lead counting most."""
        return max(self._weights, key=lambda code: self._weights[code]) if self._weights else None


def _is_acronym_of_agency(name: str, bearer: Bearer) -> bool:
    return bearer.kind == "agency" and name.isupper() and len(name) <= SHORT_ACRONYM
