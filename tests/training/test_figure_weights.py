"""Learning whom figures concern and for when they hold."""

import csv

import pytest
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore

from pipeline.clean import clean
from pipeline.records import Article, DateValue, TimeExpression
from pipeline.relations.figures import FigureFinder
from pipeline.training.figures import concern_examples, is_period, period_examples, write_weights
from pipeline.training.learning import AnnotatedArticle
from tests.relations.figures_by_hand import number, time
from tests.relations.parsed_by_hand import parse

EXPORTS = (
    "India|NNP|nmod:poss|3|GPE 's|POS|case|1 exports|NNS|nsubj|4 rose|VBD|ROOT|4 67%|CD|obj|4 "
    "in|IN|case|7 2021|CD|obl|4 ,|,|punct|4 Kenya|NNP|nsubj|10|GPE said|VBD|parataxis|4 .|.|punct|4"
)


@pytest.fixture
def article(monkeypatch):
    """Return an article with one figure, found and annotated; take its attributes back after."""
    monkeypatch.setattr(Underscore, "doc_extensions", dict(Underscore.doc_extensions))
    for name in ("numbers", "times", "event_spans"):
        Doc.set_extension(name, default=(), force=True)
    Doc.set_extension("published", default=None, force=True)
    doc = parse(EXPORTS)
    doc._.numbers = [number(doc, "67%", "percent")]
    doc._.times = [time(doc, "2021", form="date", year="2021")]
    start = doc.text.index("67%")
    annotation = {
        "start": start,
        "end": start + 3,
        "about": ["IND"],
        "period_start": "2021-01-01",
        "period_end": "2021-12-31",
    }
    cleaned = clean(Article("one", "one.txt", "", doc.text))
    return AnnotatedArticle("one", FigureFinder()(doc), cleaned, [], [annotation])


def test_the_annotated_actor_is_the_right_candidate(article):
    examples = list(concern_examples(article))
    assert [example.right for example in examples if "measure" in example.features] == [True]
    assert [example.right for example in examples if "measure" not in example.features] == [False]


def test_the_annotated_time_is_the_right_candidate(article):
    assert [(example.right, example.article) for example in period_examples(article)] == [(True, "one")]


def test_a_figure_without_annotation_teaches_nothing(article):
    unknown = AnnotatedArticle(article.doc_id, article.doc, article.cleaned, [], [])
    assert [*concern_examples(unknown), *period_examples(unknown)] == []


@pytest.mark.parametrize(
    ("parts", "interval", "period", "expected"),
    [
        ({}, ("2024-05-01", "2024-05-31"), ("2024-05-01", "2024-05-31"), True),
        ({}, ("2024-05-01", "2024-05-31"), ("2024-05-01", "2024-06-30"), False),
        ({}, (None, None), (None, None), False),
        ({"rel": "since"}, ("2024-05-01", None), ("2024-05-01", "2024-08-12"), True),
        ({"rel": "since"}, ("2024-04-01", None), ("2024-05-01", "2024-08-12"), False),
        ({"weekday": "3"}, (None, None), ("2024-05-08", "2024-05-08"), True),
        ({"weekday": "4"}, (None, None), ("2024-05-08", "2024-05-08"), False),
        ({"weekday": "3"}, ("2024-05-01", "2024-05-01"), ("2024-05-08", "2024-05-08"), False),
        ({"weekday": "3"}, (None, None), ("2024-05-08", "2024-05-09"), False),
    ],
)
def test_a_time_is_the_annotated_period_as_far_as_its_words_tell(parts, interval, period, expected):
    time = TimeExpression(0, 4, "then", "DATE", "by hand", tuple(parts.items()))
    value = DateValue(0, 4, "then", "DATE", "", *interval, "by hand")
    assert is_period(time, value, *period) is expected


def test_small_weights_are_not_written(tmp_path):
    path = tmp_path / "concern_weights.csv"
    write_weights({"b": 1.25, "a": -0.5, "c": 0.009}, path, ["Whom."], "gold/train")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# Whom."
    assert list(csv.reader(line for line in lines if not line.startswith("#"))) == [
        ["feature", "weight", "source"],
        ["a", "-0.500", "gold/train"],
        ["b", "1.250", "gold/train"],
    ]
