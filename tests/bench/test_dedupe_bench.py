"""The generator of mentions whose true clusters are known."""

import importlib
from pathlib import Path

import pytest

from tests.dedupe.mentions_by_hand import event, figure, result

BENCH = Path(__file__).parents[2] / "bench"

FIGURES = [
    figure(0, "$99 billion", 99e9, measure="trade deficit"),
    figure(50, "20", 20.0, kind="count", unit="soldier", measure="Indian soldiers", about=("IND",)),
    figure(60, "50%", 50.0, kind="percent", unit="%", measure="tariffs", about=("USA", "IND")),
    figure(70, "five years", 5.0, kind="duration", unit="year", measure="hiatus"),
]
EVENTS = [
    event(100, "resume"),
    event(120, "visit", type="CONSULT", mode="visit", actor=("IND",), recipient=("CHN",), object="summit"),
    event(140, "imposed", type="SANCTION", actor=("USA",), recipient=("IND",), object="50% tariffs"),
    event(160, "clashes", type="ASSAULT", object=None),
]


@pytest.fixture(scope="module")
def bench():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield importlib.import_module("dedupe")


@pytest.fixture(scope="module")
def generator(bench):
    templates = bench.templates_of([result("a", "2025-08-01", figures=FIGURES, events=EVENTS)])
    return bench.Generator(templates, 400, seed=7)


def test_the_same_seed_makes_the_same_articles(generator):
    assert list(generator.articles()) == list(generator.articles())


def test_each_mention_has_a_fact_and_keeps_its_kind(generator):
    articles = list(generator.articles())

    assert sum(len(facts) for _, facts in articles) >= 400
    kinds = {}
    for made, facts in articles:
        mentions = (*made.figures, *made.events)
        assert len(mentions) == len(facts) == len(set(facts))
        for mention, fact in zip(mentions, facts, strict=True):
            assert kinds.setdefault(fact, type(mention)) is type(mention)


def test_wording_dates_parties_and_values_vary(generator):
    figures = [mention for made, _ in generator.articles() for mention in made.figures]
    events = [mention for made, _ in generator.articles() for mention in made.events]

    assert {mention.bound for mention in figures} == {"exact", "about"}
    assert {mention.status for mention in events} == {"planned", "occurred"}
    assert len({mention.about for mention in figures}) > 20
    assert {mention.date_start is None for mention in events} == {True, False}


def test_most_links_are_found_and_scores_are_shares(bench, generator):
    found = bench.measure(generator)

    assert found["mentions"] >= 400
    assert found["all_f1"] > 0.9
    assert all(0 <= found[name] <= 1 for name in found if name.endswith(("_p", "_r", "_f1")))
