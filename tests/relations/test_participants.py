"""Who does an event to whom, on sentences parsed by hand, with the weights that the package brings."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import read_lexicon
from pipeline.relations.frames import find_frame, read_frames
from pipeline.relations.participant_features import find_candidates
from pipeline.relations.participants import find_participants, read_weights
from tests.relations.parsed_by_hand import parse

CONDEMNED = "Kenya|NNP|nsubj|2|GPE condemned|VBD|root|2 Chad|NNP|obj|2|GPE"
CONDEMNED_BY = (
    "Chad|NNP|nsubj:pass|3|GPE was|VBD|aux:pass|3 condemned|VBN|root|3 by|IN|case|5 Kenya|NNP|obl|3|GPE"
)
TALKS = "talks|NNS|root|1 between|IN|case|3 India|NNP|nmod|1|GPE and|CC|cc|5 China|NNP|conj|3|GPE"
VISIT = "Kenya|NNP|nmod:poss|3|GPE 's|POS|case|1 visit|NN|root|3 to|IN|case|5 Chad|NNP|nmod|3|GPE"
SANCTIONED = "Kenya|NNP|nsubj|2|GPE imposed|VBD|root|2 tariffs|NNS|obj|2 on|IN|case|5 Chad|NNP|obl|2|GPE"
URGED = (
    "Kenya|NNP|nsubj|2|GPE urged|VBD|root|2 Chad|NNP|obj|2|GPE to|TO|mark|5 release|VB|xcomp|2 "
    "prisoners|NNS|obj|5"
)


def participants(sentences, trigger, event_type, mode=None):
    doc = parse(*([sentences] if isinstance(sentences, str) else sentences))
    token = next(token for token in reversed(doc) if token.text == trigger)
    found = find_participants(token, event_type, mode)
    return {span.text for span in found.actor}, {span.text for span in found.recipient}


@pytest.mark.parametrize(
    ("sentences", "trigger", "event_type", "actor", "recipient"),
    [
        (CONDEMNED, "condemned", "ACCUSE", {"Kenya"}, {"Chad"}),
        (CONDEMNED_BY, "condemned", "ACCUSE", {"Kenya"}, {"Chad"}),
        (TALKS, "talks", "CONSULT", {"India", "China"}, set()),
        (SANCTIONED, "imposed", "SANCTION", {"Kenya"}, {"Chad"}),
        (URGED, "urged", "REQUEST", {"Kenya"}, {"Chad"}),
    ],
)
def test_plain_sentences(sentences, trigger, event_type, actor, recipient):
    assert participants(sentences, trigger, event_type) == (actor, recipient)


def test_a_visitor_is_the_actor_and_the_host_the_recipient():
    assert participants(VISIT, "visit", "CONSULT", "visit") == ({"Kenya"}, {"Chad"})


def test_an_article_without_actors_has_no_participants():
    assert participants("Prices|NNS|nsubj|2 rose|VBD|root|2", "rose", "SANCTION") == (set(), set())


def test_each_side_says_why():
    doc = parse(CONDEMNED)
    rules = dict(find_participants(doc[1], "ACCUSE", None).rules)
    assert set(rules) == {"actor", "recipient"}
    assert all(rules.values())


def test_participants_are_spans_of_the_text():
    doc = parse(CONDEMNED_BY)
    found = find_participants(doc[2], "ACCUSE", None)
    assert all(doc.text[span.start : span.end] == span.text for span in found.actor + found.recipient)


def test_every_actor_of_the_article_is_a_candidate():
    doc = parse(CONDEMNED + " .|.|punct|2", "Mali|NNP|nsubj|2|GPE left|VBD|root|2")
    candidates = find_candidates(doc[1], "ACCUSE")
    assert [candidate.chain.key for candidate in candidates] == ["KEN", "TCD", "MLI"]


def test_features_tell_argument_from_bystander():
    doc = parse(CONDEMNED + " .|.|punct|2", "Mali|NNP|nsubj|2|GPE left|VBD|root|2")
    kenya, chad, mali = find_candidates(doc[1], "ACCUSE")
    assert "frame=actor" in kenya.features
    assert "frame=recipient" in chad.features
    assert "arg=none" in mali.features


FRAMES = read_lexicon("pipeline.relations", "frames.csv")


def test_every_type_has_a_frame_for_any_trigger():
    types = {kind for kind, trigger in read_frames() if trigger == "*"}
    assert {kind for kind, _ in read_frames()} == types
    assert len(types) == 16


@pytest.mark.parametrize("row", FRAMES, ids=lambda row: f"{row['type']}-{row['trigger']}")
def test_frames_are_well_formed(row):
    assert row["symmetric"] in {"yes", "no"}
    assert row["actor"].split()
    assert not (row["symmetric"] == "yes" and row["recipient"])
    assert row["source"]


def test_a_trigger_of_its_own_comes_before_the_type():
    doc = parse("host|VB|root|1", "met|VBD|root|1")
    assert find_frame(doc[0], "CONSULT", None).recipient == ("object",)
    assert find_frame(doc[1], "CONSULT", None).symmetric


def test_weights_are_finite_and_small():
    weights = read_weights()
    for side in range(2):
        assert any(pair[side] for pair in weights.values())
    assert all(abs(weight) < 10 for pair in weights.values() for weight in pair)


@given(st.lists(st.sampled_from(["Kenya", "Chad", "Mali", "met", "police", "and"]), min_size=1, max_size=12))
def test_any_sentence_is_answered_deterministically(words):
    tagged = " ".join(f"{word}|{'VBD' if word == 'met' else 'NNP'}|dep|1" for word in words)
    once, again = parse(tagged), parse(tagged)
    for first, second in zip(once, again, strict=True):
        assert find_participants(first, "CONSULT", None) == find_participants(second, "CONSULT", None)


def test_ascii_words_have_no_participants_of_their_own():
    doc = parse(" ".join(f"{letter}|NN|dep|1" for letter in string.ascii_lowercase[:5]))
    assert find_participants(doc[0], "CONSULT", None).actor == ()


@pytest.mark.parametrize(
    ("sentence", "trigger", "event_type", "expected"),
    [
        (
            "India|NNP|nsubj|4|GPE and|CC|cc|3 China|NNP|conj|1|GPE condemned|VBD|root|4 Chad|NNP|obj|4|GPE",
            "condemned",
            "ACCUSE",
            {"India", "China"},
        ),
        ("Kenya|NNP|nsubj|2|GPE met|VBD|root|2 Chad|NNP|obj|2|GPE", "met", "CONSULT", {"Kenya", "Chad"}),
    ],
)
def test_those_in_the_same_place_take_part_together(sentence, trigger, event_type, expected):
    assert participants(sentence, trigger, event_type)[0] == expected
