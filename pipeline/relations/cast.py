"""The actors of an article by their places in the text: what no single event changes.

It is worked out once per article, so that an event costs what stands around it, however long the article.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.relations.identities import actors_of, document_actors
from pipeline.relations.linking import Chain
from pipeline.relations.mentions import Mention
from pipeline.relations.per_article import per_article, sentence_of
from pipeline.relations.roles import case_of, conjuncts, find_arguments

Roles = dict[int, list[str]]
"""By token index, the roles of arguments: each plain and with its rule behind a colon."""

_LOOK_BACK = 150  # tokens before the sentence in which an actor can be the last mentioned
_FAR = 25  # tokens back to which an actor of an earlier sentence is near
_LEAD = 40  # tokens
_LONG = 4  # letters of a word that is looked for elsewhere
_OWNERS = frozenset({"nmod", "nmod:poss", "compound", "amod", "flat", "appos"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_STATE_RANKS = ("home", "second", "other")


class Cast:
    """The actors of an article.

    Attributes:
        chains: The actors, by first mention; elsewhere an actor is given by its index here.
        features: Per actor, those of its features that all events share.
        mentions: By its first token, each mention.
        actors: By the first token of a mention, the actors that it stands for.
    """

    def __init__(self, doc: Doc) -> None:
        self.chains = actors_of(doc)
        known = document_actors(doc)
        ranks, focus = ranks_of(self.chains), known.focus if known is not None else None
        self.features = [frozenset(_chain_features(chain, ranks, focus)) for chain in self.chains]
        self.mentions: dict[int, Mention] = {}
        self.actors: defaultdict[int, list[int]] = defaultdict(list)
        for number, chain in enumerate(self.chains):
            for mention in chain.mentions:
                self.mentions[mention.start] = mention
                self.actors[mention.start].append(number)
        self._starts = sorted(self.mentions)
        self._starts_by_actor = [[mention.start for mention in chain.mentions] for chain in self.chains]
        self._inside, self._below = _index(self.mentions.values())
        self._words = _words(doc)
        self._roles: dict[int, Roles] = {}
        self._latest: dict[int, list[tuple[int, str]]] = {}

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start between two tokens, in order."""
        starts = self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [self.mentions[start] for start in starts]

    def holding(self, index: int) -> list[int]:
        """Return the start of the mention that holds a token, if one does."""
        return self._inside.get(index, [])

    def nearest(self, actor: int, index: int) -> int:
        """Return the start of the actor's mention that starts nearest to a token; the first of two."""
        starts = self._starts_by_actor[actor]
        place = bisect_left(starts, index)
        return min(starts[max(place - 1, 0) : place + 1], key=lambda start: (abs(start - index), start))

    def where(self, actor: int, sentence: Span) -> str:
        """Return how many tokens lie between a sentence and the actor's nearest mention."""
        starts, start, end = self._starts_by_actor[actor], sentence.start, sentence.end
        place = bisect_left(starts, start)
        if place < len(starts) and starts[place] < end:
            return "here"
        gaps = [start - starts[place - 1]] if place else []
        gaps += [starts[place] - end + 1000] if place < len(starts) else []
        near = min(gaps)
        if near < _FAR:
            return "before near"
        return "before" if near < 120 else "far before" if near < 1000 else "after"

    def filled(self, roles: Roles) -> dict[int, set[str]]:
        """Return, by the start of a mention, the roles that it fills itself or as part of a thing."""
        found: dict[int, set[str]] = {}
        for index, names in roles.items():
            for start in self._inside.get(index, ()):
                found.setdefault(start, set()).update(names)
            for start, link in self._below.get(index, ()):
                plain = [name for name in names if ":" not in name]
                if plain:
                    found.setdefault(start, set()).update(
                        f"{how} {name}" for name in plain for how in (link, "in")
                    )
        return found

    def roles_around(self, token: Token) -> Roles:
        """Return the roles of a word's arguments and of what is coordinated with them."""
        known = self._roles.get(token.i)
        if known is None:
            known = self._roles[token.i] = {}
            for argument in find_arguments(token):
                for one in conjuncts(argument.token):
                    names = (argument.role, f"{argument.role}:{argument.rule}")
                    known.setdefault(one.i, []).extend(names)
        return known

    def roles_again(self, token: Token) -> Roles:
        """Return the plain roles around other occurrences of a word."""
        word = token.lemma_.lower()
        found: Roles = {}
        others = [index for index in self._words[word] if index != token.i] if len(word) >= _LONG else []
        for index in others:
            for place, names in self.roles_around(token.doc[index]).items():
                found.setdefault(place, []).extend(name for name in names if ":" not in name)
        return found

    def latest(self, sentence: int) -> list[tuple[int, str]]:
        """Return which actor of each kind, and which subject, was the last before a sentence.

        Args:
            sentence: Index of the sentence's first token.
        """
        if sentence not in self._latest:
            self._latest[sentence] = list(self._find_latest(sentence))
        return self._latest[sentence]

    def _find_latest(self, sentence: int) -> Iterator[tuple[int, str]]:
        kinds: set[str] = set()
        for mention in reversed(self.within(sentence - _LOOK_BACK, sentence)):
            for actor in self.actors[mention.start]:
                kind = self.chains[actor].kind
                if kind not in kinds:
                    kinds.add(kind)
                    yield actor, f"latest={kind}"
                if "subject" not in kinds and mention.head.dep_ in _SUBJECTS:
                    kinds.add("subject")
                    yield actor, "latest=subject"


@per_article
def cast_of(doc: Doc) -> Cast:
    """Return the actors of an article by their places, worked out once per article."""
    return Cast(doc)


def _index(mentions: Iterable[Mention]) -> tuple[dict[int, list[int]], dict[int, list[tuple[int, str]]]]:
    """Return, by token, the mentions that hold it, and those that hang on it with the link between."""
    inside: dict[int, list[int]] = {}
    below: dict[int, list[tuple[int, str]]] = {}
    for mention in mentions:
        for index in range(mention.start, mention.end):
            inside.setdefault(index, []).append(mention.start)
        for index, link in _things(mention):
            below.setdefault(index, []).append((mention.start, link))
    return inside, below


def _things(mention: Mention) -> Iterator[tuple[int, str]]:
    """Yield the words on whose roles a mention bears as owner or part, with what links it to them."""
    token = mention.head
    for _ in range(3):
        if token.dep_ not in _OWNERS:
            return
        link = case_of(token) if token.dep_ == "nmod" else "'s"
        token = token.head
        if not mention.start <= token.i < mention.end:
            yield token.i, link


def _words(doc: Doc) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for token in doc:
        found.setdefault(token.lemma_.lower(), []).append(token.i)
    return found


def ranks_of(chains: Sequence[Chain]) -> dict[str, tuple[int, int]]:
    """Return each chain's rank by number of mentions, among all and among its kind."""
    order = sorted(chains, key=lambda c: (-len(c.mentions), c.mentions[0].start))
    states = [c.key for c in order if c.kind == "state"]
    return {c.key: (rank, states.index(c.key) if c.kind == "state" else -1) for rank, c in enumerate(order)}


def _chain_features(chain: Chain, ranks: dict[str, tuple[int, int]], focus: str | None) -> Iterator[str]:
    rank, state_rank = ranks[chain.key]
    yield f"kind={chain.kind}"
    yield f"rank={rank if rank < 3 else '3+'}"
    yield f"kind rank={chain.kind}{min(rank, 2)}"
    if chain.kind == "state":
        yield f"state={_STATE_RANKS[min(state_rank, 2)]}"
    if chain.key == focus:
        yield "focus"
    named = {m.kind for m in chain.mentions if m.named}
    yield from (f"named as={kind}" for kind in named)
    if all(m.kind == "pronoun" for m in chain.mentions):
        yield "only pronouns"
    nouns = {m.noun.kind for m in chain.mentions if m.noun is not None}
    yield from (f"noun={kind}" for kind in nouns)
    if chain.mentions[0].start < _LEAD or sentence_of(chain.mentions[0].name).start == 0:
        yield "in lead"
