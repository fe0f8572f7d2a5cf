import pytest

from pipeline.lexicon import read_lexicon
from pipeline.relations.arguments import find_object
from pipeline.relations.event_places import find_place
from pipeline.relations.modes import find_mode
from tests.relations.parsed_by_hand import parse

TRADE = (
    "Turkey|NNP|nsubj|2|GPE suspended|VBD|root|2 border|NN|compound|4 trade|NN|obj|2 "
    "with|IN|case|6 Syria|NNP|nmod|4|GPE in|IN|case|8 May|NNP|obl|2"
)
TALKS = (
    "Envoys|NNS|nsubj|2 held|VBD|root|2 talks|NNS|obj|2 on|IN|case|6 border|NN|compound|6 security|NN|nmod|3 "
    "in|IN|case|8 Muscat|NNP|obl|2|GPE"
)
ACCUSED = (
    "Kyiv|NNP|nsubj|2|GPE accused|VBD|root|2 Mali|NNP|obj|2|GPE "
    "of|IN|case|6 war|NN|compound|6 crimes|NNS|obl|2"
)
URGED = (
    "Paris|NNP|nsubj|2|GPE urged|VBD|root|2 Rome|NNP|obj|2|GPE to|TO|mark|5 lift|VB|xcomp|2 "
    "fishing|NN|compound|7 limits|NNS|obj|5"
)
VISIT = "The|DT|det|2 king|NN|nsubj|3 visited|VBD|root|3 Lima|NNP|obj|3|GPE"
MET = "They|PRP|nsubj|2 met|VBD|root|2 at|IN|case|5 the|DT|det|5 palace|NN|obl|2"


def word(line: str, text: str):
    return next(token for token in parse(line) if token.text == text)


@pytest.mark.parametrize(
    ("line", "trigger", "event_type", "expected"),
    [
        (TRADE, "suspended", "SANCTION", "border trade with Syria"),
        (TALKS, "talks", "CONSULT", "border security"),
        (ACCUSED, "accused", "ACCUSE", "war crimes"),
        (URGED, "urged", "REQUEST", "fishing limits"),
        (URGED, "lift", "CONCEDE", "fishing limits"),
        (VISIT, "visited", "CONSULT", None),
        (MET, "met", "CONSULT", None),
        (
            "They|PRP|nsubj|2 dropped|VBD|root|2 plans|NNS|obj|2 to|TO|mark|5 ban|VB|acl|3 exports|NNS|obj|5",
            "dropped",
            "CONCEDE",
            "plans to ban exports",
        ),
        (
            "They|PRP|nsubj|2 seized|VBD|root|2 17|CD|nummod|4 ships|NNS|obj|2",
            "seized",
            "COERCE",
            "17 ships",
        ),
        (
            "They|PRP|nsubj|2 held|VBD|root|2 dozens|NNS|obj|2 of|IN|case|5 officials|NNS|nmod|3",
            "held",
            "COERCE",
            None,
        ),
        (
            "They|PRP|nsubj|2 met|VBD|root|2 on|IN|case|5 the|DT|det|5 sidelines|NNS|obl|2",
            "met",
            "CONSULT",
            None,
        ),
    ],
)
def test_the_object_is_copied_from_its_slot(line, trigger, event_type, expected):
    found = find_object(word(line, trigger), event_type, frozenset())
    assert (found[0].text if found else None) == expected


def test_the_object_is_a_span_of_the_text():
    trigger = word(TRADE, "suspended")
    found = find_object(trigger, "SANCTION", frozenset())
    assert found is not None
    assert trigger.doc.text[found[0].start : found[0].end] == found[0].text


def test_a_time_expression_is_no_object():
    trigger = word(TRADE, "suspended")
    barred = frozenset({token.i for token in trigger.doc if token.text in {"trade", "border"}})
    assert find_object(trigger, "COERCE", barred) is None


INVASION = "They|PRP|nsubj|2 fear|VBP|root|2 an|DT|det|4 invasion|NN|obj|2 of|IN|case|6 Kuwait|NNP|nmod|4|GPE"
JAILED = (
    "He|PRP|nsubj:pass|3 was|VBD|aux:pass|3 sentenced|VBN|root|3 to|IN|case|6 two|CD|nummod|6 "
    "years|NNS|obl|3 in|IN|case|8 prison|NN|obl|3"
)
FRONT = (
    "They|PRP|nsubj|2 met|VBD|root|2 in|IN|case|4 front|NN|obl|2 of|IN|case|7 the|DT|det|7 palace|NN|nmod|4"
)
TOWNS = "They|PRP|nsubj|2 met|VBD|root|2 in|IN|case|4 towns|NNS|obl|2 of|IN|case|6 Oruro|NNP|nmod|4|GPE"


@pytest.mark.parametrize(
    ("line", "trigger", "event_type", "mode", "expected"),
    [
        (TALKS, "talks", "CONSULT", None, "Muscat"),
        (MET, "met", "CONSULT", None, "palace"),
        (VISIT, "visited", "CONSULT", "visit", "Lima"),
        (VISIT, "visited", "CONSULT", None, None),
        (ACCUSED, "accused", "ACCUSE", None, None),
        (INVASION, "invasion", "ASSAULT", None, "Kuwait"),
        (INVASION, "invasion", "ACCUSE", None, None),
        (JAILED, "sentenced", "SANCTION", None, None),
        (FRONT, "met", "CONSULT", None, "palace"),
        (TOWNS, "met", "CONSULT", None, "towns of Oruro"),
    ],
)
def test_the_place_stands_behind_a_preposition_of_place(line, trigger, event_type, mode, expected):
    found = find_place(word(line, trigger), event_type, mode)
    assert (found[0].text if found else None) == expected


@pytest.mark.parametrize(
    ("line", "trigger", "event_type", "mode"),
    [
        (TRADE, "suspended", "SANCTION", "discontinue"),
        ("Oslo|NNP|nsubj|2 demands|VBZ|root|2 talks|NNS|obj|2", "demands", "REQUEST", "meet"),
        ("A|DT|det|3 drone|NN|compound|3 attack|NN|root|3", "attack", "ASSAULT", "drone"),
        (MET, "met", "CONSULT", None),
        (
            "He|PRP|nsubj:pass|3 was|VBD|aux:pass|3 threatened|VBN|root|3 with|IN|case|5 arrest|NN|obl|3",
            "threatened",
            "THREATEN",
            "arrest",
        ),
        (
            "They|PRP|nsubj|2 threatened|VBD|root|2 to|TO|mark|4 annex|VB|xcomp|2 Oruro|NNP|obj|4",
            "threatened",
            "THREATEN",
            "territory",
        ),
        ("They|PRP|nsubj|2 admitted|VBD|root|2 inspectors|NNS|obj|2", "admitted", "RETREAT", "access"),
        ("Arrests|NNS|nsubj|2 continue|VBP|root|2", "Arrests", "COERCE", "arrest"),
        ("They|PRP|nsubj|2 withheld|VBD|root|2 wages|NNS|obj|2", "withheld", "COERCE", "withhold"),
        ("They|PRP|nsubj|2 spread|VBD|root|2 propaganda|NN|obj|2", "spread", "COERCE", "misinformation"),
    ],
)
def test_the_words_around_a_trigger_give_its_mode(line, trigger, event_type, mode):
    assert find_mode(word(line, trigger), event_type).mode == mode


@pytest.mark.parametrize("name", ["modes.csv", "object_slots.csv"])
def test_types_and_modes_are_those_of_plover(name):
    known = {(row["type"], row["mode"]) for row in read_lexicon("pipeline", "plover.csv")}
    rows = read_lexicon("pipeline.relations", name)
    assert {(row["type"], row.get("mode", "")) for row in rows} <= known


def test_every_mode_of_plover_can_be_reached():
    rows = [row for name in ("modes.csv", "triggers.csv") for row in read_lexicon("pipeline.relations", name)]
    modes = {(row["type"], row["mode"]) for row in read_lexicon("pipeline", "plover.csv") if row["mode"]}
    assert modes <= {(row["type"], row["mode"]) for row in rows}


def test_plover_gives_every_type_a_quad_class_and_an_intensity():
    rows = read_lexicon("pipeline", "plover.csv")
    assert len({row["type"] for row in rows}) == 16
    assert {row["quad"] for row in rows} == {
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
    }
    assert all(-10 <= float(row["intensity"]) <= 10 for row in rows)
