"""Resolution of time expressions against the publication date."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.entities.times import find_times
from pipeline.lexicon import read_lexicon
from pipeline.normalise.dates import resolve_times
from pipeline.normalise.dates_context import FORMS
from pipeline.normalise.dates_holidays import easter, holiday_span, orthodox_easter
from pipeline.records import DateValue

PUBLISHED = "2025-08-14"  # a Thursday

# text, published, the (last) expression's interval
INTERVALS = [
    ("They met on 3 June 2024.", PUBLISHED, "2024-06-03", "2024-06-03"),
    ("They met on June 3.", PUBLISHED, "2025-06-03", "2025-06-03"),
    ("They met on 3rd November.", PUBLISHED, "2024-11-03", "2024-11-03"),
    ("They will meet on 3 November.", PUBLISHED, "2025-11-03", "2025-11-03"),
    ("They will meet on 3 February.", PUBLISHED, "2026-02-03", "2026-02-03"),
    ("They met on Tuesday.", PUBLISHED, "2025-08-12", "2025-08-12"),
    ("They met from Monday to Thursday.", PUBLISHED, "2025-08-11", "2025-08-14"),
    ("They will meet from Monday to Thursday.", PUBLISHED, "2025-08-18", "2025-08-21"),
    ("They will meet from Tuesday to Friday.", PUBLISHED, "2025-08-12", "2025-08-15"),
    ("They met on Thursday.", PUBLISHED, "2025-08-14", "2025-08-14"),
    ("They will meet on Tuesday.", PUBLISHED, "2025-08-19", "2025-08-19"),
    ("Leaders meet, Friday", PUBLISHED, "2025-08-08", "2025-08-08"),
    ("They meet next Tuesday.", PUBLISHED, "2025-08-19", "2025-08-19"),
    ("They met last Tuesday.", PUBLISHED, "2025-08-05", "2025-08-05"),
    ("Exports rose in December.", "2026-01-21", "2025-12-01", "2025-12-31"),
    ("Exports rose in July.", PUBLISHED, "2025-07-01", "2025-07-31"),
    ("Flights will resume in October.", PUBLISHED, "2025-10-01", "2025-10-31"),
    ("Flights will resume next month.", PUBLISHED, "2025-09-01", "2025-09-30"),
    ("It will open later this month.", PUBLISHED, "2025-08-14", "2025-08-31"),
    ("It opened earlier this month.", PUBLISHED, "2025-08-01", "2025-08-14"),
    ("It opened this week.", PUBLISHED, "2025-08-11", "2025-08-17"),
    ("It opened last week.", PUBLISHED, "2025-08-04", "2025-08-10"),
    ("It opened last year.", PUBLISHED, "2024-01-01", "2024-12-31"),
    ("It was suspended since 2020.", PUBLISHED, "2020-01-01", "2020-12-31"),
    ("Talks run until Monday and will end.", PUBLISHED, "2025-08-14", "2025-08-18"),
    ("It must end by 2030.", PUBLISHED, "2030-01-01", "2030-12-31"),
    ("It will end by the end of 2026.", PUBLISHED, "2026-12-31", "2026-12-31"),
    ("It opened in early July.", PUBLISHED, "2025-07-01", "2025-07-10"),
    ("It opened in late July.", PUBLISHED, "2025-07-21", "2025-07-31"),
    ("It opened in late 2024.", PUBLISHED, "2024-10-01", "2024-12-31"),
    ("It opened three years ago.", PUBLISHED, "2022-01-01", "2022-12-31"),
    ("It opened two months ago.", PUBLISHED, "2025-06-01", "2025-06-30"),
    ("It opened two weeks ago.", PUBLISHED, "2025-07-28", "2025-08-03"),
    ("It opened three days ago.", PUBLISHED, "2025-08-11", "2025-08-11"),
    ("It opened the day before yesterday.", PUBLISHED, "2025-08-12", "2025-08-12"),
    ("It fell over the past three months.", PUBLISHED, "2025-05-14", "2025-08-14"),
    ("It fell for the first time in seven years.", PUBLISHED, "2018-08-14", "2025-08-14"),
    ("It grew from March to May 2024.", PUBLISHED, "2024-03-01", "2024-05-31"),
    ("It grew from November to January 2025.", PUBLISHED, "2024-11-01", "2025-01-31"),
    ("They met on 12-16 May.", PUBLISHED, "2025-05-12", "2025-05-16"),
    ("They met on August 31-September 1, 2023.", PUBLISHED, "2023-08-31", "2023-09-01"),
    ("It grew in the third quarter of 2024.", PUBLISHED, "2024-07-01", "2024-09-30"),
    ("It grew in the first half of last year.", PUBLISHED, "2024-01-01", "2024-06-30"),
    ("It grew in the June quarter.", PUBLISHED, "2025-04-01", "2025-06-30"),
    ("It grew in the six months to June.", PUBLISHED, "2025-01-01", "2025-06-30"),
    ("It grew in the first seven months of the year.", PUBLISHED, "2025-01-01", "2025-07-31"),
    (
        "It grew in the first nine months of the fiscal year ending March 2026.",
        PUBLISHED,
        "2025-04-01",
        "2025-12-31",
    ),
    ("India's exports peaked in 2017-18.", PUBLISHED, "2017-04-01", "2018-03-31"),
    ("Kenya's violence of 2007-08 is remembered.", PUBLISHED, "2007-01-01", "2008-12-31"),
    ("Indian growth slowed in FY26.", PUBLISHED, "2025-04-01", "2026-03-31"),
    ("Indian growth slowed in Q1 FY26.", PUBLISHED, "2025-04-01", "2025-06-30"),
    ("US spending rose in fiscal 2025.", PUBLISHED, "2024-10-01", "2025-09-30"),
    ("Japan spent more in fiscal 2025.", PUBLISHED, "2025-04-01", "2026-03-31"),
    ("Trade grew in the 1990s.", PUBLISHED, "1990-01-01", "1999-12-31"),
    ("It was built in the 19th century.", PUBLISHED, "1800-01-01", "1899-12-31"),
    ("They met last summer.", PUBLISHED, "2024-06-01", "2024-08-31"),
    ("They met in the winter of 2023.", PUBLISHED, "2023-12-01", "2024-02-29"),
    ("They met on the first Monday of July.", PUBLISHED, "2025-07-07", "2025-07-07"),
    ("They met in the last week of July.", PUBLISHED, "2025-07-28", "2025-08-03"),
    ("They met on Good Friday.", PUBLISHED, "2025-04-18", "2025-04-18"),
    ("They met on Christmas Day 2023.", PUBLISHED, "2023-12-25", "2023-12-25"),
    ("They met two days after Christmas.", "2026-01-05", "2025-12-27", "2025-12-27"),
    ("They met on Tuesday night.", PUBLISHED, "2025-08-12", "2025-08-12"),
    ("They met last night.", PUBLISHED, "2025-08-13", "2025-08-13"),
    ("In June it met. The following month it split.", PUBLISHED, "2025-07-01", "2025-07-31"),
    ("In 2019 it met. It split later that year.", PUBLISHED, "2019-10-01", "2019-12-31"),
    ("Exports rose in June from the previous month.", PUBLISHED, "2025-05-01", "2025-05-31"),
    ("In April-June exports fell; over the same period imports rose.", PUBLISHED, "2025-04-01", "2025-06-30"),
    ("Exports rose in May 2025 from the same period last year.", PUBLISHED, "2024-05-01", "2024-05-31"),
    ("In May 2020 they clashed. Three years later they met.", PUBLISHED, "2023-05-01", "2023-05-31"),
    ("It has risen so far this year.", PUBLISHED, "2025-01-01", "2025-08-14"),
    ("On July 8, 2021 he left and on July 10 he was back.", PUBLISHED, "2021-07-10", "2021-07-10"),
    ("They met on 25.12.2024.", PUBLISHED, "2024-12-25", "2024-12-25"),
    ("They met on 22/Jan/2024.", PUBLISHED, "2024-01-22", "2024-01-22"),
    ("In London they met on 03/04/2024.", PUBLISHED, "2024-04-03", "2024-04-03"),
    ("In Washington they met on 03/04/2024.", PUBLISHED, "2024-03-04", "2024-03-04"),
    ("Talks from mid-September", PUBLISHED, "2025-09-10", "2025-09-20"),
    ("a visit starting Monday", PUBLISHED, "2025-08-18", "2025-08-18"),
    ("They met on Sunday (August 10).", PUBLISHED, "2025-08-10", "2025-08-10"),
    ("It was on the last day of the month.", PUBLISHED, "2025-08-31", "2025-08-31"),
    ("It fell in the month of May.", PUBLISHED, "2025-05-01", "2025-05-31"),
    ("It has risen since the start of the year.", PUBLISHED, "2025-01-01", "2025-01-01"),
    ("They met in December.", "2025", None, None),
    ("They met last year.", "2025", "2024-01-01", "2024-12-31"),
    ("They met last month.", "2025-08", "2025-07-01", "2025-07-31"),
    ("Exports in India rose in April-December 2024-25.", PUBLISHED, "2024-04-01", "2024-12-31"),
    ("Exports in India rose in January-March FY25.", PUBLISHED, "2025-01-01", "2025-03-31"),
    ("India's Q3FY25 was weak.", PUBLISHED, "2024-10-01", "2024-12-31"),
    ("Profit fell in fiscal year 2024-25.", PUBLISHED, "2024-01-01", "2025-12-31"),
    ("Profit fell in 3Q24.", PUBLISHED, "2024-07-01", "2024-09-30"),
    ("It beat last year's second quarter.", PUBLISHED, "2024-04-01", "2024-06-30"),
    ("It beat 2024's first half.", PUBLISHED, "2024-01-01", "2024-06-30"),
    ("They met on 5 January 2024. The next day they left.", PUBLISHED, "2024-01-06", "2024-01-06"),
    ("It fell in 2019, and the next year was bad.", PUBLISHED, "2020-01-01", "2020-12-31"),
    ("The next year will be hard.", PUBLISHED, "2026-01-01", "2026-12-31"),
    ("Five years on, the war goes on.", PUBLISHED, "2025-01-01", "2025-12-31"),
    ("It fell in June 2019. Two years on, it rose.", PUBLISHED, "2021-06-01", "2021-06-30"),
    ("It opens the day after Christmas.", PUBLISHED, "2025-12-26", "2025-12-26"),
    ("They met on the Monday before Easter.", PUBLISHED, "2025-04-14", "2025-04-14"),
    ("It closed in the week before Christmas.", "2026-01-05", "2025-12-15", "2025-12-21"),
    ("They will meet two Sundays from now.", PUBLISHED, "2025-08-24", "2025-08-24"),
    ("They met three Mondays ago.", PUBLISHED, "2025-07-28", "2025-07-28"),
    ("It ends a week from Friday.", PUBLISHED, "2025-08-22", "2025-08-22"),
    ("It opens in week 40.", PUBLISHED, "2025-09-29", "2025-10-05"),
    ("It grew in the month to date.", PUBLISHED, "2025-08-01", "2025-08-14"),
    ("Prices rose in '98.", PUBLISHED, "1998-01-01", "1998-12-31"),
    ("It was the music of the noughties.", PUBLISHED, "2000-01-01", "2009-12-31"),
    ("Over the years, ties improved.", PUBLISHED, None, None),
    ("India will mark Independence Day.", "2025-08-01", "2025-08-15", "2025-08-15"),
    ("India marked Republic Day.", "2025-02-01", "2025-01-26", "2025-01-26"),
    ("Nigeria marked Independence Day 2024.", PUBLISHED, "2024-10-01", "2024-10-01"),
    ("They marked Independence Day.", PUBLISHED, None, None),
    ("They met on July 8.", "2025-08", "2025-07-08", "2025-07-08"),
    ("They met on Tuesday.", "2025-08", None, None),
]


def _last(text: str, published: str | None) -> DateValue:
    return resolve_times(find_times(text), published)[-1]


@pytest.mark.parametrize(
    ("text", "published", "start", "end"), INTERVALS, ids=[case[0] for case in INTERVALS]
)
def test_interval(text: str, published: str, start: str | None, end: str | None) -> None:
    value = _last(text, published)
    assert (value.date_start, value.date_end) == (start, end)


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("They met on 3 June 2024.", "2024-06-03"),
        ("They met last month.", "2025-07"),
        ("They met last week.", "2025-W32"),
        ("They met over the weekend.", "2025-W32-WE"),
        ("They met in the third quarter of 2024.", "2024-Q3"),
        ("They met in the summer of 2024.", "2024-SU"),
        ("They met in the 1990s.", "199"),
        ("It was a five-year plan.", "P5Y"),
        ("It took two hours.", "PT2H"),
        ("It took three decades.", "P30Y"),
        ("It took two years and three months.", "P2Y3M"),
        ("It took a fortnight, or two weeks.", "P2W"),
        ("They meet every Friday.", "XXXX-WXX-5"),
        ("They hold annual talks.", "P1Y"),
        ("It fell over the past three months.", "P3M"),
        ("They met on Tuesday at 6:40 p.m.", "2025-08-12T18:40"),
        ("They met yesterday morning.", "2025-08-13TMO"),
        ("It is now closed.", "PRESENT_REF"),
        ("It ran from March to May 2024.", "2024-03-01/2024-05-31"),
        ("It has been shut since 2020.", "2020-01-01/.."),
        ("It opens after 2030.", "2031-01-01/.."),
    ],
)
def test_timex_value(text: str, timex: str) -> None:
    assert _last(text, PUBLISHED).timex == timex


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("They met in December.", "XXXX-12"),
        ("They met on 5 December.", "XXXX-12-05"),
        ("They met on Thursday.", "XXXX-WXX-4"),
        ("They met last year.", "PAST_REF"),
        ("They meet next year.", "FUTURE_REF"),
        ("They met today.", "PRESENT_REF"),
        ("They met three days ago.", "PAST_REF"),
        ("They met that year.", "PAST_REF"),
        ("It fell over the past three months.", "P3M"),
    ],
)
def test_without_publication_date_relative_times_stay_open(text: str, timex: str) -> None:
    value = _last(text, None)
    assert (value.timex, value.date_start, value.date_end) == (timex, None, None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("in March and April 2024", ["2024-03-01", "2024-04-01"]),
        ("on March 3, March 9 and April 2, 2024", ["2024-03-03", "2024-03-09", "2024-04-02"]),
        ("last March and April 2024", ["2025-03-01", "2024-04-01"]),
    ],
)
def test_dates_in_a_list_share_the_year_of_the_last(text: str, days: list[str]) -> None:
    assert [value.date_start for value in resolve_times(find_times(text), PUBLISHED)] == days


def test_absolute_dates_need_no_publication_date() -> None:
    assert _last("They met in June 2024.", None).date_end == "2024-06-30"


def test_values_keep_order_span_and_rule() -> None:
    times = find_times("On Monday and in 2019, for five years")
    values = resolve_times(times, PUBLISHED)
    assert [(v.start, v.end, v.text, v.type) for v in values] == [
        (t.start, t.end, t.text, t.type) for t in times
    ]
    assert all(value.rule.startswith(time.rule) for time, value in zip(times, values, strict=True))


@pytest.mark.parametrize(
    "row", read_lexicon("pipeline.normalise", "holidays.csv"), ids=lambda row: row["holiday"]
)
def test_holiday_falls_as_its_example_says(row: dict[str, str]) -> None:
    span = holiday_span(row["holiday"], int(row["example"][:4]))
    assert span is not None
    assert span.start.isoformat() == row["example"]
    assert row["source"]


def test_every_holiday_name_has_a_rule() -> None:
    known = {row["holiday"].split()[0] for row in read_lexicon("pipeline.normalise", "holidays.csv")}
    assert {row["holiday"] for row in read_lexicon("pipeline.entities", "holiday_names.csv")} == known


FISCAL_EXAMPLES = [row for row in read_lexicon("pipeline.normalise", "fiscal_years.csv") if row["example"]]


@pytest.mark.parametrize("row", FISCAL_EXAMPLES, ids=lambda row: row["country"])
def test_fiscal_year_runs_as_its_example_says(row: dict[str, str]) -> None:
    match = re.fullmatch(r"(.+) runs from (\S+) to (\S+)", row["example"])
    assert match is not None
    cues = {cue["country"]: cue["cue"] for cue in read_lexicon("pipeline.entities", "time_countries.csv")}
    value = _last(f"In {cues[row['country']]} it grew in {match[1]}.", None)
    assert (value.date_start, value.date_end) == (match[2], match[3])


@given(st.integers(1600, 2500))
def test_easters_are_sundays_in_spring(year: int) -> None:
    assert easter(year).isoweekday() == orthodox_easter(year).isoweekday() == 7
    assert (3, 22) <= (easter(year).month, easter(year).day) <= (4, 25)


VOCABULARY = "last next May 2025 Monday since to from year three days ago the end of 31 30"


@given(
    st.lists(st.sampled_from(sorted(VOCABULARY.split()))),
    st.one_of(st.none(), st.dates().map(str)),
)
def test_intervals_are_ordered_dates(words: list[str], published: str | None) -> None:
    for value in resolve_times(find_times(" ".join(words)), published):
        assert (value.date_start is None) == (value.date_end is None)
        assert value.date_start is None or value.date_start <= str(value.date_end)
        assert value.timex


def test_the_rule_behind_a_value_can_be_looked_up() -> None:
    rules = {row["rule"]: row for row in read_lexicon("pipeline.entities", "time_rules.csv")}
    examples = [row["example"].replace("[", "").replace("]", "") for row in rules.values() if row["example"]]
    values = [value for text in examples for value in resolve_times(find_times(text), PUBLISHED)]
    assert len(values) >= len(examples)
    for value in values:
        rule, form = value.rule.split("+")
        assert rule in rules
        assert form in FORMS
