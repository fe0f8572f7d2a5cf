"""Whether two figure mentions are one figure: what forbids it, and how much speaks for it."""

import math

import numpy as np

from pipeline.dedupe.blocks import Floats, Indices
from pipeline.dedupe.clusters import IMPOSSIBLE, Read, read_pairs
from pipeline.dedupe.mentions import Days, SourcedFigure
from pipeline.dedupe.profiles import Profile, similarities
from pipeline.dedupe.triggers import relation, trigger_of
from pipeline.dedupe.values import Verdict, compare, significant_digits
from pipeline.dedupe.words import jaccard, overlap
from pipeline.records import FigureMention

# Measures with one head name one thing if they share at least this part of their words.
SAME_MEASURE = 0.5
# Where the words say nothing, a value of at least so many digits is a sign of its own, also where it is
# rounded: values that are one differ by this share at most.
TELLING_DIGITS = 3
ROUNDED = 0.01
# What speaks for one figure beside the measure: the actors, the period, the article or one like it, a
# telling value.
ACTORS, PERIOD, ARTICLE, VALUE = 0.5, 0.5, 0.5, 0.5
LIKENESS = 3.0  # how fast the similarity of articles counts, up to ARTICLE
# The similarity of articles on related matters, for articles whose text is not known.
UNKNOWN = 0.1
# Two mentions are one figure if measure and these together reach this; like measures alone are not enough.
ENOUGH = 1.2
# A conflict is claimed only for measures that are worded alike and values within this factor.
CONFLICT_MEASURE = 0.75
CONFLICT_FACTOR = 2.0


class FigurePairs:
    """How much speaks for pairs of mentions being one figure.

    Args:
        read: Returns the mentions of some indices.
        profiles: Returns the profiles of the articles of some numbers.
    """

    def __init__(self, read: Read[SourcedFigure], profiles: Read[Profile]) -> None:
        self._read, self._profiles = read, profiles

    def __call__(self, lefts: Indices, rights: Indices) -> Floats:
        """Return how much speaks for each pair being one figure, ``IMPOSSIBLE`` where it cannot be."""
        items, lefts, rights = read_pairs(self._read, lefts, rights)
        pairs = zip(lefts.tolist(), rights.tolist(), strict=True)
        found = np.array([affinity(items[left], items[right]) for left, right in pairs])
        able = np.flatnonzero(found > IMPOSSIBLE)
        numbers = np.array([item.source.number for item in items], dtype=np.int64)
        found[able] += self._articles(numbers[lefts[able]], numbers[rights[able]])
        return found

    def _articles(self, lefts: Indices, rights: Indices) -> Floats:
        """Return how much it speaks for one figure that the articles are one or alike."""
        alike = similarities(self._profiles, lefts, rights)
        alike[np.isnan(alike)] = UNKNOWN
        return np.where(lefts == rights, ARTICLE, np.minimum(ARTICLE, LIKENESS * alike))


def affinity(left: SourcedFigure, right: SourcedFigure) -> float:
    """Return how much the mentions say for being one figure, ``IMPOSSIBLE`` where they cannot be."""
    if left.dimension != right.dimension or not _same_about(left, right):
        return IMPOSSIBLE
    measure = same_measure(left, right)
    if measure is None:
        return IMPOSSIBLE
    verdict = compare(left.mention, right.mention)
    if not same_period(left.period, right.period, verdict):
        return IMPOSSIBLE
    if verdict.agreement == "conflict" and not contradict(left, right):
        return IMPOSSIBLE
    return measure + _support(left, right, verdict)


def _support(left: SourcedFigure, right: SourcedFigure, verdict: Verdict) -> float:
    """Return what speaks for one figure beside measure and articles."""
    support = ACTORS * jaccard(left.about, right.about)
    support += PERIOD * (left.period is not None and left.period == right.period)
    return support + VALUE * _telling(left.mention, right.mention, verdict)


def _telling(left: FigureMention, right: FigureMention, verdict: Verdict) -> bool:
    """Whether two values are one that is hardly stated by chance: of three digits, if only in one mention."""
    if verdict.agreement == "conflict" or left.value is None or right.value is None:
        return False
    if max(significant_digits(left), significant_digits(right)) < TELLING_DIGITS:
        return False
    return verdict.agreement == "agree" or math.isclose(left.value, right.value, rel_tol=ROUNDED)


def _same_about(left: SourcedFigure, right: SourcedFigure) -> bool:
    """Whether one mention's actors are all among the other's; a mention that names none fits any."""
    return left.about <= right.about or right.about <= left.about


def same_measure(left: SourcedFigure, right: SourcedFigure) -> float | None:
    """Return how much alike two measures are, from 0 to 1, ``None`` where they name different things."""
    if not left.stems or not right.stems:
        return 0.0 if significant_digits(left.mention) >= TELLING_DIGITS else None
    shared = overlap(left.stems, right.stems)
    if left.head == right.head:
        return shared if shared >= SAME_MEASURE else None
    if shared == 1.0 and min(len(left.stems), len(right.stems)) > 1:
        return shared
    return SAME_MEASURE if _like_words(left, right) else None


def _like_words(left: SourcedFigure, right: SourcedFigure) -> bool:
    """Whether the same actors have the same value of things of like meaning (visit, trip to China)."""
    if left.about != right.about or not left.about or left.head is None or right.head is None:
        return False
    if compare(left.mention, right.mention).agreement != "agree":
        return False
    return relation(trigger_of(left.head_word), trigger_of(right.head_word)) is not None


def same_period(left: Days | None, right: Days | None, verdict: Verdict) -> bool:
    """Whether two periods may be one: equal, one unknown, or one within the other and the values the same."""
    if left is None or right is None or left == right:
        return True
    within = (left[0] <= right[0] and right[1] <= left[1]) or (right[0] <= left[0] and left[1] <= right[1])
    return within and verdict.agreement == "agree"


def contradict(left: SourcedFigure, right: SourcedFigure) -> bool:
    """Whether two sources state different values of what is plainly the same figure."""
    one, other = left.mention.value, right.mention.value
    if left.source.origin == right.source.origin or not one or not other:
        return False
    return (
        left.period is not None
        and left.period == right.period
        and bool(left.about)
        and left.about == right.about
        and left.mention.unit == right.mention.unit
        and jaccard(left.stems, right.stems) >= CONFLICT_MEASURE
        and max(one / other, other / one) <= CONFLICT_FACTOR
    )
