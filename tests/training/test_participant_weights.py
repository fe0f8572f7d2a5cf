"""Learning who takes part: the log-linear model and the lexicon that it is written to."""

import csv

import pytest

from pipeline.training.participants import Choice, _stands_for, fit, write_weights


def choice(right, *features):
    return Choice(
        [frozenset(names) for names in features], [index == right for index in range(len(features))]
    )


def test_the_feature_of_the_right_candidate_gets_the_greater_weight():
    choices = [choice(0, {"subject"}, {"object"}, {"none"})] * 40
    weights = fit(choices)
    assert weights["subject"] > 0 > weights["object"]


def test_nobody_can_be_learnt():
    weights = fit([choice(1, {"far"}, {"none"})] * 40)
    assert weights["none"] > weights["far"]


def test_rare_features_are_left_out():
    assert fit([choice(0, {"once", "often"}, {"none"}), *[choice(0, {"often"}, {"none"})] * 9]).keys() == {
        "often",
        "none",
    }


def test_candidates_that_are_both_right_share_the_probability():
    both = Choice([frozenset({"a"}), frozenset({"b"}), frozenset({"c"})], [True, True, False])
    weights = fit([both] * 40)
    assert weights["a"] == pytest.approx(weights["b"])


def test_learning_is_deterministic():
    choices = [choice(0, {"subject"}, {"none"}), choice(1, {"object"}, {"none"})] * 5
    assert fit(choices) == fit(choices)


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("KEN", "KEN", True),
        ("KEN", "TCD", False),
        ("Green Union", "green union", True),
        ("Moyo", "Amina Moyo", True),
        ("UN", "United Nations", False),
        ("traders", "farmers", False),
    ],
)
def test_names_may_hold_one_another_but_codes_may_not(code, value, expected):
    assert _stands_for(code, value) is expected


def test_weights_are_written_as_a_lexicon(tmp_path):
    path = tmp_path / "participant_weights.csv"
    write_weights({"actor": {"b": 1.0, "a": -0.5}, "recipient": {}}, path, "gold/train")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert list(csv.reader(lines)) == [
        ["side", "feature", "weight", "source"],
        ["actor", "a", "-0.50", "gold/train"],
        ["actor", "b", "1.00", "gold/train"],
    ]
