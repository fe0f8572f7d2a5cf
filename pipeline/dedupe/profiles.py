"""What an article is about: its telling words, and how much two articles have in common.

Articles on one happening share names, numbers and rare words, and so do sentences. A word counts by how rare
it is in the sentences of ``data/word_counts.csv``, not in the run at hand, so that one more article changes
nothing between two others. They are of another corpus than ECB+, on which the joining is learnt: words of the
training articles must not be commoner than those of a user's.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from sys import intern

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.blocks import Indices
from pipeline.dedupe.clusters import Read, read_pairs
from pipeline.dedupe.words import is_stop_word, stem
from pipeline.lexicon import read_lexicon
from pipeline.records import ArticleResult

Profile = dict[str, float]

# Only the most telling words of an article and of a sentence are kept: more cost memory, and on ECB+ they
# told little more.
KEPT = 60
KEPT_OF_SENTENCE = 16
#: What stands before a name.
NAME = "^"
# Rareness counts by this power: with 1.5 similarity tells articles on one happening from others better than
# with 1.
SHARPNESS = 1.5
_WORD = re.compile(r"[^\W_]{2,40}")


def profile_of_article(result: ArticleResult) -> Profile:
    """Return the most telling words of an article; empty where its text is not known."""
    return profile_of(sentence.text for sentence in result.sentences)


def profile_of(sentences: Iterable[str]) -> Profile:
    """Return the most telling words of an article with their weights, as a vector of length one."""
    counts = Counter(term for sentence in sentences for term in terms(sentence))
    weights = {term: (1 + math.log(count)) * rareness(term) ** SHARPNESS for term, count in counts.items()}
    return _unit(weights, KEPT)


def profile_of_sentence(sentence: str) -> Profile:
    """Return the most telling words of a sentence with their weights, as a vector of length one."""
    weights = {term: rareness(term) for term in terms(sentence)}
    return _unit(weights, KEPT_OF_SENTENCE)


def _unit(weights: Mapping[str, float], most: int) -> Profile:
    """Return the heaviest of the weights as a vector of length one."""
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    length = math.sqrt(sum(weights[term] ** 2 for term in kept))
    return {intern(term): weights[term] / length for term in kept} if length else {}


def names_of(profile: Profile) -> frozenset[str]:
    """Return the names and numbers among the words of a profile."""
    return frozenset([term for term in profile if term[0] == NAME])


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


def similarity(left: Profile, right: Profile) -> float:
    """Return the cosine of two profiles, 0 to 1; not a number where one is empty."""
    if not left or not right:
        return math.nan
    return math.fsum([left[term] * right[term] for term in left.keys() & right.keys()])


def similarities(read: Read[Profile], lefts: Indices, rights: Indices) -> NDArray[np.float64]:
    """Return the similarity of each pair of articles; not a number where both are the same one.

    Args:
        read: Returns the profiles of some articles.
        lefts: The numbers of the first articles.
        rights: Those of the second ones.
    """
    found = np.full(len(lefts), math.nan)
    two = np.flatnonzero(lefts != rights)
    profiles, lefts, rights = read_pairs(read, lefts[two], rights[two])
    pairs = zip(lefts.tolist(), rights.tolist(), strict=True)
    found[two] = [similarity(profiles[left], profiles[right]) for left, right in pairs]
    return found
