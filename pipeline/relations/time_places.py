"""Where the time expressions of an article stand: the words that they hang on, their clause and sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.records import TimeExpression
from pipeline.relations.dependents import governor_of
from pipeline.relations.per_article import sentence_number
from pipeline.relations.word_forms import base_forms

_DATING = frozenset({"DATE", "TIME"})
_NO_DATES = frozenset({"duration", "set", "ref"})
_PREDICATES = frozenset({"VERB", "AUX"})
_MAX_STEPS = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A time expression in its sentence.

    Attributes:
        time: The time expression.
        span: Its tokens.
        token: The word at its head.
        sentence: The number of its sentence.
        owners: Indices of the words that it hangs on, from the nearest up to the first verb.
        clause: The verb of its clause.
        in_name: Whether it is part of a name ("the Registration Regulations 1990").
    """

    time: TimeExpression
    span: Span
    token: Token
    sentence: int
    owners: tuple[int, ...]
    clause: Token | None
    in_name: bool


def find_places(doc: Doc, times: Sequence[TimeExpression]) -> list[Place]:
    """Return the time expressions that may date an event: neither durations nor such as "recently"."""
    found = []
    for time in times:
        span = doc.char_span(time.start, time.end, alignment_mode="expand")
        if time.type in _DATING and dict(time.parts).get("form") not in _NO_DATES and span is not None:
            token = span.root
            owners = tuple(owner.i for owner in _owners(token))
            number, clause = sentence_number(token), clause_of(token)
            found.append(Place(time, span, token, number, owners, clause, _is_in_name(span, token)))
    return found


def _is_in_name(span: Span, token: Token) -> bool:
    """Return whether a year hangs on a name without a preposition."""
    has_case = any(child.dep_ == "case" for child in token.lefts)
    return token.head.pos_ == "PROPN" and token.head.i < span.start and not has_case


def _owners(token: Token) -> list[Token]:
    """Return the words that a time expression hangs on, up to the first verb."""
    found = []
    for _ in range(_MAX_STEPS):
        if token.head == token:
            break
        token = token.head
        found.append(token)
        if token.pos_ in _PREDICATES:
            break
    return found


def clause_of(token: Token) -> Token | None:
    """Return the verb of the clause that a word stands in."""
    if token.pos_ not in _PREDICATES:
        governor = governor_of(token)
        if governor is not None:
            return governor
        return next((owner for owner in _owners(token) if owner.pos_ in _PREDICATES), None)
    while token.dep_ == "xcomp" and token.head.pos_ in _PREDICATES:
        token = token.head
    return token


@per_folder
def _speech_verbs(lexicons: str | None = None) -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_lexicon("pipeline.relations", "speech_verbs.csv", lexicons))


def says(verb: Token | None) -> bool:
    """Return whether a verb reports what somebody says."""
    return verb is not None and not _speech_verbs().isdisjoint(base_forms(verb))
