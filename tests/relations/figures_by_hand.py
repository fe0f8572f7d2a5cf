"""Figures' documents written by hand, so that the tests need no trained model."""

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from pipeline.records import Amount, EventSpans, NumberKind, NumericExpression, TimeExpression, TimeType
from pipeline.relations.figure_setting import Setting, read_words
from tests.relations.parsed_by_hand import parse

_TAGS = {
    "DT": "the a an these those this",
    "PRP$": "his her its their our",
    "IN": "of in to at by from for with within after than over on into off before per about",
    "CC": "and or but",
    "JJ": "bilateral direct Indian new other armed former annual Swiss total joint",
    "RB": "nearly only ago just",
    "VBD": "rose fell were was killed reached grew signed held said resumed sold",
    "PRP": "it they he she",
}
_TAG_OF = {word: tag for tag, words in _TAGS.items() for word in words.split()}


def tagged(text: str, **tags: str) -> Doc:
    """Return a sentence whose words hang flatly on its first verb, or else on its first word.

    Args:
        text: The words, separated by blanks.
        tags: Tags of words that the small table above does not know.
    """
    words = text.split()
    found = [tags.get(word) or _tag(word) for word in words]
    root = next((i for i, tag in enumerate(found) if tag.startswith("VB")), 0)
    return parse(
        " ".join(
            f"{word}|{tag}|{'ROOT' if i == root else 'dep'}|{root + 1}"
            for i, (word, tag) in enumerate(zip(words, found, strict=True))
        )
    )


def _tag(word: str) -> str:
    if word in _TAG_OF:
        return _TAG_OF[word]
    if (
        word[0].isdigit()
        or word[0] in "$€£%"
        or word.lower() in {"one", "two", "three", "four", "five", "eight"}
    ):
        return "CD"
    if word in ".,;()":
        return "," if word == "," else "."
    if word[0].isupper():
        return "NNP"
    return "NNS" if word.endswith("s") else "NN"


def number(doc: Doc, text: str, kind: NumberKind = "number", unit: str | None = None) -> NumericExpression:
    """Return the first numeric expression of this text in a document."""
    start = doc.text.index(text)
    return NumericExpression(start, start + len(text), text, kind, "exact", Amount(text), None, unit, "test")


def time(doc: Doc, text: str, kind: TimeType = "DATE", **parts: str) -> TimeExpression:
    """Return the first time expression of this text in a document."""
    start = doc.text.index(text)
    return TimeExpression(start, start + len(text), text, kind, "test", tuple(sorted(parts.items())))


def setting_of(
    doc: Doc,
    numbers: Iterable[NumericExpression],
    times: Iterable[TimeExpression] = (),
    events: Sequence[EventSpans] = (),
) -> Setting:
    """Return what the figure rules look at."""
    return Setting(doc, numbers, times, read_words(), events)
