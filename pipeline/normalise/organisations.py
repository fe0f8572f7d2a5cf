"""Whether the name of a body makes it part of a state, and of which."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from spacy.tokens import Span, Token

from pipeline.normalise.countries import OF_A_STATE, Bearer
from pipeline.normalise.noun_phrases import POSSESSIVES, ActingNouns

LINKS = frozenset({"of", "for"})
STATE_BANKS = frozenset({"central", "reserve", "national", "state"})
LONGEST_PLACE = 5
ARTICLES = frozenset({"the"})

Lookup = Callable[[str], Bearer | None]


def is_state_body(name: str, nouns: ActingNouns) -> bool:
    """Return whether the head of a name says so: "Ministry of Defence", "Supreme Court", "Central Bank"."""
    words = name.lower().replace("-", " ").split()
    cut = next((index for index, word in enumerate(words) if word in LINKS and index > 0), len(words))
    head = words[cut - 1]
    if cut > 1 and " ".join(words[cut - 2 : cut]) in nouns.body:
        return not any(word in nouns.private for word in words[: cut - 2])
    if head == "bank":
        return any(word in STATE_BANKS for word in words[:cut])
    if head in nouns.ministry:
        return True
    return head in nouns.body - nouns.house and not any(word in nouns.private for word in words[:cut])


def country_in(name: str, bearer_of: Lookup) -> str | None:
    """Return the state that a name's own words name: "Bank of Ghana", "Rundu Magistrate's Court"."""
    for bearer in bearers_in(name, bearer_of):
        if bearer.kind in OF_A_STATE:
            return bearer.code
    return None


def bearers_in(name: str, bearer_of: Lookup) -> Iterator[Bearer]:
    """Yield what the words of a name stand for, the longest runs of words first."""
    words = name.replace("-", " ").split()
    for size in range(min(LONGEST_PLACE, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            bearer = bearer_of(" ".join(words[start : start + size]))
            if bearer is not None:
                yield bearer


def neighbour_country(ent: Span, inside: Mapping[int, Span], bearer_of: Lookup) -> str | None:
    """Return the state named just before or behind a body: "India's Supreme Court", "the army of Chad"."""
    doc = ent.doc
    before = reversed(list(doc[max(0, ent.start - 2) : ent.start]))
    behind = list(doc[ent.end : ent.end + 3])
    linked = bool(behind) and behind[0].lower_ in {"of", "in"}
    return _first_country(before, POSSESSIVES, inside, bearer_of) or (
        _first_country(behind[1:], ARTICLES, inside, bearer_of) if linked else None
    )


def _first_country(
    tokens: Iterable[Token], passed_over: frozenset[str], inside: Mapping[int, Span], bearer_of: Lookup
) -> str | None:
    for token in tokens:
        other = inside.get(token.i)
        if other is not None:
            bearer = bearer_of(other.text)
            return bearer.code if bearer is not None and bearer.kind in OF_A_STATE else None
        if token.text not in passed_over:
            return None
    return None
