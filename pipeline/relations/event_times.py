"""Which time expression dates an event.

First one in the event's own phrase or clause, then one in its sentence. The date of a report ("said on
Monday") is not the date of what is reported, nor that of a plan the date of what is planned, so they are left
out. An event without such a time may take one from elsewhere in the article, such as that of another mention
of it: a logistic model over named features (``event_time_features``), whose weights, learnt from gold/train,
lie in ``data/event_time_weights.csv``, says how likely that is.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.records import EventSpans, Status, TimeExpression
from pipeline.relations.event_time_features import Dated, find_options
from pipeline.relations.per_article import sentence_number
from pipeline.relations.time_places import Place, clause_of, find_places, says

LIKELY = 0.4  # how likely a time from elsewhere must be
_UNREAL = frozenset({"planned", "possible", "negated"})
_PAST = frozenset({"VBD", "VBN"})
_FAR = 14  # tokens
_DEEPEST = 1  # words between a time and the event word that it hangs on


def date_events(doc: Doc, events: Sequence[EventSpans], times: Sequence[TimeExpression]) -> list[EventSpans]:
    """Return the events of an article with the times that date them.

    Args:
        doc: The article.
        events: Its events, not yet dated.
        times: Its time expressions.
    """
    places = find_places(doc, times)
    found = date_mentions([as_dated(doc, event) for event in events], places)
    return [
        event if dated is None else replace(event, time=dated[0], rules=_with_rule(event, dated[1]))
        for event, dated in zip(events, found, strict=True)
    ]


def date_mentions(
    events: Sequence[Dated], places: Sequence[Place]
) -> list[tuple[TimeExpression, str] | None]:
    """Return for each event the time that dates it and the rule or feature that says so."""
    own = [find_time(event.trigger, event.status, places) for event in events]
    dated = [
        replace(event, time=found[0] if found else None) for event, found in zip(events, own, strict=True)
    ]
    return [found or _from_elsewhere(event, places, dated) for event, found in zip(dated, own, strict=True)]


def as_dated(doc: Doc, event: EventSpans) -> Dated:
    """Return an event as its date sees it.

    Raises:
        ValueError: The event's trigger does not lie in the text.
    """
    span = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"the trigger {event.trigger.text!r} does not lie in the text")
    names = frozenset(participant.text for participant in (*event.actor, *event.recipient))
    return Dated(span.root, event.type, event.status, names)


def _with_rule(event: EventSpans, rule: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted([*event.rules, ("time", rule)]))


def find_time(trigger: Token, status: Status, places: Sequence[Place]) -> tuple[TimeExpression, str] | None:
    """Return the time expression of a trigger's clause or sentence and the rule, or ``None``.

    Args:
        trigger: The word that names the event.
        status: Whether the event happened.
        places: The time expressions of the article.
    """
    number = sentence_number(trigger)
    near = [place for place in places if place.sentence == number and not place.in_name]
    own = [place for place in near if trigger.i in place.owners[: _DEEPEST + 1]]
    if own:
        return _nearest(own, trigger), "own phrase"
    clause = clause_of(trigger)
    same = [place for place in near if clause is not None and clause == place.clause]
    if same and not says(clause) and _dates_all_of(clause, trigger, status):
        return _nearest(same, trigger), "own clause"
    free = [place for place in near if place not in same and _may_reach(place, trigger)]
    return (_nearest(free, trigger), "sentence") if free else None


def _dates_all_of(clause: Token | None, trigger: Token, status: Status) -> bool:
    """Return whether the time of a clause dates an event in it, which it does not if that is only planned."""
    if trigger.dep_ == "nmod" and trigger.head.pos_ in {"NOUN", "PROPN"}:
        return False
    return clause is None or clause == trigger or status not in _UNREAL or clause.tag_ not in _PAST


def _may_reach(place: Place, trigger: Token) -> bool:
    """Return whether a time of another clause may date the trigger: one clause holds the other, nearby."""
    clause = place.clause
    if abs(place.token.i - trigger.i) > _FAR or says(clause):
        return False
    return clause is None or clause.is_ancestor(trigger) or trigger.is_ancestor(clause)


def _nearest(found: Sequence[Place], trigger: Token) -> TimeExpression:
    return min(found, key=lambda place: (abs(place.token.i - trigger.i), place.token.i)).time


@per_folder
def read_weights(lexicons: str | None = None) -> dict[str, float]:
    """Return the weight of each feature in log odds."""
    rows = read_lexicon("pipeline.relations", "event_time_weights.csv", lexicons)
    return {row["feature"]: float(row["weight"]) for row in rows}


def _from_elsewhere(
    event: Dated, places: Sequence[Place], events: Sequence[Dated]
) -> tuple[TimeExpression, str] | None:
    """Return the most likely time of another phrase and the feature that speaks most for it."""
    weights = read_weights()
    options = find_options(event, places, events)
    odds = [math.fsum(weights.get(feature, 0.0) for feature in option.features) for option in options]
    best = max(range(len(options)), key=lambda i: (odds[i], -options[i].time.start), default=None)
    if best is None or odds[best] <= math.log(LIKELY / (1 - LIKELY)):
        return None
    reason = max(sorted(options[best].features), key=lambda feature: weights.get(feature, 0.0))
    return options[best].time, reason


def time_tokens(doc: Doc, times: Iterable[TimeExpression]) -> frozenset[int]:
    """Return the indices of all tokens that belong to a time expression."""
    spans = (doc.char_span(time.start, time.end, alignment_mode="expand") for time in times)
    return frozenset(token.i for span in spans if span is not None for token in span)
