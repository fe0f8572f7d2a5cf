import pytest
import spacy
from spacy.tokens import Doc

from pipeline.training.names import Name, NamedSentence
from pipeline.training.prepare_names import to_name_doc
from pipeline.training.speed import (
    CNN,
    COMPONENTS,
    SPACY_DEFAULT,
    cnn_model,
    spacy_default,
    words_per_cpu_second,
)


@pytest.fixture(scope="module")
def samples():
    nlp = spacy.blank("en")
    tree = Doc(
        nlp.vocab,
        words=["Rates", "fell", "."],
        spaces=[True, False, False],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "punct"],
        tags=["NNS", "VBD", "."],
        pos=["NOUN", "VERB", "PUNCT"],
        morphs=["Number=Plur", "Tense=Past", ""],
        lemmas=["rate", "fall", "."],
    )
    named = to_name_doc(nlp, [NamedSentence(("Ada", "won"), (True, True), (Name(0, 1, "PERSON"),))])
    return [tree] * 5 + [named]


@pytest.mark.parametrize("build", [cnn_model, spacy_default], ids=["cnn", "default"])
def test_the_other_models_do_the_same_work_as_the_model(build, samples):
    nlp = build(samples)
    assert nlp.pipe_names == ["tok2vec", *COMPONENTS]
    assert nlp.get_pipe("ner").labels == ("PERSON",)
    doc = nlp("Rates fell in Peru.")
    for annotation in ("TAG", "MORPH", "DEP", "LEMMA", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(annotation)


def test_the_first_version_had_an_encoder_of_its_own_for_names(samples):
    nlp = cnn_model(samples)
    assert nlp.get_pipe("tok2vec").listening_components == [
        "tagger",
        "morphologizer",
        "parser",
        "trainable_lemmatizer",
    ]
    assert spacy_default(samples).get_pipe("tok2vec").listening_components == list(COMPONENTS)


def test_every_system_is_timed_on_the_same_texts():
    blank = spacy.blank("en")
    slow = spacy.blank("en")
    slow.add_pipe("sentencizer")
    seen = []
    slow.tokenizer = lambda text: seen.append(text) or blank.make_doc(text)
    texts = ["Rates fell in Peru. " * 50, "They rose again. " * 50]
    speed = words_per_cpu_second({CNN: slow, SPACY_DEFAULT: blank}, texts)
    assert set(speed) == {CNN, SPACY_DEFAULT}
    assert all(rate > 0 for rate in speed.values())
    assert seen[:2] == texts
    assert len(seen) % 2 == 0
