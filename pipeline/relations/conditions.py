"""The conditions under which a word names an event: the ``needs`` column of ``data/triggers.csv``.

A cell holds conditions separated by blanks, all of which must hold. A condition is a list of alternatives
separated by ``|``, one of which must hold, and ``!`` before it negates the whole. An alternative is
``kind:value`` (the kind is repeated by leaving it out: ``prep:for|on``), or a kind alone when any filler
will do.

========= ==================================================================================================
kind      what it looks at
========= ==================================================================================================
subj      the subject, or the agent of a passive
obj       the object, or the subject of a passive
prep      the prepositions that mark a verb's or a noun's complements, and the one that follows it
prepobj   the nouns behind those prepositions
comp      clausal complements: ``inf``, ``that``, or the complement's own lemma
gov       the verb that has an event noun as its object, passive subject or prepositional complement
arg       the roles of a noun's complements: ``poss``, ``mod`` or a preposition
argobj    the nouns in those roles
mod       the adjectives and nouns before a noun
num       ``plur`` for a plural noun
========= ==================================================================================================

A value is a lemma, ``*`` for any filler, or ``@class`` for a class of ``data/word_classes.csv``; ``@actor``
is whoever can act, ``@name`` a person's name, ``@org`` an organisation's and ``@place`` a country's, city's
or region's.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.relations.actor_nouns import find_actor_noun
from pipeline.relations.dependents import (
    clauses_of,
    governor_of,
    modifiers_of,
    objects_of,
    owners_of,
    prepositionals_of,
    subjects_of,
)
from pipeline.relations.per_article import per_token
from pipeline.relations.word_forms import base_forms

_ROLES = frozenset(
    [
        "poss",
        "mod",
        "by",
        "of",
        "with",
        "between",
        "against",
        "on",
        "over",
        "from",
        "to",
        "for",
        "into",
        "at",
        "among",
    ]
)
_ENTITY_CLASSES = {"@name": "PERSON", "@org": "ORG", "@place": "GPE"}
_ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PRONOUNS = frozenset(["i", "we", "you", "he", "she", "they", "him", "her", "them", "us", "both", "who"])
_MONEY = frozenset("$€£¥₹")


@dataclass(frozen=True, slots=True)
class Filler:
    """What stands in one place around a trigger: the names it answers to, and the noun itself."""

    names: tuple[str, ...]
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One ``kind:value`` of a condition; no values stand for any filler."""

    kind: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of which one must hold (none, when negated)."""

    alternatives: tuple[Alternative, ...]
    negated: bool = False
    lexicons: str | None = None

    def holds(self, token: Token) -> bool:
        """Return whether the words around a trigger meet the condition."""
        return any(self._meets(token, alternative) for alternative in self.alternatives) != self.negated

    def _meets(self, token: Token, alternative: Alternative) -> bool:
        fillers = _FINDERS[alternative.kind](token)
        if not alternative.values:
            return bool(fillers)
        return any(self._is_one_of(filler, alternative.values) for filler in fillers)

    def _is_one_of(self, filler: Filler, values: frozenset[str]) -> bool:
        if values.intersection(filler.names):
            return True
        noun = filler.token
        return noun is not None and any(in_class(noun, name, self.lexicons) for name in _classes(values))


@cache
def _classes(values: frozenset[str]) -> list[str]:
    """Return the names of word classes among the values of an alternative."""
    return sorted(value for value in values if value[0] == "@")


@cache
def parse_needs(needs: str, lexicons: str | None = None) -> tuple[Condition, ...]:
    """Return the conditions of a ``needs`` cell, with the word classes of the package and the user.

    Raises:
        ValueError: A condition names a kind that does not exist.
    """
    return tuple(_parse_condition(text, lexicons) for text in needs.split())


def _parse_condition(text: str, lexicons: str | None) -> Condition:
    kind, values = "", dict[str, set[str]]()
    for part in text.removeprefix("!").split("|"):
        head, colon, value = part.partition(":")
        if colon or not kind or part in _FINDERS:
            kind, value = head, value if colon else "*"
        else:
            value = part
        if kind not in _FINDERS:
            raise ValueError(
                f"{text!r}: there is no kind of condition {kind!r}; use one of {', '.join(_FINDERS)}"
            )
        values.setdefault(kind, set()).add(value)
    alternatives = (Alternative(k, frozenset() if "*" in v else frozenset(v)) for k, v in values.items())
    return Condition(tuple(alternatives), text.startswith("!"), lexicons)


@cache
def read_classes(lexicons: str | None = None) -> dict[str, frozenset[str]]:
    """Return the words of each class, by ``@name``."""
    classes: dict[str, set[str]] = {}
    for row in read_lexicon("pipeline.relations", "word_classes.csv", lexicons):
        classes.setdefault("@" + row["class"], set()).add(row["lemma"])
    return {name: frozenset(words) for name, words in classes.items()}


def in_class(token: Token, name: str, lexicons: str | None = None) -> bool:
    """Return whether a word belongs to a class, given with its ``@``."""
    if name == "@actor":
        return token.ent_type_ in _ACTING or token.lower_ in _PRONOUNS or find_actor_noun(token) is not None
    if name in _ENTITY_CLASSES:
        return token.ent_type_ == _ENTITY_CLASSES[name]
    words = read_classes(lexicons).get(name, frozenset())
    if words.intersection(base_forms(token)):
        return True
    if name == "@money":
        return any(part.text in _MONEY for part in token.subtree)
    return name == "@person" and find_actor_noun(token) is not None


def _nouns(tokens: list[Token]) -> Iterator[Filler]:
    yield from (Filler(base_forms(token), token) for token in tokens)


def _prepositions(token: Token) -> Iterator[Filler]:
    yield from (Filler((phrase.case,)) for phrase in prepositionals_of(token))
    if token.i + 1 < len(token.doc) and token.nbor().pos_ in {"ADP", "PART"}:
        yield Filler((token.nbor().lower_,))


def _complements(token: Token) -> Iterator[Filler]:
    for clause in clauses_of(token):
        yield Filler((*base_forms(clause), *_clause_forms(clause)), clause)


def _clause_forms(clause: Token) -> Iterator[str]:
    marks = [child.lower_ for child in clause.lefts if child.dep_ in {"mark", "aux"}]
    if "to" in marks:
        yield "inf"
    elif clause.dep_ == "ccomp":
        yield "that"
    yield from marks


def _governor(token: Token) -> Iterator[Filler]:
    governor = governor_of(token)
    if governor is not None:
        yield Filler(base_forms(governor), governor)


def _roles(token: Token) -> Iterator[Filler]:
    for owner in owners_of(token):
        yield Filler(("poss" if owner.dep_ == "nmod:poss" else "mod", *base_forms(owner)), owner)
    for phrase in prepositionals_of(token):
        if phrase.case in _ROLES:
            yield Filler((phrase.case, *base_forms(phrase.noun)), phrase.noun)


def _number(token: Token) -> Iterator[Filler]:
    if token.tag_ in {"NNS", "NNPS"}:
        yield Filler(("plur",))


def _once(finder: Callable[[Token], Iterable[Filler]]) -> Callable[[Token], list[Filler]]:
    """Have a finder look at a word once, as many conditions ask for the same fillers."""
    return per_token(lambda token: list(finder(token)))


_FINDERS: dict[str, Callable[[Token], list[Filler]]] = {
    "subj": _once(lambda token: _nouns(subjects_of(token))),
    "obj": _once(lambda token: _nouns(objects_of(token))),
    "prep": _once(_prepositions),
    "prepobj": _once(lambda token: _nouns([phrase.noun for phrase in prepositionals_of(token)])),
    "comp": _once(_complements),
    "gov": _once(_governor),
    "arg": _once(_roles),
    "argobj": _once(_roles),
    "mod": _once(lambda token: _nouns(modifiers_of(token))),
    "num": _once(_number),
}
