"""The arguments of a verb or an event noun by their grammatical role, over Universal Dependencies.

A role is ``subject``, ``object``, ``indirect``, ``possessor``, ``modifier`` or the preposition that marks the
argument (``with``, ``against``, …). Passives are turned active, missing subjects are found by coordination,
control, raising and participial attachment, and an event noun takes over the subject of the verb that
supports it ("held talks with", "plans a visit to").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.relations.mentions import words_of
from pipeline.relations.per_article import sentence_of
from pipeline.relations.states import find_states

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "get", "got", "gets"})
_HAVE = frozenset({"have", "has", "had", "having"})
_LINKS = frozenset({"who", "which", "that", "n't", "to", "ready", "willing", "able"})
_CHAINED = frozenset({"VERB", "AUX", "ADV", "PART"})
_COMMAS = frozenset({",", "(", ")"})
_CHAIN = 9  # words of a verb with its auxiliaries and governors
_MAX_CLIMB = 6  # parses are noisy: a chain of control longer than this is an error


@dataclass(frozen=True, slots=True)
class Argument:
    """A word in a role.

    Attributes:
        token: The head of the argument's phrase.
        role: Its role, see the module's docstring.
        rule: Where it was found.
    """

    token: Token
    role: str
    rule: str


def case_of(token: Token) -> str:
    """Return the preposition of a nominal in lower case, or ''."""
    return next((child.lower_ for child in token.lefts if child.dep_ == "case"), "")


def conjuncts(token: Token) -> list[Token]:
    """Return a nominal with all that is coordinated with it, in order."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"}:
            found += conjuncts(child)
    return found


def find_arguments(trigger: Token) -> list[Argument]:
    """Return the arguments of an event word, those of its own phrase first."""
    if is_predicate(trigger):
        return _verb_arguments(trigger)
    return list(_noun_arguments(trigger)) + _support_arguments(trigger, 0)


def is_predicate(token: Token) -> bool:
    """Return whether a word heads a clause: a verb, or a noun or adjective with a subject of its own."""
    if token.pos_ in {"VERB", "AUX"} and not any(
        child.dep_ in {"det", "nmod:poss"} for child in token.children
    ):
        return True
    return token.pos_ == "ADJ" and token.dep_ not in {"amod", "compound"}


def is_passive(verb: Token) -> bool:
    """Return whether a verb is passive, with or without its auxiliary ("talks suspended in 2020").

    The words before the verb decide where they can: parsers confuse "had requested" and "was requested".
    """
    auxiliary = _auxiliary(verb)
    if auxiliary is not None:
        return auxiliary in _BE and verb.tag_ != "VBG"
    if verb.tag_ != "VBN" or any(child.dep_ in {"nsubj", "obj"} for child in verb.children):
        return any(child.dep_ in {"aux:pass", "nsubj:pass"} for child in verb.children)
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return is_passive(verb.head)
    if verb.dep_ == "amod" and _follows_name(verb):
        return False
    return verb.dep_ in {"acl", "advcl", "amod", "xcomp"} or any(_is_agent(child) for child in verb.children)


def _follows_name(verb: Token) -> bool:
    """Return whether a name stands right before a participle that the parser took for a noun's modifier.

    "after Washington imposed steep tariffs" is a clause: a participle before a noun does not follow a name.
    """
    before = verb.doc[verb.i - 1] if verb.i > sentence_of(verb).start else None
    return before is not None and before.pos_ in {"PROPN", "PRON"} and before.whitespace_ != ""


def _auxiliary(verb: Token) -> str | None:
    """Return the auxiliary that stands before a verb, adverbs between them left out."""
    for back in range(1, min(5, verb.i + 1)):
        word = verb.nbor(-back)
        if word.pos_ != "ADV" and word.lower_ not in {"not", "n't"}:
            return word.lower_ if word.lower_ in _BE | _HAVE else None
    return None


def surface_subject(verb: Token) -> int | None:
    """Return the word before a verb, its auxiliaries, adverbs and governing verbs, where a subject stands."""
    index, first = verb.i - 1, sentence_of(verb).start
    while index >= first and verb.i - index < _CHAIN:
        word = verb.doc[index]
        if word.pos_ in _CHAINED or word.lower_ in _LINKS or (word.text in _COMMAS and index + 1 < verb.i):
            index -= 1
        else:
            return index if word.pos_ in {"NOUN", "PROPN", "PRON", "ADJ", "NUM"} else None
    return None


def surface_object(verb: Token) -> int | None:
    """Return the first noun behind a verb with nothing but its own modifiers between."""
    for word in verb.doc[verb.i + 1 : min(verb.i + _CHAIN, sentence_of(verb).end)]:
        if word.pos_ in {"NOUN", "PROPN", "PRON"}:
            return word.i
        if word.pos_ not in {"DET", "ADJ", "NUM", "ADV"} and word.lower_ not in {"on", "for"}:
            return None
    return None


def _is_agent(child: Token) -> bool:
    return child.dep_ in {"obl", "obl:agent", "nmod"} and case_of(child) == "by"


def _verb_arguments(verb: Token) -> list[Argument]:
    passive = is_passive(verb)
    found = [argument for child in verb.children if (argument := _dependent(child, passive)) is not None]
    roles = {argument.role for argument in found}
    wanted = "object" if passive else "subject"
    if wanted not in roles:
        found += _inherited(verb, wanted, 0)
    gap = _relative_gap(verb, {argument.role for argument in found})
    return [*found, gap] if gap is not None else found


def _dependent(child: Token, passive: bool) -> Argument | None:
    if child.dep_ in {"nsubj", "nsubj:outer"}:
        return Argument(_antecedent(child), "object" if passive else "subject", "nsubj")
    if child.dep_ == "nsubj:pass":
        return Argument(_antecedent(child), "object" if passive else "subject", "nsubj:pass")
    if child.dep_ == "obj":
        return Argument(_antecedent(child), "theme" if passive else "object", "obj")
    if child.dep_ == "iobj":
        return Argument(_antecedent(child), "indirect", "iobj")
    if child.dep_ in {"obl", "obl:agent", "nmod"}:
        case = case_of(child)
        if passive and case == "by":
            return Argument(child, "subject", "agent")
        return Argument(child, case, f"obl:{case}") if case else None
    return None


def _antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for."""
    if token.lower_ not in {"who", "which", "that", "whom"} or token.pos_ == "DET":
        return token
    clause = next((t for t in [token.head, *token.head.ancestors] if t.dep_.startswith("acl")), None)
    if clause is not None and clause.head.i < token.i:
        return clause.head
    before = (token.nbor(-back) for back in range(1, min(4, token.i + 1)))
    return next((word for word in before if word.pos_ in {"NOUN", "PROPN"}), token)


def _inherited(verb: Token, wanted: str, depth: int) -> list[Argument]:
    """Return what stands for a missing subject (or the object of a passive without one)."""
    head = verb.head
    if depth > _MAX_CLIMB or head == verb:
        return []
    if verb.dep_ == "conj":
        return _relabel(_subjects(head, depth), wanted, "conj")
    if verb.dep_ in {"xcomp", "ccomp"}:
        return _relabel(_controller(verb, head, depth), wanted, "control")
    if verb.dep_ == "advcl":
        return _relabel(_subjects(head, depth), wanted, "advcl")
    if verb.dep_ == "acl":
        if verb.tag_ in {"VBG", "VBN"}:
            return [Argument(head, wanted, "acl")]
        return _relabel(_owners(head, depth), wanted, "acl")
    if verb.dep_ in {"obl", "nmod", "obj", "nsubj", "compound"}:
        return _relabel(_owners(verb, depth), wanted, "nominal")
    return []


def _relabel(arguments: list[Argument], role: str, rule: str) -> list[Argument]:
    return [Argument(argument.token, role, rule) for argument in arguments]


def _subjects(verb: Token, depth: int) -> list[Argument]:
    """Return the grammatical subjects of a clause, active or passive, inherited where it has none."""
    if not is_predicate(verb):
        return _owners(verb, depth + 1)
    own = [
        Argument(_antecedent(c), "subject", "nsubj")
        for c in verb.children
        if c.dep_ in {"nsubj", "nsubj:pass"}
    ]
    return own or _inherited(verb, "subject", depth + 1)


def _controller(verb: Token, head: Token, depth: int) -> list[Argument]:
    """Return whose act an embedded verb is: the object of "urge", else the subject of its governor."""
    objects = [c for c in head.children if c.dep_ in {"obj", "iobj"} and c.i < verb.i]
    if objects and not _is_one_of(head, "subject control"):
        return [Argument(_antecedent(objects[0]), "object", "control")]
    called = [c for c in head.children if c.dep_ == "obl" and case_of(c) in {"on", "to"} and c.i < verb.i]
    if called and _is_one_of(head, "oblique control"):
        return [Argument(called[0], "object", "control")]
    return _subjects(head, depth)


def _is_one_of(verb: Token, group: str) -> bool:
    """Return whether a verb, in whatever form, is in a group of words; learnt lemmas are not relied upon."""
    return any(verb.lower_.startswith(word) for word in words_of(group))


def _owners(noun: Token, depth: int) -> list[Argument]:
    """Return whose act a noun is: its possessor, else the subject of the verb that governs it."""
    own = [a for a in _noun_arguments(noun) if a.role in {"possessor", "by"}]
    return own or [a for a in _support_arguments(noun, depth) if a.role == "subject"]


def _relative_gap(verb: Token, roles: set[str]) -> Argument | None:
    """Return the noun before a relative clause as the missing subject or object of the clause's verb."""
    if verb.dep_ != "acl:relcl":
        return None
    if "subject" not in roles and not is_passive(verb):
        return Argument(verb.head, "subject", "relcl")
    return Argument(verb.head, "object", "relcl") if "object" not in roles else None


def _noun_arguments(noun: Token) -> Iterator[Argument]:
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            yield Argument(child, "possessor", "nmod:poss")
        elif child.dep_ in {"nmod", "obl"} and case_of(child):
            yield Argument(child, case_of(child), f"nmod:{case_of(child)}")
        elif child.dep_ in {"compound", "amod"} and child.i < noun.i and _names_actor(child):
            yield Argument(child, "modifier", child.dep_)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            yield from (Argument(c, "by", "acl agent") for c in child.children if _is_agent(c))


def _names_actor(token: Token) -> bool:
    states = find_states(token.doc[token.left_edge.i : token.i + 1])
    return bool(states) or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}


def _support_arguments(noun: Token, depth: int) -> list[Argument]:
    """Return what the verb around an event noun says of its participants."""
    head = noun.head
    if depth > _MAX_CLIMB or head == noun:
        return []
    if noun.dep_ == "conj" and not is_predicate(head):
        return [a for a in [*_noun_arguments(head), *_support_arguments(head, depth + 1)] if a.role != "of"]
    if not is_predicate(head):
        if noun.dep_ not in {"nmod", "compound", "appos", "acl"}:
            return []
        return _relabel(_owners(head, depth + 1), "subject", "outer noun")
    return _support_verb(noun, head, depth)


def _support_verb(noun: Token, verb: Token, depth: int) -> list[Argument]:
    if noun.dep_ == "nsubj:pass":
        return [Argument(c, "subject", "support agent") for c in verb.children if _is_agent(c)]
    if noun.dep_ == "nsubj":
        return []
    found = _relabel(_subjects(verb, depth + 1), "subject", f"support {noun.dep_}")
    for child in verb.children:
        if child.dep_ == "obl" and noun.dep_ == "obj" and child.i > noun.i and case_of(child):
            found.append(Argument(child, case_of(child), "support obl"))
        elif child.dep_ in {"iobj", "obj"} and child != noun and noun.dep_ in {"obj", "obl"}:
            found.append(Argument(child, "indirect" if noun.dep_ == "obj" else "co-object", "support object"))
    return found
