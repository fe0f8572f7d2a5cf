"""The network that weighs what two event mentions have in common, and what it is given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.dedupe.event_features import FEATURES, Contexts, features_of
from pipeline.dedupe.event_network import Network, network
from pipeline.dedupe.profiles import Profiles, profile_of, profile_of_sentence
from pipeline.records import EventContext
from tests.dedupe.mentions_by_hand import event
from tests.dedupe.test_same_events import QUAKE, odds, pair, pairs_of

ROWS = [
    {"input": "a", "mean": "1", "deviation": "2", "hidden": "1 -1"},
    {"input": "b", "mean": "0", "deviation": "1", "hidden": "0.5 0.5"},
    {"input": "unknown b", "mean": "", "deviation": "", "hidden": "2 0"},
    {"input": "bias", "mean": "", "deviation": "", "hidden": "0 1"},
    {"input": "output", "mean": "-1", "deviation": "", "hidden": "1 3"},
]


def context(meaning, *, word=b"\x7f\x00", companions=b"", telling=0.0, verbal=True, modifies=False):
    return EventContext(bytes(np.array(meaning, np.int8)), word, companions, telling, verbal, modifies)


def test_a_network_is_read_and_scores_by_hand():
    small = Network.of(ROWS, ("a", "b"))

    # a = (3 - 1) / 2 = 1; hidden: 1 + 0.5 * 2 = 2 and -1 + 0.5 * 2 + 1 = 1; odds: 2 + 3 - 1.
    assert small.odds(np.array([[3.0, 2.0]])) == pytest.approx([4.0])


def test_an_unknown_number_counts_as_its_mean_and_as_unknown():
    small = Network.of(ROWS, ("a", "b"))

    # hidden: 0 + 2 = 2 and 0 + 1 = 1.
    assert small.odds(np.array([[1.0, np.nan]])) == pytest.approx([2 + 3 - 1])


def test_the_network_of_the_package_knows_the_features_in_their_order():
    assert network().mean.shape == network().deviation.shape == (len(FEATURES),)
    assert network().weights.shape[0] == len(FEATURES) + len(network().missing)
    assert (network().deviation > 0).all()


@given(arrays(float, (3, len(FEATURES)), elements=st.floats(-50, 50)), st.integers(0, len(FEATURES) - 1))
def test_odds_are_finite_and_do_not_depend_on_the_other_rows(matrix, unknown):
    matrix[0, unknown] = np.nan
    odds = network().odds(matrix)

    assert np.isfinite(odds).all()
    assert [network().odds(matrix[row : row + 1])[0] for row in range(3)] == pytest.approx(odds, abs=1e-5)


def test_contexts_are_compared_by_their_directions():
    mentions = [
        replace(event(0, "met"), context=context([127, 0], telling=1.0)),
        replace(event(0, "talks"), context=context([127, 0], telling=-1.0, verbal=False, modifies=True)),
        replace(event(0, "met"), context=context([0, 127])),
        event(0, "met"),
    ]
    items = [replace(pair(mention, mention)[0], mention=mention) for mention in mentions]
    lefts, rights = np.array([0, 0, 0]), np.array([1, 2, 3])
    rows = Contexts(items).features(lefts, rights)
    names = FEATURES[FEATURES.index("verbs") :]
    found = [dict(zip(names, row, strict=True)) for row in rows]

    assert [row["meaning similarity"] for row in found[:2]] == [1.0, 0.0]
    assert (found[0]["verbs"], found[0]["modifiers"]) == (1.0, 1.0)
    assert (found[0]["telling together"], found[0]["telling of the lesser"]) == (0.0, -1.0)
    assert np.isnan(list(found[2].values())).all()
    assert np.isnan(found[0]["companions similarity"])


def test_what_two_mentions_share_is_counted():
    strike = event(0, "struck", actor=("rebels", "villagers"), object="the old bridge", place="Aceh")
    blow = replace(strike, text="hit", actor=("rebels",), place=None)
    found = dict(zip(FEATURES, features_of(*pair(strike, blow)), strict=False))

    assert found["participants shared"] == found["object shared"] == found["all shared"] == 1.0
    assert (found["number shared"], found["number of the fewer"]) == (3.0, 3.0)
    assert np.isnan(found["place shared"])
    assert np.isnan(found["time shared"])
    assert np.isnan(found["sentences apart"])


def test_the_words_of_articles_and_sentences_are_compared():
    struck = event(0, "struck")
    texts = (QUAKE, "Aid reached Aceh and Medan after the earthquake that Indonesia had feared.")
    features = pairs_of(struck, struck, texts=texts).features(np.array([0, 0]), np.array([1, 0]))
    two, one = (dict(zip(FEATURES, row, strict=True)) for row in features)

    wholes = Profiles([profile_of([text]) for text in texts])
    sentences = Profiles([profile_of_sentence(text) for text in texts])
    places = np.array([0]), np.array([1])
    found = [two["article similarity"], two["sentence similarity"], two["names of the sentences shared"]]
    assert found == [wholes.compare(*places)[0], *sentences.compare(*places)]
    assert len(set(found)) == 3
    assert np.isnan(one["article similarity"])
    assert one["sentence similarity"] == pytest.approx(1.0, abs=0.001)


def test_mentions_with_one_meaning_are_likelier_one_happening():
    def meaning(directions):
        one = replace(event(0, "agreed"), context=context([127, 0]))
        return odds(one, replace(event(0, "signed"), context=context(directions)))

    assert meaning([127, 0]) > meaning([0, 127]) > meaning([-127, 0])
