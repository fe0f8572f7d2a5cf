"""Grammatical roles of an event word's arguments, on sentences parsed by hand."""

import pytest

from pipeline.relations.roles import find_arguments, is_passive, surface_object, surface_subject
from tests.relations.parsed_by_hand import parse

ACTIVE = "Kenya|NNP|nsubj|2|GPE condemned|VBD|root|2 Chad|NNP|obj|2|GPE"
PASSIVE = "Chad|NNP|nsubj:pass|3|GPE was|VBD|aux:pass|3 condemned|VBN|root|3 by|IN|case|5 Kenya|NNP|obl|3|GPE"
PERFECT = "Kenya|NNP|nsubj|3|GPE had|VBD|aux|3 condemned|VBN|root|3 Chad|NNP|obj|3|GPE"
COORDINATED = (
    "Kenya|NNP|nsubj|2|GPE met|VBD|root|2 envoys|NNS|obj|2 and|CC|cc|5 condemned|VBD|conj|2 "
    "Chad|NNP|obj|5|GPE"
)
RAISING = (
    "Kenya|NNP|nsubj:pass|3|GPE is|VBZ|aux:pass|3 expected|VBN|root|3 to|TO|mark|5 visit|VB|xcomp|3 "
    "Chad|NNP|obj|5|GPE"
)
OBJECT_CONTROL = (
    "Kenya|NNP|nsubj|2|GPE urged|VBD|root|2 Chad|NNP|obj|2|GPE to|TO|mark|5 release|VB|xcomp|2 "
    "prisoners|NNS|obj|5"
)
SUBJECT_CONTROL = (
    "Kenya|NNP|nsubj|2|GPE promised|VBD|root|2 Chad|NNP|obj|2|GPE to|TO|mark|5 release|VB|xcomp|2 "
    "prisoners|NNS|obj|5"
)
OBLIQUE_CONTROL = (
    "Kenya|NNP|nsubj|2|GPE called|VBD|root|2 on|IN|case|4 Chad|NNP|obl|2|GPE to|TO|mark|6 "
    "release|VB|xcomp|2 prisoners|NNS|obj|6"
)
RELATIVE = "Rebels|NNS|nsubj|5 who|WP|nsubj|3 attacked|VBD|acl:relcl|1 Mali|NNP|obj|3|GPE fled|VBD|root|5"
OBJECT_RELATIVE = (
    "The|DT|det|2 deal|NN|nsubj|7 that|WDT|obj|5 Kenya|NNP|nsubj|5|GPE signed|VBD|acl:relcl|2 "
    "has|VBZ|aux|7 lapsed|VBN|root|7"
)
PARTICIPLE = "protesters|NNS|root|1 demanding|VBG|acl|1 elections|NNS|obj|2"
PAST_PARTICIPLE = "tariffs|NNS|root|1 imposed|VBN|acl|1 by|IN|case|4 Kenya|NNP|obl|2|GPE"
ADVERBIAL = "Kenya|NNP|nsubj|2|GPE left|VBD|root|2 ,|,|punct|4 accusing|VBG|advcl|2 Chad|NNP|obj|4|GPE"
POSSESSIVE = "China|NNP|nmod:poss|3|GPE 's|POS|case|1 easing|NN|root|3 of|IN|case|5 limits|NNS|nmod|3"
BETWEEN = "talks|NNS|root|1 between|IN|case|3 India|NNP|nmod|1|GPE and|CC|cc|5 China|NNP|conj|3|GPE"
COMPOUND = "US|NNP|compound|2|GPE sanctions|NNS|root|2 on|IN|case|4 Russia|NNP|nmod|2|GPE"
LIGHT_VERB = "Kenya|NNP|nsubj|2|GPE held|VBD|root|2 talks|NNS|obj|2 with|IN|case|5 Chad|NNP|obl|2|GPE"
CARRIED_OUT = "attacks|NNS|nsubj:pass|3 were|VBD|aux:pass|3 launched|VBN|root|3 by|IN|case|5 rebels|NNS|obl|3"
OUTER_NOUN = "Kenya|NNP|nmod:poss|3|GPE 's|POS|case|1 plans|NNS|root|3 for|IN|case|5 talks|NNS|nmod|3"

CASES = [
    (ACTIVE, "condemned", {("Kenya", "subject"), ("Chad", "object")}),
    (PASSIVE, "condemned", {("Kenya", "subject"), ("Chad", "object")}),
    (PERFECT, "condemned", {("Kenya", "subject"), ("Chad", "object")}),
    (COORDINATED, "condemned", {("Kenya", "subject"), ("Chad", "object")}),
    (RAISING, "visit", {("Kenya", "subject"), ("Chad", "object")}),
    (OBJECT_CONTROL, "release", {("Chad", "subject"), ("prisoners", "object")}),
    (SUBJECT_CONTROL, "release", {("Kenya", "subject"), ("prisoners", "object")}),
    (OBLIQUE_CONTROL, "release", {("Chad", "subject"), ("prisoners", "object")}),
    (RELATIVE, "attacked", {("Rebels", "subject"), ("Mali", "object")}),
    (OBJECT_RELATIVE, "signed", {("Kenya", "subject"), ("deal", "object")}),
    (PARTICIPLE, "demanding", {("protesters", "subject"), ("elections", "object")}),
    (PAST_PARTICIPLE, "imposed", {("Kenya", "subject"), ("tariffs", "object")}),
    (ADVERBIAL, "accusing", {("Kenya", "subject"), ("Chad", "object")}),
    (POSSESSIVE, "easing", {("China", "possessor"), ("limits", "of")}),
    (BETWEEN, "talks", {("India", "between")}),
    (COMPOUND, "sanctions", {("US", "modifier"), ("Russia", "on")}),
    (LIGHT_VERB, "talks", {("Kenya", "subject"), ("Chad", "with")}),
    (CARRIED_OUT, "attacks", {("rebels", "subject")}),
    (OUTER_NOUN, "talks", {("Kenya", "subject")}),
]


def word(doc, text):
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(("sentence", "trigger", "expected"), CASES)
def test_arguments_have_their_roles(sentence, trigger, expected):
    found = {(a.token.text, a.role) for a in find_arguments(word(parse(sentence), trigger))}
    assert expected <= found


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        (ACTIVE, "condemned", False),
        (PASSIVE, "condemned", True),
        (PERFECT, "condemned", False),
        (PAST_PARTICIPLE, "imposed", True),
        (PARTICIPLE, "demanding", False),
        (RAISING, "expected", True),
        (CARRIED_OUT, "launched", True),
    ],
)
def test_passives_are_told_from_actives(sentence, verb, expected):
    assert is_passive(word(parse(sentence), verb)) is expected


def test_a_participle_right_after_a_name_is_a_verb():
    doc = parse("after|IN|case|4 Kenya|NNP|nmod|4 banned|VBN|amod|4 imports|NNS|root|4")

    assert not is_passive(doc[2])
    assert surface_subject(doc[2]) == 1


def test_the_auxiliary_outweighs_a_wrong_label():
    doc = parse("leaders|NNS|nsubj:pass|3 had|VBD|aux|3 requested|VBN|root|3 talks|NNS|obj|3")
    assert ("leaders", "subject") in {(a.token.text, a.role) for a in find_arguments(doc[2])}


@pytest.mark.parametrize(
    ("sentence", "verb", "subject", "behind"),
    [
        (ACTIVE, "condemned", "Kenya", "Chad"),
        (OBJECT_CONTROL, "release", "Chad", "prisoners"),
        (RAISING, "visit", "Kenya", "Chad"),
        (PASSIVE, "condemned", "Chad", None),
    ],
)
def test_word_order_gives_roles_without_a_parse(sentence, verb, subject, behind):
    doc = parse(sentence)
    left, right = surface_subject(word(doc, verb)), surface_object(word(doc, verb))
    assert left is not None and doc[left].text == subject
    assert (doc[right].text if right is not None else None) == behind


def test_an_event_word_alone_has_no_arguments():
    assert find_arguments(parse("talks|NNS|root|1")[0]) == []
