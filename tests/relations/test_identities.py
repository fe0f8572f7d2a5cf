"""The actors of an article: chains of mentions that stand for one actor are one."""

import pytest
from spacy.tokens import Doc

from pipeline.records import Actor
from pipeline.relations.identities import actors_of
from tests.relations.parsed_by_hand import parse

MET = "Wanjala|NNP|nsubj|2|PERSON left|VBD|root|2 Kenya|NNP|obj|2|GPE with|IN|case|5 farmers|NNS|obl|2"


class Known:
    """Who each name stands for, as ``pipeline_actors`` would say."""

    focus = "KEN"

    def __init__(self, doc, actors):
        self.doc, self.actors = doc, actors

    def actor(self, start, end):
        return self.actors.get(self.doc.text[start:end])


@pytest.fixture
def article():
    Doc.set_extension("document_actors", default=None, force=True)
    doc = parse(MET)
    state = Actor("1", "Kenya", "state", "KEN", None, "KEN")
    holder = Actor("2", "Amina Wanjala", "person", "KEN", "president", "KEN")
    doc._.document_actors = Known(doc, {"Wanjala": holder, "Kenya": state})
    return doc


def test_an_office_holder_and_the_state_are_one(article):
    (kenya,) = actors_of(article)
    assert (kenya.key, kenya.kind) == ("KEN", "state")
    assert [mention.name.text for mention in kenya.mentions] == ["Wanjala", "Kenya"]


def test_whoever_stands_for_nobody_is_left_out(article):
    article._.document_actors.actors.clear()
    assert actors_of(article) == []


def test_without_the_component_each_chain_is_an_actor():
    assert [actor.key for actor in actors_of(parse(MET))] == ["wanjala", "KEN", "farmers"]


def test_a_town_that_stands_for_no_state_is_a_place():
    Doc.set_extension("document_actors", default=None, force=True)
    doc = parse("Lusaka|NNP|nsubj|2|GPE met|VBD|root|2 Galana|NNP|obj|2|GPE")
    state = Actor("1", "Zambia", "state", "ZMB", None, "ZMB")
    town = Actor("2", "Galana", "organisation", None, None, "Galana")
    doc._.document_actors = Known(doc, {"Lusaka": state, "Galana": town})
    assert {actor.key: actor.kind for actor in actors_of(doc)} == {"ZMB": "state", "Galana": "place"}
