"""Attribution of events and figures, on sentences parsed by hand."""

import pytest
import spacy
from spacy.tokens import Doc

from pipeline.records import EventSpans, TextSpan
from pipeline.relations.speakers import SpeakerFinder

# word/lemma/POS/head/dep, one sentence a list
SAID_THAT = [
    ("The", "the", "DET", 1, "det"),
    ("ministry", "ministry", "NOUN", 2, "nsubj"),
    ("said", "say", "VERB", 2, "ROOT"),
    ("that", "that", "SCONJ", 5, "mark"),
    ("flights", "flight", "NOUN", 5, "nsubj"),
    ("resumed", "resume", "VERB", 2, "ccomp"),
    (".", ".", "PUNCT", 2, "punct"),
]
QUOTED = [
    ('"', '"', "PUNCT", 2, "punct"),
    ("Flights", "flight", "NOUN", 2, "nsubj"),
    ("resumed", "resume", "VERB", 5, "dep"),
    ('"', '"', "PUNCT", 2, "punct"),
    ("traders", "trader", "NOUN", 5, "nsubj"),
    ("said", "say", "VERB", 5, "ROOT"),
    (".", ".", "PUNCT", 5, "punct"),
]
ACCORDING_TO = [
    ("Flights", "flight", "NOUN", 1, "nsubj"),
    ("resumed", "resume", "VERB", 1, "ROOT"),
    (",", ",", "PUNCT", 1, "punct"),
    ("according", "accord", "VERB", 5, "case"),
    ("to", "to", "ADP", 3, "fixed"),
    ("officials", "official", "NOUN", 1, "obl"),
    (".", ".", "PUNCT", 1, "punct"),
]
ASSERTED = [
    ("Flights", "flight", "NOUN", 1, "nsubj"),
    ("resumed", "resume", "VERB", 1, "ROOT"),
    (".", ".", "PUNCT", 1, "punct"),
]
SAID_TWICE = [
    ("Officials", "official", "NOUN", 1, "nsubj"),
    ("said", "say", "VERB", 1, "ROOT"),
    ("that", "that", "SCONJ", 4, "mark"),
    ("trade", "trade", "NOUN", 4, "nsubj"),
    ("stopped", "stop", "VERB", 1, "ccomp"),
    ("and", "and", "CCONJ", 8, "cc"),
    ("that", "that", "SCONJ", 8, "mark"),
    ("flights", "flight", "NOUN", 8, "nsubj"),
    ("resumed", "resume", "VERB", 1, "conj"),
]
AS_ANNOUNCED = [
    ("Flights", "flight", "NOUN", 1, "nsubj"),
    ("resumed", "resume", "VERB", 1, "ROOT"),
    (",", ",", "PUNCT", 1, "punct"),
    ("as", "as", "SCONJ", 4, "mark"),
    ("announced", "announce", "VERB", 1, "advcl"),
    ("by", "by", "ADP", 7, "case"),
    ("the", "the", "DET", 7, "det"),
    ("ministry", "ministry", "NOUN", 4, "obl"),
]
EXPRESSED = [
    ("Traders", "trader", "NOUN", 1, "nsubj"),
    ("expressed", "express", "VERB", 1, "ROOT"),
    ("resumed", "resume", "ADJ", 3, "amod"),
    ("support", "support", "NOUN", 1, "obj"),
]
ACCORDING_TO_NAME = [
    ("According", "accord", "VERB", 3, "case"),
    ("to", "to", "ADP", 0, "fixed"),
    ("Tourism", "tourism", "PROPN", 3, "compound"),
    ("Analytics", "analytics", "PROPN", 6, "obl"),
    (",", ",", "PUNCT", 6, "punct"),
    ("flights", "flight", "NOUN", 6, "nsubj"),
    ("resumed", "resume", "VERB", 6, "ROOT"),
]
SPEAKER_ACTS = [
    ("Traders", "trader", "NOUN", 3, "nsubj"),
    ("who", "who", "PRON", 2, "nsubj"),
    ("resumed", "resume", "VERB", 0, "acl:relcl"),
    ("said", "say", "VERB", 3, "ROOT"),
    ("so", "so", "ADV", 3, "advmod"),
    (".", ".", "PUNCT", 3, "punct"),
]


def parsed(*sentences):
    rows, heads = [], []
    for sentence in sentences:
        heads += [head + len(rows) for *_, head, _ in sentence]
        rows += sentence
    words, lemmas, pos, _, deps = zip(*rows, strict=True)
    doc = Doc(
        spacy.blank("en").vocab,
        words=list(words),
        lemmas=list(lemmas),
        tags=["VBN" if word == "announced" else "" for word in words],
        pos=list(pos),
        heads=heads,
        deps=list(deps),
    )
    for name in ("event_spans", "figure_spans", "times"):
        Doc.set_extension(name, default=(), force=True)
    trigger = [token for token in doc if token.text == "resumed"][-1]
    span = TextSpan(trigger.idx, trigger.idx + len(trigger), trigger.text)
    doc._.event_spans = [EventSpans(span, "COOPERATE")]
    return doc


def speaker_in(*sentences):
    (event,) = SpeakerFinder()(parsed(*sentences))._.event_spans
    return event.speaker.text if event.speaker else None


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (SAID_THAT, "ministry"),
        (QUOTED, "traders"),
        (ACCORDING_TO, "officials"),
        (ASSERTED, None),
        (SPEAKER_ACTS, None),
        (SAID_TWICE, "Officials"),
        (AS_ANNOUNCED, "ministry"),
        (EXPRESSED, None),
        (ACCORDING_TO_NAME, "Tourism Analytics"),
    ],
    ids=[
        "said_that",
        "quoted",
        "according_to",
        "asserted",
        "speaker_acts",
        "said_twice",
        "as_announced",
        "expressed",
        "according_to_name",
    ],
)
def test_speaker_of_one_sentence(sentence, speaker):
    assert speaker_in(sentence) == speaker


def test_a_quotation_goes_on_with_the_last_speaker():
    more = [
        ('"', '"', "PUNCT", 2, "punct"),
        ("Trade", "trade", "NOUN", 2, "nsubj"),
        ("resumed", "resume", "VERB", 2, "ROOT"),
        ('"', '"', "PUNCT", 2, "punct"),
    ]

    assert speaker_in(QUOTED, more) == "traders"


def test_a_quotation_may_have_its_speaker_in_the_sentence_before():
    before = [
        ("Traders", "trader", "NOUN", 1, "nsubj"),
        ("said", "say", "VERB", 1, "ROOT"),
        ("so", "so", "ADV", 1, "advmod"),
        (".", ".", "PUNCT", 1, "punct"),
    ]
    quoted = [
        ('"', '"', "PUNCT", 2, "punct"),
        ("Trade", "trade", "NOUN", 2, "nsubj"),
        ("resumed", "resume", "VERB", 2, "ROOT"),
        ('"', '"', "PUNCT", 2, "punct"),
    ]
    assert speaker_in(before, quoted) == "Traders"


def test_a_sentence_after_a_quotation_is_the_writers_again():
    assert speaker_in(QUOTED, ASSERTED) is None
