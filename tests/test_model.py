"""Loading the pipeline: the built-in model, any other one, and what goes wrong."""

import pytest
import spacy

import pipeline
from pipeline.model import RULE_COMPONENTS, default_model, load, make_doc

STORY = "India imposed a 20% tariff on Chinese steel on Friday. Beijing condemned the decision."


def test_the_built_in_model_has_every_rule_component_in_order(nlp):
    assert [name for name in nlp.pipe_names if name.startswith("pipeline_")] == list(RULE_COMPONENTS)
    assert nlp.pipe_names[0] == "pipeline_sentences"


def test_the_model_loads_with_plain_spacy(nlp):
    doc = spacy.load(default_model())(STORY)

    assert [sentence.text for sentence in doc.sents] == [sentence.text for sentence in nlp(STORY).sents]
    assert [event.type for event in doc._.events] == [event.type for event in nlp(STORY)._.events] != []


def test_documents_carry_dated_mentions(nlp):
    doc = nlp(make_doc(nlp, STORY, "2025-08-18"))

    assert [(date.text, date.timex) for date in doc._.dates] == [("Friday", "2025-08-15")]
    assert [(quantity.value, quantity.unit) for quantity in doc._.quantities] == [(20, "%")]
    assert ("SANCTION", ("IND",), ("CHN",)) in {(e.type, e.actor, e.recipient) for e in doc._.events}


def test_a_fraction_of_a_whole_is_a_percentage(nlp):
    (figure,) = nlp("The party won a quarter of the votes.")._.figures

    assert (figure.kind, figure.value, figure.unit) == ("percent", 25, "%")


def test_piping_texts_gives_the_same_as_one_by_one(nlp):
    texts = [STORY, "France and Germany signed a treaty.", ""]

    assert [doc._.events for doc in nlp.pipe(texts)] == [nlp(text)._.events for text in texts]


def test_any_other_spacy_pipeline_can_be_named(tmp_path):
    blank = spacy.blank("en")
    blank.to_disk(tmp_path / "en_blank")
    doc = load(tmp_path / "en_blank")(STORY)

    assert [quantity.text for quantity in doc._.quantities] == ["20%"]
    assert {entity.text for entity in doc._.entities} >= {"India", "Beijing"}
    assert len(list(doc.sents)) == 2


def test_an_unknown_model_is_named(tmp_path):
    with pytest.raises(pipeline.UsageError, match="en_no_such_model"):
        load("en_no_such_model")


def test_a_users_lexicon_adds_entries(tmp_path, nlp):
    text = "Officials of the Zembla Accord met on Friday."
    entry = "name,label,code,kind,source\nZembla Accord,ORG,Zembla Accord,body,mine\n"
    (tmp_path / "gazetteer.csv").write_text(entry, encoding="utf-8")

    def bodies(pipe):
        return {e.text for e in pipe(text)._.entities if e.actor is not None and e.actor.kind == "igo"}

    assert bodies(nlp) == set()
    assert bodies(load(lexicons=tmp_path)) == {"Zembla Accord"}


def test_a_users_lexicon_without_the_columns_is_refused(tmp_path):
    (tmp_path / "gazetteer.csv").write_text("name\nZembla Accord\n", encoding="utf-8")

    with pytest.raises(pipeline.UsageError, match=r"gazetteer\.csv.*label"):
        load(lexicons=tmp_path)
