"""How sure a candidate is: what its lexicon line, the event tagger and the words around it say.

The log odds of the line's score, those of the event tagger and the weights of all features that hold
(``data/evidence.csv``, fitted by logistic regression on gold/train) add up to the log odds of the candidate's
score. Pipelines without an event tagger have weights of their own.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple, Self

from spacy.tokens import Doc, Token

from pipeline.lexicon import read_lexicon
from pipeline.relations.conditions import in_class
from pipeline.relations.dependents import (
    clauses_of,
    governor_of,
    is_passive,
    objects_of,
    owners_of,
    prepositionals_of,
    subjects_of,
)
from pipeline.relations.per_article import per_article, per_token, sentence_of
from pipeline.relations.triggers import TAGGER_RULE, Candidate

_VERBS = frozenset({"VERB", "AUX"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PARTICIPANT_CASES = frozenset(
    {"of", "by", "with", "between", "against", "from", "to", "on", "for", "into", "over"}
)
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_MARKS = frozenset('"“”')
_LIKELY = 0.5
_NEAR = 15  # tokens
_UNMET = 0.4  # share of a line's score left where its conditions do not hold
_LEAST, _MOST = 0.02, 0.98

#: Names of the features that are numbers.
LINE, TAGGER, UNLISTED = "line", "tagger", "unlisted tagger"
#: Log odds that stand for the event tagger's silence.
SILENT = -6.0


@cache
def read_weights(lexicons: str | None = None, *, tagged: bool = True) -> dict[str, float]:
    """Return the weight of each feature in log odds.

    Args:
        lexicons: A folder with a user's own lexicon entries.
        tagged: Whether there is an event tagger; without one the other evidence weighs more.
    """
    rows = read_lexicon("pipeline.relations", "evidence.csv", lexicons)
    return {row["feature"]: float(row["weight" if tagged else "alone"]) for row in rows}


def weigh(doc: Doc, candidates: Sequence[Candidate], lexicons: str | None = None) -> list[Candidate]:
    """Return the candidates of a document with the score that all evidence gives them."""
    weights = read_weights(lexicons, tagged=doc._.event_odds is not None)
    shared = document_features(doc, candidates)
    return [
        replace(c, score=_score(c, [*features(c), *more], weights))
        for c, more in zip(candidates, shared, strict=True)
    ]


def _score(candidate: Candidate, names: Sequence[str], weights: Mapping[str, float]) -> float:
    measured = [weights[name] * value for name, value in measures(candidate).items()]
    odds = math.fsum([*measured, *(weights.get(name, 0.0) for name in names)])
    return round(1 / (1 + math.exp(-odds)), 3)


def measures(candidate: Candidate) -> dict[str, float]:
    """Return the features that are numbers: log odds of the lexicon line and of the event tagger."""
    tagger = SILENT if candidate.odds is None else min(max(candidate.odds, SILENT), -SILENT)
    if candidate.rule == TAGGER_RULE:
        return {UNLISTED: tagger}
    return {LINE: line_odds(candidate.score, met=candidate.met), TAGGER: tagger}


def line_odds(score: float, *, met: bool) -> float:
    """Return the log odds that a lexicon line gives by its score, and whether its conditions hold."""
    return log_odds(score if met else score * _UNMET)


def log_odds(score: float) -> float:
    """Return the log odds of a score, kept away from certainty."""
    kept = min(max(score, _LEAST), _MOST)
    return math.log(kept / (1 - kept))


def document_features(doc: Doc, candidates: Sequence[Candidate]) -> list[list[str]]:
    """Return for each candidate what the others say: an article tells of a few kinds of events."""
    likely = [_Seen.of(c) for c in candidates if c.met and c.score >= _LIKELY]
    words = sum(token.is_alpha for token in doc) or 1
    density = f"likely per 100 words: {min(4, int(100 * len(likely) / words))}"
    found = []
    for candidate in candidates:
        one = _Seen.of(candidate)
        others = [other for other in likely if other.start != one.start]
        same = sum([other.type == one.type for other in others])
        near = sum([abs(other.at - one.at) <= _NEAR for other in others])
        if candidate.rule == TAGGER_RULE:
            found.append([f"unlisted, others of the type: {min(3, same)}"])
            continue
        names = ["bias", density, f"others of the type: {min(3, same)}", f"others near: {min(3, near)}"]
        word = any(other.text == one.text for other in others)
        found.append([*names, "the same word elsewhere"] if word else names)
    return found


class _Seen(NamedTuple):
    """What other candidates look at in a candidate, read from its span and token once."""

    start: int
    at: int
    type: str
    text: str

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        span = candidate.span
        return cls(span.start, candidate.token.i, candidate.type, span.text.lower())


def features(candidate: Candidate) -> Iterator[str]:
    """Yield the names of the features that hold for a candidate."""
    if candidate.rule == TAGGER_RULE:
        yield from _unlisted_features(candidate)
        return
    yield "needs met" if candidate.met else "needs not met"
    yield f"type {candidate.type}"
    yield from _word_features(candidate.token)


def _unlisted_features(candidate: Candidate) -> Iterator[str]:
    """Yield the features of a word that the lexicon lacks: few, for events are rare among such words."""
    token = candidate.token
    yield "unlisted"
    yield f"unlisted {token.pos_}"
    yield f"unlisted {candidate.type}"
    yield f"unlisted name {_distance_to_name(token)}"


@per_token
def _word_features(token: Token) -> list[str]:
    """Return the features that all candidates at a word share."""
    names = [f"name {_distance_to_name(token)}", f"sentence {_sentence_number(token)}"]
    if _in_quotes(token):
        names.append("quoted")
    return [*names, *(_verb_features(token) if token.pos_ in _VERBS else _noun_features(token))]


def _verb_features(verb: Token) -> Iterator[str]:
    yield f"verb {verb.tag_}"
    passive = is_passive(verb)
    yield "verb passive" if passive else "verb active"
    yield f"verb subject {_kind(subjects_of(verb))}"
    yield f"verb object {_kind(objects_of(verb))}"
    yield f"verb is {verb.dep_}"
    if clauses_of(verb):
        yield "verb has clause"
    for child in verb.lefts:
        if child.dep_ in {"aux", "mark"}:
            yield f"verb after {child.lower_}"


def _noun_features(noun: Token) -> Iterator[str]:
    yield "noun plural" if noun.tag_ in {"NNS", "NNPS"} else "noun singular"
    yield f"noun is {noun.dep_}"
    yield f"noun owner {_kind(owners_of(noun))}"
    complements = [phrase for phrase in prepositionals_of(noun) if phrase.case in _PARTICIPANT_CASES]
    yield f"noun complement {_kind([phrase.noun for phrase in complements])}"
    determiners = {child.lower_ for child in noun.lefts if child.dep_ == "det"}
    yield "noun definite" if determiners & _DEFINITE else "noun indefinite" if determiners else "noun bare"
    yield "noun governed" if governor_of(noun) is not None else "noun not governed"
    if noun.pos_ == "PROPN":
        yield "noun is a name"
    if noun.i + 1 < len(noun.doc) and noun.nbor().pos_ in {"NOUN", "PROPN"}:
        yield "noun before a noun"


def _kind(tokens: Sequence[Token]) -> str:
    if not tokens:
        return "none"
    if any(token.ent_type_ in _NAMES for token in tokens):
        return "named"
    return "actor" if any(in_class(token, "@actor") for token in tokens) else "thing"


def _distance_to_name(token: Token) -> str:
    """Return how far the nearest name of someone who may act is, within the sentence."""
    sentence, names = sentence_of(token), _names(token.doc)
    inside = names[bisect_left(names, sentence.start) : bisect_left(names, sentence.end)]
    near = min([abs(index - token.i) for index in inside], default=None)
    return "absent" if near is None else "beside" if near <= 2 else "near" if near <= 6 else "far"


@per_article
def _names(doc: Doc) -> list[int]:
    return [token.i for token in doc if token.ent_type_ in _NAMES]


def _sentence_number(token: Token) -> str:
    """Return whether a word stands in the headline or lead, early or late in the article."""
    part = token.i / len(token.doc)
    return "first" if part < 0.1 else "early" if part < 0.35 else "middle" if part < 0.7 else "late"


def _in_quotes(token: Token) -> bool:
    quotes = _quotes(token.doc)
    opened = bisect_left(quotes, token.i) - bisect_left(quotes, sentence_of(token).start)
    return opened % 2 == 1


@per_article
def _quotes(doc: Doc) -> list[int]:
    return [token.i for token in doc if token.text in _MARKS]
