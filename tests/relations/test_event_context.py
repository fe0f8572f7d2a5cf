"""The context of an event mention: directions of meanings, short enough to be kept."""

import numpy as np
import pytest

from pipeline.records import EventVectors
from pipeline.relations.event_context import companions_of, find_context
from tests.relations.parsed_by_hand import parse

SENTENCE = (
    "Oslo|NNP|nsubj|2|GPE resumed|VBD|root|2 trade|NN|compound|4 talks|NNS|obj|2 "
    "with|IN|case|6 Lima|NNP|obl|2|GPE"
)


@pytest.fixture
def doc():
    doc = parse(SENTENCE)
    rows = np.arange(1, 13, dtype=np.float32).reshape(6, 2)
    doc._.event_vectors = EventVectors(rows, -rows, rows[:, 0])
    return doc


def direction(vector):
    return np.rint(127 * np.array(vector) / np.linalg.norm(vector)).astype(np.int8).tobytes()


def test_a_mention_has_the_directions_of_its_words_and_of_what_stands_with_them(doc):
    found = find_context(doc, [doc[1]], doc[1])

    assert [token.text for token in companions_of(doc[1])] == ["Oslo", "talks", "Lima"]
    assert found.meaning == direction([3, 4])
    assert found.word == direction([-3, -4])
    assert found.companions == direction(-np.array([1 + 7 + 11, 2 + 8 + 12]))
    assert (found.telling, found.verbal, found.modifies) == (3.0, True, False)


def test_a_word_before_a_noun_modifies_it_and_may_stand_alone(doc):
    found = find_context(doc, [doc[2]], doc[2])

    assert (found.companions, found.verbal, found.modifies) == (b"", False, True)


def test_a_pipeline_without_vectors_gives_no_context():
    doc = parse(SENTENCE)

    assert find_context(doc, [doc[1]], doc[1]) is None
