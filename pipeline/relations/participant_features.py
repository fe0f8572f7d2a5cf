"""What speaks for an actor of the article being the actor or the recipient of an event: named features.

A feature is a string such as ``arg=subject`` (a grammatical argument of the trigger), ``left=1`` (the nearest
mention to the left in the sentence) or ``state=home``. Each is given bare, with the trigger's word class and
with the event type, so that the weights in ``data/participant_weights.csv`` can differ where the types do.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Token

from pipeline.relations.cast import Cast, Roles, cast_of
from pipeline.relations.frames import Frame, find_frame
from pipeline.relations.linking import Chain
from pipeline.relations.mentions import Mention, surroundings
from pipeline.relations.per_article import sentence_of
from pipeline.relations.roles import case_of, is_passive, is_predicate, surface_object, surface_subject

_LONGEST_PATH = 4
_GRAMMATICAL = 1000  # tokens that an argument counts as nearer than other mentions
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_TIERS = {
    "actor": ("frame=actor", "frame surface=actor", "frame owner=actor", "again=subject", "left=1"),
    "recipient": (
        "frame=recipient",
        "frame surface=recipient",
        "frame owner=recipient",
        "again=object",
        "right=1",
    ),
}
_WEAK = frozenset({"again=subject", "left=1", "again=object", "right=1", "none"})
_STANDINGS = frozenset({"state=home", "state=second", "rank=0", "rank=1", "latest=subject", "latest=person"})
_SYMMETRIC = ("frame", "arg", "where")  # what a symmetric frame reads in a way of its own
_WITH_BOTH = ("arg", "left", "right", "bias", "kind", "surface", "frame", "best", "open", "path")
_WITH_KIND = ("arg", "left", "right", "where", "state", "surface", "frame", "best")
_WITH_WORD = ("arg", "bias")

Features = dict[int, set[str]]
"""By the start of a mention, its features."""


class Crossing(NamedTuple):
    """What a candidate's features are combined with.

    Attributes:
        event_type: PLOVER type.
        word_class: ``verb``, ``passive`` or ``noun``, of the trigger.
        kind: The actor's kind.
        lemma: The trigger's, in lower case; only ``takes_word`` features are combined with it.
    """

    event_type: str
    word_class: str
    kind: str
    lemma: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor of the article seen from one event.

    Attributes:
        chain: The actor.
        nearest: Its mention nearest to the trigger, those in grammatical arguments first.
        plain: What speaks for and against it.
        crossing: What its features are combined with.
    """

    chain: Chain
    nearest: Mention
    plain: frozenset[str]
    crossing: Crossing

    @property
    def features(self) -> frozenset[str]:
        """The plain features and all their combinations."""
        return frozenset(name for feature in self.plain for name in combined(feature, self.crossing))


def combined(feature: str, crossing: Crossing) -> set[str]:
    """Return a plain feature and its combinations."""
    event_type, word_class, kind, lemma = crossing
    names = {feature, f"{word_class}|{feature}", f"{event_type}|{feature}"}
    if feature.startswith(_WITH_BOTH):
        names.add(f"{event_type}|{word_class}|{feature}")
    if feature.startswith(_WITH_KIND):
        names.add(f"{kind}|{feature}")
    if takes_word(feature):
        names.add(f"{lemma}|{feature}")
    return names


def takes_word(feature: str) -> bool:
    """Return whether a plain feature is combined with the trigger's lemma."""
    return feature.startswith(_WITH_WORD)


def find_candidates(trigger: Token, event_type: str, mode: str | None = None) -> list[Candidate]:
    """Return every actor of the article with its features for one event.

    Args:
        trigger: The word that names the event.
        event_type: Its PLOVER type.
        mode: Its PLOVER mode; a visit has a frame of its own.
    """
    cast = cast_of(trigger.doc)
    frame = find_frame(trigger, event_type, mode)
    filled = cast.filled(cast.roles_around(trigger))
    local = _local_features(trigger, cast, filled)
    nearest = _nearest(trigger, cast, local)
    bases = _shared_features(trigger, cast, filled)
    again = {
        start: {f"again={r}" for r in roles}
        for start, roles in cast.filled(cast.roles_again(trigger)).items()
    }
    for found in (local, again, _frame_features(filled, frame), _surface_features(trigger, cast, frame)):
        for start, features in found.items():
            for actor in cast.actors[start]:
                bases[actor] |= features
    _compete(bases)
    word_class, lemma = _word_class(trigger), trigger.lemma_.lower()
    return [
        Candidate(
            chain,
            cast.mentions[nearest[actor]],
            frozenset(_symmetric(bases[actor]) if frame.symmetric else bases[actor]),
            Crossing(event_type, word_class, chain.kind, lemma),
        )
        for actor, chain in enumerate(cast.chains)
    ]


def _shared_features(trigger: Token, cast: Cast, filled: Features) -> list[set[str]]:
    """Return, by actor, the features that do not depend on a single mention."""
    sentence = sentence_of(trigger)
    bases = [{"bias", f"where={cast.where(actor, sentence)}", *f} for actor, f in enumerate(cast.features)]
    for actor, feature in cast.latest(sentence.start):
        bases[actor].add(feature)
    arguments = {actor for mention in filled for actor in cast.actors[mention]}
    for actor in set(range(len(bases))) - arguments:
        bases[actor].add("arg=none")
    return bases


def _symmetric(base: set[str]) -> set[str]:
    return base | {f"symmetric {feature}" for feature in base if feature.startswith(_SYMMETRIC)}


def _compete(bases: list[set[str]]) -> None:
    """Mark, for each side, those whose claim no other's precedes, and what kind of claim it is."""
    for side, tiers in _TIERS.items():
        tier = next((tier for tier in tiers if any(tier in base for base in bases)), "none")
        for base in bases:
            if tier in base:
                base.add(f"best {side}={tier}")
            if tier in _WEAK:
                base.update([f"open {side} {feature}" for feature in base & _STANDINGS])


def _frame_features(filled: Features, frame: Frame) -> Features:
    """Return the sides of the trigger's frame that mentions fill by parse."""
    found: Features = {}
    for start, roles in filled.items():
        for side, wanted in (("actor", frame.actor), ("recipient", frame.recipient)):
            for role in roles:
                if role in wanted:
                    found.setdefault(start, set()).add(f"frame={side}")
                elif role.partition(" ")[2] in wanted:
                    found.setdefault(start, set()).add(f"frame owner={side}")
    return found


def _surface_features(trigger: Token, cast: Cast, frame: Frame) -> Features:
    """Return the roles that mentions have by word order, and the sides of the frame that they fill by it."""
    found: Features = defaultdict(set)
    for index, roles in _surface(trigger).items():
        for start in cast.holding(index):
            for role in roles:
                found[start].add(f"surface={role}")
                for side, wanted in (("actor", frame.actor), ("recipient", frame.recipient)):
                    if role in wanted:
                        found[start].add(f"frame surface={side}")
    return found


def _surface(trigger: Token) -> Roles:
    """Return the roles that word order gives, for parses that miss them."""
    subject, behind = surface_subject(trigger), surface_object(trigger)
    passive = is_passive(trigger)
    roles: Roles = {}
    if subject is not None:
        roles.setdefault(subject, []).append("object" if passive else "subject")
    if behind is not None:
        roles.setdefault(behind, []).append("behind" if passive else "object")
    return roles


def _word_class(trigger: Token) -> str:
    if not is_predicate(trigger):
        return "noun"
    return "passive" if is_passive(trigger) else "verb"


def _local_features(trigger: Token, cast: Cast, filled: Features) -> Features:
    """Return how the mentions of the sentence and those in arguments stand to the trigger."""
    found = {start: {f"arg={role}" for role in roles} for start, roles in filled.items()}
    sentence = sentence_of(trigger)
    mentions = cast.within(sentence.start, sentence.end)
    left = [mention for mention in reversed(mentions) if mention.end <= trigger.i]
    right = [mention for mention in mentions if mention.start > trigger.i]
    above = {token.i: steps for steps, token in enumerate([trigger, *trigger.ancestors])}
    for direction, ranked in (("left", left), ("right", right)):
        for rank, mention in enumerate(ranked, 1):
            features = found.setdefault(mention.start, set())
            features.add(f"{direction}={min(rank, 4)}")
            features.update(_position_features(mention, trigger, direction))
            path = _path(trigger, mention.head, above)
            if path is not None:
                features.add(f"path={path}")
    return found


def _nearest(trigger: Token, cast: Cast, local: Features) -> list[int]:
    """Return, by actor, the start of the mention that bears on the event."""
    found = []
    grammatical: defaultdict[int, list[int]] = defaultdict(list)
    for start, features in local.items():
        if any(":" in feature for feature in features):
            for actor in cast.actors[start]:
                grammatical[actor].append(start)
    for actor in range(len(cast.chains)):
        plain = cast.nearest(actor, trigger.i)
        gaps = [(abs(start - trigger.i) - _GRAMMATICAL, start) for start in grammatical.get(actor, ())]
        found.append(min([*gaps, (abs(plain - trigger.i), plain)])[1])
    return found


def _path(trigger: Token, head: Token, above: dict[int, int]) -> str | None:
    """Return the dependencies from a trigger up and down to a mention's head, as "conj<nsubj".

    Args:
        trigger: The word that names the event.
        head: The head of the mention.
        above: The trigger and its ancestors by token index, with their distance.
    """
    down: list[str] = []
    token = head
    while token.i not in above:
        if token.head == token or len(down) >= _LONGEST_PATH:
            return None
        case = case_of(token) if token.dep_ in {"nmod", "obl"} else ""
        down.append(f"{token.dep_}:{case}>" if case else f"{token.dep_}>")
        token = token.head
    if above[token.i] + len(down) > _LONGEST_PATH:
        return None
    up, climb = [], trigger
    while climb != token:
        up.append(f"{climb.dep_}<")
        climb = climb.head
    return "".join([*up, *reversed(down)])


def _position_features(mention: Mention, trigger: Token, direction: str) -> Iterator[str]:
    yield from surroundings(trigger.doc, mention, direction)
    gap = (trigger.i - mention.end) if direction == "left" else (mention.start - trigger.i - 1)
    yield f"{direction} gap={0 if gap == 0 else 1 if gap < 3 else 2 if gap < 8 else 3}"
    if mention.head.dep_ in _SUBJECTS:
        yield f"{direction} is subject"
    if mention.kind == "pronoun":
        yield f"{direction} pronoun"
    if _within(mention, trigger):
        yield f"{direction} same clause"


def _within(mention: Mention, trigger: Token) -> bool:
    low, high = sorted((mention.start, trigger.i))
    return not any(
        t.pos_ in {"VERB", "AUX"} or t.text in {",", ";", ":"} for t in trigger.doc[low + 1 : high]
    )
