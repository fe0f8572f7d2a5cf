"""What a figure measures and counts, and whether it is a level or a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import read_lexicon
from pipeline.relations.change import find_change
from pipeline.relations.counted import find_counted
from pipeline.relations.measure import find_measure
from tests.relations.figures_by_hand import number, setting_of, tagged, time
from tests.relations.parsed_by_hand import parse

AROUND = [
    ("the deficit — around $99bn in Malawi favour", "$99bn", "money", "deficit"),
    ("the first direct talks in five years", "five years", "duration", "direct talks"),
    ("50% tariffs on Indian goods", "50%", "percent", "tariffs"),
    ("a 24-hour strike", "24-hour", "duration", "strike"),
    ("98% of the votes", "98%", "percent", "votes"),
    ("$2bn in aid", "$2bn", "money", "aid"),
    ("$2bn worth of wheat", "$2bn", "money", "wheat"),
    ("two years in prison", "two years", "duration", "prison"),
    ("500 tonnes of new rice", "500 tonnes", "quantity", "new rice"),
    ("a bilateral deficit of nearly $99bn", "$99bn", "money", "bilateral deficit"),
    ("tariffs of 50%", "50%", "percent", "tariffs"),
    ("shares worth $3m", "$3m", "money", "shares"),
    ("a bridge ( 160 metres )", "160 metres", "quantity", "bridge"),
    ("a 10% cut in fares", "10%", "percent", "fares"),
    ("a 10% rate hike", "10%", "percent", "rate"),
    ("67 days without rain", "67 days", "duration", "days without rain"),
    ("a plant valued at $3m", "$3m", "money", "plant"),
    ("a monthly rent of $250 in cash", "$250", "money", "monthly rent"),
    ("2% of the crew of the old ship of the line", "2%", "percent", "crew of the old ship of the line"),
]


@pytest.mark.parametrize(("text", "found", "kind", "measure"), AROUND)
def test_the_words_around_a_number_name_its_measure(text, found, kind, measure):
    doc = tagged(text)
    one = number(doc, found, kind)
    result = find_measure(setting_of(doc, [one]), one, [])
    assert result is not None
    assert result.span.text.removesuffix(" on Indian goods") == measure


EXPORTS = "Indian|JJ|amod|2 exports|NNS|nsubj|5 to|IN|case|4 China|NNP|nmod|2|GPE rose|VBD|ROOT|5 "
CLAUSES = [
    (
        EXPORTS + "67%|CD|obj|5 year|NN|obl|5 on|IN|case|9 year|NN|nmod|7",
        "67%",
        "percent",
        "Indian exports to China",
    ),
    (
        (
            "Trade|NN|nsubj|5 between|IN|case|4 two|CD|nummod|4 ports|NNS|nmod|1 "
            "reached|VBD|ROOT|5 $2bn|CD|obj|5"
        ),
        "$2bn",
        "money",
        "Trade",
    ),
    (
        (
            "Sales|NNS|nsubj|6 ,|,|punct|4 its|PRP$|nmod:poss|4 pride|NN|appos|1 ,|,|punct|4 "
            "fell|VBD|ROOT|6 2%|CD|obj|6"
        ),
        "2%",
        "percent",
        "Sales",
    ),
    (
        (
            "Trade|NN|nsubj|3 is|VBZ|cop|3 small|JJ|ROOT|3 :|:|punct|7 "
            "it|PRP|nsubj|7 was|VBD|cop|7 $3m|CD|parataxis|3"
        ),
        "$3m",
        "money",
        "Trade",
    ),
    (EXPORTS + "67%|CD|obj|5", "67%", "percent", "Indian exports to China"),
    (EXPORTS + "to|IN|case|7 $2bn|CD|obl|5", "$2bn", "money", "Indian exports to China"),
    ("The|DT|det|2 turnout|NN|nsubj|4 was|VBD|cop|4 27%|CD|ROOT|4", "27%", "percent", "turnout"),
    (
        "They|PRP|nsubj|2 reduced|VBD|ROOT|2 the|DT|det|4 share|NN|obj|2 to|IN|case|6 9%|CD|obl|2",
        "9%",
        "percent",
        "share",
    ),
    (
        "They|PRP|nsubj|2 kept|VBD|ROOT|2 bans|NNS|obj|2 for|IN|case|6 30|CD|nummod|6 days|NNS|obl|2",
        "30 days",
        "duration",
        "bans",
    ),
    (
        "Trade|NN|nsubj|2 saw|VBD|ROOT|2 a|DT|det|4 growth|NN|obj|2 of|IN|case|6 17%|CD|nmod|4",
        "17%",
        "percent",
        "Trade",
    ),
    ("Oil|NN|nsubj|2 traded|VBD|ROOT|2 at|IN|case|4 $80|CD|obl|2", "$80", "money", "Oil"),
    ("He|PRP|nsubj:pass|3 was|VBD|aux:pass|3 fined|VBN|ROOT|3 $500|CD|obj|3", "$500", "money", "fined"),
]


@pytest.mark.parametrize(("sentence", "found", "kind", "measure"), CLAUSES)
def test_the_clause_names_the_measure(sentence, found, kind, measure):
    doc = parse(sentence)
    one = number(doc, found, kind)
    result = find_measure(setting_of(doc, [one]), one, [])
    assert result is not None
    assert result.span.text == measure


def test_figures_of_one_clause_and_a_value_in_another_unit_share_the_measure():
    doc = parse(
        EXPORTS + "67%|CD|obj|5 to|IN|case|8 $2bn|CD|obl|5 (|.|punct|10 Rs160bn|CD|appos|8 )|.|punct|10"
    )
    numbers = [number(doc, "67%", "percent"), number(doc, "$2bn", "money"), number(doc, "Rs160bn", "money")]
    setting, told = setting_of(doc, numbers), []
    for one in numbers:
        told.append((one, find_measure(setting, one, told)))
    assert {measure.span.text for _, measure in told} == {"Indian exports to China"}
    assert told[-1][1].rule == "restated"


def test_a_time_is_never_part_of_a_measure():
    doc = tagged("sold $3m Monday", Monday="NNP")
    one = number(doc, "$3m", "money")
    result = find_measure(setting_of(doc, [one], [time(doc, "Monday")]), one, [])
    assert result is not None and "Monday" not in result.span.text


COUNTED = [
    ("killed 20 Indian soldiers", "20", "soldiers", "Indian soldiers"),
    ("killed two soldiers of the Indian army", "two", "soldiers", "soldiers of the Indian army"),
    ("a 547-seat parliament", "547", "seat", "seat parliament"),
    ("killed 19 of the 38 armed rebels", "19", "rebels", "armed rebels"),
    ("killed one of his new aides", "one", "aides", "new aides"),
    ("two injured", "two", "injured", "injured"),
    ("13 ( inmates )", "13", "inmates", "inmates"),
]


@pytest.mark.parametrize(("text", "found", "noun", "phrase"), COUNTED)
def test_a_bare_number_counts_the_noun_beside_it(text, found, noun, phrase):
    doc = tagged(text, injured="VBN")
    numbers = [number(doc, n) for n in ("38", found) if n in doc.text]
    result = find_counted(setting_of(doc, numbers), number(doc, found), [])
    assert result is not None
    assert (result.noun.text, result.measure.text) == (noun, phrase)


def test_a_number_that_stands_alone_counts_what_the_last_one_counted():
    doc = parse(
        "Rebels|NNS|nsubj|2 killed|VBD|ROOT|2 105|CD|nummod|4 villagers|NNS|obj|2 and|CC|cc|6 "
        "wounded|VBD|conj|2 291|CD|obj|6 .|.|punct|2"
    )
    first, second = number(doc, "105"), number(doc, "291")
    setting = setting_of(doc, [first, second])
    counted = find_counted(setting, first, [])
    assert counted is not None
    again = find_counted(setting, second, [(first.start, counted)])
    assert again is not None
    assert (again.measure.text, again.rule) == ("villagers", "ellipsis")


def test_a_number_with_nothing_to_count_counts_nothing():
    doc = tagged("rose to 44")
    one = number(doc, "44")
    assert find_counted(setting_of(doc, [one]), one, []) is None


CHANGES = [
    (EXPORTS + "67%|CD|obj|5", "67%", "percent", "increase"),
    (EXPORTS + "by|IN|case|7 67%|CD|obl|5", "67%", "percent", "increase"),
    (EXPORTS + "to|IN|case|7 $2bn|CD|obl|5", "$2bn", "money", "level"),
    (
        "They|PRP|nsubj|2 cut|VBD|ROOT|2 fares|NNS|obj|2 by|IN|case|6 nearly|RB|advmod|6 15%|CD|obl|2",
        "15%",
        "percent",
        "decrease",
    ),
    ("They|PRP|nsubj|2 raised|VBD|ROOT|2 $500|CD|nummod|4 bills|NNS|obj|2", "$500", "money", "level"),
    ("arrivals|NNS|nsubj|2 doubled|VBD|ROOT|2", "doubled", "multiple", "increase"),
    ("Cusco|NNP|ROOT|1 (+2,752)|CD|appos|1", "2,752", "number", "increase"),
    ("15%|CD|nummod|3 fewer|JJ|amod|3 crimes|NNS|ROOT|3", "15%", "percent", "decrease"),
    ("$3bn|CD|ROOT|1 more|JJ|amod|1 than|IN|case|4 before|NN|obl|1", "$3bn", "money", "increase"),
    ("tariffs|NNS|ROOT|1 of|IN|case|3 50%|CD|nmod|1", "50%", "percent", "level"),
    ("20|CD|nummod|2 soldiers|NNS|nsubj|3 died|VBD|ROOT|3", "20", "number", "level"),
]


@pytest.mark.parametrize(("sentence", "found", "kind", "change"), CHANGES)
def test_a_change_is_told_from_the_level_that_it_reached(sentence, found, kind, change):
    doc = parse(sentence)
    one = number(doc, found, kind)
    assert find_change(setting_of(doc, [one]), one)[0] == change


CHANGE_WORDS = [
    row for row in read_lexicon("pipeline.relations", "figures_changes.csv") if row["pos"] != "comparative"
]


@pytest.mark.parametrize("row", CHANGE_WORDS, ids=lambda row: f"{row['lemma']}-{row['pos']}")
def test_each_example_of_the_words_of_change_holds_its_word_and_no_other_direction(row):
    doc = tagged(row["example"])
    setting = setting_of(doc, [])
    if row["pos"] == "noun":
        assert any(setting.is_change(token) for token in doc)
        assert setting.words.nouns[row["lemma"]] == row["direction"]
    else:
        assert {d for token in doc if (d := setting.changes(token))} == {row["direction"]}


@given(
    st.lists(
        st.sampled_from(
            ["50%", "$2bn", "killed", "exports", "of", "the", "to", "Indian", "men", "rose", ",", "in"]
        ),
        min_size=1,
        max_size=14,
    )
)
def test_measures_and_counts_are_characters_of_the_text(words):
    doc = tagged(" ".join(words))
    numbers = [number(doc, w, "money" if w[0] == "$" else "percent") for w in ("50%", "$2bn") if w in words]
    setting = setting_of(doc, numbers)
    for one in numbers:
        if measure := find_measure(setting, one, []):
            assert doc.text[measure.span.start : measure.span.end] == measure.span.text
            assert measure.span.text.strip() == measure.span.text != ""
