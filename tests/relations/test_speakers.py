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
    ],
    ids=["said_that", "quoted", "according_to", "asserted", "speaker_acts"],
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


def test_a_sentence_after_a_quotation_is_the_writers_again():
    assert speaker_in(QUOTED, ASSERTED) is None
