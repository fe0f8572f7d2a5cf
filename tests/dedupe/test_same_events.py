"""Which event mentions are told to be one happening, and what becomes of their row."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.dedupe import reconcile
from pipeline.dedupe.clusters import IMPOSSIBLE, reader_of
from pipeline.dedupe.event_pairs import EventPairs, _typed
from pipeline.dedupe.events import ENOUGH
from pipeline.dedupe.mentions import events_in, source_of
from pipeline.dedupe.profiles import profile_of_article
from pipeline.lexicon import read_lexicon
from pipeline.records import Sentence
from tests.dedupe.mentions_by_hand import event, result

QUAKE = "Rescuers in Aceh dug out survivors after the earthquake of magnitude 6.1 struck Bener Meriah."
FOOTBALL = "The striker Mario Rossi joins Torino after a season with 24 goals for Hellas Verona."


def articles(one, other, *, texts=("", ""), dates=("2025-08-01", "2025-08-05")):
    return [
        replace(
            result(name, day, events=[mention]), sentences=(Sentence(0, len(text), text),) if text else ()
        )
        for name, day, mention, text in zip("ab", dates, (one, other), texts, strict=True)
    ]


def pair(one, other, **context):
    results = enumerate(articles(one, other, **context))
    return [mention for number, one in results for mention in events_in(one, source_of(one, number))]


def pairs_of(one, other, **context):
    profiles = [profile_of_article(article) for article in articles(one, other, **context)]
    return EventPairs(reader_of(pair(one, other, **context)), reader_of(profiles))


def odds(one, other, **context):
    return pairs_of(one, other, **context)(np.array([0]), np.array([1]))[0]


def one_event(one, other, **context):
    return odds(one, other, **context) >= ENOUGH


VISIT = event(0, "visit", type="CONSULT", mode="visit", actor=("IND",), recipient=("CHN",), object=None)
CLASH = event(0, "clashes", type="ASSAULT", object=None, date_start="2020-06-15", date_end="2020-06-15")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (event(0, "resume"), event(0, "resumption")),
        (event(0, "restart"), event(0, "resumed")),
        (event(0, "resume"), event(0, "resumed", object="flights")),
        (VISIT, replace(VISIT, text="trip", status="planned")),
        (CLASH, replace(CLASH, text="killed", date_start="2020-01-01", date_end="2020-12-31")),
        (CLASH, replace(CLASH, actor=("IND",), recipient=("CHN",))),
    ],
    ids=["nominalisation", "synonym", "shorter object", "plan", "wider date", "roles"],
)
def test_one_happening(one, other):
    assert one_event(one, other)
    assert one_event(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (event(0, "resume"), event(0, "resume", object="border trade")),
        (event(0, "resume"), event(0, "resume", type="SANCTION")),
        (VISIT, replace(VISIT, actor=("PAK",))),
        (VISIT, replace(VISIT, mode=None)),
        (CLASH, replace(CLASH, date_start="2017-06-16", date_end="2017-06-16")),
    ],
    ids=["object", "type", "visitor", "a meeting", "date"],
)
def test_two_happenings(one, other):
    assert not one_event(one, other)
    assert not one_event(other, one)


def test_articles_on_one_matter_speak_for_one_happening():
    strike = event(0, "struck", type="ASSAULT", actor=("rebels",), object=None)
    names = replace(strike, actor=("rebels", "villagers"))

    alike = odds(strike, names, texts=(QUAKE, QUAKE))
    unlike = odds(strike, names, texts=(QUAKE, FOOTBALL))

    assert alike > unlike > IMPOSSIBLE


def test_the_date_of_a_plan_that_had_long_passed_is_not_its_date():
    stale = event(0, "restart", status="planned", date_start="2020-01-01", date_end="2020-12-31")
    ahead = event(0, "resume", status="planned", date_start="2025-09-01", date_end="2025-09-30")

    assert pair(stale, ahead)[0].days is None
    assert one_event(stale, ahead)


def test_every_chosen_weight_has_a_use():
    rows = read_lexicon("pipeline.dedupe", "event_weights.csv")
    dated = event(0, "visit", mode="visit", place="Beijing", date_start="2025-08-01", date_end="2025-08-02")
    cases = [
        (dated, dated),
        (dated, replace(dated, text="trip", object="border trade", date_start=None, date_end=None)),
        (event(0, "killed"), event(0, "murdered", actor=())),
        (VISIT, VISIT),
    ]
    found = {name for case in cases for name, _ in _typed(*pair(*case))}

    assert found == {row["feature"] for row in rows}


def test_a_plan_that_is_called_off_ends_negated():
    reconciled = reconcile(
        [
            result("a", "2025-08-01", events=[replace(VISIT, status="planned")]),
            result("b", "2025-08-20", events=[replace(VISIT, status="negated")]),
        ]
    )

    (one,) = reconciled.events
    assert one.status == "negated"
    assert [(change.doc_id, change.status) for change in reconciled.history] == [
        ("a", "planned"),
        ("b", "negated"),
    ]


def test_a_row_has_the_fullest_parties_and_the_narrowest_date_and_says_why():
    wide = replace(CLASH, actor=("IND",), date_start="2020-01-01", date_end="2020-12-31")
    (one,) = reconcile(
        [result("a", "2025-08-01", events=[wide]), result("b", "2025-08-02", events=[CLASH])]
    ).events

    assert (one.actor, one.date_start, one.date_end) == (("IND", "CHN"), "2020-06-15", "2020-06-15")
    assert one.note == "2 mentions of ASSAULT; parties in common: IND; dates fit"
