"""The event tagger: odds from probabilities, weights from a file, and candidates that only it has."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from pipeline.relations.event_tagger import odds_of
from pipeline.relations.evidence import SILENT, measures, weigh
from pipeline.relations.triggers import TAGGER_RULE, find_candidates
from tests.relations.parsed_by_hand import parse

LABELS = ("AGREE", "CONSULT", "O", "REJECT", "REQUEST")
WIDTH = 96
SENTENCE = "Oslo|NNP|nsubj|2|GPE frobbed|VBD|root|2 Lima|NNP|obj|2|GPE"


@pytest.fixture
def weights(tmp_path):
    rng = np.random.default_rng(3)
    file = tmp_path / "events.npz"
    matrix = rng.normal(0, 0.1, (len(LABELS), WIDTH))
    np.savez(file, labels=np.array(LABELS), W=matrix, b=np.array([0.0, 0.5, 1.0, -1.0, 0.0]))
    return file


@pytest.fixture
def tagging(weights):
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("pipeline_event_tagger", name="event_tagger")
    tagger.initialize(list, nlp=nlp, weights=str(weights))
    tagger.cfg["least"] = 0.0  # the untrained vectors are random: all words have odds
    return nlp


def test_odds_are_against_no_event_and_the_likeliest_come_first():
    odds = odds_of(np.array([[0.1, 0.6, 0.2, 0.0, 0.1]], dtype=np.float32), LABELS, 0.02)
    assert [kind for kind, _ in odds[0]] == ["CONSULT", "AGREE", "REQUEST"]
    assert odds[0][0][1] == pytest.approx(np.log(3), abs=0.01)


def test_words_that_hardly_name_an_event_are_left_out():
    sure = np.array([[0.0, 0.01, 0.99, 0.0, 0.0], [0.0, 0.05, 0.95, 0.0, 0.0]], dtype=np.float32)
    assert list(odds_of(sure, LABELS, 0.02)) == [1]


def test_a_word_that_is_surely_an_event_has_finite_odds():
    odds = odds_of(np.array([[0.0, 1.0, 0.0, 0.0, 0.0]], dtype=np.float32), LABELS, 0.02)
    assert np.isfinite(odds[0][0][1])


def test_the_tagger_gives_the_odds_of_its_weights(tagging):
    doc = tagging("Envoys met in Oslo.")
    vectors = tagging.get_pipe("event_tagger").model.get_ref("tok2vec").predict([doc])[0]
    softmax = tagging.get_pipe("event_tagger").model.get_ref("softmax")
    scores = np.asarray(vectors) @ softmax.get_param("W").T + softmax.get_param("b")
    kind, odds = doc._.event_odds[1][0]
    assert odds == pytest.approx(scores[1, LABELS.index(kind)] - scores[1, LABELS.index("O")], abs=0.01)


def test_a_saved_tagger_reads_back(tagging, tmp_path):
    tagging.to_disk(tmp_path / "model")
    text = "Envoys met in Oslo."
    assert spacy.load(tmp_path / "model")(text)._.event_odds == tagging(text)._.event_odds


def test_an_empty_document_has_no_odds(tagging):
    assert tagging("")._.event_odds == {}


def test_a_word_that_the_lexicon_lacks_is_a_candidate_of_the_tagger():
    doc = parse(SENTENCE)
    doc._.event_odds = {1: (("CONSULT", 2.0), ("AGREE", -1.5))}
    found = find_candidates(doc)
    assert [(c.span.text, c.type, c.rule, c.odds) for c in found] == [
        ("frobbed", "AGREE", TAGGER_RULE, -1.5),
        ("frobbed", "CONSULT", TAGGER_RULE, 2.0),
    ]


def test_a_particle_belongs_to_the_verb_that_the_tagger_found():
    doc = parse("Oslo|NNP|nsubj|2|GPE frobbed|VBD|root|2 up|RP|compound:prt|2 a|DT|det|5 pact|NN|obj|2")
    doc._.event_odds = {1: (("AGREE", 3.0),)}
    assert find_candidates(doc)[0].span.text == "frobbed up"


def test_a_function_word_is_no_candidate():
    doc = parse("Oslo|NNP|nsubj|2|GPE met|VBD|root|2 with|IN|case|4 Lima|NNP|obl|2|GPE")
    doc._.event_odds = {2: (("CONSULT", 3.0),)}
    assert all(candidate.span.text != "with" for candidate in find_candidates(doc))


def test_the_taggers_word_raises_the_score_and_its_silence_lowers_it():
    def score(odds):
        doc: Doc = parse("Oslo|NNP|nsubj|2|GPE accused|VBD|root|2 Lima|NNP|obj|2|GPE")
        doc._.event_odds = odds
        return max(c.score for c in weigh(doc, find_candidates(doc)) if c.type == "ACCUSE")

    assert score({1: (("ACCUSE", 4.0),)}) > score({1: (("ACCUSE", -1.0),)}) > score({})


def test_a_silent_tagger_counts_as_the_lowest_odds():
    doc = parse("Oslo|NNP|nsubj|2|GPE accused|VBD|root|2 Lima|NNP|obj|2|GPE")
    doc._.event_odds = {}
    assert {measures(c)["tagger"] for c in find_candidates(doc)} == {SILENT}
