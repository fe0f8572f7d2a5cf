"""What articles and triggers have in common."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.clusters import reader_of
from pipeline.dedupe.profiles import KEPT, profile_of, similarities, similarity
from pipeline.dedupe.triggers import base_form, relation, trigger_of

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

    assert similarity(one, same) > similarity(one, other)


def test_similarity_with_an_unknown_article_is_unknown():
    assert math.isnan(similarity(profile_of(QUAKE), profile_of([])))


def test_similarities_are_of_pairs_of_different_articles():
    profiles = [profile_of([text]) for text in (*QUAKE, "")]
    found = similarities(reader_of(profiles), np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]))

    assert math.isnan(found[0])
    assert found[1] == found[2] == similarity(profiles[0], profiles[1]) > 0
    assert math.isnan(found[3])


@given(st.lists(st.text(alphabet="abcdeA1 .", max_size=60), max_size=8))
def test_a_profile_is_a_short_vector_of_length_one_whatever_the_order(sentences):
    profile = profile_of(sentences)

    assert len(profile) <= KEPT
    assert not profile or math.isclose(math.fsum(w * w for w in profile.values()), 1.0)
    assert profile_of(sentences[::-1]) == pytest.approx(profile)
    assert not profile or math.isclose(similarity(profile, profile), 1.0)
