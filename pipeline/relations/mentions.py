"""Every span of an article that names an actor: names, state adjectives and nouns for someone who acts.

Found from names, part-of-speech tags and lexicons, so that an error of the parser costs an attachment and
not the mention itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.relations.actor_nouns import ActorNoun, find_actor_noun
from pipeline.relations.per_article import sentence_of
from pipeline.relations.states import agency_codes, find_states, state_code, states_of

MentionKind = Literal["state", "organisation", "person", "group", "place", "pronoun"]

_KINDS: dict[str, MentionKind] = {
    "PERSON": "person",
    "ORG": "organisation",
    "NORP": "group",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
_PLURALS = frozenset({"NNS", "NNPS"})
_TWO = frozenset({"both", "two"})
_LONGEST_PHRASE = 6


@dataclass(frozen=True)
class Mention:
    """A span that names an actor.

    Attributes:
        start: Index of its first token, title and nationality included.
        end: Index behind its last token.
        name: The smallest span that names the actor, such as a person's name without the title.
        kind: What it names.
        noun: The lexicon's noun for it, where it has one (the title of a person, the head of a phrase).
        code: The state that it names outright ("Chinese" in "Chinese officials").
        named: Whether it holds a name.
    """

    start: int
    end: int
    name: Span
    kind: MentionKind
    noun: ActorNoun | None = None
    code: str | None = None
    named: bool = True

    @cached_property
    def head(self) -> Token:
        """The word that links the mention to its clause."""
        return self.name.doc[self.start : self.end].root


@per_folder
def words_of(group: str, lexicons: str | None = None) -> frozenset[str]:
    """Return the words of one group of ``data/reference_words.csv``."""
    rows = read_lexicon("pipeline.relations", "reference_words.csv", lexicons)
    return frozenset(row["word"] for row in rows if row["group"] == group)


def find_mentions(doc: Doc) -> list[Mention]:
    """Return the mentions of actors in textual order; none overlaps another."""
    names = _names(doc)
    covered = {index: mention for mention in names for index in range(mention.start, mention.end)}
    mentions = {mention.start: mention for mention in names}
    for token in doc:
        phrase = _phrase_mention(token, covered)
        if phrase is None:
            continue
        for index in range(phrase.start, phrase.end):
            mentions.pop(covered[index].start, None) if index in covered else None
            covered[index] = phrase
        mentions[phrase.start] = phrase
    return sorted(mentions.values(), key=lambda mention: mention.start)


def is_pronoun(token: Token) -> bool:
    """Return whether a word is a pronoun that can stand for an actor; "US" is none."""
    return token.lower_ in words_of("pronoun") and not (token.is_upper and len(token) > 1)


def surroundings(doc: Doc, mention: Mention, direction: str) -> Iterator[str]:
    """Yield features of what stands around a mention: the preposition before it, the possessive behind it.

    Args:
        doc: Its document.
        mention: The mention.
        direction: Where it lies from what it is weighed for; every feature names it.
    """
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.pos_ == "DET" and before.i:
        before = doc[before.i - 1]
    if before is not None and before.pos_ in {"ADP", "SCONJ", "PART"}:
        yield f"{direction} after={before.lower_}"
    if mention.end < len(doc) and doc[mention.end].tag_ == "POS":
        yield f"{direction} possessive"


def _names(doc: Doc) -> list[Mention]:
    """Return the named entities, and the states and pronouns outside them."""
    found = [mention for ent in doc.ents if (mention := _name(ent)) is not None]
    inside = {index for mention in found for index in range(mention.start, mention.end)}
    for span in states_of(doc):
        if not inside & set(range(span.start, span.end)):
            found.append(Mention(span.start, span.end, span, "state", None, state_code(span.text)))
    inside |= {index for mention in found for index in range(mention.start, mention.end)}
    for token in doc:
        if token.i not in inside and is_pronoun(token):
            found.append(Mention(token.i, token.i + 1, doc[token.i : token.i + 1], "pronoun", named=False))
    return found


def _name(entity: Span) -> Mention | None:
    """Return the mention of a named entity, with a title inside it taken off the name."""
    if entity.label_ not in _KINDS:
        return None
    start, end = entity.start, entity.end
    while end - 1 > start and not entity.doc[end - 1].text[-1:].isalnum():
        end -= 1
    kind, noun, code = _kind_of(entity.doc[start:end] if entity.label_ == "PERSON" else entity)
    if entity.label_ == "PERSON":
        end = next((t.i for t in entity.doc[start + 1 : end] if t.tag_ == "POS"), end)
        titles = [t for t in entity.doc[start : end - 1] if find_actor_noun(t) is not None]
        first = titles[-1].i + 1 if titles else start
        noun = find_actor_noun(titles[-1]) if titles else None
        states = find_states(entity.doc[start:first]) if titles else []
        code = state_code(states[-1].text) if states else None
        return Mention(start, end, entity.doc[first:end], "person", noun, code)
    return Mention(start, end, entity.doc[start:end], kind, noun, code)


def _kind_of(entity: Span) -> tuple[MentionKind, ActorNoun | None, str | None]:
    """Return what a named entity stands for, the noun in it and its state."""
    code = state_code(entity.text)
    if code is not None:
        return "state", None, code
    kind = _KINDS.get(entity.label_, "person")
    if entity.label_ != "ORG":
        return kind, None, None
    nouns = [noun for token in entity if (noun := find_actor_noun(token)) is not None]
    agencies = agency_codes(entity.text)
    if agencies:
        return "state", nouns[-1] if nouns else None, next(iter(agencies)) if len(agencies) == 1 else None
    if any(noun.kind == "state" for noun in nouns):
        states = find_states(entity)
        return "state", nouns[-1], state_code(states[-1].text) if states else None
    return kind, nouns[-1] if nouns else None, None


def _phrase_mention(token: Token, covered: dict[int, Mention]) -> Mention | None:
    """Return the mention that an actor noun heads, with the name that it introduces or modifies."""
    inside = covered.get(token.i)
    if inside is not None and (
        inside.kind == "pronoun" or token.i < inside.end - 1 or inside.end - inside.start == 1
    ):
        return None
    if _is_pair(token):
        return Mention(token.i, token.i + 1, token.doc[token.i : token.i + 1], "group", named=False)
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.is_space:
        return None
    if inside is not None and inside.kind in {"organisation", "state", "person"}:
        return None
    noun = find_actor_noun(token)
    if noun is None or (token.pos_ == "ADJ" and token.i + 1 < len(token.doc) and token.nbor().pos_ == "NOUN"):
        return None
    if _modifies_actor_noun(token):
        return None
    start = _phrase_start(token)
    return _titled(token, start, noun, covered) or _phrase(token, start, noun, covered)


def _is_pair(token: Token) -> bool:
    """Return whether a word stands for two parties named before: "both sides", "the two" without a noun."""
    word = token.lower_
    if word not in _TWO and word not in words_of("pair"):
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    if word in _TWO:
        return token.dep_ in {"nsubj", "nsubj:pass"} and (before == "the" or word == "both")
    return before in _TWO


def _modifies_actor_noun(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return (
        following is not None
        and following.pos_ in {"NOUN", "PROPN"}
        and find_actor_noun(following) is not None
    )


def _phrase_start(token: Token) -> int:
    start, first = token.i, sentence_of(token).start
    while start > first and token.i - start < _LONGEST_PHRASE and _is_modifier(token.doc[start - 1]):
        start -= 1
    return start


def _is_modifier(word: Token) -> bool:
    if word.lower_ in words_of("quantifier") or word.is_space or word.like_num or word.tag_ == "POS":
        return False
    if word.text == "-":
        return (
            not word.whitespace_
            and word.i > sentence_of(word).start
            and not word.nbor(-1).whitespace_
            and not word.nbor(-1).like_num
        )
    return word.pos_ in {"ADJ", "NOUN", "PROPN"} or (word.dep_ == "amod" and word.tag_ != "VBG")


def _titled(token: Token, start: int, noun: ActorNoun, covered: dict[int, Mention]) -> Mention | None:
    """Return a person with the title before the name: "Sudanese President Omar al-Bashir"."""
    following = covered.get(token.i + 1)
    if following is None or not following.named or token.tag_ in _PLURALS:
        return None
    if noun.kind == "organisation" and following.kind in {"organisation", "place"}:
        return Mention(start, following.end, following.name, "organisation", noun)
    if following.kind != "person":
        return None
    code = _code_before(token, start)
    body = _body_of(token, start, covered) if noun.acts_for else None
    if body is not None and code is None:
        return Mention(start, following.end, body.name, body.kind, noun, body.code)
    return Mention(start, following.end, following.name, "person", noun, code)


def _phrase(token: Token, start: int, noun: ActorNoun, covered: dict[int, Mention]) -> Mention | None:
    following = covered.get(token.i + 1)
    if token.tag_ in _PLURALS and following is not None and following.kind == "person" and following.named:
        return None
    span = token.doc[start : token.i + 1]
    body = _body_of(token, start, covered) if noun.acts_for else None
    if body is not None:
        return Mention(start, token.i + 1, body.name, body.kind, noun, body.code)
    kind: MentionKind = noun.kind  # type: ignore[assignment]
    opposed = "opposition" in span.text.lower() or "former" in span.text.lower()
    if kind == "state" and (opposed or token.lower_ in words_of("plural state")):
        kind = "group"
    code = _code_before(token, start) if kind == "state" else None
    return Mention(start, token.i + 1, span, kind, noun, code, named=code is not None)


def _code_before(token: Token, start: int) -> str | None:
    """Return the state of "Chinese officials", "India's ministry" and "government of Mauritius"."""
    doc = token.doc
    first = start - 2 if start >= 2 and doc[start - 1].tag_ == "POS" else start
    while first < start and first > 0 and doc[first - 1].pos_ == "PROPN":
        first -= 1
    states = find_states(doc[first : token.i + 1])
    if not states and token.i + 2 < len(doc) and token.nbor().lower_ == "of":
        states = find_states(doc[token.i + 2 : min(token.i + 6, sentence_of(token).end)])[:1]
        states = [s for s in states if s.start <= token.i + 3]
    return state_code(states[-1].text) if states else None


def _body_of(token: Token, start: int, covered: dict[int, Mention]) -> Mention | None:
    """Return the body that an office holder acts for: "UP leaders", "chairman of the Mars Society"."""
    places = [*range(start, token.i), start - 2, token.i + 2, token.i + 3]
    for place in places:
        mention = covered.get(place)
        if mention is None or mention.kind != "organisation":
            continue
        linked = token.nbor().lower_ in {"of", "for", "from"} if place > token.i else place >= start
        possessive = place == start - 2 and token.doc[start - 1].tag_ == "POS"
        if linked or possessive:
            return mention
    return None
