"""How the words that name two events relate: one word, one family, synonyms, or a wider word for the other.

The senses are those of WordNet (``data/word_senses.csv``).
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from pipeline.dedupe.words import is_stop_word, stem, words_of
from pipeline.lexicon import read_lexicon

Relation = Literal["same", "family", "synonym", "broader"]

# Words that begin with these many letters alike are forms of one word (resume, resumption).
STEM_PREFIX = 5
_SHORTEST = 3  # letters that a base form keeps


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word that names an event: its base form, the stem's first letters, its senses and wider ones."""

    word: str
    prefix: str
    senses: frozenset[str]
    broader: frozenset[str]


@cache
def _senses() -> dict[str, tuple[str, frozenset[str], frozenset[str]]]:
    return {
        row["word"]: (row["lemma"], frozenset(row["senses"].split()), frozenset(row["broader"].split()))
        for row in read_lexicon("pipeline.dedupe", "word_senses.csv")
    }


@lru_cache(maxsize=100_000)
def trigger_of(text: str) -> Trigger:
    """Return what is known of a trigger; of several words the first with known senses names the event."""
    words = [word for word in words_of(text) if not is_stop_word(word)] or words_of(text) or [text]
    forms = [base_form(word) for word in words]
    word = next((form for form in forms if form in _senses()), forms[0])
    _, senses, broader = _senses().get(word, ("", frozenset(), frozenset()))
    return Trigger(word, stem(word)[:STEM_PREFIX], senses, broader)


def base_form(word: str) -> str:
    """Return the base form of a word in lower case, itself where none is known."""
    known = _senses()
    if word in known:
        return known[word][0] or word
    for ending, replacements in (("s", ("",)), ("es", ("",)), ("ed", ("e", "")), ("ing", ("e", ""))):
        start = word.removesuffix(ending)
        if start == word or len(start) < _SHORTEST:
            continue
        doubled = [start[:-1]] if start[-1] == start[-2] else []
        for form in [*(start + end for end in replacements), *doubled, start[:-1] + "y"]:
            if form in known:
                return known[form][0] or form
    return word


def relation(left: Trigger, right: Trigger) -> Relation | None:
    """Return how two triggers relate, the closest relation that holds."""
    if left.word == right.word:
        return "same"
    if not left.senses.isdisjoint(right.senses):
        return "synonym"
    if left.prefix == right.prefix:
        return "family"
    if not (left.broader.isdisjoint(right.senses) and right.broader.isdisjoint(left.senses)):
        return "broader"
    return None
