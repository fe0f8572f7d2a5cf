"""Learning how sure a possible event is."""

import pytest
import spacy

from pipeline.relations.evidence import read_weights
from pipeline.relations.triggers import Candidate
from pipeline.training.evidence import Judged, fit, without_own, write_weights


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
    assert fit(judged).keys() == {"line", "often"}


def test_nothing_to_learn_from_is_an_error():
    with pytest.raises(ValueError, match="no annotated examples"):
        fit([])


@pytest.mark.parametrize(
    ("score", "occurrences", "right", "expected"),
    [(0.6, 1, True, 0.5), (0.4, 1, False, 0.5), (0.5, 6, True, 4 / 9), (0.02, 1, True, 0.0)],
)
def test_an_example_is_taken_out_of_the_score_of_its_line(score, occurrences, right, expected):
    assert without_own(score, occurrences, right) == pytest.approx(expected)


def test_what_is_written_reads_back_as_the_weights_of_the_run(tmp_path):
    write_weights(
        {"a new one": 0.5, "line": 0.01, "too small": 0.04}, tmp_path / "evidence.csv", "gold/train"
    )
    weights = read_weights(str(tmp_path))
    assert (weights["a new one"], weights["line"]) == (0.5, 0.01)
    assert "too small" not in weights
