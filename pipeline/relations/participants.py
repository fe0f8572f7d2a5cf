"""Who does an event, and to whom: the actors of the article that score best for each side of the event.

Every actor named in the article is a candidate (``reference``). Its features (``participant_features``) are
weighed by a log-linear model whose weights, learnt from annotated articles, lie in
``data/participant_weights.csv``; "nobody" is a candidate too. The best pair of an actor and a recipient wins,
and those who score nearly as well join it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.participant_features import Candidate, absence_features, find_candidates
from pipeline.relations.reference import nearest_name

_SIDES = ("actor", "recipient")
_CONSIDERED = 8  # candidates a side, best first, among which pairs are formed
_MARGIN = 0.6  # those that score this near to the best one take part too


@dataclass(frozen=True, slots=True)
class Participants:
    """Actors and recipients of one event, with the strongest reason for each side."""

    actor: tuple[TextSpan, ...]
    recipient: tuple[TextSpan, ...]
    rules: tuple[tuple[str, str], ...]


@cache
def read_weights(lexicons: str | None = None) -> dict[str, dict[str, float]]:
    """Return the weight of each feature, by side."""
    weights: dict[str, dict[str, float]] = {side: {} for side in _SIDES}
    for row in read_lexicon("pipeline.relations", "participant_weights.csv", lexicons):
        weights[row["side"]][row["feature"]] = float(row["weight"])
    return weights


def find_participants(trigger: Token, event_type: str, mode: str | None) -> Participants:
    """Return who does the event that a word names, and to whom.

    Args:
        trigger: The word, in a tagged and parsed article with its names.
        event_type: PLOVER type.
        mode: PLOVER mode, where it is known.

    Returns:
        Spans that name the actors and the recipients, pronouns and the like resolved; either may be empty.
    """
    candidates = find_candidates(trigger, event_type, mode)
    absent = absence_features(trigger, event_type, candidates)
    scores = {side: [_score(c.features, side) for c in candidates] for side in _SIDES}
    nobody = {side: _score(absent, side) for side in _SIDES}
    chosen = _best_pair(scores, nobody)
    spans = {side: _spans([candidates[i] for i in chosen[side]]) for side in _SIDES}
    rules = [(side, _reason(candidates[chosen[side][0]], side)) for side in _SIDES if chosen[side]]
    return Participants(spans["actor"], spans["recipient"], tuple(rules))


def _score(features: frozenset[str], side: str) -> float:
    weights = read_weights()[side]
    return sum(weights.get(feature, 0.0) for feature in sorted(features))


def _best_pair(scores: dict[str, list[float]], nobody: dict[str, float]) -> dict[str, list[int]]:
    """Return the candidates of each side; nobody is on both."""
    options = {side: _options(scores[side]) for side in _SIDES}
    pairs = [(a, r) for a, r in product(options["actor"], options["recipient"]) if a is None or a != r]
    best = max(
        pairs,
        key=lambda pair: sum(_value(i, scores[s], nobody[s]) for s, i in zip(_SIDES, pair, strict=True)),
    )
    chosen: dict[str, list[int]] = {}
    taken = {index for index in best if index is not None}
    for side, index in zip(_SIDES, best, strict=True):
        chosen[side] = [] if index is None else [index, *_near(scores[side], index, nobody[side], taken)]
        taken |= set(chosen[side])
    return chosen


def _options(scores: Sequence[float]) -> list[int | None]:
    order = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    return [*order[:_CONSIDERED], None]


def _value(index: int | None, scores: Sequence[float], nobody: float) -> float:
    return nobody if index is None else scores[index]


def _near(scores: Sequence[float], best: int, nobody: float, taken: set[int]) -> list[int]:
    floor = max(scores[best] - _MARGIN, nobody)
    return [index for index, score in enumerate(scores) if score > floor and index not in taken]


def _spans(candidates: Sequence[Candidate]) -> tuple[TextSpan, ...]:
    return tuple(dict.fromkeys(nearest_name(candidate.chain, candidate.nearest) for candidate in candidates))


def _reason(candidate: Candidate, side: str) -> str:
    """Return the feature that spoke most for a choice."""
    weights = read_weights()[side]
    plain = sorted(feature for feature in candidate.features if "|" not in feature)
    return max(plain, key=lambda feature: weights.get(feature, 0.0), default="bias")
