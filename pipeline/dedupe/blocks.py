"""Which mentions meet: those that share a blocking key.

Their number grows with the number of mentions, not with its square: each block shows a mention the last few
members before it, the first block first, until it has been shown enough; of these it meets some. So its keys
come in order, those that say most first; what it misses are its neighbours in commonplace blocks.
"""

from __future__ import annotations  # array[int] is a type only to type checkers before 3.12

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.dedupe.workspace import BATCH, Column, Workspace

# How many members before it, in order of publication, a block shows a mention.
WINDOW = 8
# Once its blocks have shown it so many members, some of them twice, a mention looks into no further block.
SHOWN = 24
# So many of them it meets: those shown most often, among them the latest.
MEETINGS = 8

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]
#: The earlier and the later item of each pair.
Pairs = tuple[Indices, Indices]

_BEFORE = range(1, WINDOW + 1)
# A key of one mention is no block. With each member of a block stand those before it, and how many others its
# mention has been shown in blocks that say more.
_MEETINGS = f"""
WITH blocks AS (
    SELECT key FROM {{name}}_keys GROUP BY key HAVING count(*) > 1
), members AS (
    SELECT place, rank, {", ".join(f"lag(place, {n}) OVER block AS before_{n}" for n in _BEFORE)},
        least(row_number() OVER block - 1, {WINDOW}) AS shown
    FROM {{name}}_keys SEMI JOIN blocks USING (key) JOIN {{name}}_places USING (item)
    WINDOW block AS (PARTITION BY key ORDER BY place)
), counted AS (
    SELECT *, coalesce(sum(shown) OVER own, 0) AS already
    FROM members
    WINDOW own AS (PARTITION BY place ORDER BY rank ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), others AS (
    SELECT place, unnest([{", ".join(f"before_{n}" for n in _BEFORE)}]) AS other
    FROM counted
    WHERE already < {SHOWN} AND shown > 0
), met AS (
    SELECT other, place, row_number() OVER own AS number
    FROM others
    WHERE other IS NOT NULL
    GROUP BY place, other
    WINDOW own AS (PARTITION BY place ORDER BY count(*) DESC, other DESC)
)
SELECT other, place FROM met JOIN {{name}}_places USING (place)
WHERE number <= {MEETINGS}
ORDER BY part, place, other
"""


class Blocks:
    """The blocking keys of mentions.

    Args:
        work: Where they are kept.
        name: What tells its tables from those of others there.
    """

    def __init__(self, work: Workspace, name: str) -> None:
        self._work, self._name = work, name
        self._order: list[tuple[str, str, str]] = []
        self._keys: list[str] = []
        self._counts = array("q")
        self._n_items = 0
        work.execute(
            f"CREATE TABLE {name}_order (item BIGINT, part TEXT, published TEXT, mention_id TEXT)",
            f"CREATE TABLE {name}_keys (item BIGINT, rank BIGINT, key UBIGINT)",
        )

    def __len__(self) -> int:
        return self._n_items

    def add(self, part: str, published: str, mention_id: str, keys: Iterable[str]) -> None:
        """Add the next mention.

        Args:
            part: What sorts it near those that may meet it, so that their pairs come one after the other.
            published: The publication date, empty where it is unknown.
            mention_id: The mention's id.
            keys: Its blocking keys, those that say most first.
        """
        self._order.append((part, published, mention_id))
        own = dict.fromkeys(keys)
        self._keys.extend(own)
        self._counts.append(len(own))
        self._n_items += 1
        if len(self._keys) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        items = np.arange(self._n_items - len(self._order), self._n_items)
        named = zip(("part", "published", "mention_id"), zip(*self._order, strict=True), strict=False)
        self._work.insert(f"{self._name}_order", {"item": items, **dict(named)})
        counts = np.asarray(self._counts)
        ranks = np.arange(counts.sum()) - np.repeat(counts.cumsum() - counts, counts)
        columns: dict[str, Column] = {"item": items.repeat(counts), "rank": ranks, "key": self._keys}
        self._work.insert(f"{self._name}_keys", columns, "item, rank, hash(key)")
        self._order, self._keys, self._counts = [], [], array("q")

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """The numbers of the mentions in order of publication, then of their ids; none is added any more."""
        self._flush()
        ranked = "SELECT item, part, row_number() OVER (ORDER BY published, mention_id, item) - 1 AS place"
        self._work.execute(f"CREATE TABLE {self._name}_places AS {ranked} FROM {self._name}_order")
        batches = self._work.batches(f"SELECT item FROM {self._name}_places ORDER BY place")
        found = [batch.column(0).to_numpy() for batch in batches]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def pairs(self) -> Iterator[Pairs]:
        """Yield which mentions meet, each pair once, by their places in that order; part after part.

        They can be asked for once.
        """
        if not len(self.order):
            return
        for batch in self._work.batches(_MEETINGS.format(name=self._name)):
            others, places = (column.to_numpy() for column in batch.columns)
            yield others, places
        self._work.execute(f"DROP TABLE {self._name}_keys")
