"""Which nouns stand for someone who acts: the lexicon of actor nouns and its look-up in a parse."""

from dataclasses import dataclass
from typing import cast

from spacy.tokens import Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.records import ActorKind
from pipeline.relations.per_article import per_token


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """One entry of ``data/actor_nouns.csv``.

    Attributes:
        noun: The lower-case lemma, one or more words.
        kind: What it stands for.
        acts_for: Whether someone so called acts for the body that modifies the noun ("party officials").
    """

    noun: str
    kind: ActorKind
    acts_for: bool


@per_folder
def read_actor_nouns(lexicons: str | None = None) -> dict[str, ActorNoun]:
    """Return the actor nouns by lemma."""
    rows = read_lexicon("pipeline.relations", "actor_nouns.csv", lexicons)
    return {
        row["noun"]: ActorNoun(row["noun"], cast(ActorKind, row["kind"]), row["acts_for"] == "yes")
        for row in rows
    }


@per_token
def find_actor_noun(token: Token) -> ActorNoun | None:
    """Return the entry for the noun that ends at ``token``, the longest that matches."""
    lemmas = [lemma for lemma in _lemmas(token) if lemma in _last_words()]
    if not lemmas:
        return None
    nouns = read_actor_nouns()
    words = [token.nbor(-back).lower_ for back in range(min(2, token.i), 0, -1)]
    for lemma in lemmas:
        for first in range(len(words) + 1):
            entry = nouns.get(" ".join([*words[first:], lemma]))
            if entry is not None:
                return entry
    return None


@per_folder
def _last_words(lexicons: str | None = None) -> frozenset[str]:
    """Return the last words of all entries, as most words of a text are none of them."""
    return frozenset(noun.rpartition(" ")[2] for noun in read_actor_nouns(lexicons))


def _lemmas(token: Token) -> list[str]:
    """Return the forms to look up: the word, its lemma and, as lemmatisers err, its plain singulars."""
    word = token.lower_
    singulars = [word.removesuffix("s")] if word.endswith("s") else []
    if word.endswith("men"):
        singulars.append(word.removesuffix("men") + "man")
    if word.endswith("ies"):
        singulars.append(word.removesuffix("ies") + "y")
    return list(dict.fromkeys([word, token.lemma_.lower(), *singulars]))
