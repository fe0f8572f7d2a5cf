"""Measure a model from raw text on the test parts of the corpora."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.errors import UsageError
from pipeline.training.conllu import Document, read_documents
from pipeline.training.gmb import read_gmb, split_blocks
from pipeline.training.names import UNKNOWN, NamedSentence, read_crossner, read_uner
from pipeline.training.prepare_names import CROSSNER, EWT, GMB, UNER_RELEASE, joined_text
from pipeline.training.prepare_syntax import TREEBANKS
from pipeline.training.scorer import NameScore, ScoredWord, SyntaxScore
from pipeline.training.speed import (
    CNN,
    SPACY_DEFAULT,
    THIS,
    cnn_model,
    sample_docs,
    spacy_default,
    words_per_cpu_second,
)
from pipeline.training.tweets import BTC, BTC_LABELS, WNUT, WNUT_LABELS, mask_handles, read_tweets

#: What the test part of Universal NER calls names, unchanged.
_UNER_TEST_LABELS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"}
_TO_UNER = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
#: GPE and LOC differ only by our gazetteer, in gold and training data alike: they count as one.
_PLACES_AS_ONE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "place", "LOC": "place", "FAC": "place"}
_NAME_TEXT_SENTENCES = 5
#: Prefix of the rule components, which are not measured here, unless they have weights or cut sentences.
_RULES = "pipeline_"
_SENTENCES = "pipeline_sentences"
_WNUT_TEST = WNUT.format(part="test/emerging.test.annotated")
#: The one section of the Broad Twitter Corpus that no training reads.
_BTC_TEST = BTC.format(section="h")

Scores = dict[str, Any]


def evaluate(model: Path, corpora: Path) -> Scores:
    """Return all scores of a model's trained parts, in percent, and its speed beside other models'."""
    require_test_sets(corpora)
    nlp = spacy.load(model)
    scores = evaluate_quality(nlp, corpora)
    texts = [
        raw_text(document) for document in read_documents(corpora / TREEBANKS["gum"].format(split="test"))
    ]
    samples = sample_docs(corpora)
    systems = {THIS: nlp, CNN: cnn_model(samples), SPACY_DEFAULT: spacy_default(samples)}
    with nlp.select_pipes(disable=untrained(nlp)):
        speed = words_per_cpu_second(systems, texts)
    return scores | {"words per CPU second": speed[THIS], "speed": speed}


def evaluate_quality(nlp: Language, corpora: Path) -> Scores:
    """Return the scores of a pipeline's trained parts on every test set, in percent.

    Raises:
        UsageError: A test set is missing.
    """
    require_test_sets(corpora)
    with nlp.select_pipes(disable=untrained(nlp)):
        return _syntax_scores(nlp, corpora) | _name_scores(nlp, corpora) | _outside_scores(nlp, corpora)


def require_test_sets(corpora: Path) -> None:
    """Check that no test set is missing.

    Raises:
        UsageError: One is.
    """
    patterns = (*TREEBANKS.values(), UNER_RELEASE, GMB, CROSSNER, _WNUT_TEST, _BTC_TEST)
    missing = [
        path for pattern in patterns if not (corpora / (path := pattern.format(split="test"))).is_file()
    ]
    if missing:
        raise UsageError(
            f"{corpora}: lacks the test sets {', '.join(missing)}. Give the folder that holds the corpora."
        )


def untrained(nlp: Language) -> list[str]:
    """Names of the rule components in a pipeline, without the one that the trained parts build on."""
    return [
        name
        for name, component in nlp.pipeline
        if name.startswith(_RULES)
        and name != _SENTENCES
        and not isinstance(getattr(component, "model", None), Model)
    ]


def _syntax_scores(nlp: Language, corpora: Path) -> Scores:
    ewt, gum = (read_documents(corpora / path.format(split="test")) for path in TREEBANKS.values())
    news = [document for document in gum if document.genre == "news"]
    return {
        "UD English EWT test": score_syntax(nlp, ewt),
        "GUM test": score_syntax(nlp, gum),
        "GUM news test": score_syntax(nlp, news),
    }


def score_syntax(nlp: Language, documents: Sequence[Document]) -> dict[str, float]:
    """Score the raw text of documents; paragraphs have an empty line between them."""
    score = SyntaxScore()
    texts = [raw_text(document) for document in documents]
    for document, doc in zip(documents, nlp.pipe(texts), strict=True):
        score.add(gold_words(document), predicted_words(doc))
    return score.as_percentages()


def raw_text(document: Document) -> str:
    """The text of a document as its spacing has it, with an empty line between paragraphs."""
    paragraphs = []
    for paragraph in document.paragraphs:
        words = [word.text + " " * word.space for sentence in paragraph for word in sentence.words]
        paragraphs.append("".join(words).rstrip(" "))
    return "\n\n".join(paragraphs)


def gold_words(document: Document) -> list[ScoredWord]:
    """The words of a treebank's document for the scorer."""
    words: list[ScoredWord] = []
    for sentence in (sentence for paragraph in document.paragraphs for sentence in paragraph):
        offset = len(words)
        for index, word in enumerate(sentence.words):
            head = None if word.head == index else offset + word.head
            words.append(
                ScoredWord(word.text, word.pos, word.tag, word.morph, word.lemma, head, word.dep, index == 0)
            )
    return words


def predicted_words(doc: Doc) -> list[ScoredWord]:
    """The words of a processed document for the scorer, without whitespace tokens."""
    tokens = [token for token in doc if not token.is_space]
    index_of = {token.i: index for index, token in enumerate(tokens)}
    starts = {next((token.i for token in sent if not token.is_space), None) for sent in doc.sents}
    words = []
    for index, token in enumerate(tokens):
        # A word under a whitespace token has no head among the words: its own index is never right.
        head = None if token.head.i == token.i else index_of.get(token.head.i, index)
        words.append(
            ScoredWord(
                token.text,
                token.pos_,
                token.tag_,
                str(token.morph),
                token.lemma_,
                head,
                token.dep_,
                token.i in starts,
            )
        )
    return words


def _name_scores(nlp: Language, corpora: Path) -> Scores:
    uner = read_uner(
        corpora / UNER_RELEASE.format(split="test"), corpora / EWT.format(split="test"), _UNER_TEST_LABELS
    )
    gmb = split_blocks(read_gmb(corpora / GMB))["test"]
    crossner = read_crossner(corpora / CROSSNER.format(split="test"))
    by_event = {**_PLACES_AS_ONE, "EVENT": "EVENT"}
    return {
        "Universal NER EWT test": score_names(nlp, uner, _TO_UNER, {}),
        "GMB last block (silver)": score_names(
            nlp, gmb, {**_PLACES_AS_ONE, "NORP": "NORP"}, {**_PLACES_AS_ONE, "NORP": "NORP"}
        ),
        "CrossNER politics test": score_names(nlp, crossner, by_event, by_event),
    }


def _outside_scores(nlp: Language, corpora: Path) -> Scores:
    """Scores on tweets and comments, far from news; the model is trained on other parts of these corpora."""
    labels = {**_PLACES_AS_ONE, "PRODUCT": "PRODUCT"}
    wnut = read_tweets(corpora / _WNUT_TEST, WNUT_LABELS)
    tweets = [mask_handles(tweet) for tweet in read_tweets(corpora / _BTC_TEST, BTC_LABELS)]
    return {
        "WNUT 17 test": score_names(nlp, wnut, labels, labels, together=1),
        "Broad Twitter Corpus, section h": score_names(
            nlp, tweets, _PLACES_AS_ONE, _PLACES_AS_ONE, together=1
        ),
    }


def score_names(
    nlp: Language,
    sentences: Sequence[NamedSentence],
    predicted_labels: dict[str, str],
    gold_labels: dict[str, str],
    *,
    together: int = _NAME_TEXT_SENTENCES,
) -> dict[str, dict[str, float]]:
    """Score names in runs of a few sentences.

    Args:
        nlp: The model.
        sentences: Gold sentences.
        predicted_labels: What a predicted label is called in the comparison; others are left out.
        gold_labels: Likewise for gold labels; empty if they stay as they are.
        together: How many sentences make one text.
    """
    score = NameScore()
    batches = list(_batched(sentences, together))
    texts = [joined_text(batch, " ") for batch in batches]
    for doc, (_, found) in zip(nlp.pipe(text for text, _ in texts), texts, strict=True):
        unknown = [(start, end) for start, end, label in found if label == UNKNOWN]
        gold = [
            (start, end, gold_labels.get(label, label))
            for start, end, label in found
            if label != UNKNOWN and (not gold_labels or label in gold_labels)
        ]
        predicted = [
            (ent.start_char, ent.end_char, predicted_labels[ent.label_])
            for ent in doc.ents
            if ent.label_ in predicted_labels
        ]
        score.add(gold, predicted, unknown)
    return score.as_percentages()


def _batched(items: Iterable[NamedSentence], size: int) -> Iterator[list[NamedSentence]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
