import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon
from pipeline.relations.conditions import parse_needs, read_classes
from pipeline.relations.triggers import find_candidates, read_triggers, select
from pipeline.relations.word_forms import base_forms
from tests.relations.parsed_by_hand import VOCAB, parse

ROWS = read_lexicon("pipeline.relations", "triggers.csv")
MODES = {(row["type"], row["mode"]) for row in read_lexicon("pipeline", "plover.csv")}

SUSPENDED = "Turkey|NNP|nsubj|2|GPE suspended|VBD|root|2 trade|NN|obj|2 .|.|punct|2"
TALKS = "Envoys|NNS|nsubj|2 held|VBD|root|2 talks|NNS|obj|2 with|IN|case|5 Iran|NNP|nmod|3|GPE .|.|punct|2"
PASSIVE = "Flights|NNS|nsubj:pass|3 were|VBD|aux:pass|3 suspended|VBN|root|3 by|IN|case|5 Kenya|NNP|obl|3|GPE"
URGED = (
    "Paris|NNP|nsubj|2|GPE urged|VBD|root|2 Rome|NNP|obj|2|GPE to|TO|mark|5 free|VB|xcomp|2 sailors|NNS|obj|5"
)
SHARED = "They|PRP|nsubj|2 eased|VBD|root|2 and|CC|cc|4 lifted|VBD|conj|2 the|DT|det|6 curfew|NN|obj|4"
RELATIVE = "curbs|NNS|nsubj|5 which|WDT|obj|4 Oslo|NNP|nsubj|4|GPE lifted|VBD|acl:relcl|1 hurt|VBD|root|5"
TARGET = "Firms|NNS|nsubj|2 met|VBD|root|2 the|DT|det|4 target|NN|obj|2"
NOUN = (
    "Egypt|NNP|nmod:poss|3|GPE 's|POS|case|1 arrest|NN|nsubj|6 of|IN|case|5 monks|NNS|nmod|3 hurt|VBD|root|6"
)


def token(line: str, word: str):
    return next(t for t in parse(line) if t.text == word)


@pytest.mark.parametrize(
    ("line", "word", "needs", "holds"),
    [
        (SUSPENDED, "suspended", "subj:@actor", True),
        (SUSPENDED, "suspended", "obj:trade", True),
        (SUSPENDED, "suspended", "obj:flight|export", False),
        (SUSPENDED, "suspended", "!obj:trade", False),
        (SUSPENDED, "suspended", "subj:@place obj:*", True),
        (SUSPENDED, "suspended", "prep:with", False),
        (PASSIVE, "suspended", "obj:flight", True),
        (PASSIVE, "suspended", "subj:@actor", True),
        (PASSIVE, "suspended", "prep:with|by", True),
        (TALKS, "talks", "gov:hold", True),
        (TALKS, "talks", "gov:cancel", False),
        (TALKS, "talks", "arg:with", True),
        (TALKS, "talks", "arg:poss|by", False),
        (TALKS, "talks", "argobj:@place", True),
        (TALKS, "talks", "num:plur", True),
        (NOUN, "arrest", "num:plur", False),
        (NOUN, "arrest", "arg:poss", True),
        (NOUN, "arrest", "arg:of argobj:monk", True),
        (NOUN, "arrest", "gov:make", False),
        (URGED, "urged", "comp:inf", True),
        (URGED, "urged", "comp:free", True),
        (URGED, "urged", "comp:that", False),
        (URGED, "free", "obj:sailor", True),
        (URGED, "urged", "prep:for|comp:inf", True),
        (SHARED, "eased", "obj:curfew", True),
        (SHARED, "lifted", "subj:@actor", True),
        (RELATIVE, "lifted", "obj:curb", True),
        (RELATIVE, "lifted", "subj:oslo", True),
        (TARGET, "met", "!obj:@nonmeet", False),
        (TARGET, "met", "obj:@actor", False),
    ],
)
def test_a_condition_looks_at_the_words_around_a_trigger(line, word, needs, holds):
    assert all(condition.holds(token(line, word)) for condition in parse_needs(needs)) is holds


def test_a_condition_of_an_unknown_kind_is_refused_by_name():
    with pytest.raises(ValueError, match="'colour'"):
        parse_needs("colour:red")


def test_alternatives_repeat_the_kind_before_them():
    (condition,) = parse_needs("prep:for|on|comp:inf")
    assert [(a.kind, sorted(a.values)) for a in condition.alternatives] == [
        ("prep", ["for", "on"]),
        ("comp", ["inf"]),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (SUSPENDED, [("suspended", "SANCTION")]),
        (TALKS, [("talks", "CONSULT")]),
        (URGED, [("urged", "REQUEST"), ("free", "RETREAT")]),
        (SHARED, [("eased", "CONCEDE"), ("lifted", "CONCEDE")]),
        (TARGET, []),
        ("Ships|NNS|nsubj|2 set|VBD|root|2 sail|NN|obj|2", []),
        (
            "Seoul|NNP|nsubj|2|GPE turned|VBD|root|2 the|DT|det|4 offer|NN|obj|2 down|RP|compound:prt|2",
            [("turned", "REJECT")],
        ),
        (
            "They|PRP|nsubj|2 took|VBD|root|2 to|IN|case|5 the|DT|det|5 streets|NNS|obl|2",
            [("took to the streets", "PROTEST")],
        ),
    ],
)
def test_candidates_whose_needs_are_met(line, expected):
    found = [(c.span.text, c.type) for c in find_candidates(parse(line)) if c.met and c.score >= 0.45]
    assert found == expected


def test_the_longest_pattern_wins_and_no_place_is_taken_twice():
    call = "They|PRP|nsubj|2 made|VBD|root|2 a|DT|det|5 phone|NN|compound|5 call|NN|obj|2"
    chosen = [c.span for c in select(find_candidates(parse(call))) if c.type == "CONSULT"]
    assert [span.text for span in chosen] == ["phone call"]


def test_every_line_of_the_lexicon_is_well_formed():
    classes = set(read_classes()) | {"@actor", "@name", "@org", "@place"}
    assert [row for row in ROWS if not is_well_formed(row, classes)] == []


def is_well_formed(row, classes):
    values = {v for c in parse_needs(row["needs"]) for a in c.alternatives for v in a.values}
    return (
        row["pos"] in {"v", "n", "a", "m"}
        and (row["type"], row["mode"]) in MODES
        and 0 < float(row["score"]) < 1
        and bool(row["source"])
        and {v for v in values if v.startswith("@")} <= classes
    )


def test_every_example_holds_its_pattern():
    assert [row for row in ROWS if row["example"] and not shows_its_pattern(row)] == []


def shows_its_pattern(row):
    words = row["example"].replace(".", " ").replace(",", " ").split()
    forms = [set(base_forms(t)) for t in Doc(VOCAB, words=words)]
    return all(any(part in form for form in forms) for part in row["pattern"].split())


def test_the_lexicon_has_no_line_twice():
    keys = [(row["pattern"], row["pos"], row["type"], row["needs"]) for row in ROWS]
    assert len(keys) == len(set(keys)) > 700


def test_a_user_adds_triggers_in_a_folder(tmp_path):
    line = "frobnicate,v,AID,,obj:@actor,0.9,,mine"
    (tmp_path / "triggers.csv").write_text(f"pattern,pos,type,mode,needs,score,example,source\n{line}\n")
    doc = parse("Oslo|NNP|nsubj|2|GPE frobnicated|VBD|root|2 Mali|NNP|obj|2|GPE")
    assert find_candidates(doc) == []
    assert [c.type for c in find_candidates(doc, str(tmp_path))] == ["AID"]


def test_a_user_file_without_a_column_is_refused(tmp_path):
    (tmp_path / "triggers.csv").write_text("pattern,pos\nfrobnicate,v\n")
    with pytest.raises(UsageError, match="score"):
        read_triggers(str(tmp_path))


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("denied", "deny"),
        ("filed", "file"),
        ("banned", "ban"),
        ("visiting", "visit"),
        ("seizing", "seize"),
        ("met", "meet"),
        ("talks", "talk"),
        ("rallies", "rally"),
        ("clashes", "clash"),
        ("closes", "close"),
        ("withdrew", "withdraw"),
        ("men", "man"),
        ("assess", "assess"),
        ("travelled", "travel"),
    ],
)
def test_base_forms_do_not_depend_on_the_lemmatiser(word, lemma):
    assert lemma in base_forms(Doc(VOCAB, words=[word], lemmas=["?"])[0])


@given(st.text(min_size=1, max_size=30).filter(lambda text: not text.isspace()))
def test_base_forms_of_any_word_hold_the_word_itself(word):
    assert word.lower() in base_forms(Doc(VOCAB, words=[word])[0])
