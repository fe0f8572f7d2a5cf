import pytest

from pipeline.read.published import normalise_published


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2016", "2016"),
        ("2016-11", "2016-11"),
        ("2016-11-07", "2016-11-07"),
        (" 2016-11-07 ", "2016-11-07"),
        ("2016-02-29", "2016-02-29"),
        ("2016-11-07T00:00:00", "2016-11-07"),
        ("2016-11-07T09:30:00.123Z", "2016-11-07"),
        ("2016-11-07T09:30:00+05:30", "2016-11-07"),
        ("2016-11-07 09:30", "2016-11-07"),
        ("", None),
        ("  ", None),
    ],
)
def test_dates_keep_their_precision(value, date):
    assert normalise_published(value) == date


@pytest.mark.parametrize(
    "value",
    [
        "2015-02-29",
        "2016-13",
        "2016-00-10",
        "2016-1-7",
        "16-11-07",
        "07/11/2016",
        "7 November 2016",
        "2016-11-07x",
        "0000",
        "٢٠١٦",
        "yesterday",
        "null",
    ],
)
def test_other_values_are_refused(value):
    with pytest.raises(ValueError, match=value):
        normalise_published(value)
