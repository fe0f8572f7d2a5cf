"""Which figure mentions are told to be one figure."""

import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.dedupe import reconcile
from pipeline.dedupe.figures import figure_part
from pipeline.dedupe.mentions import source_of, sourced_figure
from pipeline.dedupe.values import significant_digits
from tests.dedupe.mentions_by_hand import figure, result


def joined(*mentions, dates=("2025-08-01", "2025-08-03", "2025-08-05")):
    results = [
        result(name, day, figures=[mention])
        for name, day, mention in zip("abc", dates, mentions, strict=False)
    ]
    return list(reconcile(results).figures)


TARIFF = figure(
    0, "50%", 50.0, kind="percent", unit="%", measure="tariffs on Indian exports", about=("USA", "IND")
)
VISIT = figure(0, "seven years", 7.0, kind="duration", unit="year", measure="visit")
DEAD = figure(
    0,
    "20",
    20.0,
    kind="count",
    unit="soldier",
    measure="Indian soldiers",
    period_start="2020-06-15",
    period_end="2020-06-15",
)
YEAR = {"period_start": "2024-01-01", "period_end": "2024-12-31"}


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (TARIFF, replace(TARIFF, measure="tariffs", about=("IND",)), "agree"),
        (TARIFF, replace(TARIFF, bound="at_most", measure="tariffs"), "agree"),
        (VISIT, replace(VISIT, measure="trip to China"), "agree"),
        (VISIT, replace(VISIT, measure="trips"), "agree"),
        (
            figure(0, "99.2 billion", 99.2e9, about=("IND",)),
            figure(0, "99 billion", 99e9, about=("IND", "CHN"), bound="about", measure="deficit in trade"),
            "rounding",
        ),
        (DEAD, replace(DEAD, bound="at_least", period_start="2020-01-01", period_end="2020-12-31"), "agree"),
        (DEAD, replace(DEAD, text="24", value=24.0), "conflict"),
        (DEAD, replace(DEAD, text="18", value=18.0, bound="at_least"), "rounding"),
        (
            figure(0, "3,488 km", 3488.0, kind="quantity", unit="kilometre", measure="Himalayan border"),
            figure(0, "2,167 miles", 2167.0, kind="quantity", unit="mile", measure="disputed border"),
            "agree",
        ),
    ],
    ids=[
        "fewer actors",
        "bound",
        "like words",
        "plural",
        "three digits",
        "wider period",
        "conflict",
        "at least",
        "another unit",
    ],
)
def test_one_figure(one, other, agreement):
    (row,) = joined(one, other)

    assert row.agreement == agreement
    assert row.doc_ids == ("a", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TARIFF, replace(TARIFF, measure="share of exports")),
        (TARIFF, replace(TARIFF, measure="tariffs", about=("USA", "BRA"))),
        (VISIT, replace(VISIT, measure="trip to China", text="six years", value=6.0)),
        (VISIT, replace(VISIT, measure="border trade")),
        (DEAD, replace(DEAD, measure="Chinese soldiers", about=("CHN",), text="4", value=4.0)),
        (DEAD, replace(DEAD, text="200", value=200.0)),
        (
            figure(0, "$99 billion", 99e9, **YEAR),
            figure(0, "$85 billion", 85e9, period_start="2023-01-01", period_end="2023-12-31"),
        ),
        (
            figure(0, "$9 billion", 9e9, about=(), measure="loans"),
            figure(0, "$9 billion", 9e9, about=(), measure=None),
        ),
    ],
    ids=[
        "measure",
        "actors",
        "like words, other value",
        "other words",
        "dead",
        "far apart",
        "year",
        "unknown",
    ],
)
def test_two_figures_and_no_conflict(one, other):
    assert [row.agreement for row in joined(one, other)] == ["single", "single"]


def test_the_most_precise_value_stands_for_all_and_the_note_says_how_they_differ():
    about = figure(0, "$99 billion", 99e9, bound="about", **YEAR)
    (row,) = joined(about, figure(0, "$99.2 billion", 99.2e9, **YEAR), replace(about, bound="exact"))

    assert (row.text, row.n_documents, row.agreement) == ("$99.2 billion", 3, "rounding")
    assert row.note == "$99 billion is $99.2 billion rounded"


@pytest.mark.parametrize(
    ("text", "digits"),
    [("$99.2 billion", 3), ("3,488 km", 4), ("500", 1), ("0.5%", 1), ("5.0%", 2), ("twenty", 0)],
)
def test_significant_digits(text, digits):
    assert significant_digits(figure(0, text, 1.0)) == digits


@given(*2 * [st.floats(5e-324, sys.float_info.max)], st.sampled_from(["kilogram", "tonne"]))
@example(5e-324, sys.float_info.max, "tonne")
def test_figures_stand_in_the_order_of_their_size(one, other, unit):
    def part(value):
        mention = figure(0, "", value, kind="mass", unit=unit)
        return figure_part(sourced_figure(mention, source_of(result("a", "2025-08-01"), 0)))

    small, large = sorted((one, other))
    assert part(small) <= part(large)
    assert part(-small) == part(small)
