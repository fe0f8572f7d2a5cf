"""Whether two event mentions are one happening: what forbids it, and how much speaks for it.

What speaks for it is weighed by a network that has learnt from ECB+ (Cybulska and Vossen 2014), see
:mod:`pipeline.dedupe.event_network`. For what ECB+ does not have, types, canonical actors and resolved dates,
log odds are added that were chosen (``data/event_weights.csv``).
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from pipeline.dedupe.blocks import Floats, Indices
from pipeline.dedupe.clusters import IMPOSSIBLE, Read, read_pairs
from pipeline.dedupe.event_features import FEATURES, Contexts, features_of
from pipeline.dedupe.event_network import network
from pipeline.dedupe.mentions import PLANS, Days, SourcedEvent
from pipeline.dedupe.profiles import Profile, Profiles, similarities
from pipeline.dedupe.triggers import relation
from pipeline.dedupe.words import overlap
from pipeline.lexicon import read_lexicon

# A plan may slip by this many days and still be the plan that was carried out.
PLAN_SLIP = 92
# A visitor comes back to the same host within two months too rarely to be taken for another visit.
VISIT_WINDOW = 62
# An undated mention can be of the same happening only if the articles are this many days apart at most.
UNDATED_WINDOW = 400
# Dates as wide as this many days say little about which happening is meant.
WIDE = 400
RECIPROCAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "ASSAULT", "SANCTION"})
_STATE_CODE = 3


class EventPairs:
    """How much speaks for pairs of mentions being one happening.

    Args:
        read: Returns the mentions of some indices.
        profiles: Returns the profiles of the articles of some numbers.
    """

    def __init__(self, read: Read[SourcedEvent], profiles: Read[Profile]) -> None:
        self._read, self._profiles = read, profiles

    def __call__(self, lefts: Indices, rights: Indices) -> Floats:
        """Return the log odds that each pair is one happening, ``IMPOSSIBLE`` where it cannot be."""
        items, lefts, rights = read_pairs(self._read, lefts, rights)
        pairs = list(zip(lefts.tolist(), rights.tolist(), strict=True))
        able = [place for place, (left, right) in enumerate(pairs) if compatible(items[left], items[right])]
        found = np.full(len(pairs), IMPOSSIBLE)
        if able:
            chosen = np.array([_chosen(*(items[item] for item in pairs[place])) for place in able])
            found[able] = network().odds(self._features(items, lefts[able], rights[able])) + chosen
        return found

    def features(self, lefts: Indices, rights: Indices) -> Floats:
        """Return what each pair has in common, [pairs, features]."""
        return self._features(*read_pairs(self._read, lefts, rights))

    def _features(self, items: Sequence[SourcedEvent], lefts: Indices, rights: Indices) -> Floats:
        pairs = zip(lefts.tolist(), rights.tolist(), strict=True)
        own = np.array([features_of(items[left], items[right]) for left, right in pairs])
        numbers = np.array([item.source.number for item in items], dtype=np.int64)
        articles = similarities(self._profiles, numbers[lefts], numbers[rights])
        sentences = Profiles([item.sentence for item in items]).compare(lefts, rights)
        told = np.column_stack([articles, *sentences, Contexts(items).features(lefts, rights)])
        return np.concatenate([own.reshape(len(lefts), len(FEATURES) - told.shape[1]), told], axis=1)


@cache
def _weights() -> dict[str, float]:
    rows = read_lexicon("pipeline.dedupe", "event_weights.csv")
    return {row["feature"]: float(row["weight"]) for row in rows}


def _chosen(left: SourcedEvent, right: SourcedEvent) -> float:
    """Return the log odds that were chosen; a mention without a type of the ontology is one of ECB+."""
    if not left.mention.type:
        return 0.0
    weights = _weights()
    return sum(weights[name] * value for name, value in _typed(left, right))


def _typed(left: SourcedEvent, right: SourcedEvent) -> Iterator[tuple[str, float]]:
    """Yield what two typed mentions have in common, as names with values from 0 to 1."""
    yield "always", 1.0
    if left.mention.mode and left.mention.mode == right.mention.mode:
        yield "mode:same", 1.0
    if same_days(left.days, right.days):
        yield "dates:shared", 1.0
    if left.parties and left.parties == right.parties:
        yield "participants:equal", 1.0
    if not left.parties or not right.parties:
        yield "participants:unknown", 1.0
    if _same_visit(left, right):
        yield "visit:same", 1.0
    if left.stems and right.stems:
        yield from _objects(left, right)


def _objects(left: SourcedEvent, right: SourcedEvent) -> Iterator[tuple[str, float]]:
    """Yield how much two objects share; without a shared word only one date and like words speak for one."""
    shared = overlap(left.stems, right.stems)
    if shared:
        yield "object:own", shared
    elif not same_days(left.days, right.days) or relation(left.trigger, right.trigger) is None:
        yield "object:other", 1.0


def _same_visit(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether the same visitor goes to the same host in articles of the same weeks."""
    one, other = left.mention, right.mention
    same = one.mode == other.mode == "visit" and (one.actor, one.recipient) == (other.actor, other.recipient)
    return same and bool(one.recipient) and published_apart(left, right) <= VISIT_WINDOW


def compatible(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether nothing forbids that two mentions are one happening."""
    one, other = left.mention, right.mention
    if one.type != other.type or (one.mode == "visit") != (other.mode == "visit"):
        return False
    if not one.type:
        return True
    return _same_parties(left, right) and _dates_fit(left, right)


def _same_parties(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether one mention's parties are all among the other's, in roles that do not contradict."""
    if not left.parties or not right.parties:
        return True
    if not (left.parties <= right.parties or right.parties <= left.parties):
        return False
    one, other = left.mention, right.mention
    if one.recipient and other.recipient and one.type not in RECIPROCAL:
        swapped = set(one.actor) & set(other.recipient) and not set(one.actor) & set(other.actor)
        return not swapped
    return True


def same_days(left: Days | None, right: Days | None) -> bool:
    """Whether two intervals overlap and are narrow enough to tell which happening is meant."""
    if left is None or right is None or left[0] > right[1] or right[0] > left[1]:
        return False
    return max(left[1] - left[0], right[1] - right[0]) <= WIDE


def _dates_fit(left: SourcedEvent, right: SourcedEvent) -> bool:
    if left.days is not None and right.days is not None:
        apart = max(left.days[0] - right.days[1], right.days[0] - left.days[1])
        planned = left.mention.status in PLANS or right.mention.status in PLANS
        return apart <= (PLAN_SLIP if planned else 0)
    return published_apart(left, right) <= UNDATED_WINDOW


def published_apart(left: SourcedEvent, right: SourcedEvent) -> int:
    """Return the days between two publications, 0 where one is unknown."""
    if left.source.day is None or right.source.day is None:
        return 0
    return abs(left.source.day - right.source.day)
