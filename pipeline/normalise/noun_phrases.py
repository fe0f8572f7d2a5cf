"""The parts of a noun phrase that tell who acts: its base, its head, and what its words say about it.

The base of "the spokesman for India's foreign ministry" is "the spokesman", its head "spokesman". Word
order decides, as parsers of news err on long phrases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import read_lexicon

LONGEST_NOUN = 3
ENDS_OF_BASE = frozenset(
    "of for from in at on with to by against near over under who whom which that whose where when and or but as "
    "than , ; : ( [ — – ... …".split()
)
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})  # noqa: RUF001 - both apostrophes occur
EMPTY_WORDS = frozenset(
    "the a an this that these those its their his her our my your some any many several few more most all both each "
    "every another other others no such certain various at least about around nearly almost over up to as two three "
    "four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds thousand thousands "
    "million millions dozen dozens scores one only just also even so-called".split()
)
PRONOUNS = frozenset(
    "he she it they we i you him her them us me who whom which that this these those himself herself itself themselves "
    "his hers its their theirs our ours someone anyone everyone nobody".split()
)


@dataclass(frozen=True, slots=True)
class ActingNouns:
    """The words of ``acting_nouns.csv`` by what they say (see the head of that file)."""

    body: frozenset[str]
    office: frozenset[str]
    acts_for: frozenset[str]
    private: frozenset[str]
    part: frozenset[str]


@cache
def read_acting_nouns(lexicons: str | None = None) -> ActingNouns:
    """Read the nouns that say who acts."""
    groups: dict[str, set[str]] = {}
    for row in read_lexicon("pipeline.normalise", "acting_nouns.csv", lexicons):
        groups.setdefault(row["part"], set()).add(row["noun"])
    body, office, acts_for, private, part = (
        frozenset(groups[name]) for name in ("body", "office", "acts for", "private", "part")
    )
    return ActingNouns(body, office, acts_for, private, part)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase taken apart.

    Attributes:
        base: Its words up to the head, articles, numbers and quantifiers left out at the start.
        rest: What follows the base.
        head: The last word of the base.
    """

    base: Span
    rest: Span
    head: Token


def take_apart(doc: Doc, start: int, end: int, inside: Mapping[int, Span]) -> Phrase | None:
    """Take the tokens from ``start`` to ``end`` apart; None where no noun is left.

    Args:
        doc: The article.
        start: Index of the first token.
        end: Index behind the last.
        inside: The named entity of each token that belongs to one; entities are never cut.
    """
    while start < end and start not in inside and _is_empty(doc[start]):
        start += 1
    stop = start
    while stop < end and (stop in inside or doc[stop].lower_ not in ENDS_OF_BASE):
        stop = inside[stop].end if stop in inside else stop + 1
    stop = min(stop, end)
    while stop > start and (doc[stop - 1].is_punct or doc[stop - 1].text in POSSESSIVES):
        stop -= 1
    if stop <= start:
        return None
    head = doc[stop - 1]
    if stop - 1 not in inside and (head.lower_ in PRONOUNS or head.like_num or not head.text[0].isalpha()):
        return None
    return Phrase(doc[start:stop], doc[stop:end], head)


def _is_empty(token: Token) -> bool:
    return (
        token.lower_ in EMPTY_WORDS or token.is_punct or token.is_space or token.like_num or token.is_currency
    )


def longest_noun(span: Span, nouns: frozenset[str]) -> str | None:
    """Return the longest of the nouns that ends where the span ends: "foreign minister" before "minister"."""
    for size in range(min(LONGEST_NOUN, len(span)), 0, -1):
        noun = " ".join(token.lower_ for token in span[len(span) - size :])
        if noun in nouns:
            return noun
    return None
