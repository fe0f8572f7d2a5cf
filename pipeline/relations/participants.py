"""Who does an event, and to whom: the actors of the article that are likeliest on each side of the event.

Every actor of the article is a candidate (``identities``). A logistic model says from its features
(``participant_features``) how likely it is to be an actor, and how likely to be a recipient; the weights,
learnt from annotated articles, lie in ``data/participant_weights.csv``. Most events have two participants:
the likeliest candidate takes part, the second unless it is unlikely, and of the others those that are
likely, more so where they fill the same place in the sentence ("India and China held").
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from spacy.tokens import Token

from pipeline.lexicon import folder_in_use, per_folder, read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.frames import find_frame
from pipeline.relations.participant_features import (
    Candidate,
    Crossing,
    combined,
    find_candidates,
    takes_word,
)
from pipeline.relations.reference import nearest_name

SIDES = ("actor", "recipient")
# The least likelihood of taking part, set by cross-validation on gold/train:
_FIRST = 0.1
_SECOND = 0.2
_FURTHER = 0.7
_FURTHER_IN_PLACE = 0.4  # of one that fills the same place in the sentence as another participant
_APART = 2.0  # two participants are on opposite sides unless one side is this many times likelier for both

Scores = tuple[float, float]
"""How likely a candidate is to be an actor and to be a recipient, each from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Participants:
    """Actors and recipients of one event, with the strongest reason for each side."""

    actor: tuple[TextSpan, ...]
    recipient: tuple[TextSpan, ...]
    rules: tuple[tuple[str, str], ...]


@per_folder
def read_weights(lexicons: str | None = None) -> dict[str, Scores]:
    """Return the weights of each feature: for being an actor, for being a recipient."""
    weights: dict[str, list[float]] = {}
    for row in read_lexicon("pipeline.relations", "participant_weights.csv", lexicons):
        weights.setdefault(row["feature"], [0.0, 0.0])[SIDES.index(row["side"])] = float(row["weight"])
    return {feature: (actor, recipient) for feature, (actor, recipient) in weights.items()}


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
    scores = [_likelihoods(candidate) for candidate in candidates]
    symmetric = find_frame(trigger, event_type, mode).symmetric
    chosen: dict[str, list[Candidate]] = {side: [] for side in SIDES}
    taking_part = _choose(candidates, scores)
    for index, side in zip(taking_part, _sides([scores[i] for i in taking_part], symmetric), strict=True):
        chosen[side].append(candidates[index])
    rules = [(side, _reason(chosen[side][0], side)) for side in SIDES if chosen[side]]
    return Participants(_spans(chosen["actor"]), _spans(chosen["recipient"]), tuple(rules))


def _choose(candidates: Sequence[Candidate], scores: Sequence[Scores]) -> list[int]:
    """Return who takes part, likeliest first."""
    likely = [sum(pair) for pair in scores]
    order = sorted(range(len(likely)), key=lambda index: (-likely[index], index))
    chosen = [index for index, least in zip(order, (_FIRST, _SECOND), strict=False) if likely[index] >= least]
    places = [_places(candidate) for candidate in candidates]
    for index in order[2:]:
        joins = any(places[index] & places[other] for other in chosen)
        is_place = candidates[index].chain.kind == "place"  # "India and China's Galwan clash"
        if not is_place and likely[index] >= (_FURTHER_IN_PLACE if joins else _FURTHER):
            chosen.append(index)
    return chosen


def _sides(scores: Sequence[Scores], symmetric: bool) -> list[str]:
    """Return the side of each participant, likeliest first; the first two tend to be on opposite sides."""
    if symmetric:
        return ["actor"] * len(scores)
    sides = ["actor" if actor >= recipient else "recipient" for actor, recipient in scores]
    if len(scores) > 1 and sides[0] == sides[1]:
        (actor, recipient), (other_actor, other_recipient) = scores[:2]
        together = max(actor * other_actor, recipient * other_recipient)
        if _APART * max(actor * other_recipient, recipient * other_actor) > together:
            sides[:2] = SIDES if actor * other_recipient >= recipient * other_actor else SIDES[::-1]
    return sides


def _places(candidate: Candidate) -> frozenset[str]:
    """Return the grammatical places that a candidate fills."""
    if not candidate.plain & {"frame=actor", "frame=recipient"}:
        return frozenset()
    return frozenset(f for f in candidate.plain if f.startswith("arg=") and ":" in f)


def _likelihoods(candidate: Candidate) -> Scores:
    lexicons = folder_in_use()
    event_type, word_class, kind, lemma = candidate.crossing
    found = list(
        chain.from_iterable(
            _weights_of(
                feature, event_type, word_class, kind, lemma if takes_word(feature) else None, lexicons
            )
            for feature in candidate.plain
        )
    )
    # The exact sums, which do not depend on the order or on the Python version.
    actor, recipient = (math.fsum(pair[side] for pair in found) for side in range(len(SIDES)))
    return _logistic(actor), _logistic(recipient)


def _logistic(score: float) -> float:
    return 0.5 * (1 + math.tanh(0.5 * score))


@lru_cache(maxsize=1 << 17)
def _weights_of(
    feature: str, event_type: str, word_class: str, kind: str, lemma: str | None, lexicons: str | None
) -> tuple[Scores, ...]:
    """Return the weights that a plain feature and its combinations have."""
    weights = read_weights(lexicons)
    names = combined(feature, Crossing(event_type, word_class, kind, lemma))
    return tuple(weights[name] for name in sorted(names) if name in weights)


def _spans(candidates: Sequence[Candidate]) -> tuple[TextSpan, ...]:
    return tuple(dict.fromkeys(nearest_name(candidate.chain, candidate.nearest) for candidate in candidates))


def _reason(candidate: Candidate, side: str) -> str:
    """Return the grammatical place that a choice fills, else the feature that spoke most for it."""
    weights, number = read_weights(), SIDES.index(side)
    plain = sorted(candidate.plain)
    places = [feature for feature in plain if feature.startswith("arg=") and feature != "arg=none"]
    return max(places or plain, key=lambda feature: weights.get(feature, (0.0, 0.0))[number], default="bias")
