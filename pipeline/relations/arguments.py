"""What an event is about, as a span copied from the text.

The object stands in different places for different types ("accused of *fraud*", "talks on *trade*", "urged
them to release *the crew*"); ``data/object_slots.csv`` lists them in order. Those who act are left to the
participants.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.conditions import in_class
from pipeline.relations.dependents import (
    clauses_of,
    governor_of,
    is_passive,
    modifiers_of,
    objects_of,
    prepositionals_of,
    subjects_of,
)
from pipeline.relations.noun_phrases import Phrase, phrase_after, phrase_around, with_complements
from pipeline.relations.per_article import sentence_of
from pipeline.relations.word_forms import base_forms

_MAX_WORDS = 5  # content words of an object before complements are left out
_MAX_DEFINING = 7  # those of one whose last complement says which thing it is
_LONGEST_CLAUSE = 8  # tokens of a clause that is copied as the object
_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_AMOUNTS = frozenset({"NUM", "SYM"})
_OPENING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "MD"})
_CLAUSAL = frozenset({"comp", "clause", "of", "for", "from"})
_COMPLEMENT_CASES = frozenset({"to", "with", "on", "in"})
_TOPIC_VERBS = frozenset(
    {"discuss", "tackle", "cover", "address", "review", "debate", "concern", "resolve", "examine"}
)
_REACH = 12  # tokens behind a trigger that are scanned for a preposition


@cache
def _slots(lexicons: str | None) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = read_lexicon("pipeline.relations", "object_slots.csv", lexicons)
    return {(row["type"], row["pos"]): tuple(row["slots"].split()) for row in rows}


def find_object(
    trigger: Token, event_type: str, barred: frozenset[int], lexicons: str | None = None
) -> tuple[TextSpan, str] | None:
    """Return what an event is about and the slot that holds it, or ``None``.

    The slots are filled from the parse; where none is filled, the words behind the trigger are scanned.

    Args:
        trigger: The word that names the event.
        event_type: Its PLOVER type.
        barred: Tokens that cannot be part of it: those of time expressions.
        lexicons: A folder with a user's own lexicon entries.
    """
    slots = _slots(lexicons).get((event_type, "v" if trigger.pos_ in _VERBS else "n"), ())
    for fill, suffix in ((_fill, ""), (_scan, " nearby")):
        for slot in slots:
            name = slot.removesuffix("+")
            for token in fill(trigger, name):
                span = _object_at(token, name, slot.endswith("+"), barred)
                if span is not None:
                    return span, f"{event_type} {name}{suffix}"
    return None


def _object_at(token: Token, slot: str, actors: bool, barred: frozenset[int]) -> TextSpan | None:
    if token.i in barred or (not actors and _is_participant(token, slot)):
        return None
    if token.pos_ in _NOUNS or (slot == "obj" and token.pos_ in _AMOUNTS):
        return None if in_class(token, "@setting") else _noun_phrase(token, barred)
    return _clause(token) if slot in _CLAUSAL and token.pos_ in _VERBS else None


def _is_participant(token: Token, slot: str) -> bool:
    """Return whether a noun is left to the participants; what others are asked to do may be about anyone."""
    if slot == "comp":
        return token.pos_ == "PRON" or token.ent_type_ in {"PERSON", "GPE"}
    parts = prepositionals_of(token) if in_class(token, "@portion") else []
    return in_class(token, "@actor") or any(
        part.case == "of" and in_class(part.noun, "@actor") for part in parts
    )


def _fill(trigger: Token, slot: str) -> Iterator[Token]:
    if slot in _FILLERS:
        yield from _FILLERS[slot](trigger)
    else:
        governor = governor_of(trigger) if trigger.pos_ in _NOUNS else None
        for word in (trigger, *([governor] if governor is not None else [])):
            yield from (p.noun for p in prepositionals_of(word) if p.case == slot and p.noun.i > trigger.i)


def _complements(trigger: Token) -> Iterator[Token]:
    """Yield the objects of the clauses that complement a trigger."""
    for clause in clauses_of(trigger):
        yield from (token for token in objects_of(clause) if token.i > clause.i)
        yield from (p.noun for p in prepositionals_of(clause) if p.case in _COMPLEMENT_CASES)


def _topics(trigger: Token) -> Iterator[Token]:
    """Yield what a meeting deals with: "the talks covered trade", "met to discuss trade"."""
    if (
        trigger.dep_ == "nsubj"
        and trigger.head.pos_ in _VERBS
        and not _TOPIC_VERBS.isdisjoint(base_forms(trigger.head))
    ):
        yield from objects_of(trigger.head)
    above = trigger.head if trigger.pos_ in _NOUNS else trigger
    for clause in (*clauses_of(trigger), *clauses_of(above)):
        if not _TOPIC_VERBS.isdisjoint(base_forms(clause)):
            yield from objects_of(clause)


def _scan(trigger: Token, slot: str) -> Iterator[Token]:
    """Yield the noun behind a preposition (or right behind a verb) in the words that follow a trigger."""
    doc, i = trigger.doc, trigger.i + 1
    if slot == "obj" and trigger.pos_ in _VERBS and not is_passive(trigger):
        phrase = phrase_after(doc, i) if i < len(doc) and doc[i].pos_ in _OPENING else None
        if phrase is not None:
            yield doc[phrase.head]
    if slot in _FILLERS:
        return
    for token in doc[i : min(i + _REACH, sentence_of(trigger).end)]:
        if token.is_punct or token.tag_ in _FINITE or token.is_space:
            return
        if token.lower_ == slot and token.i + 1 < len(doc):
            phrase = phrase_after(doc, token.i + 1)
            if phrase is not None:
                yield doc[phrase.head]
            return


_FILLERS: dict[str, Callable[[Token], Iterable[Token]]] = {
    "obj": objects_of,
    "subj": subjects_of,
    "gathering": lambda trigger: [p.noun for p in prepositionals_of(trigger) if in_class(p.noun, "@talks")],
    "comp": _complements,
    "topic": _topics,
    "clause": lambda trigger: [c for c in clauses_of(trigger) if c.tag_ == "VBG" and _follows(trigger, c)],
    "mod": lambda trigger: [token for token in modifiers_of(trigger) if token.pos_ in _NOUNS],
}


def _follows(trigger: Token, clause: Token) -> bool:
    """Return whether a clause completes a trigger: not one that is only added behind a comma."""
    return not any(token.is_punct and not token.is_quote for token in trigger.doc[trigger.i + 1 : clause.i])


def _noun_phrase(head: Token, barred: frozenset[int]) -> TextSpan:
    doc = head.doc
    phrase = phrase_around(doc, head.i, barred)
    full = with_complements(doc, phrase, _MAX_WORDS, barred, _MAX_DEFINING)
    start, end = _with_amount(doc, full.start), _with_infinitive(doc, full)
    return Phrase(start, end, full.head).text_span(doc)


def _with_amount(doc: Doc, start: int) -> int:
    """Return where a phrase starts with the number before it: "17 items", "£63 million acquisition"."""
    first = sentence_of(doc[start]).start
    while start > first and (doc[start - 1].pos_ == "NUM" or doc[start - 1].is_currency):
        start -= 1
    return start


def _with_infinitive(doc: Doc, phrase: Phrase) -> int:
    """Return where a phrase ends with the infinitive that completes it: "plans to revise the law"."""
    end = phrase.end
    verb = next((t for t in doc[end : end + 4] if t.tag_ == "VB"), None)
    if verb is None or doc[end].lower_ != "to" or phrase.start > verb.head.i or verb.head.i >= end:
        return end
    last = min(max(token.i for token in verb.subtree), end + _LONGEST_CLAUSE, sentence_of(verb).end - 1)
    return next((t.i for t in doc[verb.i : last + 1] if t.is_punct), last + 1)


def _clause(verb: Token) -> TextSpan:
    last = min(max(token.i for token in verb.subtree), verb.i + _LONGEST_CLAUSE, sentence_of(verb).end - 1)
    end = next((t.i for t in verb.doc[verb.i + 1 : last + 1] if t.is_punct), last + 1)
    span = verb.doc[verb.i : end]
    return TextSpan(span.start_char, span.end_char, span.text)
