"""Which time expression dates an event.

First one in the event's own phrase or clause, then one in its sentence. The date of a report ("said on
Monday") is not the date of what is reported, so it is left out.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TimeExpression
from pipeline.relations.dependents import governor_of
from pipeline.relations.per_article import sentence_of
from pipeline.relations.word_forms import base_forms

_DATING = frozenset({"DATE", "TIME"})
_PREDICATES = frozenset({"VERB", "AUX"})
_MAX_STEPS = 8
_FAR = 16  # tokens


@cache
def _speech_verbs(lexicons: str | None) -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_lexicon("pipeline.relations", "speech_verbs.csv", lexicons))


def find_time(
    trigger: Token, times: Sequence[TimeExpression], lexicons: str | None = None
) -> tuple[TimeExpression, str] | None:
    """Return the time expression of a trigger's clause or sentence and the rule, or ``None``."""
    speech, sentence = _speech_verbs(lexicons), sentence_of(trigger)
    near = [
        (time, token)
        for time in times
        if time.type in _DATING
        and sentence.start_char <= time.start < sentence.end_char
        and (token := _token_at(trigger.doc, time)) is not None
    ]
    own = [(time, token) for time, token in near if trigger in _owners(token)]
    if own:
        return _nearest(own, trigger), "own phrase"
    clause = _clause_of(trigger)
    same = [(time, token) for time, token in near if clause is not None and clause == _clause_of(token)]
    if same and not _says(clause, speech):
        return _nearest(same, trigger), "own clause"
    free = [(time, token) for time, token in near if _may_reach(token, trigger, speech)]
    return (_nearest(free, trigger), "sentence") if free else None


def _may_reach(token: Token, trigger: Token, speech: frozenset[str]) -> bool:
    """Return whether a time of another clause may date the trigger: one clause holds the other, nearby."""
    clause = _clause_of(token)
    if abs(token.i - trigger.i) > _FAR or _says(clause, speech):
        return False
    return clause is None or clause.is_ancestor(trigger) or trigger.is_ancestor(clause)


def time_tokens(doc: Doc, times: Iterable[TimeExpression]) -> frozenset[int]:
    """Return the indices of all tokens that belong to a time expression."""
    spans = (doc.char_span(time.start, time.end, alignment_mode="expand") for time in times)
    return frozenset(token.i for span in spans if span is not None for token in span)


def _token_at(doc: Doc, time: TimeExpression) -> Token | None:
    span = doc.char_span(time.start, time.end, alignment_mode="expand")
    return span.root if span is not None else None


def _nearest(found: list[tuple[TimeExpression, Token]], trigger: Token) -> TimeExpression:
    return min(found, key=lambda pair: (abs(pair[1].i - trigger.i), pair[1].i))[0]


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


def _clause_of(token: Token) -> Token | None:
    """Return the verb of the clause that a word stands in."""
    if token.pos_ not in _PREDICATES:
        governor = governor_of(token)
        if governor is not None:
            return governor
        return next((owner for owner in _owners(token) if owner.pos_ in _PREDICATES), None)
    while token.dep_ == "xcomp" and token.head.pos_ in _PREDICATES:
        token = token.head
    return token


def _says(verb: Token | None, speech: frozenset[str]) -> bool:
    return verb is not None and not speech.isdisjoint(base_forms(verb))
