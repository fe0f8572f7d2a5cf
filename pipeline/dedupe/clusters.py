"""Clusters from scored pairs, merged best pair first and only where the whole clusters agree.

Everything grows with the number of items, not with its square: an item meets only the last items of its
blocks, keeps only its best links, and of a large cluster only some members are asked.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.mentions import SourcedEvent, SourcedFigure

# A block larger than this holds a commonplace key; its members are compared with their neighbours in
# order of publication only, so that the number of pairs stays linear.
WINDOW = 8
# An item that has met so many looks into no further block. The keys that say most come first, so that what it
# misses are the neighbours in commonplace blocks, which grow in number with the corpus.
MEETINGS = 12
# Each item keeps its best links to earlier ones.
LINKS = 12
# Two clusters are compared by this many members each, the first ones.
ASKED = 12

# Pairs scored in one go; what one costs apart from numpy's arrays is the same.
AT_ONCE = 20_000
#: What stands for two items that cannot be one.
IMPOSSIBLE = float("-inf")

Indices = NDArray[np.int64]
#: How much speaks for each pair of items being one, ``IMPOSSIBLE`` where they cannot be.
Affinity = Callable[[Indices, Indices], NDArray[np.float64]]
#: Two items that are one by themselves, the earlier first.
Link = tuple[int, int]
Mention = TypeVar("Mention", SourcedFigure, SourcedEvent)


def pairs_of(keys: Iterable[Iterable[Hashable]], window: int = WINDOW) -> Iterator[tuple[int, int]]:
    """Yield each pair of items that share a key, once, the smaller index first.

    Args:
        keys: Per item, its blocking keys, those that say most first; items in order of publication.
        window: How many earlier members of a block an item meets.
    """
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        met: set[int] = set()
        for key in dict.fromkeys(own):
            block = blocks[key]
            if len(met) < MEETINGS:
                met.update(block)
            if len(block) == window:
                del block[0]
            block.append(index)
        for other in sorted(met):
            yield other, index


def group_mentions(
    mentions: Iterable[Mention],
    keys: Callable[[Mention], Iterable[Hashable]],
    affinity: Callable[[Sequence[Mention]], Affinity],
    enough: float,
) -> list[list[Mention]]:
    """Return the mentions of each figure or happening, whatever their order.

    Args:
        mentions: The mentions of all articles.
        keys: The blocking keys of a mention.
        affinity: Makes the affinity of pairs of the mentions that it is given.
        enough: The affinity from which they are.
    """
    items = sorted(mentions, key=lambda item: (item.source.published or "", item.mention_id))
    groups = cluster(len(items), pairs_of(keys(item) for item in items), affinity(items), enough)
    return [[items[index] for index in group] for group in groups]


def cluster(
    n_items: int, pairs: Iterable[tuple[int, int]], affinity: Affinity, enough: float
) -> list[list[int]]:
    """Return clusters of item indices, by average link: a vague item does not bridge two that contradict.

    Args:
        n_items: How many items there are.
        pairs: The pairs to look at, the later item of each not decreasing.
        affinity: How much speaks for pairs of items being one.
        enough: The affinity from which two items, and on average two clusters, are one.
    """
    home = array("q", range(n_items))
    for links in _best_first(pairs, affinity, enough):
        _merge(links, home, affinity, enough)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, first in enumerate(home):
        groups[first].append(index)
    return list(groups.values())


def _merge(links: Sequence[Link], home: array[int], affinity: Affinity, enough: float) -> None:
    """Merge items that links connect, in their order; ``home`` gets the first item of each one's cluster."""
    linked = frozenset(links)
    members: dict[int, list[int]] = {}
    refused: set[tuple[int, int, int, int]] = set()
    for left, right in links:
        first, second = home[left], home[right]
        one, other = members.get(first, [first]), members.get(second, [second])
        state = (first, second, len(one), len(other))
        if first == second or state in refused:
            continue
        if not (_all_linked(one, other, linked) or _agree(one, other, affinity, enough)):
            refused.add(state)
            continue
        for index in other:
            home[index] = first
        members[first] = one + members.pop(second, other)


def _best_first(
    pairs: Iterable[tuple[int, int]], affinity: Affinity, enough: float
) -> Iterator[tuple[Link, ...]]:
    """Yield the pairs that are one, the surest first, ties by index.

    What no chain of pairs connects has nothing to do with one another: one such group comes after the other,
    as its items lie near one another in memory.
    """
    scores, lefts, rights = array("d"), array("q"), array("q")
    for item, found in _by_item(pairs, affinity, enough):
        for score, other in islice(found, LINKS):
            scores.append(-score)
            lefts.append(other)
            rights.append(item)
    groups = _connected(lefts, rights)
    order = np.lexsort((rights, lefts, scores, groups)) if scores else ()
    for _, places in groupby(order, key=groups.__getitem__):
        yield tuple((lefts[place], rights[place]) for place in places)


def _connected(lefts: Sequence[int], rights: Sequence[int]) -> array[int]:
    """Return for each pair a number that all pairs share which it is connected with."""
    parent = array("q", range(max(rights, default=-1) + 1))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for left, right in zip(lefts, rights, strict=True):
        parent[root(right)] = root(left)
    return array("q", map(root, lefts))


def _by_item(
    pairs: Iterable[tuple[int, int]], affinity: Affinity, enough: float
) -> Iterator[tuple[int, list[tuple[float, int]]]]:
    """Yield each later item with its links to earlier ones, the best first."""
    for item, links in groupby(_links(pairs, affinity, enough), key=lambda link: link[0]):
        yield item, sorted(((score, left) for _, score, left in links), key=lambda link: (-link[0], link[1]))


def _links(
    pairs: Iterable[tuple[int, int]], affinity: Affinity, enough: float
) -> Iterator[tuple[int, float, int]]:
    """Yield the pairs that are one, as later item, score and earlier item."""
    waiting = iter(pairs)
    while some := list(islice(waiting, AT_ONCE)):
        lefts, rights = np.array(some, dtype=np.int64).T
        scores = affinity(lefts, rights)
        for place in np.flatnonzero(scores >= enough):
            yield int(rights[place]), float(scores[place]), int(lefts[place])


def _all_linked(one: Sequence[int], other: Sequence[int], linked: Collection[Link]) -> bool:
    """Whether each two members are linked, so that they need not be looked at again."""
    return all(
        (min(left, right), max(left, right)) in linked for left in one[:ASKED] for right in other[:ASKED]
    )


def _agree(one: Sequence[int], other: Sequence[int], affinity: Affinity, enough: float) -> bool:
    """Whether no two members contradict each other and all together speak for one."""
    some, others = np.array(one[:ASKED], dtype=np.int64), np.array(other[:ASKED], dtype=np.int64)
    lefts, rights = np.repeat(some, len(others)), np.tile(others, len(some))
    scores = affinity(np.minimum(lefts, rights), np.maximum(lefts, rights))
    return bool(scores.min() > IMPOSSIBLE and math.fsum(scores) / len(scores) >= enough)
