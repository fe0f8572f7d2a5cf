import pytest

from pipeline.clean import clean
from pipeline.clean.dates import date_forms, parse_date
from pipeline.clean.published import date_rules, stated_date
from pipeline.lexicon import read_lexicon
from pipeline.records import Article

LINES = read_lexicon("pipeline.clean", "date_lines.csv")
BODY = "The ministers met on 1 May 1999 and agreed on 2 May 1999 to meet again.\n" * 12


def stated(text, url=None):
    return stated_date(text, url, date_rules())


@pytest.mark.parametrize("row", LINES, ids=lambda row: row["id"])
def test_each_rule_reads_its_example(row):
    rules = tuple(rule for rule in date_rules() if rule.id == row["id"])

    assert stated_date(f"{row['example']}\n{BODY}", None, rules) == row["date"]
    assert stated_date(f"{row['example']}\n{BODY}", None, date_rules()) == row["date"]


@pytest.mark.parametrize("form", date_forms(), ids=lambda form: form["form"])
def test_each_form_means_its_date(form):
    assert parse_date(form["example"], form["order"]) == form["date"]
    assert stated(f"Headline of the day\nPublished: {form['example']}\n{BODY}") == form["date"]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("21.01.2026", "2026-01-21"),
        ("11:24 21.01.2026 •", "2026-01-21"),
        ("Wednesday, January 21, 2026", "2026-01-21"),
        ("Jan 21, 2026 11:24 AM IST", "2026-01-21"),
        ("21 Jan 2026, 11:24 GMT", "2026-01-21"),
        ("JANUARY 21, 2026", "2026-01-21"),
        ("2026-01-21 11:24", "2026-01-21"),
        ("Posted on 21st January 2026", "2026-01-21"),
        ("By Jane Doe | Updated: January 21, 2026", "2026-01-21"),
        ("LONDON, Jan 21, 2026 (Reuters) - The bank kept its rate.", "2026-01-21"),
        ("NEW DELHI: 21 January 2026: The bank kept its rate.", "2026-01-21"),
        ("13/02/2026", "2026-02-13"),
        ("02/13/2026", "2026-02-13"),
    ],
)
def test_headers_state_the_date(line, date):
    assert stated(f"{line}\n{BODY}") == date


@pytest.mark.parametrize(
    "line",
    [
        "03/02/2026",  # the second of March or the third of February
        "30.02.2026",
        "99.99.2026",
        "3 March 2020 was the day on which the bank failed.",
        "The report, published on 3 March 2020, says that trade fell.",
        "Published on 3 March 2020, the report says that trade fell by a third in a year.",
        "January 21",
        "Thursday",
        "3 hours ago",
        "Elections on 3 March 2020",
        "https://example.org/news/article-12345678901.html",
        "https://example.org/2003781955",
        "https://example.org/story/30220715",
        "Read https://example.org/2020/01/02/other for more.",
    ],
)
def test_other_dates_are_left_alone(line):
    assert stated(f"{line}\n{BODY}") is None


def test_the_label_goes_before_the_address_and_the_address_before_the_dateline():
    url = "https://example.org/2022/07/03/story"
    assert stated(f"{url}\nPublished: 2 July 2022\nROME, July 1, 2022 - Rain.") == "2022-07-02"
    assert stated(f"{url}\nROME, July 1, 2022 - Rain fell.") == "2022-07-03"


def test_a_month_is_made_precise_by_a_rule_that_agrees():
    url = "https://example.org/2022/07/story/"
    assert stated(BODY, url) == "2022-07"
    assert stated(f"— Jane Doe (@jane) July 4, 2022\n{BODY}", url) == "2022-07-04"


def test_the_last_tweet_counts():
    tweets = (
        "— Jane Doe (@jane) July 4, 2022\n— John Roe (@john) July 6, 2022\n— Jane Doe (@jane) July 5, 2022"
    )
    assert stated(f"{BODY}\n{tweets}") == "2022-07-06"


def test_addresses_of_other_pages_do_not_count():
    assert stated(f"{BODY}\nhttps://example.org/2022/07/03/other-story") is None


def article(text, **fields):
    return Article("doc", "doc.txt", "", text, **fields)


def test_metadata_go_before_the_text():
    cleaned = clean(
        article("Published: 2 July 2022\nRain fell.", published="2022", published_from="metadata")
    )
    assert (cleaned.published, cleaned.published_from) == ("2022", "metadata")


def test_a_stated_date_is_from_the_text():
    cleaned = clean(article("Published: 2&nbsp;July&nbsp;2022\r\nRain fell."))
    assert (cleaned.published, cleaned.published_from) == ("2022-07-02", "text")


def test_the_address_in_the_metadata_tells_the_date():
    cleaned = clean(article("Rain fell.", url="https://example.org/2022/07/03/rain"))
    assert (cleaned.published, cleaned.published_from) == ("2022-07-03", "metadata")


def test_no_date_is_none():
    cleaned = clean(article("Rain fell on 3 July 2022."))
    assert (cleaned.published, cleaned.published_from) == (None, "none")
