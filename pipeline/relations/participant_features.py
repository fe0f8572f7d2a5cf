"""What speaks for an actor of the article being the actor or the recipient of an event: named features.

A feature is a string such as ``arg=subject`` (a grammatical argument of the trigger), ``left=1`` (the nearest
mention to the left in the sentence) or ``state=home``. Each is given bare, with the trigger's word class and
with the event type, so that the weights in ``data/participant_weights.csv`` can differ where the types do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.relations.frames import Frame, find_frame
from pipeline.relations.linking import Chain
from pipeline.relations.mentions import Mention
from pipeline.relations.reference import chains_of
from pipeline.relations.roles import (
    Argument,
    case_of,
    conjuncts,
    find_arguments,
    is_passive,
    is_predicate,
    surface_object,
    surface_subject,
)

_FAR = 25  # tokens back to which an actor of an earlier sentence is near
_LONGEST_PATH = 4
_LOOK_BACK = 150  # tokens before the sentence in which an actor can be the last mentioned
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
_STATE_RANKS = ("home", "second", "other")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor of the article seen from one event.

    Attributes:
        chain: The actor.
        nearest: Its mention nearest to the trigger, those in grammatical arguments first.
        features: What speaks for and against it.
    """

    chain: Chain
    nearest: Mention
    features: frozenset[str] = frozenset()


def find_candidates(trigger: Token, event_type: str, mode: str | None = None) -> list[Candidate]:
    """Return every actor of the article with its features for one event.

    Args:
        trigger: The word that names the event.
        event_type: Its PLOVER type.
        mode: Its PLOVER mode; a visit has a frame of its own.
    """
    chains = chains_of(trigger.doc)
    arguments = find_arguments(trigger)
    roles = _roles_by_token(arguments)
    surface = _surface(trigger)
    frame = find_frame(trigger, event_type, mode)
    again = _again(trigger)
    sides = _sides(trigger, chains)
    ranks = _ranks(chains)
    word_class = _word_class(trigger)
    latest = _latest(trigger, chains)
    seen: list[tuple[Chain, Mention, set[str]]] = []
    for chain in chains:
        base = set(_chain_features(chain, ranks)) | latest.get(chain.key, set())
        base |= {
            f"surface={role}"
            for m in chain.mentions
            for i in range(m.start, m.end)
            for role in surface.get(i, ())
        }
        base |= {f"again={role}" for m in chain.mentions for role in _roles_of(m, again)}
        base |= set(_frame_features(chain, roles, surface, frame))
        nearest, local = _local_features(chain, trigger, roles, sides)
        seen.append((chain, nearest, base | local))
    _compete([base for *_, base in seen])
    return [
        Candidate(chain, nearest, frozenset(_combined(base, event_type, word_class, chain.kind, trigger)))
        for chain, nearest, base in seen
    ]


def _compete(bases: list[set[str]]) -> None:
    """Mark, for each side, those whose claim no other's precedes, and what kind of claim it is."""
    for side, tiers in _TIERS.items():
        tier = next((tier for tier in tiers if any(tier in base for base in bases)), "none")
        for base in bases:
            if tier in base:
                base.add(f"best {side}={tier}")
            if tier in _WEAK:
                base |= {f"open {side} {feature}" for feature in base if feature in _STANDINGS}


def _latest(trigger: Token, chains: list[Chain]) -> dict[str, set[str]]:
    """Return which chain of each kind, and which subject, was the last before the trigger's sentence."""
    start = trigger.sent.start
    before = [(m.start, c, m) for c in chains for m in c.mentions if start - _LOOK_BACK <= m.start < start]
    found: dict[str, set[str]] = {}
    kinds: set[str] = set()
    for _, chain, mention in sorted(before, key=lambda item: -item[0]):
        if chain.kind not in kinds:
            found.setdefault(chain.key, set()).add(f"latest={chain.kind}")
            kinds.add(chain.kind)
        if mention.head.dep_ in _SUBJECTS and "subject" not in kinds:
            found.setdefault(chain.key, set()).add("latest=subject")
            kinds.add("subject")
    return found


def _frame_features(
    chain: Chain, roles: dict[int, list[str]], surface: dict[int, list[str]], frame: Frame
) -> Iterator[str]:
    """Yield the sides of the trigger's frame that a chain fills, by parse or by word order."""
    for side, wanted in (("actor", frame.actor), ("recipient", frame.recipient)):
        for mention in chain.mentions:
            for role in _roles_of(mention, roles):
                if role in wanted:
                    yield f"frame={side}"
                elif role.partition(" ")[2] in wanted:
                    yield f"frame owner={side}"
            for index in range(mention.start, mention.end):
                if set(surface.get(index, ())) & set(wanted):
                    yield f"frame surface={side}"
    if frame.symmetric:
        yield "symmetric"


def _surface(trigger: Token) -> dict[int, list[str]]:
    """Return the roles that word order gives, for parses that miss them."""
    subject, behind = surface_subject(trigger), surface_object(trigger)
    passive = is_passive(trigger)
    roles: dict[int, list[str]] = {}
    if subject is not None:
        roles.setdefault(subject, []).append("object" if passive else "subject")
    if behind is not None:
        roles.setdefault(behind, []).append("behind" if passive else "object")
    return roles


def absence_features(trigger: Token, event_type: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """Return what speaks for a side being empty."""
    word_class = _word_class(trigger)
    filled = any("arg=subject" in candidate.features for candidate in candidates)
    aimed = any("arg=object" in candidate.features for candidate in candidates)
    base = {"none", f"none subject={filled}", f"none object={aimed}"}
    heads = (event_type, word_class, f"{event_type}|{word_class}")
    return frozenset(
        base | {f"{head}|{f}" for head in heads for f in base} | {f"{trigger.lemma_.lower()}|none"}
    )


def _combined(base: set[str], event_type: str, word_class: str, kind: str, trigger: Token) -> set[str]:
    full = {"bias", f"kind={kind}"} | base
    if "symmetric" in full:
        full.discard("symmetric")
        full |= {f"symmetric {feature}" for feature in full if feature.startswith(("frame", "arg", "where"))}
    out = set(full)
    out |= {f"{word_class}|{feature}" for feature in full}
    out |= {f"{event_type}|{feature}" for feature in full}
    out |= {
        f"{event_type}|{word_class}|{feature}"
        for feature in full
        if feature.startswith(
            ("arg", "left", "right", "bias", "kind", "surface", "frame", "best", "open", "path")
        )
    }
    out |= {
        f"{kind}|{feature}"
        for feature in full
        if feature.startswith(("arg", "left", "right", "where", "state", "surface", "frame", "best"))
    }
    out |= {f"{trigger.lemma_.lower()}|{feature}" for feature in full if feature.startswith(("arg", "bias"))}
    return out


def _word_class(trigger: Token) -> str:
    if not is_predicate(trigger):
        return "noun"
    return "passive" if is_passive(trigger) else "verb"


def _roles_by_token(arguments: list[Argument]) -> dict[int, list[str]]:
    """Return, by token index, the roles of arguments and of what is coordinated with them."""
    roles: dict[int, list[str]] = {}
    for argument in arguments:
        for token in conjuncts(argument.token):
            roles.setdefault(token.i, []).append(f"{argument.role}")
            roles[token.i].append(f"{argument.role}:{argument.rule}")
    return roles


def _roles_of(mention: Mention, roles: dict[int, list[str]]) -> Iterator[str]:
    """Yield the roles that a mention fills itself, and those of the thing whose owner or part it is."""
    head = mention.head
    for index in range(mention.start, mention.end):
        yield from roles.get(index, ())
    token = head
    for _ in range(3):
        if token.dep_ not in {"nmod", "nmod:poss", "compound", "amod", "flat", "appos"}:
            return
        link = case_of(token) if token.dep_ == "nmod" else "'s"
        token = token.head
        if mention.start <= token.i < mention.end:
            continue
        for role in roles.get(token.i, ()):
            if ":" not in role:
                yield f"{link} {role}"
                yield f"in {role}"


def _again(trigger: Token) -> dict[int, list[str]]:
    """Return the roles around other occurrences of the trigger's word."""
    roles: dict[int, list[str]] = {}
    lemma = trigger.lemma_.lower()
    for token in trigger.doc:
        if token.i != trigger.i and token.lemma_.lower() == lemma and len(lemma) > 3:
            for index, found in _roles_by_token(find_arguments(token)).items():
                roles.setdefault(index, []).extend(role for role in found if ":" not in role)
    return roles


def _sides(trigger: Token, chains: list[Chain]) -> dict[int, str]:
    """Return, by the start of each mention in the sentence, its rank to the left or right of the trigger."""
    sentence = trigger.sent
    mentions = {m.start: m for c in chains for m in c.mentions if sentence.start <= m.start < sentence.end}
    left = sorted((m for m in mentions.values() if m.end <= trigger.i), key=lambda m: -m.end)
    right = sorted((m for m in mentions.values() if m.start > trigger.i), key=lambda m: m.start)
    sides = {m.start: f"left={min(rank, 4)}" for rank, m in enumerate(left, 1)}
    return sides | {m.start: f"right={min(rank, 4)}" for rank, m in enumerate(right, 1)}


def _ranks(chains: list[Chain]) -> dict[str, tuple[int, int]]:
    """Return each chain's rank by number of mentions, among all and among its kind."""
    order = sorted(chains, key=lambda c: (-len(c.mentions), c.mentions[0].start))
    states = [c.key for c in order if c.kind == "state"]
    return {c.key: (rank, states.index(c.key) if c.kind == "state" else -1) for rank, c in enumerate(order)}


def _standing(office: str | None, ranks: dict[str, tuple[int, int]]) -> str:
    """Return of which state a person holds office: the one most named, the next, another, or none."""
    if office is None:
        return "none"
    return _STATE_RANKS[min(ranks[office][1], 2)] if office in ranks else "other"


def _chain_features(chain: Chain, ranks: dict[str, tuple[int, int]]) -> Iterator[str]:
    rank, state_rank = ranks[chain.key]
    yield f"rank={rank if rank < 3 else '3+'}"
    yield f"kind rank={chain.kind}{min(rank, 2)}"
    if chain.kind == "state":
        yield f"state={_STATE_RANKS[min(state_rank, 2)]}"
    if chain.kind == "person":
        yield f"office={_standing(chain.office, ranks)}"
    if all(m.kind == "pronoun" for m in chain.mentions):
        yield "only pronouns"
    nouns = {m.noun.kind for m in chain.mentions if m.noun is not None}
    yield from (f"noun={kind}" for kind in nouns)
    if chain.mentions[0].name.sent.start == 0 or chain.mentions[0].start < 40:
        yield "in lead"


def _local_features(
    chain: Chain, trigger: Token, roles: dict[int, list[str]], sides: dict[int, str]
) -> tuple[Mention, set[str]]:
    """Return the mention that bears on the event and where it stands."""
    features: set[str] = set()
    nearest, distance = chain.mentions[0], float("inf")
    for mention in chain.mentions:
        here = {f"arg={role}" for role in _roles_of(mention, roles)}
        side = sides.get(mention.start)
        if side is not None:
            path = _path(trigger, mention.head)
            if path is not None:
                here.add(f"path={path}")
            here |= set(_position_features(mention, trigger, side))
        gap = abs(mention.start - trigger.i) - (1000 if any(":" in f for f in here) else 0)
        if gap < distance:
            nearest, distance = mention, gap
        features |= here
    if not any(f.startswith("arg=") for f in features):
        features.add("arg=none")
    features.add(f"where={_where(chain, trigger)}")
    return nearest, features


def _path(trigger: Token, head: Token) -> str | None:
    """Return the dependencies from a trigger up and down to a mention's head, as "conj<nsubj>"."""
    above = {token.i: steps for steps, token in enumerate([trigger, *trigger.ancestors])}
    down: list[str] = []
    token = head
    while token.i not in above:
        if token.head == token or len(down) >= _LONGEST_PATH:
            return None
        case = case_of(token) if token.dep_ in {"nmod", "obl"} else ""
        down.append(f"{token.dep_}:{case}>" if case else f"{token.dep_}>")
        token = token.head
    up, climb = [], trigger
    while climb != token:
        up.append(f"{climb.dep_}<")
        climb = climb.head
    if len(up) + len(down) > _LONGEST_PATH:
        return None
    return "".join([*up, *reversed(down)])


def _position_features(mention: Mention, trigger: Token, side: str) -> Iterator[str]:
    yield side
    doc = trigger.doc
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.pos_ == "DET" and before.i:
        before = doc[before.i - 1]
    direction = side.partition("=")[0]
    if before is not None and before.pos_ in {"ADP", "SCONJ", "PART"}:
        yield f"{direction} after={before.lower_}"
    if mention.end < len(doc) and doc[mention.end].tag_ == "POS":
        yield f"{direction} possessive"
    gap = (trigger.i - mention.end) if direction == "left" else (mention.start - trigger.i - 1)
    yield f"{direction} gap={0 if gap == 0 else 1 if gap < 3 else 2 if gap < 8 else 3}"
    if mention.head.dep_ in {"nsubj", "nsubj:pass"}:
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


def _where(chain: Chain, trigger: Token) -> str:
    """Return how many sentences lie between the trigger and the chain's nearest mention."""
    sentence: Span = trigger.sent
    gaps = []
    for mention in chain.mentions:
        start = mention.start
        if sentence.start <= start < sentence.end:
            return "here"
        gaps.append(sentence.start - start if start < sentence.start else start - sentence.end + 1000)
    near = min(gaps)
    return (
        "before near" if near < _FAR else "before" if near < 120 else "far before" if near < 1000 else "after"
    )
