"""Mentions of actors, the chains that they form, and what a reduced mention refers back to."""

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import read_lexicon
from pipeline.relations.actor_nouns import find_actor_noun, read_actor_nouns
from pipeline.relations.mentions import find_mentions, is_pronoun, words_of
from pipeline.relations.reference import chains_of, resolve
from pipeline.relations.states import agency_codes, find_states, state_code, state_in_focus
from tests.relations.parsed_by_hand import parse

KENYA_AND_CHAD = "Kenya|NNP|nsubj|2|GPE met|VBD|root|2 Chad|NNP|obj|2|GPE"


def mentions_in(*sentences):
    return [(m.name.text, m.kind) for m in find_mentions(parse(*sentences))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Kenya|NNP|nsubj|2|GPE agreed|VBD|root|2", [("Kenya", "state")]),
        ("Kenya|NNP|nsubj|2 agreed|VBD|root|2", [("Kenya", "state")]),
        ("Chinese|JJ|amod|2|NORP officials|NNS|nsubj|3 agreed|VBD|root|3", [("Chinese officials", "state")]),
        ("The|DT|det|2 protesters|NNS|nsubj|3 marched|VBD|root|3", [("protesters", "group")]),
        (
            "Some|DT|det|3 angry|JJ|amod|3 villagers|NNS|nsubj|4 fled|VBD|root|4",
            [("angry villagers", "group")],
        ),
        ("40|CD|nummod|2 inmates|NNS|nsubj|3 fled|VBD|root|3", [("inmates", "person")]),
        ("President|NNP|compound|2 Moyo|NNP|nsubj|3|PERSON left|VBD|root|3", [("Moyo", "person")]),
        (
            "opposition|NN|compound|2 leader|NN|compound|3 Moyo|NNP|nsubj|4|PERSON left|VBD|root|4",
            [("Moyo", "person")],
        ),
        (
            "Opposition|NN|compound|2 parties|NNS|nsubj|3 left|VBD|root|3",
            [("Opposition parties", "organisation")],
        ),
        ("Prices|NNS|nsubj|2 rose|VBD|root|2", []),
        ("He|PRP|nsubj|2 left|VBD|root|2", [("He", "pronoun")]),
        ("Zemco|NNP|compound|2|ORG officials|NNS|nsubj|3 left|VBD|root|3", [("Zemco", "organisation")]),
        (
            "The|DT|det|2 chairman|NN|nsubj|5 of|IN|case|4 Zemco|NNP|nmod|2|ORG left|VBD|root|5",
            [("Zemco", "organisation")],
        ),
    ],
)
def test_mentions_are_the_smallest_span_that_names_an_actor(sentence, expected):
    found = mentions_in(sentence)
    assert [item for item in expected if item not in found] == []
    assert len(found) >= len(expected) and (expected or not found)


def resolved(sentences, text):
    doc = parse(*sentences)
    start = next(token.i for token in reversed(doc) if token.text == text)
    return [span.text for span in resolve(doc, doc[start : start + 1])]


@pytest.mark.parametrize(
    ("sentences", "text", "expected"),
    [
        (["Kenya|NNP|nsubj|2|GPE left|VBD|root|2"], "Kenya", ["Kenya"]),
        (
            ["Moyo|NNP|nsubj|2|PERSON left|VBD|root|2", "He|PRP|nsubj|2 returned|VBD|root|2"],
            "He",
            ["Moyo"],
        ),
        (
            ["Kenya|NNP|nsubj|2|GPE left|VBD|root|2", "It|PRP|nsubj|2 returned|VBD|root|2"],
            "It",
            ["Kenya"],
        ),
        (
            ["Protesters|NNS|nsubj|2 marched|VBD|root|2", "They|PRP|nsubj|2 sang|VBD|root|2"],
            "They",
            ["Protesters"],
        ),
        (
            ["Kenya|NNP|nsubj|2|GPE left|VBD|root|2", "The|DT|det|2 government|NN|nsubj|3 fell|VBD|root|3"],
            "government",
            ["Kenya"],
        ),
        (
            ["Zemco|NNP|nsubj|2|ORG grew|VBD|root|2", "The|DT|det|2 company|NN|nsubj|3 hired|VBD|root|3"],
            "company",
            ["Zemco"],
        ),
        (
            [KENYA_AND_CHAD, "Both|DT|det|2 countries|NNS|nsubj|3 agreed|VBD|root|3"],
            "countries",
            ["Kenya", "Chad"],
        ),
        (
            [KENYA_AND_CHAD, "The|DT|det|3 two|CD|nummod|3 sides|NNS|nsubj|4 agreed|VBD|root|4"],
            "sides",
            ["Kenya", "Chad"],
        ),
        (["He|PRP|nsubj|2 left|VBD|root|2"], "He", []),
        (
            ["Kenya|NNP|nsubj|2|GPE left|VBD|root|2", "He|PRP|nsubj|2 returned|VBD|root|2"],
            "He",
            [],
        ),
    ],
)
def test_a_reduced_mention_refers_back(sentences, text, expected):
    assert resolved(sentences, text) == expected


def test_the_names_of_one_person_are_one_chain():
    doc = parse(
        "Amina|NNP|nsubj|3|PERSON Moyo|NNP|flat|1|PERSON left|VBD|root|3",
        "Moyo|NNP|nsubj|2|PERSON returned|VBD|root|2",
    )
    (chain,) = chains_of(doc)
    assert [mention.name.text for mention in chain.mentions] == ["Amina Moyo", "Moyo"]


def test_an_acronym_is_linked_to_the_name_that_it_stands_for():
    doc = parse(
        "Green|NNP|nsubj|6|ORG Union|NNP|flat|1|ORG (|,|punct|4 GU|NNP|appos|1|ORG )|,|punct|4 "
        "left|VBD|root|6",
        "GU|NNP|nsubj|2|ORG returned|VBD|root|2",
    )
    assert len(chains_of(doc)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenyan|JJ|amod|2|NORP President|NNP|compound|3 Moyo|NNP|nsubj|4|PERSON left|VBD|root|4",
        (
            "Moyo|NNP|nsubj|8|PERSON ,|,|punct|5 the|DT|det|5 Kenyan|JJ|amod|5|NORP minister|NN|appos|1 "
            ",|,|punct|5 then|RB|advmod|8 left|VBD|root|8"
        ),
    ],
)
def test_office_holders_act_for_their_state(sentence):
    chain = next(chain for chain in chains_of(parse(sentence)) if chain.kind == "person")
    assert chain.office == "KEN"


def test_former_office_holders_act_for_nobody():
    doc = parse(
        "former|JJ|amod|2 president|NN|compound|3 Moyo|NNP|nsubj|4|PERSON of|IN|case|5 Kenya|NNP|nmod|3|GPE"
    )
    assert next(chain for chain in chains_of(doc) if chain.kind == "person").office is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "KEN"),
        ("Kenyan", "KEN"),
        ("Nairobi", "KEN"),
        ("the Gambia", "GMB"),
        ("China's", "CHN"),
        ("Foo", None),
    ],
)
def test_states_are_known_by_name_adjective_and_capital(text, code):
    assert state_code(text) == code


def test_the_longest_state_name_wins():
    doc = parse("South|NNP|compound|2 Sudan|NNP|nsubj|3 agreed|VBD|root|3")
    assert [span.text for span in find_states(doc)] == ["South Sudan"]


def test_the_state_in_focus_is_the_one_named_most():
    doc = parse(KENYA_AND_CHAD, "Kenya|NNP|nsubj|2|GPE left|VBD|root|2", "Police|NNS|nsubj|2 came|VBD|root|2")
    code, span = state_in_focus(doc, len(doc)) or (None, None)
    assert code == "KEN" and span is not None and span.start == 3


def test_an_article_without_places_has_no_state_in_focus():
    assert state_in_focus(parse("Prices|NNS|nsubj|2 rose|VBD|root|2"), 0) is None


def test_bodies_that_several_states_have_are_ambiguous():
    assert len(agency_codes("National Assembly")) != 1


def test_us_is_a_state_and_us_a_pronoun():
    doc = parse("US|NNP|nsubj|2 helped|VBD|root|2 us|PRP|obj|2")
    assert not is_pronoun(doc[0]) and is_pronoun(doc[2])


NOUNS = read_lexicon("pipeline.relations", "actor_nouns.csv")


def test_the_lexicon_of_actor_nouns_is_well_formed():
    assert len(NOUNS) >= 250
    assert len({row["noun"] for row in NOUNS}) == len(NOUNS)
    assert {row["kind"] for row in NOUNS} == {"state", "organisation", "person", "group"}
    assert {row["acts_for"] for row in NOUNS} == {"yes", "no"}
    assert all(row["source"] for row in NOUNS)


@pytest.mark.parametrize("row", [row for row in NOUNS if row["example"]], ids=lambda row: row["noun"])
def test_every_example_holds_its_noun(row):
    words = row["example"].rstrip(".").split()
    doc = parse(" ".join(f"{word}|NN|dep|1" for word in words))
    entry = read_actor_nouns()[row["noun"]]
    found = [noun for token in doc if (noun := find_actor_noun(token)) is not None]
    assert entry in found


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("policemen", "policeman"),
        ("companies", "company"),
        ("rebels", "rebel"),
        ("prime minister", "prime minister"),
    ],
)
def test_inflected_and_compound_nouns_are_found(words, noun):
    doc = parse(" ".join(f"{word}|NN|dep|1" for word in words.split()))
    found = find_actor_noun(doc[len(doc) - 1])
    assert found is not None and found.noun == noun


def test_word_groups_are_not_empty():
    groups = {row["group"] for row in read_lexicon("pipeline.relations", "reference_words.csv")}
    assert all(words_of(group) for group in groups)


@given(st.lists(st.text(string.ascii_letters, min_size=1, max_size=8), min_size=1, max_size=12))
def test_mentions_never_overlap_and_lie_within_the_text(words):
    doc = parse(" ".join(f"{word}|NNP|dep|1" for word in words))
    mentions = find_mentions(doc)
    assert all(0 <= m.start < m.end <= len(doc) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(m.start <= m.name.start and m.name.end <= m.end for m in mentions)


@pytest.mark.parametrize("word", ["We", "I"])
def test_whoever_is_quoted_says_i_and_we(word):
    doc = parse(
        f"{word}|PRP|nsubj|2 condemned|VBD|ccomp|6 Chad|NNP|obj|2|GPE ,|,|punct|6 Wanjala|NNP|nsubj|6|PERSON "
        "say|VBP|root|6",
        "Mali|NNP|nsubj|2|GPE left|VBD|root|2",
    )
    assert [span.text for span in resolve(doc, doc[0:1])] == ["Wanjala"]


def test_a_quotation_goes_on_after_its_speaker():
    doc = parse(
        "Wanjala|NNP|nsubj|2|PERSON say|VBP|root|2 so|RB|advmod|2",
        "We|PRP|nsubj|2 condemned|VBD|root|2 Chad|NNP|obj|2|GPE",
    )
    assert [span.text for span in resolve(doc, doc[3:4])] == ["Wanjala"]


def test_nobody_is_quoted_without_a_verb_of_saying():
    doc = parse("Wanjala|NNP|nsubj|2|PERSON left|VBD|root|2", "We|PRP|nsubj|2 left|VBD|root|2")
    assert resolve(doc, doc[2:3]) == ()


def test_the_opposition_is_no_body_named_before():
    doc = parse(
        "Green|NNP|compound|2|ORG Union|NNP|nsubj|3|ORG left|VBD|root|3",
        "the|DT|det|2 opposition|NN|nsubj|3 stayed|VBD|root|3",
    )
    assert [span.text for span in resolve(doc, doc[4:5])] == ["opposition"]
