"""Figures and events joined across articles."""

import gc
import random
from dataclasses import replace

import pytest

from pipeline.dedupe import reconcile
from pipeline.dedupe.articles import find_duplicates
from pipeline.dedupe.shelf import Shelves
from pipeline.dedupe.workspace import workspace
from pipeline.errors import PipelineError
from pipeline.records import ArticleResult, EventMention
from tests.dedupe.mentions_by_hand import event, figure, result


def joined_figures(*mentions):
    results = [result(f"article{n}", f"2025-08-{n + 1:02}", figures=[m]) for n, m in enumerate(mentions)]
    return list(reconcile(results).figures)


def joined_events(*mentions):
    results = [result(f"article{n}", f"2025-{n + 1:02}-01", events=[m]) for n, m in enumerate(mentions)]
    return reconcile(results)


def test_rounded_values_of_one_measure_are_one_figure_with_the_precise_value():
    (one,) = joined_figures(
        figure(0, "$99 billion", 99e9, bound="about"),
        figure(5, "$99.2 billion", 99.2e9, measure="deficit with China"),
    )

    assert (one.value, one.text, one.agreement, one.n_documents) == (99.2e9, "$99.2 billion", "rounding", 2)
    assert one.note == "$99 billion is $99.2 billion rounded"


@pytest.mark.parametrize(
    "other",
    [
        figure(0, "$99 billion", 99e9, measure="border trade"),
        figure(0, "$99 billion", 99e9, about=("USA",)),
        figure(0, "$99 billion", 99e9, change="increase"),
        figure(0, "EUR 99 billion", 99e9, unit="EUR"),
        figure(0, "$99 billion", 99e9, period_start="2023-01-01", period_end="2023-12-31"),
    ],
    ids=["measure", "actors", "change", "currency", "period"],
)
def test_the_same_number_of_something_else_stays_apart(other):
    one = figure(0, "$99 billion", 99e9, period_start="2024-01-01", period_end="2024-12-31")

    assert [row.n_mentions for row in joined_figures(one, other)] == [1, 1]


def test_values_that_cannot_be_reconciled_are_one_row_in_conflict():
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    (one,) = joined_figures(figure(0, "$85 billion", 85e9, **year), figure(0, "$99 billion", 99e9, **year))

    assert one.agreement == "conflict"
    assert "$85 billion" in (one.note or "")


def test_one_article_does_not_contradict_itself():
    year = {"period_start": "2024-01-01", "period_end": "2024-12-31"}
    rows = reconcile(
        [
            result(
                "a", figures=[figure(0, "$85 billion", 85e9, **year), figure(50, "$99 billion", 99e9, **year)]
            )
        ]
    ).figures

    assert [row.agreement for row in rows] == ["single", "single"]


def test_a_planned_event_and_the_event_held_are_one_with_a_history():
    reconciled = joined_events(
        event(0, "resume", status="possible"),
        event(0, "resumption", status="planned", date_start="2025-03-01", date_end="2025-03-31"),
        event(0, "resumed", status="occurred", date_start="2025-04-05", date_end="2025-04-05"),
        event(0, "resume", status="planned"),
    )

    (one,) = reconciled.events
    assert (one.status, one.date_start, one.n_documents) == ("occurred", "2025-04-05", 4)
    assert [change.status for change in reconciled.history] == ["possible", "planned", "occurred"]
    assert [change.published for change in reconciled.history] == ["2025-01-01", "2025-02-01", "2025-03-01"]


def test_what_later_articles_still_plan_has_not_happened_before():
    told = ["planned", "occurred", "planned", "ongoing", "planned", "occurred", "planned"]
    reconciled = joined_events(*(event(0, "resume", status=status) for status in told))

    months = [f"2025-{number:02}-01" for number in range(1, 8)]
    wanted = [("planned", months[0]), ("ongoing", months[3]), ("planned", months[4]), ("occurred", months[5])]
    assert [(change.status, change.published) for change in reconciled.history] == wanted


def test_a_copy_does_not_contradict_once_more():
    told = [("a", "occurred", (1, 2)), ("b", "planned", (3, 4)), ("c", "planned", (3, 4))]
    results = [
        result(name, "2025-01-01", events=[event(0, "resume", status=status)], shingles=shingles)
        for name, status, shingles in told
    ]

    assert [event.status for event in reconcile(results).events] == ["occurred"]


@pytest.mark.parametrize(
    "other",
    [
        event(0, "resumed", object="border trade"),
        event(0, "resumed", type="SANCTION"),
        event(0, "resumed", actor=("PAK", "CHN")),
        event(0, "resumed", date_start="2019-01-01", date_end="2019-12-31"),
    ],
    ids=["object", "type", "parties", "dates"],
)
def test_another_happening_stays_apart(other):
    one = event(0, "resumed", date_start="2025-01-01", date_end="2025-01-31")

    assert len(joined_events(one, other).events) == 2


def test_who_does_it_to_whom_is_not_turned_round():
    one = event(0, "accused", type="ACCUSE", actor=("IND",), recipient=("PAK",), object="firing")

    assert len(joined_events(one, replace(one, actor=("PAK",), recipient=("IND",))).events) == 2


def test_intensity_and_quad_class_come_from_the_ontology():
    (one,) = joined_events(event(0, "visit", type="CONSULT", mode="visit", object=None)).events

    assert (one.quad, one.intensity) == ("verbal cooperation", 4)


def test_a_repeated_article_counts_once():
    mention = figure(0, "$99 billion", 99e9)
    results = [result(name, figures=[mention], shingles=(1, 2, 3)) for name in ("b", "a")]

    with workspace() as work:
        assert find_duplicates(results, work) == {"b": "a"}
    (one,) = reconcile(results).figures
    assert (one.n_mentions, one.n_documents, one.doc_ids) == (2, 1, ("a", "b"))


def test_rows_do_not_depend_on_the_order_of_articles_or_on_unrelated_ones():
    results = [
        result("a", "2025-01-01", figures=[figure(0, "$99 billion", 99e9)], events=[event(0, "resume")]),
        result("b", "2025-02-01", figures=[figure(9, "$99 billion", 99e9)], events=[event(3, "resumed")]),
    ]
    unrelated = result(
        "c",
        "2025-01-15",
        figures=[figure(0, "3", 3, kind="count", unit="ship", measure="ships", about=("BRA",))],
    )
    base, more = reconcile(results), reconcile([unrelated, *random.Random(1).sample(results, 2)])

    assert set(base.figures) < set(more.figures)
    assert list(base.events) == list(more.events)
    assert list(base.history) == list(more.history)


def test_a_full_disk_is_told_with_the_folder_and_what_to_do(monkeypatch):
    opened = Shelves.__init__

    def small(self):
        opened(self)
        self.connection.execute("PRAGMA max_page_count = 10")

    monkeypatch.setattr(Shelves, "__init__", small)
    results = [result(f"a{n}", figures=[figure(0, "$9", 9.0, measure="debt " * 500)]) for n in range(100)]

    with pytest.raises(PipelineError, match=r"full.*TMPDIR"):
        reconcile(results)


def test_articles_are_let_go_as_they_are_taken_in():
    def alive():
        return sum(isinstance(thing, ArticleResult | EventMention) for thing in gc.get_objects())

    before, most = alive(), 0

    def articles():
        nonlocal most
        for number in range(200):
            yield result(f"a{number:03}", "2025-08-01", events=[event(0, "resume", object=f"talks {number}")])
            if number % 20 == 0:
                most = max(most, alive() - before)

    reconciled = reconcile(articles())

    assert most < 10
    assert sum(1 for _ in reconciled.event_ids) == 200
