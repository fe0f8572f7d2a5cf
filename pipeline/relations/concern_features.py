"""What speaks for an actor of the article being concerned by a figure: named features.

A feature is a string such as ``measure`` (the measure names the actor), ``left=1`` (the nearest mention to
the left of the number) or ``state=home``. Their weights lie in ``data/concern_weights.csv``. Crossing them
with the kinds of actor and figure, or adding whom the figures before concern, did not help on held-out
articles.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.cast import Cast, cast_of, ranks_of
from pipeline.relations.clauses import governing_verb, is_speech, subject_of
from pipeline.relations.figure_setting import Setting
from pipeline.relations.linking import Chain
from pipeline.relations.mentions import Mention, surroundings
from pipeline.relations.per_article import per_article, sentence_of

_NEAR = 3
_BRACKET = 4  # tokens from a name to the number in the bracket behind it
_STEPS = 6
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})


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
    cast = cast_of(setting.doc)
    span = setting.tokens(number)
    named = setting.tokens(measure) if measure is not None else None
    bases = [set(features) for features in _actor_features(setting.doc)]
    for start, features in _mention_features(cast, span, named).items():
        for actor in cast.actors[start]:
            bases[actor] |= features
    sentence = sentence_of(span)
    for actor, part in _event_features(setting, number, sentence):
        bases[actor].add(part)
    subjects = _last_subjects(span, sentence.start)
    places = [cast.where(actor, sentence) for actor in range(len(bases))]
    here = min(3, places.count("here"))
    for actor, (base, place) in enumerate(zip(bases, places, strict=True)):
        base.add(f"before={subjects.get(actor, 'never')}")
        base.add(f"where={place}")
        base.add(f"{'one' if place == 'here' else 'none'} of {here} here")
    return [
        Candidate(chain, cast.mentions[cast.nearest(actor, span.start)], frozenset(bases[actor]))
        for actor, chain in enumerate(cast.chains)
    ]


def _event_features(setting: Setting, number: NumericExpression, sentence: Span) -> Iterator[tuple[int, str]]:
    """Yield the actors that take part in the number's event, and in any event of its sentence."""
    cast, own = cast_of(setting.doc), setting.event_of(number)
    for event in setting.events:
        if not sentence.start_char <= event.trigger.start < sentence.end_char:
            continue
        for part, spans in (("actor", event.actor), ("recipient", event.recipient)):
            tokens = [token.i for span in spans for token in setting.tokens(span)]
            for actor in {actor for i in tokens for start in cast.holding(i) for actor in cast.actors[start]}:
                yield actor, f"sentence event {part}"
                if event is own:
                    yield actor, f"event {part}"


@per_article
def _actor_features(doc: Doc) -> list[frozenset[str]]:
    """Return, by actor, those of its features that all figures share."""
    chains = cast_of(doc).chains
    ranks, balance = ranks_of(chains), f"balance={_balance(chains)}"
    return [frozenset({"bias", balance, *_chain_features(chain, ranks)}) for chain in chains]


def _balance(chains: Sequence[Chain]) -> str:
    """Return whether a state or another actor is named most in the article."""
    states = max((len(c.mentions) for c in chains if c.kind == "state"), default=0)
    others = max((len(c.mentions) for c in chains if c.kind != "state"), default=0)
    return "states" if states > 1.5 * others else "others" if others > 1.5 * states else "even"


def _last_subjects(number: Span, sentence: int) -> dict[int, str]:
    """Return how recently actors were subjects before the number: their rank, and whether just here."""
    cast, found = cast_of(number.doc), dict[int, str]()
    subjects = _subjects(number.doc)
    for start in reversed(subjects[: bisect_left(subjects, number.start)]):
        for actor in cast.actors[start]:
            where = "here" if start >= sentence else "earlier"
            found.setdefault(actor, f"{min(len(found), 2)} {where}")
    return found


@per_article
def _subjects(doc: Doc) -> list[int]:
    """Return where the mentions start that are subjects, but not of verbs of saying."""
    mentions = cast_of(doc).mentions
    return sorted(start for start, mention in mentions.items() if _is_subject(mention))


def _is_subject(mention: Mention) -> bool:
    return mention.head.dep_ in _SUBJECTS and not is_speech(mention.head.head)


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


def _mention_features(cast: Cast, number: Span, measure: Span | None) -> dict[int, set[str]]:
    """Return the features of the mentions in the measure, in the clauses and in the sentence."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for index in range(measure.start, measure.end) if measure is not None else ():
        for start in cast.holding(index):
            found[start] |= {"measure"} if cast.mentions[start].named else {"measure", "is counted"}
    for index, role in _clause_roles(number.root).items():
        for start in cast.holding(index):
            found[start].add(f"role={role}")
    sentence = sentence_of(number)
    mentions = cast.within(sentence.start, sentence.end)
    left = [mention for mention in reversed(mentions) if mention.end <= number.start]
    right = [mention for mention in mentions if mention.start >= number.end]
    for direction, ranked in (("left", left), ("right", right)):
        for rank, mention in enumerate(ranked, 1):
            found[mention.start].add(f"{direction}={min(rank, 4)}")
            found[mention.start].update(_position_features(mention, number, measure, direction))
    return found


def _position_features(mention: Mention, number: Span, measure: Span | None, direction: str) -> Iterator[str]:
    doc = number.doc
    yield from surroundings(doc, mention, direction)
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
    if mention.head.dep_ in _SUBJECTS:
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


def _chain_features(chain: Chain, ranks: dict[str, tuple[int, int]]) -> Iterator[str]:
    rank, state_rank = ranks[chain.key]
    yield f"kind={chain.kind}"
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
