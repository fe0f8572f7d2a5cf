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

from pipeline.dedupe.words import is_stop_word, stem
from pipeline.lexicon import read_lexicon

Profile = Mapping[str, float]

# Only the most telling words of an article and of a sentence are kept: more cost memory, and on ECB+ they
# told little more.
KEPT = 60
KEPT_OF_SENTENCE = 16
#: What stands before a name.
NAME = "^"
# Rareness counts by this power: with 1.5 similarity tells articles on one happening from others better than
# with 1.
SHARPNESS = 1.5
# The similarity of articles on related matters, for articles whose text is not known.
UNKNOWN = 0.1
_WORD = re.compile(r"[^\W_]{2,40}")


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
    """Return the cosine of two profiles, 0 to 1; a middling value where the text of one is not known."""
    if not left or not right:
        return UNKNOWN
    small, large = (left, right) if len(left) <= len(right) else (right, left)
    return math.fsum(weight * large[term] for term, weight in small.items() if term in large)
