import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.records import EventVectors, TimeExpression
from pipeline.relations import event_times
from pipeline.relations.events import EventsComponent
from pipeline.relations.evidence import features, log_odds, weigh
from pipeline.relations.triggers import find_candidates
from tests.relations.parsed_by_hand import parse

SUSPENDED = (
    "Turkey|NNP|nsubj|2|GPE suspended|VBD|root|2 trade|NN|obj|2 with|IN|case|5 Syria|NNP|obl|2|GPE "
    "in|IN|case|7 May|NNP|obl|2"
)
AGAIN = "Turkey|NNP|nsubj|2|GPE suspended|VBD|root|2 trade|NN|obj|2 with|IN|case|5 Syria|NNP|obl|2|GPE"
AGENTLESS = "Flights|NNS|nsubj:pass|3 were|VBD|aux:pass|3 suspended|VBN|root|3"


@pytest.fixture(autouse=True)
def extensions():
    for name in ("event_spans", "times"):
        Doc.set_extension(name, default=None, force=True)


def events_of(*sentences, threshold=0.3):
    doc = parse(*sentences)
    start = doc.text.find("May")
    doc._.times = [TimeExpression(start, start + 3, "May", "DATE", "test")] if start >= 0 else []
    return EventsComponent(threshold)(doc)._.event_spans


def test_an_event_has_its_arguments_as_spans_and_the_rule_of_each():
    (event,) = events_of(SUSPENDED)
    assert (event.trigger.text, event.type, event.mode, event.status) == (
        "suspended",
        "SANCTION",
        "discontinue",
        "occurred",
    )
    assert [span.text for span in event.actor] == ["Turkey"]
    assert [span.text for span in event.recipient] == ["Syria"]
    assert event.object is not None and event.object.text == "trade"
    assert event.time is not None and event.time.text == "May"
    assert {"trigger", "status", "object", "time", "actor"} <= {field for field, _ in event.rules}


def test_the_words_of_a_trigger_are_not_its_object():
    (event,) = events_of(
        "Oslo|NNP|nsubj|2|GPE imposed|VBD|root|2 sanctions|NNS|obj|2 on|IN|case|5 Lima|NNP|obl|2|GPE"
    )
    assert event.object is None or event.object.start >= event.trigger.end


def test_whom_it_is_done_to_is_no_place():
    (event,) = events_of(
        "Oslo|NNP|nsubj|2|GPE imposed|VBD|root|2 sanctions|NNS|obj|2 on|IN|case|5 Lima|NNP|obl|2|GPE"
    )
    assert [span.text for span in event.recipient] == ["Lima"]
    assert event.place is None


def test_vectors_go_into_the_context_of_an_event_and_are_dropped():
    doc = parse(SUSPENDED)
    rows = np.ones((len(doc), 2), dtype=np.float32)
    doc._.event_vectors = EventVectors(rows, rows, rows[:, 0])
    (event,) = EventsComponent(threshold=0.3)(doc)._.event_spans

    assert event.context is not None
    assert event.context.telling == 1.0
    assert doc._.event_vectors is None


def test_a_second_mention_of_an_event_takes_over_its_date(monkeypatch):
    monkeypatch.setattr(event_times, "read_weights", lambda: {"dates the same word": 1.0})
    first, second = events_of(SUSPENDED, AGAIN)
    assert second.time == first.time
    assert ("time", "dates the same word") in second.rules


def test_a_higher_threshold_keeps_fewer_events():
    assert events_of(SUSPENDED, threshold=0.999) == []


def test_an_article_without_names_has_no_event():
    assert events_of("Prices|NNS|nsubj|2 rose|VBD|root|2") == []


def test_an_empty_document_has_no_event():
    assert events_of("Hello|UH|root|1") == []


def test_scores_lie_between_nothing_and_certainty_and_rise_with_the_evidence():
    doc = parse(AGAIN, AGENTLESS)
    scores = {c.token.i: c.score for c in weigh(doc, find_candidates(doc)) if c.type == "SANCTION"}
    named, agentless = scores[1], scores[7]
    assert 0 < agentless < named < 1


def test_features_name_what_stands_around_a_candidate():
    doc = parse(AGAIN)
    candidate = next(c for c in find_candidates(doc) if c.type == "SANCTION")
    assert {"verb subject named", "verb active", "type SANCTION", "needs met"} <= set(features(candidate))


@given(st.floats(0, 1))
def test_log_odds_are_finite_and_odd_around_one_half(score):
    assert abs(log_odds(score)) < 5
    assert log_odds(score) == pytest.approx(-log_odds(1 - score), abs=1e-6)
