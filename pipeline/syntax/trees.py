"""Find the best dependency tree of a sentence from the scores of its arcs.

Arcs of a sentence of n words are scored in an array of shape (n, n + 1): a row for each word as a dependent,
a column for each possible head, column 0 the root and column j + 1 the word j. Heads use the same numbering.
The score of a word as its own head is minus infinity; all others are finite.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def decode(arcs: Floats) -> Ints:
    """Return the head of each word in the best tree in which exactly one word is attached to the root.

    The best head of each word by itself is what is asked for whenever these form such a tree.
    """
    heads: Ints = arcs.argmax(axis=1)
    return heads if is_tree(heads) else maximum_spanning_tree(arcs)


def is_tree(heads: Ints) -> bool:
    """Whether every word leads up to the root, and exactly one directly."""
    if np.count_nonzero(heads == 0) != 1:
        return False
    ancestors = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length()):
        ancestors = ancestors[ancestors]
    return not ancestors.any()


def maximum_spanning_tree(arcs: Floats) -> Ints:
    """Return the heads of the tree with the greatest sum of scores, with one word attached to the root.

    The algorithm of Chu & Liu (1965) and Edmonds (1967), contracting cycles along a growing path as Gabow et
    al. (1986) do, which takes O(n²) time and memory on the complete graph. Arcs from the root are made so
    expensive that a second one never pays (Stanojević & Cohen 2021, "A Root of the Problem").
    """
    size = len(arcs) + 1
    scores = np.zeros((size, size))
    scores[1:] = arcs
    finite = scores[np.isfinite(scores)]
    scores[1:, 0] -= 1 + size * (finite.max() - finite.min())
    np.fill_diagonal(scores, -np.inf)
    forest = _Forest(scores)
    forest.contract()
    return forest.heads()


@dataclass(slots=True)
class _Forest:
    """The components that cycles are contracted to, and which component holds which.

    Attributes:
        scores: By row of a component and node: the score of the best arc from the node into the component,
            less what was paid for the arcs that it takes the place of; minus infinity from a node inside.
        entered: By row and node: the node of the component that this arc enters.
        component: By node: its outermost component.
        row: By component: its row in ``scores``.
        parent: By component: the component that it was contracted into, -1 if none.
        chosen: By component: the node and the entered node of the arc chosen into it.
    """

    scores: NDArray[np.float64]
    entered: Ints = field(init=False)
    component: Ints = field(init=False)
    row: list[int] = field(init=False)
    parent: list[int] = field(init=False)
    members: dict[int, list[int]] = field(default_factory=dict)
    chosen: dict[int, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.scores)
        self.component = np.arange(size)
        self.entered = np.repeat(self.component[:, None], size, axis=1)
        self.row = list(range(size))
        self.parent = [-1] * size

    def contract(self) -> None:
        """Follow the best arcs backwards from the root; make each cycle one component, until one is left."""
        path = [0]
        position = {0: 0}
        while True:
            row = self.row[path[-1]]
            head = int(self.scores[row].argmax())
            if self.scores[row, head] == -np.inf:
                return
            self.chosen[path[-1]] = (head, int(self.entered[row, head]))
            found = int(self.component[head])
            if found in position:
                cycle = path[position[found] :]
                del path[position[found] :]
                found = self._merge(cycle)
            position[found] = len(path)
            path.append(found)

    def _merge(self, cycle: list[int]) -> int:
        merged = len(self.parent)
        rows = [self.row[member] for member in cycle]
        paid = [self.scores[self.row[member], self.chosen[member][0]] for member in cycle]
        scores = self.scores[rows] - np.array(paid)[:, None]
        best = scores.argmax(axis=0)
        nodes = np.arange(len(self.scores))
        is_member = np.zeros(merged, dtype=bool)
        is_member[cycle] = True
        inside = is_member[self.component]
        self.scores[rows[0]] = np.where(inside, -np.inf, scores[best, nodes])
        self.entered[rows[0]] = self.entered[rows][best, nodes]
        self.component[inside] = merged
        self.row.append(rows[0])
        self.parent.append(-1)
        self.members[merged] = cycle
        for member in cycle:
            self.parent[member] = merged
        return merged

    def heads(self) -> Ints:
        """Undo the contractions from the root down: the arc into a cycle breaks it where it enters."""
        heads = np.zeros(len(self.scores), dtype=np.int64)
        entered = [0]
        while entered:
            component = entered.pop()
            while (outer := self.parent[component]) != -1:
                for member in self.members[outer]:
                    self.parent[member] = -1
                    if member != component:
                        head, node = self.chosen[member]
                        heads[node] = head
                        entered.append(node)
                component = outer
        return heads[1:]
