"""Learning who takes part: the logistic models and the lexicon that it is written to."""

import csv

from pipeline.training.participants import Example, fit, write_weights


def example(features, *sides):
    return Example(frozenset(features), frozenset(sides))


def test_the_feature_of_the_right_candidate_gets_the_greater_weight():
    examples = [example({"subject"}, "actor"), example({"object"})] * 90
    weights = fit(examples, "actor")
    assert weights["subject"] > 0 > weights["object"]


def test_the_sides_are_learnt_apart():
    examples = [example({"subject"}, "actor"), example({"object"}, "recipient")] * 90
    assert fit(examples, "actor")["subject"] > 0 > fit(examples, "recipient")["subject"]


def test_combined_features_are_held_back():
    weights = fit([example({"subject", "verb|subject"}, "actor"), example({"object"})] * 90, "actor")
    assert weights["subject"] > weights["verb|subject"] > 0


def test_rare_features_are_left_out():
    examples = [example({"once", "often"}, "actor"), *[example({"often"}, "actor")] * 90]
    assert fit(examples, "actor").keys() == {"often"}


def test_learning_is_deterministic():
    examples = [example({"subject"}, "actor"), example({"object"}, "recipient")] * 5
    assert fit(examples, "actor") == fit(examples, "actor")


def test_weights_are_written_as_a_lexicon(tmp_path):
    path = tmp_path / "participant_weights.csv"
    write_weights({"actor": {"b": 1.0, "a": -0.5}, "recipient": {}}, path, "gold/train")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert list(csv.reader(lines)) == [
        ["side", "feature", "weight", "source"],
        ["actor", "a", "-0.50", "gold/train"],
        ["actor", "b", "1.00", "gold/train"],
    ]
