"""Scores of coreference: MUC, B-cubed, CEAF-e and their mean, the CoNLL score.

The formulas are those of Pradhan et al. 2014, "Scoring Coreference Partitions of Predicted Mentions: A
Reference Implementation". Tested on the worked examples that come with that implementation.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """What a measure found right, out of what the system gave and out of what the key has."""

    right_given: float
    given: float
    right_wanted: float
    wanted: float

    @property
    def precision(self) -> float:
        """The share of what the system gave that is right."""
        return self.right_given / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """The share of the key that the system gave."""
        return self.right_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right_given + other.right_given,
            self.given + other.given,
            self.right_wanted + other.right_wanted,
            self.wanted + other.wanted,
        )


def muc(key: Sequence[Cluster], response: Sequence[Cluster]) -> Score:
    """Return the score of Vilain et al. 1995: links that the other side would have to add."""
    right_wanted, wanted = _links(key, response)
    right_given, given = _links(response, key)
    return Score(right_given, given, right_wanted, wanted)


def _links(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    home = _home(others)
    right = sum(len(cluster) - len({home.get(item, (item,)) for item in cluster}) for cluster in clusters)
    return right, sum(len(cluster) - 1 for cluster in clusters)


def b_cubed(key: Sequence[Cluster], response: Sequence[Cluster]) -> Score:
    """Return the score of Bagga and Baldwin 1998: per mention, the share of its cluster that is shared."""
    right_wanted, wanted = _shares(key, response)
    right_given, given = _shares(response, key)
    return Score(right_given, given, right_wanted, wanted)


def _shares(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    home = _home(others)
    right = 0.0
    for cluster in clusters:
        met = Counter(home[item] for item in cluster if item in home)
        right += sum(count**2 for count in met.values()) / len(cluster)
    return right, sum(map(len, clusters))


def ceaf_e(key: Sequence[Cluster], response: Sequence[Cluster]) -> Score:
    """Return the score of Luo 2005: the best one-to-one alignment of clusters by their Dice shares."""
    if not key or not response:
        return Score(0.0, len(response), 0.0, len(key))
    home = _home(response)
    similarity = np.zeros((len(key), len(response)))
    for row, cluster in enumerate(key):
        for column, shared in Counter(home[item] for item in cluster if item in home).items():
            similarity[row, column] = 2 * shared / (len(cluster) + len(response[column]))
    best = best_alignment(similarity)
    return Score(best, len(response), best, len(key))


def conll(key: Sequence[Cluster], response: Sequence[Cluster]) -> float:
    """Return the mean F1 of the three measures."""
    return sum(measure(key, response).f1 for measure in (muc, b_cubed, ceaf_e)) / 3


def clusters_of(home: Mapping[Hashable, Hashable]) -> list[Cluster]:
    """Return the clusters of items from the name of each item's cluster, in order of first sight."""
    members: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for item, cluster in home.items():
        members[cluster].add(item)
    return [frozenset(group) for group in members.values()]


def _home(clusters: Iterable[Cluster]) -> dict[Hashable, int]:
    return {item: number for number, cluster in enumerate(clusters) for item in cluster}


def best_alignment(similarity: NDArray[np.float64]) -> float:
    """Return the greatest sum of cells, no two in one row or column (the Hungarian method, Kuhn 1955).

    Args:
        similarity: Rows by columns, none negative.
    """
    rows, columns = similarity.shape
    if rows > columns:
        return best_alignment(similarity.T)
    cost = np.zeros((rows + 1, columns + 1))
    cost[1:, 1:] = -similarity
    offset_row, offset_column = np.zeros(rows + 1), np.zeros(columns + 1)
    match = np.zeros(columns + 1, dtype=np.int64)  # the row of each column, 0 for none
    for row in range(1, rows + 1):
        match[0] = row
        _augment(cost, offset_row, offset_column, match)
    return float(sum(similarity[row - 1, column - 1] for column, row in enumerate(match) if column and row))


def _augment(
    cost: NDArray[np.float64],
    offset_row: NDArray[np.float64],
    offset_column: NDArray[np.float64],
    match: NDArray[np.int64],
) -> None:
    """Give the row that waits in column 0 a column of its own, along the cheapest path of exchanges."""
    slack = np.full(len(match), np.inf)
    before = np.zeros(len(match), dtype=np.int64)
    done = np.zeros(len(match), dtype=bool)
    column = 0
    while match[column]:
        done[column] = True
        row = match[column]
        reduced = cost[row] - offset_row[row] - offset_column
        closer = ~done & (reduced < slack)
        slack[closer], before[closer] = reduced[closer], column
        following = int(np.argmin(np.where(done, np.inf, slack)))
        step = slack[following]
        offset_row[match[done]] += step
        offset_column[done] -= step
        slack[~done] -= step
        column = following
    while column:
        match[column] = match[before[column]]
        column = before[column]
