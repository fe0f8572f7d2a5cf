"""What the form of a verb tells: finite, past, progressive. Dependencies are Universal Dependencies."""

from spacy.tokens import Token

_AUXILIARIES = frozenset({"aux", "aux:pass"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_PROGRESSIVE = frozenset({"is", "are", "'s", "'re", "am", "was", "were", "\u2019s", "\u2019re"})
_HAVE = frozenset({"has", "have", "'ve", "\u2019ve"})


def is_finite(verb: Token) -> bool:
    """Return whether a verb has a tense of its own."""
    if verb.tag_ == "VBP" and verb.dep_ == "conj" and (is_infinitive(verb.head) or is_past(verb.head)):
        return any(child.dep_ in _SUBJECTS for child in verb.lefts)  # "to take … and demand"
    return verb.tag_ in _FINITE or any(
        child.dep_ in {*_AUXILIARIES, "cop"} and child.tag_ in _FINITE for child in verb.children
    )


def is_infinitive(verb: Token) -> bool:
    """Return whether "to" stands before a verb."""
    return any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in verb.lefts)


def is_past(verb: Token) -> bool:
    """Return whether a verb or its auxiliary is in the past tense."""
    return verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.lefts if c.dep_ in _AUXILIARIES)


def has_past_auxiliary(verb: Token) -> bool:
    """Return whether an auxiliary of a verb is a past form: "was", "been"."""
    return any(child.tag_ in {"VBD", "VBN"} for child in verb.lefts if child.dep_ in _AUXILIARIES)


def has_copula(token: Token) -> bool:
    """Return whether a word is the predicate of a form of *be*."""
    return any(child.dep_ == "cop" for child in token.children)


def is_progressive(verb: Token) -> bool:
    """Return whether a verb tells what goes on: "are meeting", "have been meeting", "were being halted"."""
    words = {child.lower_ for child in verb.lefts if child.dep_ in {*_AUXILIARIES, "cop"}}
    if verb.tag_ == "VBG":
        return not _PROGRESSIVE.isdisjoint(words) or ("been" in words and not _HAVE.isdisjoint(words))
    return "being" in words and not _PROGRESSIVE.isdisjoint(words)
