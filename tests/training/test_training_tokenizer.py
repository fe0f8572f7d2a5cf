"""The tokenizer cuts words as the treebanks do, keeps every character, and is never slow."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import read_lexicon
from pipeline.training.tokenizer import create_tuning, tune_tokenizer

RULES = [
    example.split("|") if not example.startswith("|-") else [example]
    for row in read_lexicon("pipeline.training", "token_rules.csv")
    for example in row["examples"].split()
]
WORDS = [(row["kind"], row["form"]) for row in read_lexicon("pipeline.training", "token_words.csv")]


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    tune_tokenizer(nlp)
    return nlp


def words_of(nlp, text):
    return [token.text for token in nlp.make_doc(text)]


@pytest.mark.parametrize("words", RULES, ids="|".join)
def test_examples_of_the_rules(nlp, words):
    assert words_of(nlp, "".join(words)) == words


@pytest.mark.parametrize(("kind", "form"), WORDS, ids=lambda value: value)
def test_words(nlp, kind, form):
    expected = {
        "prefix": lambda: [f"{form}-war"],
        "suffix": lambda: [f"time-{form}"],
        "abbreviation": lambda: [form],
        "currency": lambda: [form, "3,500"],
        "split": lambda: form.split("|"),
        "whole": lambda: [form],
        "forget": lambda: None,
    }[kind]()
    if expected is None:
        assert form in spacy.blank("en").tokenizer.rules
        assert form not in nlp.tokenizer.rules
    else:
        assert words_of(nlp, "".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The non-profit's", ["The", "non-profit", "'s"]),
        ("a U.S.-backed plan", ["a", "U.S.", "-", "backed", "plan"]),
        ("a UN-backed plan", ["a", "UN", "-", "backed", "plan"]),
        ("Omar al-Bashir", ["Omar", "al", "-", "Bashir"]),
        ("a 19-year-old", ["a", "19", "-", "year", "-", "old"]),
        ("3,488-kilometer border", ["3,488", "-", "kilometer", "border"]),
        ("cost $10-15", ["cost", "$", "10", "-", "15"]),
        ("cost HK$12bn.", ["cost", "HK$", "12", "bn", "."]),
        ("cost $1.5m.", ["cost", "$", "1.5", "m", "."]),
        ("Rs.2 crore", ["Rs.", "2", "crore"]),
        ("Rs. 65 lakh", ["Rs.", "65", "lakh"]),
        ("two- and three-year terms", ["two", "-", "and", "three", "-", "year", "terms"]),
        ("from 2010–2015,", ["from", "2010", "–", "2015", ","]),
        ("COVID-19 cases", ["COVID", "-", "19", "cases"]),
        ("He didn’t; they’ll", ["He", "did", "n’t", ";", "they", "’ll"]),
        ("Lt. Col. J. R. Smith Jr.", ["Lt.", "Col.", "J.", "R.", "Smith", "Jr."]),
        ('"No. 10," he said.', ['"', "No.", "10", ",", '"', "he", "said", "."]),
        ("(see http://example.org/a_b).", ["(", "see", "http://example.org/a_b", ")", "."]),
        ("Mail a.b@example.org.", ["Mail", "a.b@example.org", "."]),
        ("on 2025-08-18.", ["on", "2025-08-18", "."]),
        ("Rio-de-Janeiro", ["Rio", "-", "de", "-", "Janeiro"]),
    ],
)
def test_words_of_news(nlp, text, words):
    assert words_of(nlp, text) == words


@given(st.text(alphabet="ab Z.19'’\"-–—$%/:;,()!?#@=*_\n&", max_size=60))
def test_no_character_is_lost(text):
    doc = TUNED.make_doc(text)

    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


TUNED = spacy.blank("en")
tune_tokenizer(TUNED)


@pytest.mark.parametrize("end", ["", "x"])
@pytest.mark.parametrize(
    "piece",
    [
        ",",
        "(",
        ".",
        "!",
        "-",
        "1",
        "a",
        "a-",
        "1,",
        "(a",
        "'s",
        ":",
        "@",
        "a@",
        "a.",
        "!.",
        "http://a:",
        "n't",
        "$",
        "US$",
        "#a",
        "#",
        "_",
        "a:",
        "“",
        "'",
        "'72",
        "1m",
        "non-",
        "U.",
        "Lt.",
        "USD",
        ")(",
        "=-",
        "…",
        "x/",
    ],
)
def test_long_words_take_linear_time(nlp, piece, end):
    text = piece * (10_000 // len(piece)) + end
    began = time.process_time()

    nlp.make_doc(text)

    assert time.process_time() - began < 2


def test_rules_are_saved_with_the_pipeline(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")

    text = "The U.S.-led anti-war co-founder didn’t pay HK$12bn at 7:30PM!!"
    assert words_of(spacy.load(tmp_path / "model"), text) == words_of(nlp, text)


def test_callback_tunes_the_pipeline(nlp):
    fresh = create_tuning()(spacy.blank("en"))

    assert fresh.tokenizer.to_bytes(exclude=["vocab"]) == nlp.tokenizer.to_bytes(exclude=["vocab"])


def test_other_tokenizers_are_refused():
    with pytest.raises(TypeError, match="not for"):
        tune_tokenizer(_without_rules())


def _without_rules():
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, words=text.split())
    return nlp
