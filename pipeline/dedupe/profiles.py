"""What an article is about: its telling words, and how much two articles have in common.

Articles on one happening share names, numbers and rare words, and so do sentences. A word counts by how rare
it is in the sentences of ``data/word_counts.csv``, not in the run at hand, so that one more article changes
nothing between two others. They are of another corpus than ECB+, on which the joining is learnt: words of the
training articles must not be commoner than those of a user's.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.blocks import Floats, Indices
from pipeline.dedupe.clusters import Read, read_pairs
from pipeline.dedupe.words import is_stop_word, stem
from pipeline.lexicon import read_lexicon
from pipeline.records import ArticleResult

#: Words with their weights, in the order of their codes, in eight bytes a word.
Profile = bytes

# Only the most telling words of an article and of a sentence are kept: more cost memory, and on ECB+ they
# told little more.
KEPT = 60
KEPT_OF_SENTENCE = 16
#: What stands before a name.
NAME = "^"
# Rareness counts by this power: with 1.5 similarity tells articles on one happening from others better than
# with 1.
SHARPNESS = 1.5
# A word is a number: its code of 32 bits, then its weight in these bits, of which ONE is all.
WORD = np.dtype("<u8")
BITS, ONE = 16, 2**16 - 1
# Pairs that are compared at once: their words fit into the nearer caches of a processor.
COMPARED = 1_000
_WORD = re.compile(r"[^\W_]{2,40}")


def profile_of_article(result: ArticleResult) -> Profile:
    """Return the most telling words of an article; empty where its text is not known."""
    return profile_of(sentence.text for sentence in result.sentences)


def profile_of(sentences: Iterable[str]) -> Profile:
    """Return the most telling words of an article with their weights, as a vector of length one."""
    counts = Counter(term for sentence in sentences for term in terms(sentence))
    weights = {term: (1 + math.log(count)) * rareness(term) ** SHARPNESS for term, count in counts.items()}
    return packed(weights, KEPT)


def profile_of_sentence(sentence: str) -> Profile:
    """Return the most telling words of a sentence with their weights, as a vector of length one."""
    weights = {term: rareness(term) for term in terms(sentence)}
    return packed(weights, KEPT_OF_SENTENCE)


def packed(weights: Mapping[str, float], most: int) -> Profile:
    """Return the heaviest of the weights as a vector of length one, in bytes."""
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    length = math.sqrt(sum(weights[term] ** 2 for term in kept))
    words = {_code(term): round(weights[term] / length * ONE) for term in reversed(kept)} if length else {}
    return np.array(sorted(code << BITS | weight for code, weight in words.items()), dtype=WORD).tobytes()


@lru_cache(maxsize=100_000)
def _code(term: str) -> int:
    """Return 32 bits for a term that are the same on any machine, the last one set for a name.

    Two words rarely have the same; they then count as one.
    """
    return crc32(term.encode()) & ~1 | term.startswith(NAME)


def terms(sentence: str) -> Iterator[str]:
    """Yield the stems of a sentence's words; a capitalised word within it or a number is a name too."""
    for place, word in enumerate(_WORD.findall(sentence)):
        if is_stop_word(word.lower()):
            continue
        if not word.isdigit():
            yield stem(word)
        if word.isdigit() or (place and word[0].isupper()):
            yield f"{NAME}{stem(word)}"


@cache
def _counts() -> tuple[int, dict[str, int]]:
    rows = {row["term"]: int(row["sentences"]) for row in read_lexicon("pipeline.dedupe", "word_counts.csv")}
    return rows.pop(""), rows


@lru_cache(maxsize=100_000)
def rareness(term: str) -> float:
    """Return how rare a term is, 0 for one of every sentence."""
    sentences, counts = _counts()
    return math.log((sentences + 1) / (counts.get(term, 0) + 0.5))


class Profiles:
    """Profiles as arrays, for many pairs at once.

    The sums are of whole numbers, so that no machine rounds otherwise.

    Args:
        rows: The profiles, in the order of the indices of pairs.
    """

    def __init__(self, rows: Sequence[Profile]) -> None:
        width = max(map(len, rows), default=0)
        joined = b"".join(row.ljust(width, b"\0") for row in rows)
        self._words = np.frombuffer(joined, dtype=WORD).reshape(len(rows), width // WORD.itemsize)
        self._known = np.array([bool(row) for row in rows], dtype=np.bool_)
        self._n_names = _is_name(self._words).sum(axis=1)

    def compare(self, lefts: Indices, rights: Indices) -> tuple[Floats, Floats]:
        """Return the cosine of each pair, and the share of the names of the one with fewer that both have.

        Not a number where a profile is empty, or has no names.
        """
        shared = [
            self._shared(lefts[first : first + COMPARED], rights[first : first + COMPARED])
            for first in range(0, max(1, len(lefts)), COMPARED)
        ]
        products, names = (np.concatenate(sums) for sums in zip(*shared, strict=True))
        fewer = np.minimum(self._n_names[lefts], self._n_names[rights])
        known = self._known[lefts] & self._known[rights]
        return (
            np.where(known, np.minimum(products / ONE**2, 1.0), math.nan),
            np.where(fewer > 0, names / np.maximum(fewer, 1), math.nan),
        )

    def _shared(self, lefts: Indices, rights: Indices) -> tuple[Floats, Floats]:
        """Return the products of the weights of the words that each pair shares, and how many are names."""
        both = np.concatenate([self._words[lefts], self._words[rights]], axis=1)
        both.sort(axis=1)
        terms, weights = both >> BITS, both & ONE
        pairs, places = np.nonzero(terms[:, 1:] == terms[:, :-1])
        counted = weights[pairs, places] * weights[pairs, places + 1], _is_name(both[pairs, places])
        products, names = (np.bincount(pairs, found, len(both)).astype(np.float64) for found in counted)
        return products, names


def _is_name(words: NDArray[np.uint64]) -> NDArray[np.bool_]:
    return (words >> BITS & 1).astype(np.bool_)


def similarities(read: Read[Profile], lefts: Indices, rights: Indices) -> Floats:
    """Return the similarity of each pair of articles.

    Not a number where both are the same one, or the words of one are not known.

    Args:
        read: Returns the profiles of some articles.
        lefts: The numbers of the first articles.
        rights: Those of the second ones.
    """
    found = np.full(len(lefts), math.nan)
    two = np.flatnonzero(lefts != rights)
    profiles, lefts, rights = read_pairs(read, lefts[two], rights[two])
    found[two] = Profiles(profiles).compare(lefts, rights)[0]
    return found
