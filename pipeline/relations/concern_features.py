"""What speaks for an actor of the article being concerned by a figure: named features.

A feature is a string such as ``measure`` (the measure names the actor), ``left=1`` (the nearest mention to
the left of the number) or ``state=home``. Their weights lie in ``data/concern_weights.csv``. Crossing them
with the kinds of actor and figure, or adding whom the figures before concern, did not help on held-out
articles.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.clauses import governing_verb, is_speech, subject_of
from pipeline.relations.figure_setting import Setting
from pipeline.relations.mentions import Mention
from pipeline.relations.reference import Chain, chains_of

_NEAR = 3
_BRACKET = 4  # tokens from a name to the number in the bracket behind it
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor of the article seen from one figure.

    Attributes:
        chain: The actor.
        nearest: Its mention nearest to the number.
        features: What speaks for and against it.
    """

    chain: Chain
    nearest: Mention
    features: frozenset[str]


def find_candidates(
    setting: Setting,
    number: NumericExpression,
    measure: TextSpan | None,
) -> list[Candidate]:
    """Return every actor of the article with its features for one figure."""
    chains = chains_of(setting.doc)
    span = setting.tokens(number)
    named = setting.tokens(measure) if measure is not None else None
    clause = _clause_roles(span.root)
    sides = _sides(span, chains)
    ranks = _ranks(chains)
    balance = _balance(chains)
    subjects = _last_subjects(span, chains)
    found = []
    for chain in chains:
        nearest = min(chain.mentions, key=lambda m: (abs(m.start - span.start), m.start))
        base = {"bias", f"kind={chain.kind}", *_chain_features(chain, ranks)}
        base.add(f"balance={balance}")
        base.add(f"before={subjects.get(chain.key, 'never')}")
        for mention in chain.mentions:
            base |= set(_mention_features(mention, span, named, clause, sides))
        base.add(f"where={_where(chain, span.sent)}")
        found.append(Candidate(chain, nearest, frozenset(base)))
    return found


def _balance(chains: Sequence[Chain]) -> str:
    """Return whether a state or another actor is named most in the article."""
    states = max((len(c.mentions) for c in chains if c.kind == "state"), default=0)
    others = max((len(c.mentions) for c in chains if c.kind != "state"), default=0)
    return "states" if states > 1.5 * others else "others" if others > 1.5 * states else "even"


def _last_subjects(number: Span, chains: Sequence[Chain]) -> dict[str, str]:
    """Return how recently chains were subjects before the number: their rank, and whether just here."""
    last = {
        chain.key: max(
            (m.start for m in chain.mentions if m.start < number.start and _is_subject(m)), default=-1
        )
        for chain in chains
    }
    order = sorted((key for key in last if last[key] >= 0), key=lambda key: -last[key])
    return {
        key: f"{min(rank, 2)} {'here' if last[key] >= number.sent.start else 'earlier'}"
        for rank, key in enumerate(order)
    }


def _is_subject(mention: Mention) -> bool:
    return mention.head.dep_ in {"nsubj", "nsubj:pass"} and not is_speech(mention.head.head)


def _clause_roles(number: Token) -> dict[int, str]:
    """Return the roles of words in the clause around the number and in the one above it."""
    roles: dict[int, str] = {}
    verb = governing_verb(number)
    for level in ("clause", "outer"):
        if verb is None:
            break
        saying = "say" if is_speech(verb) else "do"
        subject = subject_of(verb)
        if subject is not None:
            roles.setdefault(subject.i, f"{level} subject {saying}")
        for child in verb.children:
            if child.dep_ in {"obj", "iobj", "obl", "obl:agent"}:
                marker = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
                roles.setdefault(child.i, f"{level} {child.dep_} {marker}".strip())
        verb = governing_verb(verb.head) if verb.head.i != verb.i else None
    return roles


def _sides(number: Span, chains: Sequence[Chain]) -> dict[int, str]:
    """Return, by the start of each mention of the sentence, its rank to the left or right of the number."""
    sentence = number.sent
    mentions = {m.start: m for c in chains for m in c.mentions if sentence.start <= m.start < sentence.end}
    left = sorted((m for m in mentions.values() if m.end <= number.start), key=lambda m: -m.end)
    right = sorted((m for m in mentions.values() if m.start >= number.end), key=lambda m: m.start)
    sides = {m.start: f"left={min(rank, 4)}" for rank, m in enumerate(left, 1)}
    return sides | {m.start: f"right={min(rank, 4)}" for rank, m in enumerate(right, 1)}


def _mention_features(
    mention: Mention, number: Span, measure: Span | None, clause: dict[int, str], sides: dict[int, str]
) -> Iterator[str]:
    if measure is not None and mention.start < measure.end and measure.start < mention.end:
        yield "measure"
        if not mention.named:
            yield "is counted"
    for i in range(mention.start, mention.end):
        if i in clause:
            yield f"role={clause[i]}"
    side = sides.get(mention.start)
    if side is None:
        return
    yield side
    yield from _position_features(mention, number, measure, side)


def _position_features(mention: Mention, number: Span, measure: Span | None, side: str) -> Iterator[str]:
    doc, direction = number.doc, side.partition("=")[0]
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.pos_ == "DET" and before.i:
        before = doc[before.i - 1]
    if before is not None and before.pos_ in {"ADP", "SCONJ", "PART"}:
        yield f"{direction} after={before.lower_}"
    if mention.end < len(doc) and doc[mention.end].tag_ == "POS":
        yield f"{direction} possessive"
    gap = number.start - mention.end if direction == "left" else mention.start - number.end
    yield f"{direction} gap={0 if gap <= 0 else 1 if gap < 3 else 2 if gap < 8 else 3}"
    if (
        direction == "left"
        and gap < _BRACKET
        and any(t.text[0] == "(" for t in doc[mention.end : number.end])
    ):
        yield "bracketed"
    if mention.kind == "pronoun":
        yield f"{direction} pronoun"
    if mention.head.dep_ in {"nsubj", "nsubj:pass"}:
        yield f"{direction} is subject {'of saying' if is_speech(mention.head.head) else ''}".strip()
    low, high = sorted((mention.start, number.start))
    between = doc[low + 1 : high]
    if not any(t.pos_ in {"VERB", "AUX"} or t.text in {",", ";", ":"} for t in between):
        yield f"{direction} same clause"
    if measure is not None and _hangs_on(mention.head, measure):
        yield "hangs on measure"


def _hangs_on(head: Token, measure: Span) -> bool:
    for _ in range(_STEPS):
        if head.pos_ in {"VERB", "AUX"} or head.head.i == head.i:
            return False
        head = head.head
        if measure.start <= head.i < measure.end:
            return True
    return False


def _ranks(chains: Sequence[Chain]) -> dict[str, tuple[int, int]]:
    """Return each chain's rank by its number of mentions, among all and among the states."""
    order = sorted(chains, key=lambda c: (-len(c.mentions), c.mentions[0].start))
    states = [c.key for c in order if c.kind == "state"]
    return {c.key: (rank, states.index(c.key) if c.kind == "state" else -1) for rank, c in enumerate(order)}


def _chain_features(chain: Chain, ranks: dict[str, tuple[int, int]]) -> Iterator[str]:
    rank, state_rank = ranks[chain.key]
    yield f"rank={min(rank, _NEAR)}"
    if chain.kind == "state":
        yield f"state={['home', 'second', 'other'][min(state_rank, 2)]}"
    if all(mention.kind == "pronoun" for mention in chain.mentions):
        yield "only pronouns"
    if chain.mentions[0].start < 40:
        yield "in lead"
    if not any(mention.named for mention in chain.mentions):
        yield "unnamed"
    yield f"mentions={min(len(chain.mentions), 6)}"


def _where(chain: Chain, sentence: Span) -> str:
    """Return how far from the sentence the chain's nearest mention is."""
    gaps = []
    for mention in chain.mentions:
        if sentence.start <= mention.start < sentence.end:
            return "here"
        gaps.append(sentence.start - mention.start if mention.start < sentence.start else 1000)
    near = min(gaps)
    return (
        "before near" if near < 25 else "before" if near < 120 else "far before" if near < 1000 else "after"
    )
