"""What the learners share: reading annotated articles, pairing spans, the logistic model, the lexicon."""

import json

import numpy as np
import pytest
import spacy

from pipeline.lexicon import read_lexicon
from pipeline.training.learning import (
    Example,
    feature_matrix,
    fit_features,
    fit_logistic,
    pair_spans,
    read_articles,
    write_lexicon,
)


def examples(right, *features, times=20):
    return [Example(frozenset(features), right, f"article {i}") for i in range(times)]


def test_articles_are_read_in_order_with_their_annotations_and_raw_offsets(tmp_path):
    annotation = {"published": "2024-05-06", "events": [], "figures": [{"start": 11, "end": 14}]}
    for name in ("b", "a"):
        (tmp_path / f"{name}.json").write_text(json.dumps(annotation), encoding="utf-8")
        (tmp_path / f"{name}.txt").write_bytes(b"Prices \r\n &nbsp;rose by 7%.\r\n")
    (tmp_path / "clusters.json").write_text("[]", encoding="utf-8")

    articles = list(read_articles(tmp_path, spacy.blank("en")))

    assert [article.doc_id for article in articles] == ["a", "b"]
    assert articles[0].figures == annotation["figures"]
    assert articles[0].doc._.published == "2024-05-06"
    start, end = articles[0].cleaned.to_raw(articles[0].doc.text.index("7%"), articles[0].doc.text.index("."))
    assert (tmp_path / "a.txt").read_bytes()[start:end] == b"7%"


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [
        ([(0, 5)], [(5, 9)], {}),
        ([(0, 5), (4, 9)], [(3, 9)], {1: 0}),
        ([(0, 5)], [(0, 2), (1, 5)], {0: 1}),
        ([(0, 5), (6, 9)], [(6, 9), (0, 5)], {0: 1, 1: 0}),
    ],
)
def test_spans_are_paired_one_to_one_by_their_overlap(found, wanted, expected):
    assert pair_spans(found, wanted) == expected


def test_the_feature_of_what_is_right_gets_the_greater_weight():
    weights = fit_features(
        [*examples(True, "near", "bias"), *examples(False, "far", "bias")], least=1, penalty=1.0
    )
    assert weights["near"] > 0 > weights["far"]


def test_features_of_few_articles_are_left_out():
    data = [*examples(True, "often"), *[Example({"once"}, False, "one article")] * 50]
    assert fit_features(data, least=2, penalty=1.0).keys() == {"often"}


def test_important_examples_count_more():
    data = [
        Example({"bias"}, right, "article", importance) for right, importance in ((True, 9.0), (False, 1.0))
    ]
    assert fit_features(data, least=1, penalty=0.01)["bias"] > 1


def test_nothing_to_learn_from_is_an_error():
    with pytest.raises(ValueError, match="no annotated examples"):
        fit_features([], least=1, penalty=1.0)


def test_weights_are_where_the_gradient_vanishes():
    matrix = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    right, penalty, centre = np.array([0.0, 1.0, 0.0, 0.0]), np.array([0.5, 2.0]), np.array([1.0, 0.0])
    weights = fit_logistic(matrix, right, penalty, centre=centre)
    expected = 1 / (1 + np.exp(-matrix @ weights))
    assert matrix.T @ (expected - right) + penalty * (weights - centre) == pytest.approx([0, 0], abs=1e-6)


def test_unknown_features_have_no_column():
    assert feature_matrix([{"a", "x"}, set(), {"b"}], ["a", "b"]).tolist() == [[1, 0], [0, 0], [0, 1]]


def test_what_is_written_reads_back_as_a_lexicon(tmp_path):
    write_lexicon(
        tmp_path / "period_weights.csv",
        ["A note."],
        ("feature", "weight", "source"),
        [("never, ever", "-1.500", "gold/train")],
    )
    rows = read_lexicon("pipeline.relations", "period_weights.csv", str(tmp_path))
    assert rows[-1] == {"feature": "never, ever", "weight": "-1.500", "source": "gold/train"}
