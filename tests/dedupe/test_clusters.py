"""Blocking and constrained merging."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.clusters import WINDOW, cluster, pairs_of


def test_pairs_share_a_key_and_come_once():
    assert list(pairs_of([["a", "b"], ["b", "a"], ["c"], ["b"]])) == [(0, 1), (0, 3), (1, 3)]


def test_pairs_grow_linearly_in_a_large_block():
    items = 10 * WINDOW

    assert sum(1 for _ in pairs_of([["same"]] * items)) <= items * WINDOW


def test_a_vague_item_does_not_bridge_two_that_contradict():
    items = ["2020", "", "2021"]

    def compatible(left, right):
        return not left or not right or left == right

    assert cluster(items, [(0.9, 0, 1), (0.8, 1, 2)], compatible) == [[0, 1], [2]]


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.floats(0, 1), st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30),
        )
    )
)
def test_clusters_are_a_partition_whatever_the_order_of_links(case):
    n, links = case
    groups = cluster(range(n), links, lambda *_: True)

    assert sorted(index for group in groups for index in group) == list(range(n))
    assert {frozenset(group) for group in groups} == {
        frozenset(group) for group in cluster(range(n), reversed(links), lambda *_: True)
    }
