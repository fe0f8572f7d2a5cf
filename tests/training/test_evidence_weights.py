"""Learning how sure a possible event is."""

from array import array
from dataclasses import replace

import numpy as np
import pytest
import spacy

from pipeline.records import CleanText
from pipeline.relations.evidence import read_weights
from pipeline.relations.triggers import TAGGER_RULE, Candidate, read_triggers
from pipeline.training.evidence import (
    Judged,
    fit,
    fit_alone,
    mined_lines,
    take_scores,
    unseen,
    without,
    write_weights,
)
from pipeline.training.learning import AnnotatedArticle


@pytest.fixture(scope="module")
def candidate():
    doc = spacy.blank("en")("protest")
    return Candidate(doc[0:1], doc[0], "PROTEST", None, 0.5, "protest/n")


def test_features_of_events_get_the_greater_weights(candidate):
    judged = [Judged(candidate, ["named"], True), Judged(candidate, ["absent"], False)] * 20
    weights = fit(judged)
    assert weights["named"] > 0 > weights["absent"]


def test_rare_features_are_left_out(candidate):
    judged = [Judged(candidate, ["often"], True)] * 20 + [Judged(candidate, ["seldom"], False)] * 9
    assert fit(judged).keys() == {"line", "tagger", "unlisted tagger", "often"}


def test_nothing_to_learn_from_is_an_error():
    with pytest.raises(ValueError, match="no annotated examples"):
        fit([])


@pytest.mark.parametrize(
    ("score", "occurrences", "own", "right", "expected"),
    [(0.6, 1, 1, 1, 0.5), (0.4, 1, 1, 0, 0.5), (0.5, 6, 2, 2, 3 / 8), (0.02, 1, 1, 1, 0.0)],
)
def test_the_examples_of_an_article_are_taken_out_of_the_score_of_their_line(
    score, occurrences, own, right, expected
):
    assert without(score, occurrences, own, right) == pytest.approx(expected)


def test_a_line_that_only_one_article_gave_is_unknown_there(candidate):
    known = replace(candidate, odds=1.0)
    alone = [Judged(known, [], True, "one"), Judged(known, [], False, "two")]
    line = (candidate.rule, candidate.type)
    found = [each.candidate for each in unseen(alone, {line})]
    assert [each.rule for each in found] == [TAGGER_RULE, candidate.rule]
    assert [each.score for each in found] == [0.0, pytest.approx((0.5 * 6 - 0) / 5)]


def test_a_word_of_an_unknown_line_that_the_tagger_does_not_know_is_no_candidate(candidate):
    assert list(unseen([Judged(candidate, [], True, "one")], {(candidate.rule, candidate.type)})) == []


def test_a_line_written_before_is_known_everywhere(candidate):
    (found,) = unseen([Judged(candidate, [], True, "one")], ())
    assert (found.candidate.rule, found.candidate.score) == (candidate.rule, pytest.approx(0.375))


def test_the_lexicon_has_lines_from_articles_and_lines_from_before():
    rules = {(t.rule, t.type): t.source for triggers in read_triggers().values() for t in triggers}
    mined = mined_lines()
    assert mined < rules.keys()
    assert {rules[line] for line in mined} == {"gold/train"}


def test_without_a_tagger_its_features_and_candidates_are_left_out(candidate):
    silent = Judged(candidate, ["often", "tagger silent"], True)
    found_by_tagger = Judged(replace(candidate, rule=TAGGER_RULE, score=0.0), ["tagged"], False)
    assert fit_alone([silent, found_by_tagger] * 20).keys() == {"line", "often"}


def test_other_encoders_stand_in_for_the_tagger(tmp_path):
    doc = spacy.blank("en")("Paris met Rome")
    cleaned = CleanText("one", doc.text, array("i", range(14)), array("i", range(1, 15)), (), None, "none")
    scores = np.log([[0.99, 0.01], [0.2, 0.8], [0.97, 0.03]])
    np.savez(tmp_path / "one.npz", types=np.array(["O", "CONSULT"]), starts=[0, 6, 10], scores=scores)
    take_scores(AnnotatedArticle("one", doc, cleaned, (), ()), tmp_path)
    assert {token: types[0][0] for token, types in doc._.event_odds.items()} == {1: "CONSULT", 2: "CONSULT"}


def test_what_is_written_reads_back_as_the_weights_of_the_run(tmp_path):
    write_weights(
        {"a new one": 0.5, "line": 0.01, "too small": 0.04},
        {"a new one": 0.7, "line": 0.9},
        tmp_path / "evidence.csv",
        "gold/train",
    )
    weights, alone = (read_weights(str(tmp_path), tagged=tagged) for tagged in (True, False))
    assert (weights["a new one"], weights["line"]) == (0.5, 0.01)
    assert (alone["a new one"], alone["line"]) == (0.7, 0.9)
    assert "too small" not in weights
