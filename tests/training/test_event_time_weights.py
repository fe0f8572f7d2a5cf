"""Learning which time from elsewhere dates an event."""

import pytest
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore

from pipeline.clean import clean
from pipeline.records import Article, EventSpans, TextSpan, TimeExpression
from pipeline.training.event_times import examples
from pipeline.training.learning import AnnotatedArticle
from tests.relations.parsed_by_hand import parse


def trigger(doc, word):
    start = doc.text.index(word)
    return TextSpan(start, start + len(word), word)


@pytest.fixture
def article(monkeypatch):
    """Return an article with two mentions of an attack, the first with its date."""
    monkeypatch.setattr(Underscore, "doc_extensions", dict(Underscore.doc_extensions))
    for name in ("times", "event_spans"):
        Doc.set_extension(name, default=(), force=True)
    Doc.set_extension("published", default=None, force=True)
    doc = parse(
        "Iran|NNP|nsubj|2|GPE attacked|VBD|root|2 Oman|NNP|obj|2|GPE in|IN|case|5 2021|CD|obl|2",
        "The|DT|det|2 raid|NN|nsubj|3 failed|VBD|root|3",
    )
    start = doc.text.index("2021")
    doc._.times = [
        TimeExpression(start, start + 4, "2021", "DATE", "year", (("form", "date"), ("year", "2021")))
    ]
    doc._.event_spans = [EventSpans(trigger(doc, word), "ASSAULT") for word in ("attacked", "raid")]
    dates = {"date_start": "2021-01-01", "date_end": "2021-12-31"}
    events = [
        {"start": doc.text.index(word), "end": doc.text.index(word) + len(word), **dates}
        for word in ("attacked", "raid")
    ]
    return AnnotatedArticle("one", doc, clean(Article("one", "one.txt", "", doc.text)), events, [])


def test_only_an_event_without_a_time_of_its_own_is_an_example(article):
    (example,) = examples(article)
    assert example.right
    assert {"back 1", "dates the same type"} <= set(example.features)


def test_a_time_that_is_not_the_annotated_one_is_wrong(article):
    article.events[1].update(date_start=None, date_end=None)
    (example,) = examples(article)
    assert not example.right


def test_an_event_without_annotation_teaches_nothing(article):
    unknown = AnnotatedArticle(article.doc_id, article.doc, article.cleaned, [], [])
    assert list(examples(unknown)) == []
