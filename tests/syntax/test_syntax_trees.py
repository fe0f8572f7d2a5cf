from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.syntax.trees import decode, is_tree, maximum_spanning_tree


@st.composite
def arc_scores(draw, most=5):
    size = draw(st.integers(1, most))
    # Whole numbers make ties likely.
    score = draw(st.sampled_from([st.integers(-3, 3), st.floats(-50, 50, width=32)]))
    values = draw(st.lists(score, min_size=size * (size + 1), max_size=size * (size + 1)))
    return without_loops(np.array(values, dtype=np.float32).reshape(size, size + 1))


def without_loops(arcs):
    np.fill_diagonal(arcs[:, 1:], -np.inf)
    return arcs


def weight(arcs, heads):
    return arcs[np.arange(len(heads)), heads].astype(float).sum()


def all_trees(size):
    for heads in product(range(size + 1), repeat=size):
        if reaches_root(heads) and heads.count(0) == 1:
            yield np.array(heads)


def reaches_root(heads):
    for word in range(1, len(heads) + 1):
        seen = set()
        while word:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word - 1]
    return True


@settings(max_examples=60, deadline=None)
@given(arc_scores())
def test_no_tree_with_one_root_scores_more(arcs):
    heads = maximum_spanning_tree(arcs)

    assert reaches_root(tuple(heads)) and np.count_nonzero(heads == 0) == 1
    best = max(weight(arcs, tree) for tree in all_trees(len(arcs)))
    assert weight(arcs, heads) == pytest.approx(best, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(arc_scores(most=30))
def test_decoding_gives_a_tree_with_one_root_no_worse_than_the_spanning_tree(arcs):
    heads = decode(arcs)

    assert reaches_root(tuple(heads)) and np.count_nonzero(heads == 0) == 1
    assert weight(arcs, heads) == pytest.approx(weight(arcs, maximum_spanning_tree(arcs)), rel=1e-5, abs=1e-3)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_trees_are_told_from_other_graphs(size):
    for heads in product(range(size + 1), repeat=size):
        assert is_tree(np.array(heads)) == (reaches_root(heads) and heads.count(0) == 1)


def test_crossing_arcs_are_kept():
    arcs = np.full((4, 5), -5, dtype=np.float32)
    arcs[[0, 1, 2, 3], [0, 4, 1, 1]] = 5  # word 2 hangs on word 4 across the arc from word 1 to word 3

    assert decode(without_loops(arcs)).tolist() == [0, 4, 1, 1]


def test_cycle_is_broken_where_it_costs_least():
    arcs = without_loops(np.array([[1, 0, 9, 0], [4, 9, 0, 0], [0, 0, 2, 0]], dtype=np.float32))

    assert decode(arcs).tolist() == [2, 0, 2]


def test_second_root_is_not_taken_although_it_scores_more():
    arcs = without_loops(np.array([[10, 0, -8], [9, -7, 0]], dtype=np.float32))

    assert decode(arcs).tolist() == [0, 1]


def test_nested_cycles_of_a_long_sentence_are_undone():
    arcs = np.zeros((300, 301), dtype=np.float32)
    word = np.arange(300)
    arcs[word, (word ^ 1) + 1] = 10  # pairs that head each other
    arcs[word, (word ^ 2) % 300 + 1] += 5
    arcs = without_loops(arcs)

    assert is_tree(decode(arcs))
