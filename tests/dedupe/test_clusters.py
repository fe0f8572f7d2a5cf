"""Constrained merging of scored pairs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.blocks import WINDOW
from pipeline.dedupe.clusters import ASKED, IMPOSSIBLE, LINKS, cluster, read_pairs, reader_of
from pipeline.dedupe.workspace import workspace


def by_pair(score):
    """Have a function of one pair score many; ``None`` where they cannot be one."""

    def affinity(lefts, rights):
        found = [score(int(left), int(right)) for left, right in zip(lefts, rights, strict=True)]
        return np.array([IMPOSSIBLE if one is None else one for one in found])

    return affinity


def clusters(n_items, pairs, score, at_once=1000):
    """Cluster pairs that come in batches of so many."""
    batches = [pairs[first : first + at_once] for first in range(0, len(pairs), at_once)]
    arrays = [tuple(np.array(batch, dtype=np.int64).T) for batch in batches]
    with workspace() as work:
        return sorted(cluster(n_items, arrays, by_pair(score), 0.0, work))


def test_a_vague_item_does_not_bridge_two_that_contradict():
    items = ["2020", "", "2021"]

    def affinity(left, right):
        one, other = items[left], items[right]
        return 1.0 - right / 10 if not one or not other or one == other else None

    assert clusters(3, [(0, 1), (1, 2)], affinity) == [[0, 1], [2]]


def test_two_clusters_join_only_if_they_are_one_on_average():
    near = {(0, 1): 2.0, (2, 3): 2.0, (1, 2): 1.0}

    assert clusters(4, list(near), lambda *pair: near.get(pair, -1.0)) == [[0, 1], [2, 3]]


def test_a_large_cluster_is_joined_without_asking_all_its_members():
    asked = []

    def affinity(left, right):
        asked.append((left, right))
        return 1.0

    items = 40 * WINDOW
    pairs = [(left, right) for right in range(items) for left in range(max(0, right - WINDOW), right)]
    assert clusters(items, pairs, affinity) == [list(range(items))]
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
            st.integers(1, 40),
            st.randoms(use_true_random=False),
        )
    )
)
def test_clusters_are_a_partition_whatever_the_order_of_the_pairs(case):
    n, scores, at_once, draw = case
    shuffled = draw.sample(sorted(scores), len(scores))

    groups = clusters(n, sorted(scores), lambda *pair: scores.get(pair))
    assert sorted(index for group in groups for index in group) == list(range(n))
    assert groups == clusters(n, shuffled, lambda *pair: scores.get(pair), at_once)


def test_chains_are_merged_side_by_side_as_one_after_the_other(monkeypatch):
    draw = np.random.default_rng(1)
    scores = {
        (10 * chain + left, 10 * chain + right): float(draw.uniform(-1, 1))
        for chain in range(20)
        for right in range(10)
        for left in range(right)
    }
    linked = [pair for pair in scores if pair[1] - pair[0] < 4]
    asked = []

    def affinity(lefts, rights):
        asked.append(len(lefts))
        return by_pair(lambda *pair: scores[pair])(lefts, rights)

    def found(chains):
        asked.clear()
        monkeypatch.setattr("pipeline.dedupe.clusters.CHAINS", chains)
        arrays = [tuple(np.array(linked, dtype=np.int64).T)]
        with workspace() as work:
            groups = sorted(cluster(200, arrays, affinity, 0.0, work))
        return groups, len(asked), sum(asked)

    together, calls, pairs = found(1000)
    apart, calls_apart, pairs_apart = found(1)
    assert together == apart
    assert any(len(group) > 1 for group in together)
    assert pairs == pairs_apart
    assert calls < calls_apart / 5


@pytest.mark.parametrize("at_once", [2, 1000])
def test_an_item_keeps_its_best_links_wherever_its_pairs_are_scored(at_once):
    # The last item's links to all others but the first are better, so that one is left out.
    others = LINKS + 1
    scores = {(item, others): 1.0 + item for item in range(others)}

    groups = clusters(others + 1, list(scores), lambda *pair: scores.get(pair, 0.5), at_once)

    assert groups == [[0], list(range(1, others + 1))]


def test_what_no_link_reaches_stands_alone():
    assert clusters(3, [], lambda *_: 1.0) == [[0], [1], [2]]
    assert clusters(0, [], lambda *_: 1.0) == []


def test_the_items_of_pairs_are_read_once():
    asked = []

    def read(indices):
        asked.extend(indices)
        return reader_of("abcdef")(indices)

    items, lefts, rights = read_pairs(read, np.array([1, 1, 3]), np.array([4, 5, 5]))

    assert asked == [1, 3, 4, 5]
    found = [items[left] + items[right] for left, right in zip(lefts, rights, strict=True)]
    assert found == ["be", "bf", "df"]
