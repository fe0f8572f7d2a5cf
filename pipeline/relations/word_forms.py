"""The base forms that a word may have, for looking it up in a lexicon.

A trained lemmatiser errs on rare words, and an entry of a lexicon should be found whatever it says. So all
base forms that English inflection allows are tried ("denied": deny; "filed": fil, file); only those that are
entries of the lexicon matter. Irregular forms are in ``data/irregular_forms.csv``.
"""

from functools import cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon

_SHORTEST = 3  # letters that a stem keeps
_VOWELS = frozenset("aeiou")


@cache
def _irregular() -> dict[str, str]:
    return {row["form"]: row["lemma"] for row in read_lexicon("pipeline.relations", "irregular_forms.csv")}


def base_forms(token: Token) -> tuple[str, ...]:
    """Return the base forms of a word: as written, its lemma, then what its ending allows."""
    return forms_of(token.lower_, token.lemma_.lower())


@cache
def forms_of(word: str, lemma: str) -> tuple[str, ...]:
    """Return the base forms of a word and its lemma, both in lower case."""
    found = [word, lemma]
    if word in _irregular():
        found.append(_irregular()[word])
    for ending in ("s", "ed", "ing"):
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            found += _stems(word.removesuffix(ending), ending)
    return tuple(dict.fromkeys(form for form in found if form))


def _stems(stem: str, ending: str) -> list[str]:
    if ending == "s":
        plain = [stem] if not stem.endswith("s") else []
        if stem.endswith("ie"):
            return [stem[:-2] + "y", *plain]
        return [*plain, stem.removesuffix("e")] if stem.endswith("e") else plain
    if ending == "ed" and stem.endswith("i"):
        return [stem[:-1] + "y"]
    doubled = len(stem) > _SHORTEST and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
    return [stem, stem + "e", *([stem[:-1]] if doubled else [])]
