import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import create_vocab

from pipeline.records import Sentence
from pipeline.sentences import Boundaries, sentences_of
from pipeline.sentences.boundaries import read_abbreviations

VOCAB = create_vocab("en", English.Defaults)
WORDS = st.sampled_from(["Rain", "fell", ".", "\n", "\n\n", " ", "“", "”", "Gen.", "5"])


def document(words, starts=None):
    doc = Doc(VOCAB, words=words, spaces=[False] * len(words))
    for token, start in zip(doc, starts or [], strict=False):
        token.is_sent_start = start
    return doc


def test_sentences_have_no_white_space_around_them():
    doc = document(
        [" ", "Rain", ".", "\n\n", "Sun", ".", "\n"], [True, False, False, False, True, False, False]
    )

    assert sentences_of(doc) == (Sentence(1, 6, "Rain."), Sentence(8, 12, "Sun."))


def test_white_space_is_no_sentence():
    doc = document(["\n", "Rain", "\n", "Sun"], [True, True, True, True])
    assert [sentence.text for sentence in sentences_of(doc)] == ["Rain", "Sun"]


@pytest.mark.parametrize("words", [[], ["\n"], [" ", "\n\n"]])
def test_an_empty_document_has_none(words):
    assert sentences_of(Boundaries(read_abbreviations())(document(words))) == ()


@given(st.lists(WORDS, max_size=25), st.lists(st.booleans(), min_size=25, max_size=25))
def test_sentences_join_back_to_the_text(words, starts):
    doc = document(words, starts)
    sentences = sentences_of(doc)
    between = doc.text
    for sentence in reversed(sentences):
        assert doc.text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        between = between[: sentence.start] + between[sentence.end :]

    assert between.strip() == ""
    assert [s.start for s in sentences] == sorted(s.start for s in sentences)


@given(st.lists(WORDS, min_size=1, max_size=25))
def test_every_line_ends_a_sentence(words):
    doc = Boundaries(read_abbreviations())(document(words))
    for token in doc:
        if token.is_sent_start is None:
            token.is_sent_start = False

    lines = [line.strip() for line in doc.text.split("\n") if line.strip()]
    assert [sentence.text for sentence in sentences_of(doc)] == lines
