"""Reprints, updates and shortened copies are found; other articles about the same event are not."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.dedupe import reconcile, shingles_of
from pipeline.dedupe.articles import FIRST_HOLDERS, SHINGLE_WORDS
from pipeline.dedupe.articles import find_duplicates as find_duplicates_with
from pipeline.dedupe.workspace import workspace
from pipeline.records import Article
from tests.dedupe.mentions_by_hand import figure, result

ADDED = (
    "Analysts in three capitals said that the markets had expected the step for weeks, and that its effects "
    "on prices would show only after the harvest, when the stores of last year have been sold."
)

# Two reports of one event that quote the same statement.
QUOTE = '"We will not leave the table before every prisoner is home," the minister told reporters in Doha.'
ONE = f"""Talks on an exchange of prisoners ended late on Tuesday without a date for the next round.
{QUOTE}
Mediators had hoped for a list of names by the weekend. Families of the captives protested outside the hotel
where both delegations stay, and demanded that their governments accept the plan of last spring."""
OTHER = f"""Two years after the ceasefire, hundreds of families still wait for news of captured relatives.
Hopes rose when envoys met in Qatar again this week, yet the meeting broke up after nine hours.
{QUOTE}
The Red Cross, which visited four camps in March, says that letters now take a month instead of half a year.
Both sides accuse each other of hiding names, a charge that neither has let independent experts examine."""


def find_duplicates(results):
    with workspace() as work:
        return find_duplicates_with(results, work)


def article(doc_id, text, published=None):
    return result(doc_id, published, shingles=shingles_of(clean(Article(doc_id, doc_id, None, text)).text))


def change_headline(text):
    return "Neighbours look for common ground\n" + text.partition("\n")[2]


def add_dateline(text):
    headline, _, body = text.partition("\n")
    return f"{headline}\nDUBAI, March 12 (Newswire) - {body.lstrip()}"


def add_paragraph(text):
    lines = text.splitlines()
    return "\n".join([*lines[: len(lines) // 2], ADDED, *lines[len(lines) // 2 :]])


def remove_paragraph(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(lines[: len(lines) // 2] + lines[len(lines) // 2 + 1 :])


def shuffle_sentences(text):
    sentences = text.split(". ")
    random.Random(1).shuffle(sentences)
    return ". ".join(sentences)


def truncate(text):
    return text[: len(text) * 6 // 10]


def change_a_word_in_twenty(text):
    return " ".join("amended" if n % 20 == 0 else word for n, word in enumerate(text.split()))


@pytest.mark.parametrize("order", ["copy later", "copy first"])
@pytest.mark.parametrize(
    "change",
    [
        change_headline,
        add_dateline,
        add_paragraph,
        remove_paragraph,
        shuffle_sentences,
        truncate,
        change_a_word_in_twenty,
        str.upper,
    ],
)
def test_a_changed_copy_is_a_repeat_and_unrelated_articles_are_not(change, order, seed_articles):
    first, second = ("original", "copy") if order == "copy later" else ("copy", "original")
    days = {first: "2025-08-14", second: "2025-08-15"}
    texts = {doc_id: seed.text for doc_id, seed in seed_articles.items()}
    everything = [
        article(f"{kind}/{doc_id}", change(text) if kind == "copy" else text, days[kind])
        for kind in days
        for doc_id, text in texts.items()
    ]

    assert find_duplicates(everything) == {f"{second}/{doc_id}": f"{first}/{doc_id}" for doc_id in texts}


def test_two_reports_of_one_event_with_a_quote_in_common_are_two_origins():
    assert set(shingles_of(QUOTE)) <= set(shingles_of(ONE)) & set(shingles_of(OTHER))
    assert find_duplicates([article("one", ONE), article("other", OTHER)]) == {}


def test_a_digest_does_not_make_the_reports_that_it_holds_repeats_of_each_other():
    texts = {"a": ONE.replace(QUOTE, ""), "b": OTHER, "c": ADDED, "d": ADDED[::-1]}
    reports = [article(doc_id, text, "2025-01-01") for doc_id, text in texts.items()]
    digest = article("digest", "\n".join([*texts.values(), " ".join(f"word{n}" for n in range(200))]))

    assert find_duplicates([digest, *reports]) == {}


@pytest.mark.parametrize(
    ("published", "original"),
    [
        ({"a": "2025-08-15", "b": "2025-08-14"}, "b"),
        ({"a": "2025-08-14", "b": "2025-08-14"}, "a"),
        ({"a": None, "b": "2025"}, "b"),
        ({"a": None, "b": None}, "a"),
    ],
    ids=["earlier", "same day", "undated last", "by id"],
)
def test_the_original_is_the_one_published_first(published, original):
    (copy,) = {"a", "b"} - {original}
    articles = [article(doc_id, ONE, day) for doc_id, day in published.items()]

    assert find_duplicates(articles) == {copy: original}


def test_the_copy_of_a_copy_repeats_the_first():
    words = [f"w{n}" for n in range(300)]
    chain = [article(f"v{n}", " ".join(words[n * 60 : n * 60 + 140]), f"2025-01-0{n + 1}") for n in range(3)]

    assert find_duplicates(chain[::2]) == {}
    assert find_duplicates(chain) == {"v1": "v0", "v2": "v0"}


def test_a_story_in_more_articles_than_are_compared_has_one_origin():
    copies = [article(f"copy{n:02}", ONE + f" Edition {n}.") for n in range(3 * FIRST_HOLDERS)]

    assert find_duplicates(reversed(copies)) == {f"copy{n:02}": "copy00" for n in range(1, len(copies))}


def test_short_and_empty_articles():
    texts = {"a": "Flash: flood!", "b": "FLASH FLOOD", "c": "Flood flash", "d": "", "e": "...", "f": ""}

    assert len(shingles_of("x " * (SHINGLE_WORDS - 1))) == 1
    assert find_duplicates([article(doc_id, text) for doc_id, text in texts.items()]) == {"b": "a"}
    assert find_duplicates([]) == {}


def test_shingles_are_the_same_on_any_machine():
    assert shingles_of("One two three four.") == (1836196124012518098,)


def test_facts_of_a_repeat_count_once_and_its_new_facts_come_through():
    update = ONE + "\n" + "At least 14 people were hurt when police cleared the square in front of the hotel."
    old = figure(0, "$99 billion", 99e9)
    new = figure(40, "14", 14, kind="count", unit="person", measure="people hurt", about=())
    first = replace(article("first", ONE, "2025-08-14"), figures=(old,))
    second = replace(article("second", update, "2025-08-15"), figures=(old, new))
    third = replace(article("third", OTHER, "2025-08-16"), figures=(old,))
    reconciled = reconcile([third, second, first])
    rows = {row.text: (row.n_mentions, row.n_documents, row.doc_ids) for row in reconciled.figures}

    assert reconciled.duplicates == {"second": "first"}
    assert rows == {"$99 billion": (3, 2, ("first", "second", "third")), "14": (1, 1, ("second",))}


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.frozensets(st.integers(0, 9), max_size=6), st.sampled_from([None, "2024", "2025"])),
        max_size=7,
    ),
    st.randoms(use_true_random=False),
)
def test_an_original_repeats_nothing_whatever_the_order(articles, rng):
    results = [
        result(f"a{n}", published, shingles=tuple(sorted(shingles)))
        for n, (shingles, published) in enumerate(articles)
    ]
    found = find_duplicates(results)

    assert not found.keys() & set(found.values())
    assert find_duplicates(rng.sample(results, len(results))) == found
