"""What an event is about, and where it happens, as spans copied from the text.

The object stands in different places for different types ("accused of *fraud*", "talks on *trade*", "urged
them to release *the crew*"); ``data/object_slots.csv`` lists them in order. Those who act are left to the
participants.
"""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.conditions import in_class
from pipeline.relations.dependents import (
    clauses_of,
    governor_of,
    modifiers_of,
    objects_of,
    prepositionals_of,
    subjects_of,
)
from pipeline.relations.noun_phrases import phrase_around, with_complements
from pipeline.relations.word_forms import base_forms

_MAX_WORDS = 5  # content words of an object before complements are left out
_LONGEST_CLAUSE = 8  # tokens of a clause that is copied as the object
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLACE_CASES = frozenset({"in", "at", "on", "near", "outside", "inside", "across", "throughout", "around"})
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@cache
def _slots(lexicons: str | None = None) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = read_lexicon("pipeline.relations", "object_slots.csv", lexicons)
    return {(row["type"], row["pos"]): tuple(row["slots"].split()) for row in rows}


@cache
def _place_nouns(lexicons: str | None = None) -> frozenset[str]:
    return frozenset(row["noun"] for row in read_lexicon("pipeline.relations", "place_nouns.csv", lexicons))


def find_object(trigger: Token, event_type: str, barred: frozenset[int]) -> tuple[TextSpan, str] | None:
    """Return what an event is about and the slot that holds it, or ``None``.

    Args:
        trigger: The word that names the event.
        event_type: Its PLOVER type.
        barred: Tokens that cannot be part of it: those of time expressions.
    """
    pos = "v" if trigger.pos_ in _VERBS else "n"
    for slot in _slots().get((event_type, pos), ()):
        name = slot.removesuffix("+")
        for token in _fill(trigger, name):
            if token.i in barred or (in_class(token, "@actor") and not slot.endswith("+")):
                continue
            if token.pos_ in _NOUNS:
                return _noun_phrase(token, barred), f"{event_type} {name}"
            if token.pos_ in _VERBS and name in {"comp", "clause", "of", "for", "from"}:
                return _clause(token), f"{event_type} {name}"
    return None


def _fill(trigger: Token, slot: str) -> Iterator[Token]:
    if slot == "obj":
        yield from objects_of(trigger)
    elif slot == "subj":
        yield from subjects_of(trigger)
    elif slot == "comp":
        for clause in clauses_of(trigger):
            yield from (token for token in objects_of(clause) if token.i > clause.i)
            yield from (
                phrase.noun
                for phrase in prepositionals_of(clause)
                if phrase.case in {"to", "with", "on", "in"}
            )
    elif slot == "clause":
        yield from (clause for clause in clauses_of(trigger) if clause.tag_ == "VBG")
    elif slot == "mod":
        yield from (token for token in modifiers_of(trigger) if token.pos_ in _NOUNS)
    else:
        yield from (phrase.noun for phrase in prepositionals_of(trigger) if phrase.case == slot)


def _noun_phrase(head: Token, barred: frozenset[int]) -> TextSpan:
    doc = head.doc
    phrase = phrase_around(doc, head.i, barred)
    return with_complements(doc, phrase, _MAX_WORDS, barred).text_span(doc)


def _clause(verb: Token) -> TextSpan:
    last = min(max(token.i for token in verb.subtree), verb.i + _LONGEST_CLAUSE, verb.sent.end - 1)
    end = next((t.i for t in verb.doc[verb.i + 1 : last + 1] if t.is_punct), last + 1)
    span = verb.doc[verb.i : end]
    return TextSpan(span.start_char, span.end_char, span.text)


def find_place(trigger: Token, mode: str | None) -> tuple[TextSpan, str] | None:
    """Return where an event happens and the rule that says so, or ``None``."""
    cases = _PLACE_CASES | {"to"} if mode == "visit" else _PLACE_CASES
    governor = governor_of(trigger) if trigger.pos_ in _NOUNS else None
    for word in (trigger, *([governor] if governor is not None else [])):
        for phrase in prepositionals_of(word):
            if phrase.case in cases and _is_place(phrase.noun):
                return _place_span(phrase.noun), f"{phrase.case} phrase"
    if mode == "visit" and trigger.pos_ in _VERBS:
        return next(((_place_span(o), "visited place") for o in objects_of(trigger) if _is_place(o)), None)
    return None


def _is_place(noun: Token) -> bool:
    return noun.ent_type_ in _PLACE_LABELS or not _place_nouns().isdisjoint(base_forms(noun))


def _place_span(noun: Token) -> TextSpan:
    entity = next((ent for ent in noun.doc.ents if ent.start <= noun.i < ent.end), None)
    if entity is not None and entity.label_ in _PLACE_LABELS:
        return TextSpan(entity.start_char, entity.end_char, entity.text)
    return phrase_around(noun.doc, noun.i).text_span(noun.doc)
