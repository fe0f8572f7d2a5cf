"""Comparing what finds events: scores of the systems and their counts."""

from array import array

import pytest
import spacy

from pipeline.records import CleanText
from pipeline.relations.triggers import TAGGER_RULE, Candidate
from pipeline.training.compare_triggers import compare, count, tagger_alone, weighed
from pipeline.training.evidence import Judged
from pipeline.training.learning import AnnotatedArticle

TEXT = "Paris met Rome"
EVENT = {"start": 6, "end": 9, "type": "CONSULT"}


def article(doc_id="one", events=(EVENT,)):
    doc = spacy.blank("en")(TEXT)
    cleaned = CleanText(doc_id, TEXT, array("i", range(14)), array("i", range(1, 15)), (), None, "none")
    return AnnotatedArticle(doc_id, doc, cleaned, events, ())


def judged(of, kind="CONSULT", odds=2.0, rule="meet/v", right=True):
    candidate = Candidate(of.doc[1:2], of.doc[1], kind, None, 0.5, rule, odds=odds)
    return Judged(candidate, ["often"], right, of.doc_id)


@pytest.mark.parametrize(("odds", "score"), [(0.0, 0.5), (None, 0.0), (2.0, 0.881)])
def test_the_tagger_alone_gives_its_own_probability(odds, score):
    assert tagger_alone(judged(article(), odds=odds)) == pytest.approx(score, abs=0.001)


def test_the_lexicon_alone_knows_no_word_that_only_the_tagger_found():
    score = weighed({"line": 1.0})
    assert score(judged(article(), rule=TAGGER_RULE)) == 0.0
    assert score(judged(article())) == pytest.approx(0.5)


@pytest.mark.parametrize(("kind", "right"), [("CONSULT", 1), ("AGREE", 0)])
def test_an_event_counts_with_its_type(kind, right):
    one = article()
    assert count(one, [judged(one, kind)], lambda _: 0.9, 0.5) == (right, 1, 1)
    assert count(one, [judged(one, kind)], lambda _: 0.1, 0.5) == (0, 0, 1)


def test_what_only_the_tagger_tells_apart_only_the_tagger_and_both_find():
    articles, found = [], {}
    for n in range(40):
        there = n % 2 == 0
        one = article(str(n), (EVENT,) if there else ())
        articles.append(one)
        found[one.doc_id] = [judged(one, odds=3.0 if there else -3.0, right=there)]
    scores = compare(articles, found)
    assert scores["tagger"] == scores["both"] == 1.0
    assert scores["line"] < 0.7
