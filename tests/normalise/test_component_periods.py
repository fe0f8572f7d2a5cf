"""Periods that are open at their end, by the publication date."""

from dataclasses import replace

import pytest

from pipeline.normalise.figure_periods import settle_period
from pipeline.records import DateValue


@pytest.mark.parametrize(
    ("published", "end"),
    [("2021-05-06", "2021-05-06"), ("2021-05", None), (None, None), ("2017-05-06", "2018-12-31")],
)
def test_a_figure_since_a_year_lasts_until_publication(nlp, published, end):
    doc = nlp.make_doc("Exports have grown 12% since 2018.")
    doc._.published = published
    (figure,) = nlp(doc)._.figures

    assert (figure.period_start, figure.period_end) == ("2018-01-01", end)


VALUE = DateValue(0, 4, "2009", "DATE", "2009", "2009-01-01", "2009-12-31", "by hand")


def test_a_figure_counted_since_something_lasts_from_then_on():
    settled = settle_period(VALUE, "2022-07-18", since=True)
    assert (settled.date_start, settled.date_end) == ("2009-01-01", "2022-07-18")


@pytest.mark.parametrize(
    "value",
    [
        VALUE,
        replace(VALUE, text="as of 2009", timex="2009-01-01/.."),
        replace(VALUE, timex="2009-01-01/..", date_start=None, date_end=None),
    ],
)
def test_a_figure_at_a_time_does_not_last_until_publication(value):
    assert settle_period(value, "2022-07-18") == value
