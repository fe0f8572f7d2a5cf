"""What speaks for a time from elsewhere in the article dating an event that has none of its own.

A feature is a string such as ``back 1`` (the time stands in the sentence before) or ``dates the same word``
(it dates another event that is named by the same word). Their weights lie in ``data/event_time_weights.csv``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.records import Status, TimeExpression
from pipeline.relations.per_article import sentence_number
from pipeline.relations.time_places import Place, clause_of, says
from pipeline.relations.word_forms import base_forms

_PREDICATES = frozenset({"VERB", "AUX"})
_REACH = 4  # sentences back
_LEAD = 3  # sentences that open an article
_NEAR, _FAR = 6, 14  # tokens


@dataclass(frozen=True, slots=True)
class Dated:
    """An event as its date sees it.

    Attributes:
        trigger: The word that names it.
        type: PLOVER type.
        status: Whether it happened.
        names: Its participants as they are named.
        time: The time of its own phrase, clause or sentence.
    """

    trigger: Token
    type: str
    status: Status
    names: frozenset[str] = frozenset()
    time: TimeExpression | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A time expression seen from one event."""

    time: TimeExpression
    features: frozenset[str]


def find_options(event: Dated, places: Sequence[Place], events: Sequence[Dated]) -> list[Option]:
    """Return the times that may date an event, with their features.

    Args:
        event: The event.
        places: The time expressions of the article.
        events: All events of the article, with their own times.
    """
    number = sentence_number(event.trigger)
    here = sum(place.sentence == number for place in places)
    shared = ["bias", *_event_features(event), f"times here={min(2, here)}"]
    found = []
    for place in places:
        where = _where(event.trigger, number, place, here)
        others = list(_dated_features(event, place, events))
        if where == "far" and not others:
            continue
        names = [*shared, *others, where, f"{event.type} {where}", f"{where} {event.status}"]
        if place == places[0]:
            names.append("first time of the article")
        found.append(Option(place.time, frozenset([*names, *_time_features(place)])))
    return found


def _event_features(event: Dated) -> Iterator[str]:
    yield f"status={event.status}"
    yield f"type={event.type}"
    if event.trigger.pos_ in _PREDICATES:
        yield "verb"
    else:
        words = {child.lower_ for child in event.trigger.lefts}
        yield "definite noun" if words & {"the", "this", "these", "that", "those"} else "noun"


def _time_features(place: Place) -> Iterator[str]:
    parts = dict(place.time.parts)
    yield f"form={parts.get('form', '')}"
    unit = parts.get("unit") or parts.get("of.unit")
    grain = next((name for name in ("day", "weekday", "month", "year") if name in parts), unit or "none")
    yield f"grain={grain}"
    yield from (f"{name}={parts[name]}" for name in ("dir", "rel") if name in parts)
    if place.span.start:
        before = place.span.doc[place.span.start - 1]
        yield f"after={before.lower_ if before.pos_ in {'ADP', 'SCONJ'} else before.pos_}"
    if place.in_name:
        yield "in a name"
    if says(place.clause):
        yield "said then"


def _where(trigger: Token, number: int, place: Place, here: int) -> str:
    """Return where a time stands, as seen from a trigger."""
    back = number - place.sentence
    if back == 0:
        return _in_sentence(trigger, place)
    if 0 < back <= _REACH:
        return "back, times here" if here else f"back {back}"
    return "next" if back == -1 and not here else "lead" if place.sentence < _LEAD and back > 0 else "far"


def _in_sentence(trigger: Token, place: Place) -> str:
    gap = abs(place.token.i - trigger.i)
    distance = "near" if gap <= _NEAR else "off" if gap <= _FAR else "far off"
    clause = clause_of(trigger)
    if clause is not None and clause == place.clause:
        return f"own clause {distance}"
    if place.clause is not None and place.clause.is_ancestor(trigger):
        return f"clause above {distance}"
    return f"sentence {distance}"


def _dated_features(event: Dated, place: Place, events: Sequence[Dated]) -> Iterator[str]:
    """Yield how the events that a time dates resemble an event."""
    others = [e for e in events if e.time == place.time and e.trigger.i != event.trigger.i]
    if any(_is_same_word(event.trigger, other.trigger) and event.type == other.type for other in others):
        yield "dates the same word"
    if any(event.type == other.type for other in others):
        yield "dates the same type"
    if any(event.names & other.names for other in others):
        yield "dates the same names"
    if any(event.type == other.type and event.names == other.names for other in others):
        yield "dates the same type and names"
    if any(event.status == other.status for other in others):
        yield "dates the same status"


def _is_same_word(one: Token, other: Token) -> bool:
    return not set(base_forms(one)).isdisjoint(base_forms(other))
