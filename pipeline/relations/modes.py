"""The PLOVER mode of an event whose trigger leaves it open: what the words around the trigger say."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from spacy.tokens import Token

from pipeline.lexicon import read_lexicon
from pipeline.relations.dependents import clauses_of, modifiers_of, objects_of, prepositionals_of
from pipeline.relations.word_forms import base_forms


def _behind_prepositions(trigger: Token) -> list[Token]:
    return [phrase.noun for phrase in prepositionals_of(trigger)]


_PLACES: dict[str, Callable[[Token], list[Token]]] = {
    "trigger": lambda token: [token],
    "object": objects_of,
    "complement": clauses_of,
    "modifier": modifiers_of,
    "prep": _behind_prepositions,
}


@cache
def _modes(lexicons: str | None = None) -> dict[str, tuple[tuple[str, str, frozenset[str]], ...]]:
    modes: dict[str, list[tuple[str, str, frozenset[str]]]] = {}
    for row in read_lexicon("pipeline.relations", "modes.csv", lexicons):
        modes.setdefault(row["type"], []).append((row["mode"], row["place"], frozenset(row["words"].split())))
    return {type_: tuple(rules) for type_, rules in modes.items()}


class FoundMode(NamedTuple):
    """A mode with the rule that gives it and the word that says so, all None where there is none."""

    mode: str | None = None
    rule: str | None = None
    word: Token | None = None


def find_mode(trigger: Token, event_type: str, lexicons: str | None = None) -> FoundMode:
    """Return the first mode of ``data/modes.csv`` whose words stand in their place around the trigger."""
    for mode, place, words in _modes(lexicons).get(event_type, ()):
        for token in _PLACES[place](trigger):
            if not words.isdisjoint(base_forms(token)):
                return FoundMode(mode, f"word for the mode: {place}", token)
    return FoundMode()
