"""The figures component: kind, actors, period and event of a figure, over documents written by hand."""

import pytest
from spacy.tokens import Doc
from spacy.tokens.underscore import Underscore

from pipeline.lexicon import read_lexicon
from pipeline.records import EventSpans, TextSpan
from pipeline.relations.concern import find_concern, likelihood, read_weights, reason
from pipeline.relations.concern_features import find_candidates
from pipeline.relations.figure_setting import read_words
from pipeline.relations.figures import FigureFinder, find_figures
from pipeline.relations.period import find_period, is_since
from pipeline.relations.period_features import find_options
from tests.relations.figures_by_hand import number, setting_of, time
from tests.relations.parsed_by_hand import parse

EXPORTS = (
    "India|NNP|nmod:poss|3|GPE 's|POS|case|1 exports|NNS|nsubj|4 rose|VBD|ROOT|4 67%|CD|obj|4 "
    "in|IN|case|7 2021|CD|obl|4 .|.|punct|4"
)
BATTLE = (
    "Rebels|NNS|nsubj|2 killed|VBD|ROOT|2 20|CD|nummod|5 Indian|JJ|amod|5|NORP soldiers|NNS|obj|2 "
    "in|IN|case|7 May|NNP|obl|2 .|.|punct|2"
)
SIDES = "The|DT|det|3 two|CD|nummod|3 sides|NNS|nsubj|4 met|VBD|ROOT|4 .|.|punct|4"


@pytest.fixture(autouse=True)
def _extensions(monkeypatch):
    """Give the documents the attributes that the components before this one set, and take them back after."""
    monkeypatch.setattr(Underscore, "doc_extensions", dict(Underscore.doc_extensions))
    for name in ("numbers", "times", "event_spans"):
        Doc.set_extension(name, default=(), force=True)


def _filled(*sentences, numbers=(), times=(), events=()):
    doc = parse(*sentences)
    doc._.numbers = [number(doc, *one) for one in numbers]
    doc._.times = [time(doc, text, **parts) for text, parts in times]
    doc._.event_spans = list(events)
    return doc


def test_a_figure_has_its_measure_change_period_and_actor():
    doc = _filled(EXPORTS, numbers=[("67%", "percent")], times=[("2021", {"form": "date", "year": "2021"})])
    (figure,) = FigureFinder()(doc)._.figure_spans
    assert (figure.kind, figure.measure.text, figure.change) == ("percent", "India 's exports", "increase")
    assert figure.period.text == "2021"
    assert [span.text for span in figure.about] == ["India"]
    assert {field for field, _ in figure.rules} == {"about", "change", "measure", "period"}


def test_a_count_belongs_to_the_event_that_governs_it():
    killed = EventSpans(TextSpan(7, 13, "killed"), "ASSAULT")
    doc = _filled(BATTLE, numbers=[("20",)], events=[killed])
    (figure,) = FigureFinder()(doc)._.figure_spans
    assert (figure.kind, figure.counted.text, figure.event) == ("count", "soldiers", 7)
    assert doc._.counted == {14: TextSpan(24, 32, "soldiers")}


def test_a_number_that_is_no_figure_still_counts_its_noun():
    doc = _filled(SIDES, numbers=[("two",)])
    FigureFinder()(doc)
    assert doc._.figure_spans == []
    assert doc._.counted[4].text == "sides"


def test_a_document_without_numbers_or_events_has_no_figures():
    doc = _filled(SIDES)
    assert find_figures(doc, read_words()) == ([], {})


def test_the_date_of_a_report_is_no_period():
    doc = parse(
        "Exports|NNS|nsubj|2 rose|VBD|ccomp|6 67%|CD|obj|2 ,|,|punct|6 Delhi|NNP|nsubj|6|GPE "
        "said|VBD|ROOT|6 on|IN|case|8 Thursday|NNP|obl|6 .|.|punct|6"
    )
    one, thursday = number(doc, "67%", "percent"), time(doc, "Thursday", form="date", weekday="4")
    assert find_period(setting_of(doc, [one], [thursday]), one, "percent", None) == (None, None)


def test_a_duration_is_no_period():
    doc = parse(EXPORTS.replace("in|IN", "after|IN").replace("2021|CD", "years|NNS"))
    one, years = number(doc, "67%", "percent"), time(doc, "years", "DURATION", form="duration")
    assert find_period(setting_of(doc, [one], [years]), one, "percent", None) == (None, None)


@pytest.mark.parametrize(("form", "is_option"), [("ref", True), ("date", True), ("set", False)])
def test_now_is_an_option_for_the_period_but_every_year_is_none(form, is_option):
    doc = parse(EXPORTS)
    one, when = number(doc, "67%", "percent"), time(doc, "2021", form=form)
    options = find_options(setting_of(doc, [one], [when]), one, "percent", None)
    assert [option.time for option in options] == ([when] if is_option else [])


CARDS = (
    "It|PRP|nsubj|2 issued|VBD|ROOT|2 244|CD|nummod|4 cards|NNS|obj|2 since|IN|mark|7 work|NN|nsubj|7 "
    "began|VBD|advcl|2 in|IN|case|9 2009|CD|obl|7 .|.|punct|2"
)


@pytest.mark.parametrize(("text", "since"), [(CARDS, True), (CARDS.replace("since", "when"), False)])
def test_a_figure_is_counted_since_the_time_of_a_clause(text, since):
    doc = parse(text)
    one, year = number(doc, "244"), time(doc, "2009", form="date", year="2009")
    assert is_since(setting_of(doc, [one], [year]), one, year) is since


def test_who_takes_part_in_the_event_of_a_figure_is_known_as_a_candidate():
    killed = EventSpans(
        TextSpan(7, 13, "killed"), "ASSAULT", recipient=(TextSpan(17, 32, "Indian soldiers"),)
    )
    doc = _filled(BATTLE, numbers=[("20",)])
    (one,) = doc._.numbers
    candidates = find_candidates(setting_of(doc, [one], events=[killed]), one, None)
    assert {c.chain.key: "event recipient" in c.features for c in candidates} == {
        "rebels": False,
        "IND": True,
    }


def test_the_actor_nearest_to_the_measure_is_concerned():
    doc = parse(EXPORTS, SIDES)
    one = number(doc, "67%", "percent")
    found = find_concern(setting_of(doc, [one]), one, TextSpan(8, 15, "exports"))
    assert [span.text for span in found.spans] == ["India"]
    assert found.rule in read_weights("concern_weights.csv")


def test_nobody_is_concerned_where_nobody_is_named():
    doc = parse("Prices|NNS|nsubj|2 rose|VBD|ROOT|2 67%|CD|obj|2 .|.|punct|2")
    one = number(doc, "67%", "percent")
    assert find_concern(setting_of(doc, [one]), one, TextSpan(0, 6, "Prices")).spans == ()


@pytest.mark.parametrize("name", ["concern_weights.csv", "period_weights.csv"])
def test_weights_are_finite_and_given_once(name):
    rows = read_lexicon("pipeline.relations", name)
    assert len({row["feature"] for row in rows}) == len(rows) > 50
    assert all(abs(float(row["weight"])) < 10 for row in rows)


def test_a_likelihood_lies_between_0_and_1_and_grows_with_the_evidence():
    weights = {"for": 2.0, "against": -50.0}
    assert likelihood([], weights) == 0.5
    assert 0 < likelihood(["against"], weights) < 0.5 < likelihood(["for"], weights) < 1
    assert reason(["against", "for", "unknown"], weights) == "for"


def test_the_users_own_words_join_the_lists(tmp_path):
    (tmp_path / "figures_changes.csv").write_text(
        "lemma,pos,direction,source,example\nzoom,verb,increase,own,\n"
    )
    assert read_words(str(tmp_path)).verbs["zoom"] == "increase"
    assert "rise" in read_words(str(tmp_path)).verbs
