"""Words and phrases as the comparison of mentions sees them."""

from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

from pipeline.lexicon import read_lexicon

NO_WORDS: frozenset[str] = frozenset()


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


@cache
def _stop_words() -> dict[str, bool]:
    """Return the words that say nothing by themselves, each with whether it is a preposition."""
    rows = read_lexicon("pipeline.dedupe", "stopwords.csv")
    return {row["word"]: row["preposition"] == "yes" for row in rows}


def is_stop_word(word: str) -> bool:
    """Whether a word in lower case says nothing by itself."""
    return word in _stop_words()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the Snowball stem of a word."""
    stemmed: str = _stemmer().stemWord(word.lower())
    return stemmed


def words_of(phrase: str | None) -> list[str]:
    """Return the words of a phrase in lower case; numbers are left out."""
    return "".join(char if char.isalpha() else " " for char in (phrase or "").lower()).split()


@lru_cache(maxsize=100_000)
def stems_of(phrase: str | None) -> frozenset[str]:
    """Return the Snowball stems of a phrase's content words; numbers are left out."""
    return frozenset(stem(word) for word in words_of(phrase) if not is_stop_word(word)) or NO_WORDS


@lru_cache(maxsize=100_000)
def head_of(phrase: str | None) -> str | None:
    """Return a noun phrase's head: its last content word before a preposition."""
    head = None
    for word in words_of(phrase):
        if _stop_words().get(word) and head is not None:
            break
        if not is_stop_word(word):
            head = word
    return head


def overlap(left: Collection[str], right: Collection[str]) -> float:
    """Return the share of the smaller set that the larger one holds, 0 where one is empty."""
    if not left or not right:
        return 0.0
    return len(set(left) & set(right)) / min(len(left), len(right))


def jaccard(left: Collection[str], right: Collection[str]) -> float:
    """Return the share of all members that both sets hold, 0 where both are empty."""
    return len(set(left) & set(right)) / len(set(left) | set(right)) if left or right else 0.0
