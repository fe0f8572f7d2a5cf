"""The parts of a noun phrase that tell who acts: its base, its head, and what its words say about it.

The base of "the spokesman for India's foreign ministry" is "the spokesman", its head "spokesman". Word
order decides, as parsers of news err on long phrases.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import per_folder, read_lexicon

LONGEST_NOUN = 3
LONGEST_TITLE = 14
POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
CLAUSE_MARKS = frozenset({",", ".", ";", ")", "—", "(", ":"})


@dataclass(frozen=True)
class ActingNouns:
    """The words of ``acting_nouns.csv`` by what they say (see the head of that file)."""

    body: frozenset[str]
    office: frozenset[str]
    acts_for: frozenset[str]
    private: frozenset[str]
    part: frozenset[str]
    house: frozenset[str]
    ministry: frozenset[str]

    @cached_property
    def heads(self) -> frozenset[str]:
        """The nouns that a phrase for someone who acts may end in."""
        return self.body | self.office | self.acts_for

    @cached_property
    def of_states(self) -> frozenset[str]:
        """The nouns for bodies of a state and those who act for it."""
        return self.body | self.office

    @cached_property
    def offices(self) -> frozenset[str]:
        """The nouns for offices, past ones and those of parts of a state included."""
        return self.office | self.part

    @cached_property
    def in_titles(self) -> frozenset[str]:
        """The nouns that may stand in a title."""
        return self.heads | self.private | self.part


@cache
def read_acting_nouns(lexicons: str | None = None) -> ActingNouns:
    """Read the nouns that say who acts."""
    groups = _groups("acting_nouns.csv", "noun", "part", lexicons)
    names = ("body", "office", "acts for", "private", "part", "house", "ministry")
    return ActingNouns(*(groups[name] for name in names))


@per_folder
def words_of(group: str, lexicons: str | None = None) -> frozenset[str]:
    """Return the words of one group of ``phrase_words.csv``."""
    return _groups("phrase_words.csv", "word", "group", lexicons)[group]


@cache
def _groups(file: str, word: str, group: str, lexicons: str | None) -> Mapping[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    for row in read_lexicon("pipeline.normalise", file, lexicons):
        groups.setdefault(row[group], set()).add(row[word])
    return {name: frozenset(words) for name, words in groups.items()}


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
    start = _behind_empty_words(doc, start, end, inside)
    stop = start
    while stop < end and (stop in inside or doc[stop].lower_ not in words_of("end")):
        stop = inside[stop].end if stop in inside else stop + 1
    stop = min(stop, end)
    while stop > start and (doc[stop - 1].is_punct or doc[stop - 1].text in POSSESSIVES):
        stop -= 1
    if stop <= start:
        return None
    head = doc[stop - 1]
    if stop - 1 not in inside and (head.lower_ in words_of("pronoun") or not head.text[0].isalpha()):
        return None
    return Phrase(doc[start:stop], doc[stop:end], head)


def _behind_empty_words(doc: Doc, start: int, end: int, inside: Mapping[int, Span]) -> int:
    """Return the index behind articles, numbers, quantifiers and ages ("35-year-old")."""
    while start < end and start not in inside and _is_empty(doc[start]):
        start += 1
        if [token.lower_ for token in doc[start : start + 4]] == ["year", "-", "old"] + [
            token.lower_ for token in doc[start + 3 : start + 4]
        ]:
            start += 3
    return start


def _is_empty(token: Token) -> bool:
    return (
        token.lower_ in words_of("empty")
        or token.is_punct
        or token.is_space
        or token.like_num
        or token.is_currency
        or token.lower_.endswith("-year-old")
    )


def longest_noun(span: Span, nouns: frozenset[str]) -> str | None:
    """Return the longest of the nouns that ends where the span ends: "foreign minister" before "minister"."""
    for size in range(min(LONGEST_NOUN, len(span)), 0, -1):
        noun = " ".join(token.lower_ for token in span[len(span) - size :])
        if noun in nouns:
            return noun
    return None


def title_before(ent: Span, inside: Mapping[int, Span], lexicons: str | None = None) -> Span | None:
    """Return the words before a person's name that belong to its title: "the Egyptian president"."""
    start = ent.start
    while start > max(0, ent.start - LONGEST_TITLE) and _in_title(ent, start - 1, inside, lexicons):
        start = inside[start - 1].start if start - 1 in inside else start - 1
    return ent.doc[start : ent.start] if start < ent.start else None


def _in_title(ent: Span, index: int, inside: Mapping[int, Span], lexicons: str | None) -> bool:
    token = ent.doc[index]
    if ent.doc[index + 1].is_sent_start:
        return False
    if index in inside:
        return inside[index].label_ != "PERSON"
    return token.text[:1].isupper() or token.lower_ in _title_words(lexicons)


@cache
def _title_words(lexicons: str | None) -> frozenset[str]:
    groups = ("title", "title link", "former")
    return read_acting_nouns(lexicons).in_titles.union(*(words_of(group, lexicons) for group in groups))


def apposition_behind(ent: Span) -> Span | None:
    """Return the words between the commas behind a name: "the MEA spokesperson"."""
    doc, at = ent.doc, ent.end
    if at >= len(doc) or doc[at].text != ",":
        return None
    start = at + 1
    while start < len(doc) and doc[start].lower_ in words_of("in front of an apposition"):
        start += 1
    end = start
    while end < min(len(doc), at + LONGEST_TITLE) and doc[end].text not in CLAUSE_MARKS:
        end += 1
    return doc[start:end] if end > start else None


def apposition_before(ent: Span, lexicons: str | None = None) -> Span | None:
    """Return what stands before the comma in front of a name: "the president of Ukraine", Mr Bondar."""
    doc, at = ent.doc, ent.start
    while at > 1 and doc[at - 1].lower_ in words_of("no part of a name", lexicons):
        at -= 1
    if at < 2 or doc[at - 1].text != "," or doc[at - 1].is_sent_start:
        return None
    start = at - 1
    while (
        start > max(0, at - LONGEST_TITLE) and _in_apposition(doc[start - 1]) and not doc[start].is_sent_start
    ):
        start -= 1
    return doc[start : at - 1] if start < at - 1 else None


def _in_apposition(token: Token) -> bool:
    return token.pos_ not in {"VERB", "AUX", "SCONJ", "PRON"} and token.text not in CLAUSE_MARKS
