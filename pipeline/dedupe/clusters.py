"""Clusters from scored pairs, merged best pair first and only where the whole clusters agree.

Everything grows with the number of items, not with its square: an item keeps only its best links, and of a
large cluster only some members are asked. In memory are a few bytes an item and the links of one chain of
items at a time.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

import math
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.blocks import Indices, Pairs
from pipeline.dedupe.workspace import Workspace

# Each item keeps its best links to earlier ones.
LINKS = 12
# Two clusters are compared by this many members each, the first ones.
ASKED = 12

#: What stands for two items that cannot be one.
IMPOSSIBLE = float("-inf")

Item = TypeVar("Item")
#: How much speaks for each pair of items being one, ``IMPOSSIBLE`` where they cannot be.
Affinity = Callable[[Indices, Indices], NDArray[np.float64]]
#: Returns the items of different indices, in their order.
Read = Callable[[Sequence[int]], Sequence[Item]]
#: Two items that are one by themselves, the earlier first.
Link = tuple[int, int]

_BEST = f"""
CREATE OR REPLACE TABLE links AS
SELECT earlier, later, score FROM (
    SELECT *, row_number() OVER (PARTITION BY later ORDER BY score DESC, earlier) AS number FROM scored
)
WHERE number <= {LINKS}
"""
_SUREST = """
SELECT chain, earlier, later FROM links JOIN chains ON earlier = item
ORDER BY chain, score DESC, earlier, later
"""


def cluster(
    n_items: int, pairs: Iterable[Pairs], affinity: Affinity, enough: float, work: Workspace
) -> Iterator[list[int]]:
    """Yield clusters of item indices, by average link: a vague item does not bridge two that contradict.

    Args:
        n_items: How many items there are.
        pairs: The pairs to look at, each once.
        affinity: How much speaks for pairs of items being one.
        enough: The affinity from which two items, and on average two clusters, are one.
        work: Where the links are sorted.
    """
    alone = np.ones(n_items, dtype=np.bool_)
    for links in _best_first(n_items, pairs, affinity, enough, work):
        for members in _merged(links, affinity, enough):
            alone[members] = False
            yield members
    for item in np.flatnonzero(alone):
        yield [int(item)]


def read_pairs(read: Read[Item], lefts: Indices, rights: Indices) -> tuple[Sequence[Item], Indices, Indices]:
    """Return the items of some pairs, each once, and the pairs as places among them."""
    indices, places = np.unique(np.concatenate([lefts, rights]), return_inverse=True)
    return read(indices.tolist()), places[: len(lefts)], places[len(lefts) :]


def reader_of(items: Sequence[Item]) -> Read[Item]:
    """Return what reads items that are all in memory."""
    return lambda indices: [items[index] for index in indices]


def _merged(links: Sequence[Link], affinity: Affinity, enough: float) -> list[list[int]]:
    """Return the clusters of items that links connect, merged in the order of the links."""
    linked = frozenset(links)
    home = {item: item for item in chain.from_iterable(links)}
    members = {item: [item] for item in home}
    refused: set[tuple[int, int, int, int]] = set()
    for left, right in links:
        first, second = home[left], home[right]
        one, other = members[first], members[second]
        state = (first, second, len(one), len(other))
        if first == second or state in refused:
            continue
        if not (_all_linked(one, other, linked) or _agree(one, other, affinity, enough)):
            refused.add(state)
            continue
        home.update(dict.fromkeys(other, first))
        members[first] = one + members.pop(second)
    return list(members.values())


def _best_first(
    n_items: int, pairs: Iterable[Pairs], affinity: Affinity, enough: float, work: Workspace
) -> Iterator[tuple[Link, ...]]:
    """Yield the pairs that are one, the surest first, ties by index.

    What no chain of pairs connects has nothing to do with one another: one such group comes after the other.
    """
    work.execute("CREATE OR REPLACE TABLE scored (earlier BIGINT, later BIGINT, score DOUBLE)")
    for lefts, rights in pairs:
        scores = affinity(lefts, rights)
        one = scores >= enough
        work.insert("scored", {"earlier": lefts[one], "later": rights[one], "score": scores[one]})
    work.execute(_BEST, "DROP TABLE scored")
    work.execute("CREATE OR REPLACE TABLE chains (item BIGINT, chain BIGINT)")
    work.insert("chains", {"item": np.arange(n_items), "chain": _chains(n_items, work)})
    for _, links in groupby(work.rows(_SUREST), key=itemgetter(0)):
        yield tuple((left, right) for _, left, right in links)


def _chains(n_items: int, work: Workspace) -> array[int]:
    """Return of each item the first item of all that links connect it with."""
    parent = array("q", range(n_items))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    for left, right in work.rows("SELECT earlier, later FROM links"):
        one, other = sorted((root(left), root(right)))
        parent[other] = one
    return array("q", map(root, range(n_items)))


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
