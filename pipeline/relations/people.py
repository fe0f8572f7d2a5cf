"""The people of an article: their names, the state for which they hold office, what they are called."""

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.relations.actor_nouns import find_actor_noun
from pipeline.relations.mentions import Mention, words_of
from pipeline.relations.per_article import sentence_of
from pipeline.relations.states import find_states, state_code, state_in_focus

HOME = "HOME"
"""Stands for the state of an article that names none."""

_APPOSITION = 14  # words of an apposition at most
_CODE_LENGTH = 3


@per_folder
def _office_holders(lexicons: str | None = None) -> dict[str, str]:
    """Return, by every name of theirs, the state for which known office holders act."""
    found: dict[str, str] = {}
    for row in read_lexicon("pipeline", "offices.csv", lexicons):
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            if len(row["code"]) == _CODE_LENGTH:
                found.setdefault(name, row["code"])
    return found


class People:
    """The named people of an article.

    Args:
        doc: The article.
        mentions: Its mentions of actors, in order.
    """

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self._doc = doc
        self._named = [m for m in mentions if m.kind == "person" and m.named]
        self._surnames = {name_words(m.name)[-1] for m in self._named}
        self._misread = [m for m in mentions if self._is_misread(m)]
        self._named_at = {m.start for m in self._named}
        self._misread_at = {m.start for m in self._misread}
        self._by_word = self._keys_by_word()
        self.offices = self._offices()
        self._callings = self._callings_of(mentions)

    def key(self, name: Span) -> str:
        """Return what identifies the person of a name in this article: the longest name that holds it."""
        words = name_words(name)
        keys = [self._by_word[word] for word in words if word in self._by_word]
        whole = [key for key in keys if set(words) <= set(key.split())]
        return (whole or keys or [name.text.lower()])[-1]

    def is_part_of_name(self, mention: Mention) -> bool:
        """Return whether a name that was taken for a place or body is part of a person's longer name."""
        if mention.start in self._misread_at:
            return True
        words = set(name_words(mention.name))
        keys = {self._by_word[word] for word in words if word in self._by_word}
        return (
            mention.named and len(mention.name) < 3 and any(words < set(key.split()) for key in sorted(keys))
        )

    def called(self, mention: Mention) -> str | None:
        """Return the person for whom a definite noun stands ("the opposition leader")."""
        if mention.named or mention.noun is None or mention.name.root.tag_ == "NNS":
            return None
        exact = self._callings.get(bare_phrase(mention.name))
        if exact is not None:
            return exact
        before = self._doc[mention.start - 1].lower_ if mention.start else ""
        return self._callings.get(mention.noun.noun) if before in {"the", "'s", "’s"} else None

    def _is_misread(self, mention: Mention) -> bool:
        """Return whether a name taken for a body or place is a full name whose surname stands alone."""
        likely = mention.kind in {"organisation", "place", "group"} and mention.named and mention.noun is None
        words = name_words(mention.name)
        whole = 1 < len(words) < 5 and len(mention.name) == len(words)
        return likely and whole and words[-1] in self._surnames

    def _keys_by_word(self) -> dict[str, str]:
        found: dict[str, str] = {}
        names = {tuple(name_words(mention.name)) for mention in [*self._named, *self._misread]}
        for words in sorted(names, key=lambda words: (-len(words), words)):
            known = [found[word] for word in words if word in found]
            key = known[0] if len(known) == len(words) else " ".join(words)
            for word in words:
                found.setdefault(word, key)
        return found

    def _offices(self) -> dict[str, str]:
        """Return, by person, the state for which they hold office."""
        found: dict[str, str] = {}
        for mention in self._named:
            office = _office_holders().get(mention.name.text) or self._office(mention)
            if office is not None:
                found.setdefault(self.key(mention.name), office)
        return found

    def _office(self, mention: Mention) -> str | None:
        """Return the state of a person's title, or of an apposition before or behind the name."""
        titled = self._doc[max(mention.start - 2, 0) : mention.end]
        if mention.noun is not None and mention.noun.kind == "state" and _is_in_office(titled):
            return mention.code or self._focus(mention)
        for phrase in self._appositions(mention):
            nouns = [noun for token in phrase if (noun := find_actor_noun(token)) is not None]
            if any(noun.kind == "state" and noun.acts_for for noun in nouns) and _is_in_office(phrase):
                states = find_states(phrase)
                return state_code(states[-1].text) if states else self._focus(mention)
        return None

    def _focus(self, mention: Mention) -> str:
        state = state_in_focus(self._doc, mention.start)
        return state[0] if state is not None else HOME

    def _appositions(self, mention: Mention) -> list[Span]:
        """Return what stands between commas before and behind a name, as long as it holds no verb."""
        doc, found = self._doc, []
        if mention.start > 1 and doc[mention.start - 1].text == ",":
            start = mention.start - 2
            while (
                start > sentence_of(mention.name).start
                and mention.start - start < _APPOSITION
                and _is_nominal(doc[start])
            ):
                start -= 1
            found.append(doc[start : mention.start - 1])
        if mention.end + 1 < len(doc) and doc[mention.end].text == ",":
            end = mention.end + 1
            while end < len(doc) and end - mention.end < _APPOSITION and _is_nominal(doc[end]):
                end += 1
            found.append(doc[mention.end + 1 : end])
        return [span for span in found if len(span)]

    def _callings_of(self, mentions: Sequence[Mention]) -> dict[str, str]:
        """Return, by noun, who is so called in a title or an apposition: "Mba Obame, opposition leader"."""
        found: dict[str, str] = {}
        for mention, following in pairwise(mentions):
            if mention.start in self._named_at and mention.noun is not None:
                found[mention.noun.noun] = self.key(mention.name)
            person, other = (mention, following) if mention.start in self._named_at else (following, mention)
            between = self._doc[mention.end : following.start]
            calls = person.start in self._named_at and _can_call(other) and _is_apposed(between)
            if calls and other.noun is not None:
                found[bare_phrase(other.name)] = self.key(person.name)
                found.setdefault(other.noun.noun, self.key(person.name))
        return found


def _can_call(mention: Mention) -> bool:
    return mention.noun is not None and not mention.named and mention.name.root.tag_ != "NNS"


def _is_apposed(between: Span) -> bool:
    """Return whether what stands between a name and a noun makes one an apposition of the other."""
    comma = len(between) > 0 and between[0].text in {",", "-", "–"} and len(between) < 6
    return comma and not any(token.pos_ in {"VERB", "AUX", "CCONJ"} for token in between)


def _is_in_office(span: Span) -> bool:
    return not {token.lower_ for token in span} & words_of("out of office")


def _is_nominal(token: Token) -> bool:
    return token.pos_ not in {"VERB", "AUX"} and token.text not in {",", ";", ":", "“", "”", '"', "."}


def name_words(name: Span) -> list[str]:
    """Return the words of a person's name in lower case, without titles, initials and numbers."""
    titles = words_of("title")
    words = [token.lower_ for token in name if token.lower_ not in titles and token.text[:1].isalpha()]
    return [word for word in words if len(word) > 1 and not word[-1].isdigit()] or [name.text.lower()]


def bare_phrase(span: Span) -> str:
    """Return a noun phrase in lower case without numbers and ages: "the 34 year old woman" is "woman"."""
    words = [
        token.lower_ for token in span if not token.like_num and token.lower_ not in words_of("quantifier")
    ]
    if "old" in words:
        words = words[words.index("old") + 1 :]
    return " ".join(words) or span.text.lower()
