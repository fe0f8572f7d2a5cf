"""Where an event happens, as a span copied from the text.

A place stands behind a preposition that hangs on the event's own word or on the verb that carries an event
noun ("held talks in Muscat"). Common nouns that name places are in ``data/place_nouns.csv``.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.dependents import Prepositional, governor_of, objects_of, prepositionals_of
from pipeline.relations.noun_phrases import phrase_around, with_complements
from pipeline.relations.word_forms import base_forms

_CASES = frozenset({"in", "at", "on", "near", "outside", "inside", "across", "throughout", "around"})
_TARGETS = frozenset({"of", "on"})  # "the invasion of Kuwait", "an attack on Basra"
_LABELS = frozenset({"GPE", "LOC", "FAC"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_TERMS = frozenset({"year", "month", "week", "day", "life"})
_MAX_WORDS = 6  # content words of a place with its complement


@cache
def _place_nouns(lexicons: str | None) -> frozenset[str]:
    return frozenset(row["noun"] for row in read_lexicon("pipeline.relations", "place_nouns.csv", lexicons))


def find_place(
    trigger: Token, event_type: str, mode: str | None, lexicons: str | None = None
) -> tuple[TextSpan, str] | None:
    """Return where an event happens and the rule that says so, or ``None``.

    Args:
        trigger: The word that names the event.
        event_type: Its PLOVER type.
        mode: Its PLOVER mode; a visit happens where it leads to.
        lexicons: A folder with a user's own lexicon entries.
    """
    cases = _CASES | {"to"} if mode == "visit" else _CASES
    for phrase in _phrases(trigger):
        place = _in_front_of(phrase.noun)
        if phrase.case == "on" and place.ent_type_ == "GPE":
            continue  # "sanctions on Russia" are not there
        if phrase.case in cases and _is_place(place, lexicons) and not _is_term(phrase.noun):
            return _place_span(place), f"{phrase.case} phrase"
    if event_type == "ASSAULT" and trigger.pos_ in _NOUNS:
        for phrase in prepositionals_of(trigger):
            if phrase.case in _TARGETS and phrase.noun.ent_type_ in _LABELS:
                return _place_span(phrase.noun), f"{phrase.case} phrase"
    if mode == "visit" and trigger.pos_ not in _NOUNS:
        visited = (place for place in objects_of(trigger) if _is_place(place, lexicons))
        return next(((_place_span(place), "visited place") for place in visited), None)
    return None


def _phrases(trigger: Token) -> Iterator[Prepositional]:
    yield from prepositionals_of(trigger)
    governor = governor_of(trigger) if trigger.pos_ in _NOUNS else None
    if governor is not None:
        yield from prepositionals_of(governor)


def _in_front_of(noun: Token) -> Token:
    """Return the place that "the front of" a place stands at; any other noun is itself."""
    if noun.lower_ != "front":
        return noun
    return next((phrase.noun for phrase in prepositionals_of(noun) if phrase.case == "of"), noun)


def _is_term(noun: Token) -> bool:
    """Return whether a place is what a time is spent in: "two years in prison"."""
    first = next((child for child in noun.lefts if child.dep_ == "case"), noun)
    return first.i > 0 and not _TERMS.isdisjoint(base_forms(noun.doc[first.i - 1]))


def _is_place(noun: Token, lexicons: str | None) -> bool:
    return noun.ent_type_ in _LABELS or not _place_nouns(lexicons).isdisjoint(base_forms(noun))


def _place_span(noun: Token) -> TextSpan:
    entity = next((ent for ent in noun.doc.ents if ent.start <= noun.i < ent.end), None)
    if entity is not None and entity.label_ in _LABELS:
        return TextSpan(entity.start_char, entity.end_char, entity.text)
    return with_complements(noun.doc, phrase_around(noun.doc, noun.i), _MAX_WORDS).text_span(noun.doc)
