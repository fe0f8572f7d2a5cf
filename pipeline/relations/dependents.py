"""What stands around an event word: its subjects, objects, prepositional phrases, clauses and governor.

Dependencies are Universal Dependencies. Passives are read as actives, participles take the noun that they
modify, and a missing subject or object is taken over from the verb that the word is coordinated with or
depends on.
"""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.relations.per_article import per_token

_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_BORROWING = frozenset({"conj", "xcomp", "advcl", "ccomp"})
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_MARKED = frozenset({"obl", "nmod", "obl:agent"})
_OWNED = frozenset({"obj", "nsubj:pass", "obl", "nsubj", "iobj"})
_PORTIONS = frozenset(
    [
        "series",
        "number",
        "spate",
        "wave",
        "string",
        "round",
        "set",
        "list",
        "range",
        "couple",
        "kind",
        "form",
        "act",
    ]
)
_MAX_STEPS = 5


@dataclass(frozen=True, slots=True)
class Prepositional:
    """A prepositional phrase: the preposition in lower case and the noun behind it."""

    case: str
    noun: Token


@per_token
def is_passive(verb: Token) -> bool:
    """Return whether a verb is passive, with or without its auxiliary ("talks suspended in 2020")."""
    deps = {child.dep_ for child in verb.children}
    if deps & {"aux:pass", "nsubj:pass"}:
        return True
    if verb.tag_ != "VBN" or deps & {"aux", "obj", "nsubj", "cop"}:
        return False
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN":
        return is_passive(verb.head)
    return True


@per_token
def subjects_of(verb: Token) -> list[Token]:
    """Return the heads of those who do what a verb says (of a passive, its agent)."""
    if is_passive(verb):
        return [with_case.noun for with_case in prepositionals_of(verb) if with_case.case == "by"]
    for _ in range(_MAX_STEPS):
        own = [child for child in verb.children if child.dep_ in _SUBJECTS or child.dep_ == "nsubj:pass"]
        if own:
            return with_conjuncts(antecedent(own[0]))
        if verb.dep_ in {"acl", "acl:relcl"}:
            return with_conjuncts(verb.head)
        if verb.dep_ not in _BORROWING:
            return []
        verb = verb.head
    return []


@per_token
def objects_of(verb: Token) -> list[Token]:
    """Return the heads of what a verb acts on (of a passive, its subject)."""
    children = list(verb.children)
    if is_passive(verb):
        own = [antecedent(c) for c in children if c.dep_ in {"nsubj:pass", "nsubj"}] or _modified(verb)
        own += [c for c in children if c.dep_ == "obj"]
        if not own and verb.dep_ in {"conj", "xcomp"}:
            own = (
                objects_of(verb.head)
                if verb.dep_ == "conj"
                else [c for c in verb.head.children if c.dep_ == "nsubj"]
            )
    else:
        own = [antecedent(c) for c in children if c.dep_ == "obj"]
        shared = [c for c in children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i > verb.i]
        own = own or [token for c in shared for token in c.children if token.dep_ == "obj"] or _gap(verb)
    return [one for token in own for one in with_conjuncts(token)]


def _subject_of(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ == "nsubj"]


def _gap(verb: Token) -> list[Token]:
    """Return the noun before a relative clause that has a subject but no pronoun: "the fee they paid"."""
    has_subject = any(child.dep_ in _SUBJECTS and child.lower_ not in _RELATIVE for child in verb.children)
    return [verb.head] if verb.dep_ == "acl:relcl" and has_subject and verb.head.pos_ in _NOUNS else []


def _modified(verb: Token) -> list[Token]:
    return [verb.head] if verb.dep_ in {"acl", "acl:relcl", "amod"} and verb.head.pos_ in _NOUNS else []


@per_token
def prepositionals_of(token: Token) -> list[Prepositional]:
    """Return the prepositional phrases that hang on a word, in text order."""
    marked = [c for c in token.children if c.dep_ in _MARKED or (c.dep_ == "obj" and c.i > token.i)]
    return [Prepositional(case, child) for child in marked if (case := case_of(child))]


@per_token
def clauses_of(token: Token) -> list[Token]:
    """Return the heads of the clauses that complement a word, in text order."""
    found = [child for child in token.children if child.dep_ in _CLAUSES and child.i > token.i]
    after = token.doc[token.i + 1 : token.i + 3]
    if not found and len(after) == 2 and after[0].lower_ == "to" and after[1].tag_ in {"VB", "VBP"}:
        found.append(after[1])
    return found


@per_token
def governor_of(noun: Token) -> Token | None:
    """Return the verb that governs an event noun: "held (a series of) talks", "talks held in Rome"."""
    for child in noun.children:
        if child.dep_ in {"acl", "acl:relcl"} and child.pos_ == "VERB" and is_passive(child):
            return child
    while noun.dep_ in {"conj", "compound"} and noun.head.pos_ in _NOUNS:
        noun = noun.head
    if noun.dep_ == "nmod" and noun.head.lemma_.lower() in _PORTIONS:
        noun = noun.head
    return noun.head if noun.head.pos_ == "VERB" and noun.dep_ in _OWNED else None


def owners_of(noun: Token) -> list[Token]:
    """Return the possessor and the names before an event noun ("Egypt's", "the Russian")."""
    found = [child for child in noun.children if child.dep_ == "nmod:poss"]
    return found + [
        c for c in noun.lefts if c.dep_ in {"compound", "amod", "nmod", "flat"} and _names_someone(c)
    ]


def _names_someone(token: Token) -> bool:
    return token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}


def modifiers_of(noun: Token) -> list[Token]:
    """Return the adjectives and nouns before a noun."""
    return [child for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod", "flat"}]


def case_of(token: Token) -> str:
    """Return the preposition that marks a noun, in lower case, or ``""``."""
    return next(
        (child.lower_ for child in token.lefts if child.dep_ == "case" and child.lower_[:1].isalpha()), ""
    )


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for; any other word is itself."""
    if token.lower_ not in _RELATIVE or token.tag_ not in {"WDT", "WP", "IN"}:
        return token
    clause = next((t for t in token.ancestors if t.dep_ == "acl:relcl"), None)
    return clause.head if clause is not None else token


def with_conjuncts(token: Token) -> list[Token]:
    """Return a noun with all that is coordinated with it, in text order."""
    found = [token]
    for one in found:
        found += [child for child in one.children if child.dep_ == "conj" and child.pos_ in _NOUNS]
    return found
