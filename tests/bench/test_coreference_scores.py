"""The scores of coreference on published worked examples."""

import importlib
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def scores():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield importlib.import_module("coreference")


def clusters(*names):
    return [frozenset(name) for name in names]


# Pradhan et al. 2014 work this example out: MUC .40 .40 .40, B-cubed .42 .50 .46, CEAF-e .65 .43 .52.
PRADHAN = clusters("abc", "defg"), clusters("ab", "cd", "fghi")


def test_the_worked_example_of_the_reference_scorer(scores):
    key, response = PRADHAN
    muc, b_cubed, ceaf_e = (
        scores.muc(key, response),
        scores.b_cubed(key, response),
        scores.ceaf_e(key, response),
    )

    assert (muc.recall, muc.precision, muc.f1) == pytest.approx((2 / 5, 2 / 5, 2 / 5))
    assert (b_cubed.recall, b_cubed.precision) == pytest.approx((0.416667, 0.5), abs=1e-5)
    assert (ceaf_e.recall, ceaf_e.precision) == pytest.approx((0.65, 0.433333), abs=1e-5)


@pytest.mark.parametrize(
    ("response", "muc", "b_cubed_precision"),
    [
        # Bagga and Baldwin 1998: MUC cannot tell a wrong link of large clusters from one of small ones.
        (clusters("12345", "6789ABC"), (1.0, 0.9), 16 / 21),
        (clusters("1234589ABC", "67"), (1.0, 0.9), 7 / 12),
    ],
)
def test_the_worked_example_of_b_cubed(scores, response, muc, b_cubed_precision):
    key = clusters("12345", "67", "89ABC")

    found = scores.muc(key, response)
    assert (found.recall, found.precision) == pytest.approx(muc)
    assert scores.b_cubed(key, response).precision == pytest.approx(b_cubed_precision)
    assert scores.b_cubed(key, response).recall == pytest.approx(1.0)


def test_a_clustering_is_itself(scores):
    key = clusters("abc", "d", "ef")

    assert scores.conll(key, key) == pytest.approx(1.0)


def test_singletons_alone_have_no_links(scores):
    key = clusters("a", "b")

    assert scores.muc(key, key).f1 == 0.0
    assert scores.b_cubed(key, key).f1 == scores.ceaf_e(key, key).f1 == pytest.approx(1.0)


@given(st.integers(1, 4), st.integers(1, 5), st.data())
def test_the_alignment_is_the_best_of_all(scores, rows, columns, data):
    cells = data.draw(st.lists(st.floats(0, 1), min_size=rows * columns, max_size=rows * columns))
    table = np.array(cells).reshape(rows, columns)
    short, wide = (table, table.T)[rows > columns], max(rows, columns)
    best = max(
        sum(short[row, column] for row, column in enumerate(order))
        for order in permutations(range(wide), len(short))
    )
    assert scores.best_alignment(table) == pytest.approx(best)
