"""Swap the names in training sentences for invented ones from all over the world.

Corpora of news name the same few hundred people, parties and companies again and again, most of them of a few
countries. A model that has seen "Ministry of Fisheries", "Nguyen Xuan Phuc" and "Abd Rabbu Mansour" take the
same places as the names it knows by heart learns the places, not the names (Dai and Adel 2020, "mention
replacement").
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.lexicon import Row, read_lexicon
from pipeline.training.gazetteer import is_country, titles
from pipeline.training.names import Name, NamedSentence

_ROOM = "pipeline.training"
#: Share of the names of each label that are swapped; other labels stay as they are.
SHARES = {"PERSON": 0.95, "ORG": 0.6, "GPE": 0.6, "NORP": 0.5}
#: Share of the full names of persons that get an honorific in front, outside the name.
HONORIFIC_SHARE = 0.15
#: Words that no space stands in front of.
_JOINED = frozenset(["'s", ","])
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWYZ"
_LINKS = frozenset(["of", "and", "the", "on", "for", "islands"])


@dataclass(frozen=True, slots=True)
class Setting:
    """A country with what its people and places are called."""

    country: str
    demonym: str
    demonyms: str | None
    places: tuple[str, ...]


def swap_names(sentences: Sequence[NamedSentence], rng: random.Random) -> list[NamedSentence]:
    """Return the sentences with most names swapped for others of the same label.

    A sentence takes its names from one country; a name that comes twice in it is swapped alike.

    Args:
        sentences: Sentences with names; they are not changed.
        rng: The same state gives the same names.
    """
    return [_swapped(sentence, rng) for sentence in sentences]


def _swapped(sentence: NamedSentence, rng: random.Random) -> NamedSentence:
    source = _Names(rng)
    capitals = " ".join(sentence.words).isupper()
    words: list[str] = []
    spaces: list[bool] = []
    names: list[Name] = []
    done = 0
    for name in sentence.names:
        words += sentence.words[done : name.start]
        spaces += sentence.spaces[done : name.start]
        done = name.end
        before = words[-1] if words else ""
        swapped = source.swap(sentence.text_of(name), name.label, before)
        start = len(words)
        if swapped is None:
            words += sentence.words[name.start : name.end]
            spaces += sentence.spaces[name.start : name.end]
        else:
            full = name.label == "PERSON" and name.end - name.start > 1
            honorific = source.honorific(before) if full else []
            new = [word.upper() if capitals else word for word in (*honorific, *swapped.split())]
            if before.lower() in {"a", "an"}:
                words[-1] = before[0] + "n" * (new[0][0] in "AEIO")
            words += new
            spaces += [word.lower() not in _JOINED for word in new[1:]] + [sentence.spaces[name.end - 1]]
            start += len(honorific)
        names.append(replace(name, start=start, end=len(words)))
    return NamedSentence((*words, *sentence.words[done:]), (*spaces, *sentence.spaces[done:]), tuple(names))


class _Names:
    """Invents the names of one sentence."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._culture = rng.choice(_cultures())
        self._setting = _settings()[rng.choice(self._culture["codes"].split())]
        self._known: dict[tuple[str, str], str | None] = {}

    def swap(self, text: str, label: str, before: str) -> str | None:
        """Return another name, or None to keep this one; ``before`` is the word in front of it."""
        key = (text, label)
        if key not in self._known:
            swap = self._rng.random() < SHARES.get(label, 0.0)
            self._known[key] = self._invent(text, label, before) if swap else None
        return self._known[key]

    def _invent(self, text: str, label: str, before: str) -> str | None:
        if label == "PERSON":
            return self.person(short=" " not in text)
        if label == "ORG":
            return self.organisation(text, before)
        if label == "NORP":
            return self._people(text)
        # "the Netherlands", "U.S.": few names can stand there.
        if text.isupper() or before.lower() == "the" or text.lower().startswith("the "):
            return None
        return self._setting.country if is_country(text) else self._rng.choice(self._setting.places)

    def person(self, *, short: bool = False) -> str:
        """A full name, or with ``short`` the one word that later mentions use."""
        forms = self._culture["short" if short else "forms"]
        parts = {slot: self._rng.choice(_LETTERS) for slot in "ij"}
        for column, slots in (("given", "gh"), ("family", "fe"), ("middle", "m")):
            found = self._culture[column].split()
            chosen = self._rng.sample(found, len(slots)) if found else [""] * len(slots)
            parts |= {slot: part.replace("_", " ") for slot, part in zip(slots, chosen, strict=True)}
        return self._rng.choice(forms.split(";")).format(**parts)

    def honorific(self, before: str) -> list[str]:
        """Sometimes the words of a title, unless the word in front of the name is one already."""
        known = self._culture["honorifics"]
        if not known or before in titles() or self._rng.random() >= HONORIFIC_SHARE:
            return []
        return self._rng.choice(known.split(";")).split()

    def organisation(self, text: str, before: str) -> str | None:
        """An organisation that can stand where this one stands, with or without an article."""
        article, bare = _article(text)
        if len(bare) > 1 and " " not in bare and bare.replace(".", "").isupper():
            words = "acronym"
        else:
            words = "multi" if " " in bare else "single"
        definite = bool(article) or before.lower() == "the"
        wanted = "the" if definite else "none"
        patterns = [
            row["pattern"]
            for row in read_lexicon(_ROOM, "org_patterns.csv")
            if row["words"] == words and row["article"] in {wanted, "any"}
        ]
        return article + self._fill(self._rng.choice(patterns)) if patterns else None

    def _fill(self, pattern: str) -> str:
        slots = {slot: self._rng.choice(entries) for slot, entries in _fillers().items()}
        return pattern.format(
            **slots,
            coined="".join(slots[part] for part in ("onset", "middle", "coda")),
            coined2=f"{slots['onset']}{slots['coda']}",
            country=self._setting.country,
            demonym=self._setting.demonym,
            place=self._rng.choice(self._setting.places),
            family=self._rng.choice(self._culture["family"].split()),
            acronym="".join(self._rng.choices(_LETTERS, k=self._rng.randint(2, 5))),
        )

    def _people(self, text: str) -> str | None:
        if text in _demonyms():
            plural = text.endswith("s") and text[:-1] in _demonyms()
            return self._setting.demonyms if plural else self._setting.demonym
        return None


def _article(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    return (f"{first} ", rest) if first.lower() == "the" and rest else ("", text)


@cache
def _cultures() -> tuple[Row, ...]:
    known = _settings()
    rows = read_lexicon(_ROOM, "name_parts.csv")
    return tuple(row | {"codes": " ".join(c for c in row["codes"].split() if c in known)} for row in rows)


@cache
def _fillers() -> dict[str, tuple[str, ...]]:
    return {row["slot"]: tuple(row["entries"].split(";")) for row in read_lexicon(_ROOM, "org_fillers.csv")}


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(
        row["name"] for row in read_lexicon("pipeline", "gazetteer.csv") if row["kind"] == "demonym"
    )


@cache
def _settings() -> dict[str, Setting]:
    """The countries of the gazetteer that have a demonym and places, by their codes."""
    named: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in read_lexicon("pipeline", "gazetteer.csv"):
        kind = {"capital": "place", "city": "place", "province": "place"}.get(row["kind"], row["kind"])
        if _plain(row["name"]):
            named[row["code"]][kind].append(row["name"])
    return {
        code: _setting(kinds)
        for code, kinds in named.items()
        if all(kinds.get(kind) for kind in ("country", "demonym", "place"))
    }


def _plain(name: str) -> bool:
    words = name.replace("-", " ").replace("'", "").split()
    return len(words) < 4 and all(word.isalpha() and word.lower() not in _LINKS for word in words)


def _setting(kinds: dict[str, list[str]]) -> Setting:
    demonym = kinds["demonym"][0]
    plural = f"{demonym}s"
    return Setting(
        country=kinds["country"][0],
        demonym=demonym,
        demonyms=plural if plural in kinds["demonym"] else None,
        places=tuple(kinds["place"]),
    )
