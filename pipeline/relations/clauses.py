"""Walk a clause of the parse: the verb that governs a token, its subject and its object."""

from functools import cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.relations.word_forms import base_forms

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})
_OBJECTS = frozenset({"obj", "dobj"})
_BORROWED = frozenset({"conj", "xcomp", "advcl", "ccomp", "parataxis"})
_RELATIVE = frozenset({"acl", "acl:relcl"})
_PREDICATES = frozenset({"VERB", "AUX"})
_MAX_STEPS = 8


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb or copular predicate above a token (itself included), or ``None``."""
    for _ in range(_MAX_STEPS):
        if token.pos_ in _PREDICATES or is_copular(token):
            return token
        if token.head.i == token.i:
            break
        token = token.head
    return None


def is_copular(token: Token) -> bool:
    """Return whether a token is the predicate of a form of *be*."""
    return any(child.dep_ == "cop" for child in token.children)


def subject_of(verb: Token) -> Token | None:
    """Return the head of a verb's subject: its own, its controller's, or the noun that it modifies."""
    for _ in range(_MAX_STEPS):
        own = [child for child in verb.children if child.dep_ in _SUBJECTS]
        if own and own[0].tag_ in {"WDT", "WP"} and verb.dep_ in _RELATIVE:
            return verb.head
        if own:
            return own[0]
        if verb.dep_ in _RELATIVE:
            return verb.head
        if verb.dep_ not in _BORROWED:
            return None
        verb = verb.head
    return None


def object_of(verb: Token) -> Token | None:
    """Return the head of a verb's object, or ``None``."""
    return next((child for child in verb.children if child.dep_ in _OBJECTS), None)


def case_of(token: Token) -> str:
    """Return the preposition that marks a token, lower-case, or ``""``."""
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


@cache
def _speech_verbs() -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_lexicon("pipeline.relations", "speech_verbs.csv"))


def is_speech(verb: Token) -> bool:
    """Return whether a verb reports what somebody says."""
    return not _speech_verbs().isdisjoint(base_forms(verb))
