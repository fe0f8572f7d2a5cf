"""What two event mentions have in common, as numbers for :mod:`pipeline.dedupe.event_network`.

A number is ``UNKNOWN`` where one of the mentions lacks what would be compared.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.dedupe.blocks import Floats, Indices
from pipeline.dedupe.mentions import SourcedEvent
from pipeline.dedupe.triggers import relation
from pipeline.dedupe.words import overlap

UNKNOWN = float("nan")
BYTE = 127
#: The order of the numbers; the three before "verbs" come from the words of articles and sentences, those
#: from there on from the mentions' contexts.
FEATURES = (
    "trigger same",
    "trigger synonym",
    "trigger family",
    "trigger broader",
    "article same",
    "sentences apart",
    "participants shared",
    "object shared",
    "place shared",
    "time shared",
    "all shared",
    "number shared",
    "number of the fewer",
    "rareness of the commoner trigger",
    "rareness of the rarer trigger",
    "first sentence number",
    "last sentence number",
    "article similarity",
    "sentence similarity",
    "names of the sentences shared",
    "verbs",
    "modifiers",
    "telling together",
    "telling of the lesser",
    "meaning similarity",
    "word similarity",
    "companions similarity",
)
_RELATIONS = ("same", "synonym", "family", "broader")


class _Directions:
    """Directions of mentions, zeros where there is none.

    Args:
        rows: Per mention, its direction in signed bytes; empty where it has none.
    """

    def __init__(self, rows: Sequence[bytes]) -> None:
        width = max(map(len, rows), default=0)
        joined = b"".join(row or bytes(width) for row in rows)
        self._matrix = np.frombuffer(joined, dtype=np.int8).reshape(len(rows), width)
        self._known = np.array([bool(row) for row in rows], dtype=np.bool_)

    def cosines(self, lefts: Indices, rights: Indices) -> Floats:
        """Return the cosines of pairs; the sums are whole numbers, so that no machine rounds otherwise."""
        products = (self._matrix[lefts].astype(np.int32) * self._matrix[rights]).sum(axis=1)
        return np.where(self._known[lefts] & self._known[rights], products / BYTE**2, UNKNOWN)


class Contexts:
    """The contexts of mentions as arrays, for many pairs at once.

    Args:
        items: The mentions, in the order of the indices of pairs.
    """

    def __init__(self, items: Sequence[SourcedEvent]) -> None:
        contexts = [item.mention.context for item in items]
        self._meanings = _Directions([context.meaning if context else b"" for context in contexts])
        self._words = _Directions([context.word if context else b"" for context in contexts])
        self._companions = _Directions([context.companions if context else b"" for context in contexts])
        self._telling = np.array([context.telling if context else UNKNOWN for context in contexts])
        self._verbal = np.array([float(context.verbal) if context else UNKNOWN for context in contexts])
        self._modifies = np.array([float(context.modifies) if context else UNKNOWN for context in contexts])

    def features(self, lefts: Indices, rights: Indices) -> Floats:
        """Return what the contexts of pairs have in common, [pairs, the last features]."""
        telling = self._telling[lefts], self._telling[rights]
        return np.column_stack(
            [
                self._verbal[lefts] + self._verbal[rights],
                self._modifies[lefts] + self._modifies[rights],
                telling[0] + telling[1],
                np.minimum(*telling),
                self._meanings.cosines(lefts, rights),
                self._words.cosines(lefts, rights),
                self._companions.cosines(lefts, rights),
            ]
        )


def features_of(left: SourcedEvent, right: SourcedEvent) -> list[float]:
    """Return what two mentions have in common by themselves, in the order of ``FEATURES``."""
    related = relation(left.trigger, right.trigger)
    same = left.source.number == right.source.number
    common = left.words & right.words
    fewer = min(len(left.words), len(right.words))
    rareness = sorted((left.rareness, right.rareness))
    numbers = sorted((left.sentence_number, right.sentence_number))
    return [
        *(float(related == name) for name in _RELATIONS),
        float(same),
        float(numbers[1] - numbers[0]) if same else UNKNOWN,
        _shared(left.names, right.names),
        _shared(left.stems, right.stems),
        _shared(left.place, right.place),
        _shared(left.time, right.time),
        len(common) / fewer if fewer else UNKNOWN,
        float(len(common)),
        float(fewer),
        *rareness,
        *map(float, numbers),
    ]


def _shared(left: frozenset[str], right: frozenset[str]) -> float:
    return overlap(left, right) if left and right else UNKNOWN
