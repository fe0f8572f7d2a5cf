"""Who does an event, and to whom: the actors of the article that score best for each side of the event.

Every actor named in the article is a candidate (``reference``). Its features (``participant_features``) are
weighed by a log-linear model whose weights, learnt from annotated articles, lie in
``data/participant_weights.csv``; "nobody" is a candidate too. The best pair of an actor and a recipient wins,
and those who score nearly as well join it; so do those who fill the same place in the sentence ("India and
China held", "Trump met Xi").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, product

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.frames import find_frame
from pipeline.relations.participant_features import (
    Candidate,
    Crossing,
    absence_features,
    combined,
    find_candidates,
    takes_word,
)
from pipeline.relations.reference import nearest_name

_SIDES = ("actor", "recipient")
# Whoever fills a side's place in the sentence has this much more on that side than the weights say: these
# were learnt from few articles, in which the state most in focus is often right.
_GRAMMAR = 0.5
_CONSIDERED = 8  # candidates a side, best first, among which pairs are formed
# Set by cross-validation on gold/train:
_MARGIN = 0.2  # those that score this near to the best one take part too
_SYMMETRIC_MARGIN = 1.5  # the same among the parties of talks, clashes and agreements
_NOBODY = -0.7  # added to the score of "nobody"


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
    symmetric = find_frame(trigger, event_type, mode).symmetric
    scores = [_scores(candidate) for candidate in candidates]
    sides = {
        side: _Side(
            [score[side] for score in scores],
            _score(absent, side) + _NOBODY,
            _SYMMETRIC_MARGIN if symmetric and side == "actor" else _MARGIN,
            [_places(c, side, symmetric) for c in candidates],
        )
        for side in _SIDES
    }
    identities = [c.chain.office or c.chain.key for c in candidates]
    chosen = _with_partners(_choose(sides, identities), candidates, identities, symmetric=symmetric)
    spans = {side: _spans([candidates[i] for i in chosen[side]]) for side in _SIDES}
    rules = [(side, _reason(candidates[chosen[side][0]], side)) for side in _SIDES if chosen[side]]
    return Participants(spans["actor"], spans["recipient"], tuple(rules))


@dataclass(frozen=True, slots=True)
class _Side:
    """The scores of the candidates for one side of an event, and of nobody."""

    scores: Sequence[float]
    nobody: float
    margin: float
    places: Sequence[frozenset[str]]

    def value(self, index: int | None) -> float:
        return self.nobody if index is None else self.scores[index]

    def options(self) -> list[int | None]:
        """Return the best candidates, best first, then nobody."""
        order = sorted(range(len(self.scores)), key=lambda index: (-self.scores[index], index))
        return [*order[:_CONSIDERED], None]

    def near(self, best: int) -> list[int]:
        """Return the best candidate, those who score nearly as well, and those in the same place."""
        floor = max(self.scores[best] - self.margin, self.nobody)
        joined = (
            i for i, score in enumerate(self.scores) if score > floor or self.places[i] & self.places[best]
        )
        return [best, *(i for i in joined if i != best)]


def _places(candidate: Candidate, side: str, symmetric: bool) -> frozenset[str]:
    """Return the grammatical places that a candidate fills; all parties of a symmetric event share one."""
    if f"frame={side}" not in candidate.plain:
        return frozenset()
    if symmetric:
        return frozenset({"party"})
    return frozenset(f for f in candidate.plain if f.startswith("arg=") and ":" in f)


def _scores(candidate: Candidate) -> dict[str, float]:
    """Return the score of a candidate for each side."""
    event_type, word_class, kind, lemma = candidate.crossing
    found = [
        _weights_of(feature, event_type, word_class, kind, lemma if takes_word(feature) else None)
        for feature in candidate.plain
    ]
    # The exact sums, which do not depend on the order or on the Python version.
    return {
        side: math.fsum(chain.from_iterable([weights[number] for weights in found]))
        + (
            _GRAMMAR
            if f"frame={side}" in candidate.plain or f"frame surface={side}" in candidate.plain
            else 0.0
        )
        for number, side in enumerate(_SIDES)
    }


@lru_cache(maxsize=1 << 17)
def _weights_of(
    feature: str, event_type: str, word_class: str, kind: str, lemma: str | None
) -> tuple[tuple[float, ...], ...]:
    """Return, by side, the weights that a plain feature and its combinations have."""
    names = combined(feature, Crossing(event_type, word_class, kind, lemma))
    by_side = (read_weights()[side] for side in _SIDES)
    return tuple(tuple(weights[name] for name in names if name in weights) for weights in by_side)


def _score(features: frozenset[str], side: str) -> float:
    weights = read_weights()[side]
    return math.fsum(weights.get(feature, 0.0) for feature in features)


def _choose(sides: dict[str, _Side], identities: Sequence[str]) -> dict[str, list[int]]:
    """Return the candidates of each side; nobody is on both.

    Args:
        sides: The scores.
        identities: For whom each candidate acts: a minister and the state are the same.
    """
    actor, recipient = sides["actor"], sides["recipient"]
    pairs = [
        (a, r)
        for a, r in product(actor.options(), recipient.options())
        if a is None or r is None or identities[a] != identities[r]
    ]
    a, r = max(pairs, key=lambda pair: actor.value(pair[0]) + recipient.value(pair[1]))
    other = identities[r] if r is not None else None
    doing = [i for i in actor.near(a) if identities[i] != other] if a is not None else []
    taken = {identities[i] for i in doing}
    receiving = [i for i in recipient.near(r) if identities[i] not in taken] if r is not None else []
    return {"actor": doing, "recipient": receiving}


def _with_partners(
    chosen: dict[str, list[int]],
    candidates: Sequence[Candidate],
    identities: Sequence[str],
    *,
    symmetric: bool,
) -> dict[str, list[int]]:
    """Join all who fill the same place in the sentence as the best one: "India and China signed".

    In a reciprocal event ("Trump met Xi") whoever takes part is an actor.
    """
    joined = (
        {"actor": [*chosen["actor"], *chosen["recipient"]], "recipient": []} if symmetric else dict(chosen)
    )
    taken = {identities[i] for indices in joined.values() for i in indices}
    for side, indices in joined.items():
        place = f"frame={side}"
        if indices and place in candidates[indices[0]].plain:
            others = [i for i, c in enumerate(candidates) if place in c.plain and identities[i] not in taken]
            joined[side] = [*indices, *others]
            taken |= {identities[i] for i in others}
    return joined


def _spans(candidates: Sequence[Candidate]) -> tuple[TextSpan, ...]:
    return tuple(dict.fromkeys(nearest_name(candidate.chain, candidate.nearest) for candidate in candidates))


def _reason(candidate: Candidate, side: str) -> str:
    """Return the grammatical place that a choice fills, else the feature that spoke most for it."""
    weights = read_weights()[side]
    plain = sorted(candidate.plain)
    places = [feature for feature in plain if feature.startswith("arg=") and feature != "arg=none"]
    return max(places or plain, key=lambda feature: weights.get(feature, 0.0), default="bias")
