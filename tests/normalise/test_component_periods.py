"""Periods that are open at their end, by the publication date."""

import pytest


@pytest.mark.parametrize(
    ("published", "end"), [("2021-05-06", "2021-05-06"), ("2021-05", "2018-12-31"), (None, "2018-12-31")]
)
def test_a_figure_since_a_year_lasts_until_publication(nlp, published, end):
    doc = nlp.make_doc("Exports have grown 12% since 2018.")
    doc._.published = published
    (figure,) = nlp(doc)._.figures

    assert (figure.period_start, figure.period_end) == ("2018-01-01", end)
