"""Whether an event happened: occurred, ongoing, planned, possible or negated.

The words that decide stand above the trigger: its auxiliaries and negation, else the predicate that governs
it ("refused to attend", "a request for talks"), else the clause of the verb that supports an event noun
("talks will be held"). They are looked up in ``data/status_cues.csv``; a clause without any of them has
occurred, unless its form tells that it lasts or is yet to come.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, cast

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import Status
from pipeline.relations.per_article import sentence_of
from pipeline.relations.verb_forms import (
    has_copula,
    has_past_auxiliary,
    is_finite,
    is_infinitive,
    is_past,
    is_progressive,
)
from pipeline.relations.word_forms import base_forms

Cues = Mapping[tuple[str, str], Status]

_MAX_STEPS = 6
_NOUNS = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_AUXILIARIES = frozenset({"aux", "aux:pass", "advmod", "cop", "det", "cc", "cc:preconj"})
_NOBODY = frozenset({"no", "nobody", "none", "noone", "neither"})
_ARGUMENTS = frozenset({"obj", "nsubj:pass", "nsubj", "obl", "iobj"})
_BEFORE_CLAUSE = frozenset({"obj", "nsubj:pass", "obl"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_PAST = frozenset({"VBD", "VBN"})
_PRESENT = frozenset({"VBZ", "VBP"})
_TO_COME = frozenset({"after", "when", "once", "as", "before", "until", "till"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PERMITTING = frozenset({"allow", "permit", "let", "enable", "authorise", "authorize"})
_APART = frozenset({"after", "following", "during", "since", "before", "until", "while", "when", "upon"}) | {
    "despite",
    "amid",
    "because",
    "without",
    "besides",
    "except",
}  # words before what only gives the circumstances of a clause
_BESIDE = _APART | {"over", "at", "by", "among", "through", "under", "as"}
_STOPS = frozenset(".!?")
_STATES = frozenset({"in", "on", "under"})


class Sign(NamedTuple):
    """What gives an event its status: the rule, and the word unless only a clause's form says it."""

    status: Status
    rule: str
    word: Token | None = None


@cache
def _cues(lexicons: str | None) -> Cues:
    rows = read_lexicon("pipeline.relations", "status_cues.csv", lexicons)
    return {(row["place"], row["cue"]): cast(Status, row["status"]) for row in rows}


def find_status(trigger: Token, lexicons: str | None = None) -> Sign:
    """Return the status of the event that a word names, with the rule and the word that say so."""
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


def _unmarked(cues: Cues, trigger: Token, clause: Token) -> Sign:
    """Return the status where no cue is found, which the form of the clause tells."""
    if is_progressive(clause):
        return Sign("ongoing", "progressive", clause)
    if trigger.pos_ in _NOUNS:
        if (clause.i == trigger.i or clause.tag_ not in _PAST) and (
            cue := _cue(cues, "trigger", trigger)
        ) is not None:
            return cue
        return (
            Sign("ongoing", "present state") if _is_present_state(trigger) else Sign("occurred", "asserted")
        )
    if is_infinitive(clause) and clause.dep_ in {"ROOT", "root", "ccomp", "parataxis", "acl"}:
        return Sign("planned", "infinitive", clause)
    if clause.dep_ == "acl:relcl" and clause.tag_ in _PRESENT and not has_past_auxiliary(clause):
        return Sign("ongoing", "present relative clause", clause)
    if _is_habit(clause):
        return Sign("ongoing", "present of several", clause)
    return Sign("occurred", "asserted")


def _is_habit(verb: Token) -> bool:
    """Return whether several do something in the present ("critics accuse him"), not in a headline."""
    subject = next((child for child in verb.lefts if child.dep_ == "nsubj"), None)
    if verb.tag_ != "VBP" or verb.dep_ not in {"ROOT", "root"} or subject is None:
        return False
    words = [token for token in sentence_of(verb) if not token.is_space and not token.is_quote]
    return words[-1].text in _STOPS and subject.lower_ not in {"i", "we", "you"}


def _is_present_state(noun: Token) -> bool:
    """Return whether a noun is a state ("are in detention") or goes on ("talks that are taking place")."""
    if any(child.dep_ == "acl:relcl" and is_progressive(child) for child in noun.rights):
        return True
    words = {child.dep_: child for child in noun.lefts if child.dep_ in {"cop", "case"}}
    return len(words) == 2 and words["cop"].tag_ in _PRESENT and words["case"].lower_ in _STATES


def _cue(cues: Cues, place: str, token: Token) -> Sign | None:
    particles = [f"-{child.lower_}" for child in token.children if child.dep_ == "compound:prt"]
    for form in (base + suffix for suffix in [*particles, ""] for base in base_forms(token)):
        if (place, form) in cues:
            return Sign(cues[place, form], f"{place} {form}", token)
    return None


def _own(cues: Cues, token: Token) -> Sign | None:
    """Return what a word's own auxiliaries, negation and modifiers say."""
    if token.pos_ in _NOUNS and not has_copula(token):
        return next((c for child in token.lefts if (c := _cue(cues, "modifier", child)) is not None), None)
    words = [child for child in token.children if child.dep_ in _AUXILIARIES and child.i < token.i]
    found = [cue for word in words if (cue := _cue(cues, "modal", word)) is not None]
    negated = [cue for cue in found if cue.status == "negated"]
    if found:
        return negated[0] if negated else _future_in_the_past(token, words) or found[0]
    if _is_to_do(token):
        return Sign("planned", "modal is to", next(c for c in token.lefts if c.lemma_ == "be"))
    nobody = next((c for c in token.children if c.dep_ in _SUBJECTS and _is_nobody(c)), None)
    if nobody is not None:
        return Sign("negated", "no subject", nobody)
    return next(
        (
            c
            for child in token.children
            if child.dep_ == "mark" and (c := _cue(cues, "mark", child)) is not None
        ),
        None,
    )


def _is_nobody(subject: Token) -> bool:
    """Return whether a subject denies its clause: "nobody", "no flight", "not a single flight"."""
    words = [token.lower_ for token in (*subject.lefts, subject)]
    return not _NOBODY.isdisjoint(words) or words[:2] in (["not", "a"], ["not", "one"])


def _future_in_the_past(verb: Token, words: list[Token]) -> Sign | None:
    """Return planned for "would" without a condition: "said that flights would resume"."""
    would = next((word for word in words if word.lower_ == "would"), None)
    if would is None or any(token.lower_ in {"if", "unless"} for token in sentence_of(verb)):
        return None
    return Sign("planned", "modal would", would)


def _is_to_do(verb: Token) -> bool:
    """Return whether a verb stands in "is to", "are to"."""
    return is_infinitive(verb) and any(c.lemma_ == "be" and c.tag_ in _FINITE for c in verb.lefts)


def _governing(cues: Cues, token: Token) -> Sign | None:
    """Return what the word above says, if it is a cue for what it governs."""
    if token.head.i == token.i:
        return None
    return _above_verb(cues, token) if token.pos_ in _VERBS else _above_noun(cues, token)


def _above_verb(cues: Cues, verb: Token) -> Sign | None:
    head = verb.head
    if verb.dep_ == "advcl" and verb.tag_ in _PRESENT:
        marks = {child.lower_ for child in verb.lefts if child.dep_ in {"mark", "advmod"}}
        return None if _TO_COME.isdisjoint(marks) else _modal(cues, head)
    if verb.dep_ == "ccomp" and (cue := _cue(cues, "that", head)) is not None:
        return cue if cue.status == "negated" or not is_past(verb) else None
    if is_finite(verb) or verb.dep_ in {"conj", "parataxis", "amod"} or not _is_complement(verb):
        return None
    above = [head, head.head] if verb.dep_ == "acl" else [head]
    if head.pos_ in _VERBS and verb.dep_ in {"advcl", "xcomp"} and _is_purpose(verb):
        # "signed a deal to buy": the clause may be hung on the verb instead of its noun
        above += [c for c in head.children if c.dep_ in _BEFORE_CLAUSE and c.i < verb.i and c.pos_ in _NOUNS]
    for word in above:
        if (cue := _cue(cues, "clause", word)) is not None:
            return _seen_from_above(cues, word, cue)
    return None


def _seen_from_above(cues: Cues, governor: Token, cue: Sign) -> Sign:
    """Return what a cue says in its own clause: "would continue to …", "refused to allow …"."""
    own = _own(cues, governor) if governor.pos_ in _VERBS else None
    if cue.status == "ongoing" and own is not None and own.status in {"planned", "possible"}:
        return own
    if cue.status == "planned" or not _PERMITTING.isdisjoint(base_forms(governor)):
        outer = own or (_above_verb(cues, governor) if governor.pos_ in _VERBS else None)
        return outer if outer is not None and outer.status == "negated" else cue
    return cue


def _is_complement(verb: Token) -> bool:
    """Return whether a verb completes what it hangs on, as participles without a preposition do not."""
    marks = {child.lower_ for child in verb.lefts if child.dep_ in {"mark", "case"}}
    if verb.dep_ == "acl" and verb.tag_ in _PARTICIPLES:
        return bool(marks)
    return verb.dep_ != "advcl" or verb.tag_ not in _PARTICIPLES or marks.isdisjoint(_APART)


def _is_purpose(verb: Token) -> bool:
    return is_infinitive(verb) or any(child.lower_ == "on" for child in verb.lefts)


def _above_noun(cues: Cues, noun: Token) -> Sign | None:
    head = noun.head
    if noun.dep_ in _ARGUMENTS and (head.pos_ in _VERBS or has_copula(head)):
        if _is_presupposed(noun):
            return None
        purpose = noun.dep_ == "obl" and any(c.lower_ == "for" and c.dep_ == "case" for c in noun.lefts)
        places = ["noun", *(["for"] if purpose else []), *(["above"] if head.pos_ == "ADJ" else [])]
    else:
        places = ["above"] if noun.dep_ in {"nmod", "obl", "acl"} else []
    return next((cue for place in places if (cue := _cue(cues, place, head)) is not None), None)


def _modal(cues: Cues, verb: Token) -> Sign | None:
    """Return planned or possible if the auxiliaries of a verb say so."""
    found = _own(cues, verb) if verb.pos_ in _VERBS else None
    return found if found is not None and found.status in {"planned", "possible"} else None


def _next_up(cues: Cues, token: Token) -> Token | None:
    """Return the word whose clause decides where the word itself and its governor do not."""
    head = token.head
    if head.i == token.i:
        return None
    if token.pos_ in _VERBS:
        return None if is_finite(token) else _verb_above(token)
    if token.dep_ in {"conj", "compound"} and head.pos_ in _NOUNS:
        return head
    if token.dep_ == "nmod" or (head.pos_ in _VERBS and token.dep_ in _ARGUMENTS):
        return head if _cue(cues, "light", head) and not _stands_apart(cues, token) else None
    return None


def _stands_apart(cues: Cues, noun: Token) -> bool:
    """Return whether an event is beside a clause and shares its status only if that is still to come."""
    own = _own(cues, noun.head) if noun.dep_ == "obl" else None
    return _is_presupposed(noun) and (own is None or own.status != "planned")


def _is_presupposed(noun: Token) -> bool:
    """Return whether a verb takes an event for granted: beside its clause ("after talks") or as its cause."""
    if noun.dep_ == "obl":
        return any(child.dep_ == "case" and child.lower_ in _BESIDE for child in noun.lefts)
    return noun.dep_ == "nsubj" and any(child.dep_ == "obj" for child in noun.head.rights)


def _verb_above(verb: Token) -> Token | None:
    head = verb.head
    if verb.dep_ == "conj":
        # "urged them to march and demand …": coordinated with the infinitive, whatever the parse says
        return _infinitive_between(verb) or head if verb.tag_ in {"VB", "VBP"} and is_past(head) else head
    return head if verb.dep_ in {"xcomp", "acl", "advcl"} and is_infinitive(verb) else None


def _infinitive_between(verb: Token) -> Token | None:
    """Return the infinitive under the first of two coordinated verbs that stands between them."""
    found = (c for c in verb.head.rights if c.i < verb.i and c.pos_ in _VERBS and is_infinitive(c))
    return next(found, None)
