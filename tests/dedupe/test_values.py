"""Whether two stated values can be one."""

import pytest

from pipeline.dedupe.values import compare, tolerance
from pipeline.records import FigureMention


def figure(text, value, *, unit="USD", kind="money", bound="exact", value_max=None):
    return FigureMention(
        0,
        len(text),
        text,
        kind,
        value,
        value_max,
        unit,
        bound,
        "trade",
        "level",
        (),
        None,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        (figure("$5 billion", 5e9), figure("$5bn", 5e9), "agree"),
        (figure("$5 billion", 5e9), figure("$5.2 billion", 5.2e9), "rounding"),
        (figure("$5 billion", 5e9), figure("$5.6 billion", 5.6e9), "conflict"),
        (figure("$5.0 billion", 5e9), figure("$5.2 billion", 5.2e9), "conflict"),
        (figure("$500 million", 5e8), figure("$512 million", 5.12e8), "conflict"),
        (figure("$500 million", 5e8, bound="about"), figure("$512 million", 5.12e8), "rounding"),
        (
            figure("20", 20, unit="soldier", kind="count"),
            figure("21", 21, unit="soldier", kind="count"),
            "conflict",
        ),
        (
            figure("20", 20, unit="soldier", kind="count", bound="at_least"),
            figure("24", 24, unit="soldier", kind="count"),
            "rounding",
        ),
        (
            figure("20", 20, unit="soldier", kind="count", bound="at_least"),
            figure("19", 19, unit="soldier", kind="count"),
            "conflict",
        ),
        (
            figure("50%", 50, unit="%", kind="percent", bound="at_most"),
            figure("40%", 40, unit="%", kind="percent"),
            "rounding",
        ),
        (
            figure("10 to 15%", 10, value_max=15, unit="%", kind="percent"),
            figure("12%", 12, unit="%", kind="percent"),
            "rounding",
        ),
        (
            figure("100 km", 100, unit="kilometre", kind="quantity"),
            figure("62 miles", 62, unit="mile", kind="quantity"),
            "agree",
        ),
        (
            figure("100 km", 100, unit="kilometre", kind="quantity"),
            figure("70 miles", 70, unit="mile", kind="quantity"),
            "conflict",
        ),
    ],
)
def test_compare_is_symmetric_and_follows_the_wording(left, right, agreement):
    assert compare(left, right).agreement == agreement
    assert compare(right, left).agreement == agreement


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        (figure("$99 billion", 99e9), 0.5e9),
        (figure("$99.2 billion", 99.2e9), 0.05e9),
        (figure("400 km", 400, unit="kilometre", kind="quantity", bound="about"), 50),
        (figure("12", 12, unit="ship", kind="count"), 0),
        (figure("a dozen", 12, unit="ship", kind="count", bound="about"), 0.6),
    ],
)
def test_tolerance_is_half_the_last_stated_digit(mention, expected):
    assert tolerance(mention) == pytest.approx(expected)


def test_a_bound_on_the_same_value_is_said_in_words():
    whole, bound = figure("50%", 50, unit="%"), figure("50%", 50, unit="%", bound="at_most")

    assert compare(whole, bound).reason == "same value, also worded as at most"
    assert compare(whole, whole).reason == "same value"
