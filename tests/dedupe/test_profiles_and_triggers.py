"""What articles and triggers have in common."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.clusters import reader_of
from pipeline.dedupe.profiles import (
    KEPT,
    WORD,
    Profiles,
    packed,
    profile_of,
    profile_of_sentence,
    similarities,
)
from pipeline.dedupe.triggers import base_form, relation, trigger_of


def compare(one, others):
    """Return the cosines of one profile with others, and the shares of names."""
    profiles = Profiles([one, *others])
    rights = np.arange(1, len(others) + 1)
    return [found.tolist() for found in profiles.compare(np.zeros_like(rights), rights)]


QUAKE = ["A strong earthquake struck the island of Aceh on Tuesday.", "Rescuers in Aceh found 24 bodies."]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("resume", "resumed", "same"),
        ("stole", "steals", "same"),
        ("talks", "negotiations", "synonym"),
        ("trips", "trip", "same"),
        ("quake", "earthquake", "synonym"),
        ("resume", "resumption", "synonym"),
        ("restart", "resume", "synonym"),
        ("murdered", "killings", "broader"),
        ("accusers", "accuser", "family"),
        ("resume", "kill", None),
        ("", "kill", None),
    ],
)
def test_triggers_relate_whichever_comes_first(left, right, expected):
    assert relation(trigger_of(left), trigger_of(right)) == expected
    assert relation(trigger_of(right), trigger_of(left)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("visited", "visit"),
        ("stopped", "stop"),
        ("imposing", "impose"),
        ("denied", "deny"),
        ("shot", "shoot"),
    ],
)
def test_base_forms(word, expected):
    assert base_form(word) == expected


def test_articles_on_one_happening_are_more_alike_than_others():
    one = profile_of(QUAKE)
    same = profile_of(["The earthquake that struck Aceh killed 24 people."])
    other = profile_of(["A striker from Turin will sign for the club on Tuesday."])

    (_, near, far), _ = compare(one, [one, same, other])
    assert near > far


def test_similarities_are_of_pairs_of_different_articles():
    profiles = [profile_of([text]) for text in (*QUAKE, "")]
    found = similarities(reader_of(profiles), np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]))

    assert math.isnan(found[0])
    assert found[1] == found[2] > 0
    assert math.isnan(found[3])


def test_sentences_share_the_names_of_the_one_with_fewer():
    one = profile_of_sentence("On Tuesday the quake struck Aceh, Medan and Padang.")
    other = profile_of_sentence("The mayor of Padang spoke with Anwar.")

    _, (whole, part, none) = compare(one, [one, other, profile_of_sentence("It was strong.")])
    assert (whole, part) == (1.0, 0.5)
    assert math.isnan(none)


def test_only_the_most_telling_words_are_kept():
    words = [f"word{number}" for number in range(2 * KEPT)]

    assert len(profile_of([" ".join(words)])) == KEPT * WORD.itemsize


@given(st.lists(st.text(alphabet="abcdeA1 .", max_size=60), max_size=8))
def test_a_profile_is_a_vector_of_length_one_whatever_the_order(sentences):
    profile = profile_of(sentences)

    assert profile_of(sentences[::-1]) == profile
    assert not profile or compare(profile, [profile])[0] == [pytest.approx(1.0, abs=0.001)]


@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.floats(0.01, 1), max_size=20), min_size=1, max_size=5)
)
def test_profiles_are_compared_as_their_words_are(weights):
    one, others = weights[0], weights
    found, _ = compare(packed(one, 20), [packed(other, 20) for other in others])

    for other, cosine in zip(others, found, strict=True):
        product = math.fsum(weight * other[term] for term, weight in one.items() if term in other)
        lengths = math.prod(math.sqrt(math.fsum(w * w for w in words.values())) for words in (one, other))
        expected = product / lengths if lengths else math.nan
        assert cosine == pytest.approx(expected, abs=0.001, nan_ok=True)
