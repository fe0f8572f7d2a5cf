"""Sentences of all corpora in one form: what is unknown stays unknown, and nothing is lost in windows."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English

from pipeline.training.encoder.corpora import (
    OPEN_TYPES,
    read_gold,
    read_plover,
    to_sentence,
)
from pipeline.training.encoder.examples import BREAK, LabelSets, Sentence, Tree, Window, bio, pack, recase
from pipeline.training.names import UNKNOWN, Name, NamedSentence
from pipeline.training.tweets import BTC_LABELS, WNUT_LABELS, read_tweets


def test_bio_marks_starts_and_unknown_words():
    tags = bio(6, [(0, 2, "PERSON"), (2, 3, "PERSON"), (4, 6, UNKNOWN)])
    assert tags == ("B-PERSON", "I-PERSON", "B-PERSON", "O", "?", "?")


def test_a_window_breaks_between_paragraphs_only():
    window = Window(
        (
            Sentence(("One", "."), new_paragraph=True),
            Sentence(("Two", ".")),
            Sentence(("Three", "."), new_paragraph=True),
        )
    )
    assert window.words == ["One", ".", "Two", ".", BREAK, "Three", "."]
    assert [offset for offset, _ in window.placed()] == [0, 2, 5]


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(1, 60))
def test_packing_keeps_every_sentence_in_order(sizes, max_words):
    sentences = [Sentence(tuple(f"{index}" for _ in range(size))) for index, size in enumerate(sizes)]
    windows = list(pack(sentences, max_words))
    assert [sentence for window in windows for sentence in window.sentences] == sentences
    assert all(len(window.words) <= max_words or len(window.sentences) == 1 for window in windows)


@given(st.integers(0, 10_000))
def test_recasing_changes_letters_only(seed):
    sentence = Sentence(("Talks", "in", "the", "Hague", "ended"), {"pos": ["NOUN"] * 5})
    written = recase(sentence, random.Random(seed), 1 / 3)
    assert [word.lower() for word in written.words] == [word.lower() for word in sentence.words]
    assert written.words in {
        ("TALKS", "IN", "THE", "HAGUE", "ENDED"),
        ("Talks", "in", "the", "Hague", "Ended"),
        ("talks", "in", "the", "hague", "ended"),
    }
    assert written.labels is sentence.labels


def test_label_sets_leave_out_what_is_rare_and_unknown():
    tree = Tree((1, -1), ("nsubj", "ROOT"))
    sentences = [Sentence(("He", "left"), {"event": [None, "RETREAT"]}, tree)] * 3 + [
        Sentence(("Aid", "came"), {"event": ["AID", None]})
    ]
    found = LabelSets.of(sentences)
    assert found.words["event"] == ("RETREAT",)
    assert found.deps == ("ROOT", "nsubj")
    assert "B-PRODUCT" in found.names


def test_names_are_carried_to_the_tokens_of_the_pipeline():
    named = NamedSentence(("U.S.-backed", "Kurds"), (True, False), (Name(1, 2, "NORP"), Name(0, 1, UNKNOWN)))
    sentence = to_sentence(named, English(), OPEN_TYPES["uner"])
    assert dict(zip(sentence.words, sentence.names.tags, strict=True))["Kurds"] == "B-NORP"
    assert sentence.names.tags[0] == UNKNOWN
    assert "PRODUCT" in sentence.names.open_types


def test_tweets_keep_words_and_mask_types_without_a_label(tmp_path):
    file = tmp_path / "tweets.conll"
    file.write_text(
        "The\tO\nBeatles\tB-group\nin\tO\nKyoto\tB-location\n\nNew\tB-product\nKindle\tI-product\n"
    )
    first, second = read_tweets(file, WNUT_LABELS)
    assert first.names == (Name(1, 2, UNKNOWN), Name(3, 4, "GPE"))
    assert second.names == (Name(0, 2, "PRODUCT"),)
    file.write_text("@\tB-ORG\nMAS\tI-ORG\n")
    assert read_tweets(file, BTC_LABELS)[0].names == (Name(0, 2, "ORG"),)


def test_plover_records_say_nothing_of_unmarked_words(tmp_path):
    file = tmp_path / "gsr.json"
    record = {
        "event": "DISAPPROVE",
        "textInfo": {"markup": "(SRC: Wakanda) (EVT: denounced) (TAR: Genosha) over the wall."},
    }
    file.write_text(json.dumps([{"event": "DOCUMENT"}, record]))
    (sentence,) = read_plover(file, English())
    assert sentence.words[:3] == ("Wakanda", "denounced", "Genosha")
    assert sentence.labels["event"][:3] == [None, "ACCUSE", None]


def test_an_annotated_article_has_a_type_on_each_trigger_word_and_none_elsewhere(tmp_path):
    text = "Ministers met in Oslo. They signed a pact.\n\nProtests followed."
    (tmp_path / "a.txt").write_text(text)
    events = [
        {"start": text.index(word), "end": text.index(word) + len(word), "type": kind}
        for word, kind in (("met", "CONSULT"), ("signed", "AGREE"), ("Protests", "PROTEST"))
    ]
    (tmp_path / "a.json").write_text(json.dumps({"events": events}))
    sentences = read_gold(tmp_path / "a.json", English())
    assert [" ".join(sentence.words) for sentence in sentences] == [
        "Ministers met in Oslo .",
        "They signed a pact .",
        "Protests followed .",
    ]
    assert [sentence.new_paragraph for sentence in sentences] == [True, False, True]
    assert sentences[0].labels["event"] == ["O", "CONSULT", "O", "O", "O"]
    assert not any(sentence.whole for sentence in sentences)
