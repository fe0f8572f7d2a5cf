"""What a mention of an event means where it stands, short enough to be kept with it.

:mod:`pipeline.dedupe` compares it with that of other mentions. It comes from ``doc._.event_vectors``.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from pipeline.records import EventContext, EventVectors
from pipeline.relations.dependents import modifiers_of, objects_of, owners_of, prepositionals_of, subjects_of

_BYTE = 127

# Pipelines without a component that fills it have none.
Doc.set_extension("event_vectors", default=None, force=True)


def find_context(doc: Doc, words: Sequence[Token], head: Token) -> EventContext | None:
    """Return the context of a mention, ``None`` where the pipeline gives no vectors of events.

    Args:
        doc: The document.
        words: The words that name the event.
        head: The one of them whose arguments are the event's.
    """
    vectors: EventVectors | None = doc._.event_vectors
    if vectors is None:
        return None
    own = [token.i for token in words]
    others = [token.i for token in companions_of(head) if token.i not in own]
    return EventContext(
        meaning=_direction(vectors.meanings[own].mean(0)),
        word=_direction(vectors.words[own].mean(0)),
        companions=_direction(vectors.words[others].mean(0)) if others else b"",
        telling=round(float(vectors.telling[own].mean()), 2),
        verbal=head.pos_ in {"VERB", "AUX"},
        modifies=head.dep_ == "compound",
    )


def companions_of(head: Token) -> Iterable[Token]:
    """Return the heads of the phrases that stand with an event word: who, what, whose, where, what kind."""
    yield from subjects_of(head)
    yield from objects_of(head)
    yield from (phrase.noun for phrase in prepositionals_of(head))
    yield from dict.fromkeys([*owners_of(head), *modifiers_of(head)])


def _direction(vector: NDArray[np.float32]) -> bytes:
    """Return the direction of a vector in signed bytes."""
    length = float(np.linalg.norm(vector))
    rounded: NDArray[np.int8] = np.rint(vector * (_BYTE / max(length, 1e-6))).astype(np.int8)
    return rounded.tobytes()
