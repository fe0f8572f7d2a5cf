"""Clusters from scored pairs, merged best pair first and only where the whole clusters agree.

Everything grows with the number of items, not with its square: an item keeps only its best links, and of a
large cluster only some members are asked. In memory are a few bytes an item and the links of some chains of
items at a time.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

import math
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice, product
from operator import itemgetter
from typing import TypeVar

import numpy as np

from pipeline.dedupe.blocks import Floats, Indices, Pairs
from pipeline.dedupe.workspace import AT_ONCE, Workspace

# Each item keeps its best links to earlier ones.
LINKS = 12
# Two clusters are compared by this many members each, the first ones.
ASKED = 12
# So many chains of links are merged side by side, so that their items are read and compared together.
CHAINS = 1_000

#: What stands for two items that cannot be one.
IMPOSSIBLE = float("-inf")

Item = TypeVar("Item")
#: How much speaks for each pair of items being one, ``IMPOSSIBLE`` where they cannot be.
Affinity = Callable[[Indices, Indices], Floats]
#: Returns the items of different indices, in their order.
Read = Callable[[Sequence[int]], Sequence[Item]]
#: Two items, the earlier first.
Pair = tuple[int, int]
#: The pairs of a chain that are one by themselves with what speaks for it, the surest first.
Links = Mapping[Pair, float]
#: Yields the pairs whose affinities it must know, is sent these, and returns clusters.
Merging = Generator[Sequence[Pair], Sequence[float], Sequence[list[int]]]

_BEST = f"""
CREATE OR REPLACE TABLE links AS
SELECT earlier, later, score FROM (
    SELECT *, row_number() OVER (PARTITION BY later ORDER BY score DESC, earlier) AS number FROM scored
)
WHERE number <= {LINKS}
"""
_SUREST = """
SELECT chain, earlier, later, score FROM links JOIN chains ON earlier = item
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
    chains = _best_first(n_items, pairs, affinity, enough, work)
    while some := list(islice(chains, CHAINS)):
        for members in _side_by_side([_merging(links, enough) for links in some], affinity):
            alone[members] = False
            yield members
        some.clear()
    for item in np.flatnonzero(alone):
        yield [int(item)]


def read_pairs(read: Read[Item], lefts: Indices, rights: Indices) -> tuple[Sequence[Item], Indices, Indices]:
    """Return the items of some pairs, each once, and the pairs as places among them."""
    indices, places = np.unique(np.concatenate([lefts, rights]), return_inverse=True)
    return read(indices.tolist()), places[: len(lefts)], places[len(lefts) :]


def reader_of(items: Sequence[Item]) -> Read[Item]:
    """Return what reads items that are all in memory."""
    return lambda indices: [items[index] for index in indices]


def _side_by_side(mergings: Iterable[Merging], affinity: Affinity) -> Iterator[list[int]]:
    """Yield the clusters of several mergings; what all ask next is asked at once."""
    answers: list[tuple[Merging, Sequence[float] | None]] = [(merging, None) for merging in mergings]
    while answers:
        asking: list[tuple[Merging, Sequence[Pair]]] = []
        for merging, answer in answers:
            try:
                asking.append((merging, merging.send(answer)))  # type: ignore[arg-type]  # None starts it
            except StopIteration as end:
                yield from end.value
        scores = iter(_scores([pair for _, pairs in asking for pair in pairs], affinity))
        answers = [(merging, list(islice(scores, len(pairs)))) for merging, pairs in asking]


def _scores(pairs: Sequence[Pair], affinity: Affinity) -> list[float]:
    places = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    batches = (places[first : first + AT_ONCE].T for first in range(0, len(pairs), AT_ONCE))
    return [score for lefts, rights in batches for score in affinity(lefts, rights).tolist()]


def _merging(links: Links, enough: float) -> Merging:
    """Merge the items that links connect, in the order of the links."""
    home = {item: item for item in chain.from_iterable(links)}
    members = {item: [item] for item in home}
    refused: set[tuple[int, int, int, int]] = set()
    for left, right in links:
        first, second = home[left], home[right]
        one, other = members[first], members[second]
        state = (first, second, len(one), len(other))
        if first == second or state in refused:
            continue
        pairs = [(min(pair), max(pair)) for pair in product(one[:ASKED], other[:ASKED])]
        unknown = [pair for pair in pairs if pair not in links]
        scores = [links[pair] for pair in pairs if pair in links]
        if unknown:
            scores += yield unknown
        if not (min(scores) > IMPOSSIBLE and math.fsum(scores) >= enough * len(scores)):
            refused.add(state)
            continue
        home.update(dict.fromkeys(other, first))
        members[first] = one + members.pop(second)
    return list(members.values())


def _best_first(
    n_items: int, pairs: Iterable[Pairs], affinity: Affinity, enough: float, work: Workspace
) -> Iterator[Links]:
    """Yield the pairs that are one, the surest first, ties by index.

    What no chain of pairs connects has nothing to do with one another: one such chain comes after the other.
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
        yield {(left, right): score for _, left, right, score in links}


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
