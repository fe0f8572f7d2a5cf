"""Tell what kind of place or group a name is, so that corpora with coarser labels can be brought together.

Country and territory names come from ISO 3166-1 (pycountry) and CLDR (babel); the rest from the lexicons
beside this room.
"""

import calendar
from collections.abc import Iterator
from functools import cache

import pycountry
from babel import Locale

from pipeline.lexicon import read_lexicon

_ROOM = "pipeline.training"
#: Months and days of the week: capitalised, but no names to us.
CALENDAR = frozenset((*calendar.month_name[1:], *calendar.day_name))


@cache
def places() -> dict[str, str]:
    """Names that the lists of states and the head words would label wrongly, with their labels."""
    return {row["name"]: row["label"] for row in read_lexicon(_ROOM, "places.csv")}


@cache
def countries() -> frozenset[str]:
    """Names of states and territories."""
    return frozenset(_country_names()) | {name for name, label in places().items() if label == "GPE"}


def _country_names() -> Iterator[str]:
    for country in pycountry.countries:
        yield country.name
        yield getattr(country, "common_name", country.name)
        yield getattr(country, "official_name", country.name)
    for code, name in Locale("en").territories.items():
        if code.isalpha() and code not in {"EU", "EZ", "UN", "QO"}:
            yield name


@cache
def regions() -> frozenset[str]:
    """Names of continents and their parts: CLDR's numeric territory codes (UN M49)."""
    names = {name for code, name in Locale("en").territories.items() if code.isdigit()}
    return frozenset(names - {"world", "United Nations", "European Union"})


@cache
def _demonym_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon(_ROOM, "demonyms.csv"))


@cache
def _name_heads() -> dict[str, str]:
    return {row["word"]: row["label"] for row in read_lexicon(_ROOM, "name_heads.csv")}


@cache
def titles() -> frozenset[str]:
    """Words that stand in front of a person's name and are not part of it."""
    return frozenset(row["word"] for row in read_lexicon(_ROOM, "titles.csv"))


def is_country(text: str) -> bool:
    """Whether the text names a state or territory, with or without its article."""
    return text.removeprefix("the ").removeprefix("The ") in countries()


def is_demonym(text: str) -> bool:
    """Whether the text names a nationality, people, faith or party: ``Iraqis``, ``South Korean``."""
    *before, last = text.split() or [""]
    if any(not word[:1].isupper() for word in before):
        return False
    return any(form in _demonym_words() for form in _singulars(last)) and all(
        word in {"North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Latin"}
        or word in _demonym_words()
        for word in before
    )


def _singulars(word: str) -> Iterator[str]:
    word = word[:1].upper() + word[1:] if word.islower() else word
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    if word.endswith("men"):
        yield word[:-3] + "man"
    if word.endswith("s"):
        yield word[:-1]


def place_label(text: str) -> str:
    """Say whether a place is a GPE (has a government), LOC (a place of nature, a region) or FAC (built).

    The few organisations that corpora label as places (``U.N.``) come back as ORG.

    A place that no list knows is taken for a town or province, by far the commonest kind in news.
    """
    bare = text.removeprefix("the ").removeprefix("The ")
    if bare in places():
        return places()[bare]
    if is_country(text):
        return "GPE"
    if bare in regions():
        return "LOC"
    words = bare.lower().split()
    # "Gulf of Aden", "Sea of Japan", "Horn of Africa" have their head in front.
    heads = [words[-1]] if words else []
    if len(words) > 2 and words[1] == "of":
        heads.append(words[0])
    if len(words) > 1 and words[0] in {"lake", "mount", "mt.", "cape"}:
        heads.append(words[0])
    labels = [_name_heads()[head] for head in heads if head in _name_heads()]
    return next((label for label in labels if label in {"LOC", "FAC"}), "GPE")


def is_event_name(text: str) -> bool:
    """Whether a capitalised run has the head of an event's name in it: ``World Cup``, ``Gulf War``."""
    return any(_name_heads().get(word) == "EVENT" for word in text.lower().split())
