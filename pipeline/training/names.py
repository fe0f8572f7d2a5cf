"""Sentences with names from corpora that label names differently, brought to one set of labels.

What a corpus does not label is unknown there, not absent: such words carry :data:`UNKNOWN`, which the trainer
takes for a missing annotation.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.training.conllu import parse_sentences
from pipeline.training.gazetteer import is_country, is_demonym, place_label, titles

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "PRODUCT")
#: The label of words whose annotation is unknown.
UNKNOWN = "?"

#: What each corpus calls its names: our label, ``place`` for one of GPE, LOC and FAC, ``group`` for NORP or
#: GPE, or UNKNOWN. A type that is not listed is no name to us (dates and times).
UNER_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "place", "OTH": "group"}
CROSSNER_LABELS = {
    "politician": "PERSON",
    "person": "PERSON",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "country": "place",
    "location": "place",
    "election": "EVENT",
    "event": "EVENT",
    "misc": "group",
}
GMB_LABELS = {
    "per": "PERSON",
    "org": "ORG",
    "geo": "place",
    "gpe": "group",
    "eve": UNKNOWN,
    "art": UNKNOWN,
    "nat": UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Name:
    """A labelled run of words, from ``start`` to before ``end``."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class NamedSentence:
    """Words, whether a space follows each, and the names among them, in order."""

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    names: tuple[Name, ...]

    def text_of(self, name: Name) -> str:
        """The words of a name, with a space between any two."""
        return " ".join(self.words[name.start : name.end])


def read_uner(path: Path, treebank: Path, labels: dict[str, str] = UNER_LABELS) -> list[NamedSentence]:
    """Read a Universal NER file; the spacing comes from the treebank that it annotates.

    A sentence whose words differ from the treebank's is left out.

    Args:
        path: The IOB2 file.
        treebank: The CoNLL-U file with the same sentences.
        labels: What to call each of its types, as for :func:`harmonise`.
    """
    spacing = {
        sentence.sent_id: (tuple(w.text for w in sentence.words), tuple(w.space for w in sentence.words))
        for sentence in parse_sentences(treebank.read_text(encoding="utf-8"))
    }
    sentences = []
    for sent_id, rows in _uner_blocks(path.read_text(encoding="utf-8")):
        words = tuple(row[1] for row in rows)
        expected, spaces = spacing.get(sent_id, ((), ()))
        if words != expected:
            continue
        sentences.append(harmonise(NamedSentence(words, spaces, spans(row[2] for row in rows)), labels))
    return sentences


def _uner_blocks(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    for block in text.split("\n\n"):
        lines = block.split("\n")
        sent_id = next((line.split(" = ", 1)[1] for line in lines if line.startswith("# sent_id = ")), "")
        rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
        if rows:
            yield sent_id, rows


def read_crossner(path: Path) -> list[NamedSentence]:
    """Read a CrossNER file (two columns, no spacing)."""
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line.strip()]
        if rows:
            words = tuple(row[0] for row in rows)
            sentence = NamedSentence(words, guess_spaces(words), spans(row[1] for row in rows))
            sentences.append(mask_lone_demonyms(harmonise(sentence, CROSSNER_LABELS)))
    return sentences


def spans(tags: Iterable[str]) -> tuple[Name, ...]:
    """Turn IOB2 tags into spans; a span of type ``O`` (stray in UNER) is none."""
    names: list[Name] = []
    for index, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if prefix == "B" or (prefix == "I" and not _continues(names, index, label)):
            names.append(Name(index, index + 1, label))
        elif prefix == "I":
            names[-1] = replace(names[-1], end=index + 1)
    return tuple(name for name in names if name.label != "O")


def _continues(names: list[Name], index: int, label: str) -> bool:
    return bool(names) and names[-1].end == index and names[-1].label == label


def harmonise(sentence: NamedSentence, labels: dict[str, str]) -> NamedSentence:
    """Give a corpus's names our labels; drop titles in front of persons."""
    names = []
    for name in sentence.names:
        label = labels.get(name.label)
        if label is None:
            continue
        name = replace(name, label=our_label(label, sentence.text_of(name)))
        if name.label == "PERSON":
            name = strip_titles(name, sentence.words)
        if name.start < name.end:
            names.append(name)
    return replace(sentence, names=tuple(names))


def our_label(label: str, text: str) -> str:
    """Resolve ``place`` and ``group`` by what the name itself says.

    >>> our_label("place", "Lake Victoria"), our_label("group", "Iraqi"), our_label("group", "Titanic")
    ('LOC', 'NORP', '?')
    """
    if label == "place":
        return place_label(text)
    if label != "group":
        return label
    if is_country(text):
        return "GPE"
    return "NORP" if is_demonym(text) else UNKNOWN


def strip_titles(name: Name, words: tuple[str, ...]) -> Name:
    """Move the start of a name behind the titles in front of it; what is only a title becomes empty."""
    start = name.start
    while start < name.end and words[start] in titles():
        start += 1
    return replace(name, start=start)


def mask_lone_demonyms(sentence: NamedSentence) -> NamedSentence:
    """Mark as unknown each demonym outside all names: the corpus labels only some of them."""
    taken = {index for name in sentence.names for index in range(name.start, name.end)}
    unknown = [
        Name(index, index + 1, UNKNOWN)
        for index, word in enumerate(sentence.words)
        if index not in taken and word[:1].isupper() and is_demonym(word)
    ]
    return replace(sentence, names=tuple(sorted((*sentence.names, *unknown), key=lambda name: name.start)))


_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_NO_SPACE_BEFORE = frozenset(
    [".", ",", ";", ":", "?", "!", ")", "]", "%", "'s", "'", "n't", "...", _CURLY, f"{_CURLY}s"]
)
_NO_SPACE_AFTER = frozenset(["(", "[", "$", "£", "€"])


def guess_spaces(words: tuple[str, ...]) -> tuple[bool, ...]:
    """Guess which words a space follows, for corpora that do not keep the raw text.

    >>> guess_spaces(("He", "said", '"', "no", '"', "."))
    (True, True, False, False, False, True)
    """
    spaces = []
    quote_open = False
    for word, following in zip(words, (*words[1:], ""), strict=True):
        opening = word == '"' and not quote_open
        if word == '"':
            quote_open = not quote_open
        closing_next = following == '"' and quote_open
        glued = word in _NO_SPACE_AFTER or opening or following in _NO_SPACE_BEFORE or closing_next
        spaces.append(not glued)
    return tuple(spaces)
