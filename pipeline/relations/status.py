"""Whether an event happened: occurred, ongoing, planned, possible or negated.

The words that decide stand above the trigger: its auxiliaries and negation, else the predicate that governs
it ("refused to attend", "a request for talks"), else the clause of the verb that supports an event noun
("talks will be held"). They are looked up in ``data/status_cues.csv``; a finite clause without any of them
has occurred.
"""

from collections.abc import Mapping
from functools import cache
from typing import cast

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import Status
from pipeline.relations.per_article import sentence_of
from pipeline.relations.word_forms import base_forms

Cues = Mapping[tuple[str, str], Status]

_MAX_STEPS = 6
_NOUNS = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_AUXILIARIES = frozenset({"aux", "aux:pass", "advmod", "cop", "det", "cc", "cc:preconj"})
_NOBODY = frozenset({"no", "nobody", "none", "noone", "neither"})
_PROGRESSIVE = frozenset({"is", "are", "'s", "'re", "am", "was", "were", "\u2019s", "\u2019re"})
_ARGUMENTS = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "iobj"})


@cache
def _cues(lexicons: str | None) -> Cues:
    rows = read_lexicon("pipeline.relations", "status_cues.csv", lexicons)
    return {(row["place"], row["cue"]): cast(Status, row["status"]) for row in rows}


def find_status(trigger: Token, lexicons: str | None = None) -> tuple[Status, str]:
    """Return the status of the event that a word names, and the rule that says so."""
    cues = _cues(lexicons)
    token, steps = trigger, 0
    while steps < _MAX_STEPS:
        found = _own(cues, token) or _governing(cues, token)
        if found is not None:
            return found
        higher = _next_up(cues, token)
        if higher is None:
            break
        token, steps = higher, steps + 1
    return _unmarked(cues, trigger, token)


def _unmarked(cues: Cues, trigger: Token, clause: Token) -> tuple[Status, str]:
    """Return the status where no cue is found: progressives and lasting events go on, the rest occurred."""
    if _is_progressive(clause):
        return "ongoing", "progressive"
    if trigger.pos_ in _NOUNS and clause.i == trigger.i:
        return _cue(cues, "trigger", trigger) or ("occurred", "asserted")
    return "occurred", "asserted"


def _cue(cues: Cues, place: str, token: Token) -> tuple[Status, str] | None:
    particles = [f"-{child.lower_}" for child in token.children if child.dep_ == "compound:prt"]
    for form in (base + suffix for suffix in [*particles, ""] for base in base_forms(token)):
        if (place, form) in cues:
            return cues[place, form], f"{place} {form}"
    return None


def _own(cues: Cues, token: Token) -> tuple[Status, str] | None:
    """Return what a word's own auxiliaries, negation and modifiers say."""
    if token.pos_ in _NOUNS and not _has_copula(token):
        return next((c for child in token.lefts if (c := _cue(cues, "modifier", child)) is not None), None)
    words = [child for child in token.children if child.dep_ in _AUXILIARIES and child.i < token.i]
    found = [cue for word in words if (cue := _cue(cues, "modal", word)) is not None]
    negated = [cue for cue in found if cue[0] == "negated"]
    if found:
        return negated[0] if negated else _future_in_the_past(token, words) or found[0]
    if _is_to_do(token):
        return "planned", "modal is to"
    if any(
        c.dep_ in {"nsubj", "nsubj:pass"} and _NOBODY & {t.lower_ for t in (c, *c.lefts)}
        for c in token.children
    ):
        return "negated", "no subject"
    return next(
        (
            c
            for child in token.children
            if child.dep_ == "mark" and (c := _cue(cues, "mark", child)) is not None
        ),
        None,
    )


def _future_in_the_past(verb: Token, words: list[Token]) -> tuple[Status, str] | None:
    """Return planned for "would" without a condition: "said that flights would resume"."""
    if not any(word.lower_ == "would" for word in words):
        return None
    return (
        None
        if any(token.lower_ in {"if", "unless"} for token in sentence_of(verb))
        else ("planned", "modal would")
    )


def _is_to_do(verb: Token) -> bool:
    """Return whether a verb stands in "is to", "are to"."""
    return _is_infinitive(verb) and any(c.lemma_ == "be" and c.tag_ in _FINITE for c in verb.lefts)


def _governing(cues: Cues, token: Token) -> tuple[Status, str] | None:
    """Return what the word above says, if it is a cue for what it governs."""
    head = token.head
    if head.i == token.i:
        return None
    if token.pos_ in _VERBS:
        if _is_finite(token) or token.dep_ in {"conj", "parataxis", "amod"}:
            return None
        return _cue(cues, "clause", head) or (
            _cue(cues, "clause", head.head) if token.dep_ == "acl" else None
        )
    if head.pos_ in _VERBS or _has_copula(head):
        return _cue(cues, "noun", head) if token.dep_ in _ARGUMENTS else None
    return _cue(cues, "above", head) if token.dep_ in {"nmod", "obl", "acl"} else None


def _next_up(cues: Cues, token: Token) -> Token | None:
    """Return the word whose clause decides where the word itself and its governor do not."""
    head = token.head
    if head.i == token.i:
        return None
    if token.pos_ in _VERBS:
        if _is_finite(token):
            return None
        return (
            head
            if (token.dep_ in {"xcomp", "conj", "acl", "advcl"} and _is_infinitive(token))
            or token.dep_ == "conj"
            else None
        )
    if token.dep_ in {"conj", "compound"} and head.pos_ in _NOUNS:
        return head
    if token.dep_ == "nmod" or (head.pos_ in _VERBS and token.dep_ in _ARGUMENTS):
        return head if _cue(cues, "light", head) else None
    return None


def _is_finite(verb: Token) -> bool:
    if verb.tag_ == "VBP" and verb.dep_ == "conj" and _is_infinitive(verb.head):
        return any(child.dep_ in {"nsubj", "nsubj:pass"} for child in verb.lefts)  # "to take … and demand"
    return verb.tag_ in _FINITE or any(
        c.dep_ in {"aux", "aux:pass", "cop"} and c.tag_ in _FINITE for c in verb.children
    )


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in verb.lefts)


def _has_copula(token: Token) -> bool:
    return any(child.dep_ == "cop" for child in token.children)


def _is_progressive(verb: Token) -> bool:
    auxiliaries = {child.lower_ for child in verb.lefts if child.dep_ in {"aux", "aux:pass", "cop"}}
    if verb.tag_ == "VBG":
        return bool(auxiliaries & _PROGRESSIVE) and "been" not in auxiliaries
    return "being" in auxiliaries and bool(auxiliaries & _PROGRESSIVE)
