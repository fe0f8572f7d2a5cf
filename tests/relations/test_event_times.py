"""Which time expression dates an event."""

from dataclasses import replace

import pytest

from pipeline.lexicon import read_lexicon
from pipeline.records import EventSpans, TextSpan, TimeExpression
from pipeline.relations import event_times
from pipeline.relations.event_time_features import Dated, find_options
from pipeline.relations.event_times import as_dated, date_events, find_time, time_tokens
from pipeline.relations.time_places import find_places
from tests.relations.parsed_by_hand import parse

REPORTED = (
    "The|DT|det|2 court|NN|nsubj|3 said|VBD|root|3 on|IN|case|5 Monday|NNP|obl|3 it|PRP|nsubj|8 "
    "had|VBD|aux|8 fined|VBN|ccomp|3 the|DT|det|10 bank|NN|obj|8 in|IN|case|12 March|NNP|obl|8"
)


def times_of(doc, *texts):
    places = [(doc.text.index(text), text) for text in texts]
    return [TimeExpression(start, start + len(text), text, "DATE", "test") for start, text in places]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(("Monday", "March"), "March"), (("Monday",), None), ((), None), (("March",), "March")],
)
def test_the_date_of_a_report_does_not_date_what_is_reported(texts, expected):
    doc = parse(REPORTED)
    found = find_time(doc[7], "occurred", find_places(doc, times_of(doc, *texts)))
    assert (found[0].text if found else None) == expected


def own_time(doc, index, times, status="occurred"):
    found = find_time(doc[index], status, find_places(doc, times))
    return (found[0].text, found[1]) if found else None


def test_a_date_of_another_sentence_is_left_to_it():
    doc = parse(
        "He|PRP|nsubj|2 resigned|VBD|root|2", "They|PRP|nsubj|2 met|VBD|root|2 in|IN|case|4 May|NNP|obl|2"
    )
    times = times_of(doc, "May")
    assert own_time(doc, 1, times) is None
    assert own_time(doc, 3, times) == ("May", "own phrase")


PLANNED = (
    "On|IN|case|2 Monday|NNP|obl|4 they|PRP|nsubj|4 planned|VBD|root|4 talks|NNS|obj|4 "
    "in|IN|case|7 May|NNP|nmod|5"
)


def test_the_day_of_a_plan_does_not_date_what_is_planned():
    doc = parse(PLANNED)
    assert own_time(doc, 4, times_of(doc, "Monday"), "planned") is None
    assert own_time(doc, 4, times_of(doc, "Monday"), "occurred") == ("Monday", "own clause")
    assert own_time(doc, 4, times_of(doc, "Monday", "May"), "planned") == ("May", "own phrase")


def test_a_year_in_a_name_dates_nothing():
    doc = parse(
        "Police|NNS|nsubj|2 charged|VBD|root|2 him|PRP|obj|2 under|IN|case|6 the|DT|det|6 "
        "Act|NNP|obl|2 1990|CD|nmod|6"
    )
    assert own_time(doc, 1, times_of(doc, "1990")) is None


@pytest.mark.parametrize("form", ["duration", "set", "ref"])
def test_durations_and_vague_times_date_nothing(form):
    doc = parse("They|PRP|nsubj|2 met|VBD|root|2 recently|RB|advmod|2")
    (time,) = times_of(doc, "recently")
    assert find_places(doc, [replace(time, parts=(("form", form),))]) == []


TWICE = (
    "Iran|NNP|nsubj|2|GPE attacked|VBD|root|2 Oman|NNP|obj|2|GPE on|IN|case|5 Monday|NNP|obl|2",
    "They|PRP|nsubj|2 fear|VBP|root|2 it|PRP|obj|2",
    "The|DT|det|2 attack|NN|nsubj|3 failed|VBD|root|3",
)


def event(doc, index, *actors):
    token = doc[index]
    trigger = TextSpan(token.idx, token.idx + len(token), token.text)
    return EventSpans(trigger, "ASSAULT", actor=tuple(TextSpan(0, len(a), a) for a in actors))


def test_the_date_of_another_mention_speaks_for_a_time():
    doc = parse(*TWICE)
    (time,) = times_of(doc, "Monday")
    first = Dated(doc[1], "ASSAULT", "occurred", frozenset({"Iran"}), time)
    (option,) = find_options(as_dated(doc, event(doc, 9, "Iran")), find_places(doc, [time]), [first])
    assert option.time == time
    assert {
        "back 2",
        "ASSAULT back 2",
        "dates the same word",
        "dates the same type and names",
        "dates the same status",
        "definite noun",
    } <= option.features


@pytest.mark.parametrize(("weight", "expected"), [(5.0, ["Monday", "Monday"]), (-5.0, ["Monday", None])])
def test_an_event_takes_a_time_from_elsewhere_if_that_is_likely(monkeypatch, weight, expected):
    monkeypatch.setattr(event_times, "read_weights", lambda: {"dates the same word": weight, "bias": -1.0})
    doc = parse(*TWICE)
    found = date_events(doc, [event(doc, 1, "Iran"), event(doc, 9)], times_of(doc, "Monday"))
    assert [one.time.text if one.time else None for one in found] == expected
    assert ("time", "own phrase") in found[0].rules
    assert (("time", "dates the same word") in found[1].rules) == (weight > 0)


def test_the_weights_of_the_package_prefer_another_mention_to_a_bare_time():
    weights = {
        row["feature"]: float(row["weight"])
        for row in read_lexicon("pipeline.relations", "event_time_weights.csv")
    }
    assert weights["bias"] < 0
    assert weights["dates the same word"] > 0
    assert weights["dates the same type"] > 0


def test_the_tokens_of_a_time_expression_are_known():
    doc = parse("They|PRP|nsubj|2 met|VBD|root|2 in|IN|case|4 May|NNP|obl|2")
    assert time_tokens(doc, times_of(doc, "May")) == {3}
