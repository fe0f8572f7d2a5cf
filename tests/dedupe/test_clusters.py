"""Blocking and constrained merging."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.clusters import ASKED, IMPOSSIBLE, MEETINGS, WINDOW, cluster, pairs_of


def by_pair(score):
    """Have a function of one pair score many; ``None`` where they cannot be one."""

    def affinity(lefts, rights):
        found = [score(int(left), int(right)) for left, right in zip(lefts, rights, strict=True)]
        return np.array([IMPOSSIBLE if one is None else one for one in found])

    return affinity


def test_pairs_share_a_key_and_come_once():
    assert list(pairs_of([["a", "b"], ["b", "a"], ["c"], ["b"]])) == [(0, 1), (0, 3), (1, 3)]


def test_pairs_grow_linearly_in_a_large_block():
    items = 10 * WINDOW

    assert sum(1 for _ in pairs_of([["same"]] * items)) <= items * WINDOW


def test_a_vague_item_does_not_bridge_two_that_contradict():
    items = ["2020", "", "2021"]

    def affinity(left, right):
        one, other = items[left], items[right]
        return 1.0 - right / 10 if not one or not other or one == other else None

    assert cluster(3, [(0, 1), (1, 2)], by_pair(affinity), 0.0) == [[0, 1], [2]]


def test_two_clusters_join_only_if_they_are_one_on_average():
    near = {(0, 1): 2.0, (2, 3): 2.0, (1, 2): 1.0}

    pairs = sorted(near, key=lambda pair: pair[1])

    groups = cluster(4, pairs, by_pair(lambda *pair: near.get(pair, -1.0)), 0.0)

    assert groups == [[0, 1], [2, 3]]


def test_a_large_cluster_is_joined_without_asking_all_its_members():
    asked = []

    def affinity(left, right):
        asked.append((left, right))
        return 1.0

    items = 40 * WINDOW
    assert cluster(items, pairs_of([["same"]] * items), by_pair(affinity), 0.0) == [list(range(items))]
    assert len(asked) <= items * (WINDOW + ASKED**2)


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.dictionaries(
                st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(
                    lambda pair: pair[0] < pair[1]
                ),
                st.floats(-1, 1),
                max_size=30,
            ),
        )
    )
)
def test_clusters_are_a_partition_whatever_the_order_of_the_pairs_of_an_item(case):
    n, scores = case

    def clustered(pairs):
        return cluster(n, pairs, by_pair(lambda *pair: scores.get(pair)), 0.0)

    groups = clustered(sorted(scores, key=lambda pair: (pair[1], pair[0])))
    assert sorted(index for group in groups for index in group) == list(range(n))
    assert groups == clustered(sorted(scores, key=lambda pair: (pair[1], -pair[0])))


def test_links_of_an_item_are_weighed_together_where_its_pairs_are_scored_apart(monkeypatch):
    monkeypatch.setattr("pipeline.dedupe.clusters.AT_ONCE", 2)
    monkeypatch.setattr("pipeline.dedupe.clusters.LINKS", 1)
    scores = {(0, 3): 1.0, (1, 3): 2.0, (2, 3): 3.0}

    groups = cluster(4, sorted(scores), by_pair(lambda *pair: scores.get(pair, 0.5)), 0.0)

    assert groups == [[0], [1], [2, 3]]


def test_an_item_that_has_met_enough_looks_into_no_further_block():
    full = [[number] for number in range(WINDOW)] * 2
    keys = [*full, [*range(WINDOW)]]

    met = [left for left, right in pairs_of(keys) if right == len(full)]

    assert met == sorted({*range(MEETINGS // 2), *range(WINDOW, WINDOW + MEETINGS // 2)})
