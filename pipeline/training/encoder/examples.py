"""Annotated sentences of all corpora in one form, and windows of them for the encoder to read.

What a corpus does not annotate is unknown, not absent: an unknown label is :data:`UNKNOWN_ID`, and a word
outside all names of a corpus may still be a name of a type that the corpus does not annotate.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.training.names import LABELS as NAME_LABELS
from pipeline.training.names import UNKNOWN

#: The class of a word whose label is not known.
UNKNOWN_ID = -1
#: The word that stands for the end of a paragraph.
BREAK = "\n"
#: Tasks in which each word gets one label of its own.
WORD_TASKS = ("pos", "tag", "morph", "event")
_SMALL_WORDS = {"the", "to"} | frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "n't", "of", "on", "or")
)


@dataclass(frozen=True, slots=True)
class Tree:
    """The dependency tree of a sentence.

    Attributes:
        heads: For each word the index of its head in the sentence, -1 for the root.
        deps: For each word its relation.
    """

    heads: tuple[int, ...]
    deps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a sentence.

    Attributes:
        tags: For each word ``O``, ``B-PERSON``, ``I-PERSON`` …, or ``?``.
        open_types: Types that the corpus does not annotate, which a word under ``O`` may still have.
    """

    tags: tuple[str, ...]
    open_types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a paragraph of unknown sentences, with what its corpus annotates.

    Attributes:
        words: Its words.
        labels: Labels of the word tasks, one for each word, None for an unknown one.
        tree: Its tree, None if unknown.
        names: Its names, None if unknown.
        whole: Whether it is one sentence: then its first word alone starts one.
        new_paragraph: Whether a new paragraph starts with it.
    """

    words: tuple[str, ...]
    labels: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    tree: Tree | None = None
    names: Names | None = None
    whole: bool = True
    new_paragraph: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive sentences that the encoder reads together."""

    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> list[str]:
        """All words, with a break in front of every paragraph but the first."""
        return [word for _, sentence in self.placed() for word in (*self._break(sentence), *sentence.words)]

    def placed(self) -> Iterator[tuple[int, Sentence]]:
        """Yield each sentence with the index of its first word in the window."""
        offset = 0
        for sentence in self.sentences:
            offset += len(self._break(sentence))
            yield offset, sentence
            offset += len(sentence.words)

    def _break(self, sentence: Sentence) -> tuple[str, ...]:
        return (BREAK,) if sentence.new_paragraph and sentence is not self.sentences[0] else ()


@dataclass(frozen=True, slots=True)
class LabelSets:
    """The classes of every task, in the order of their numbers."""

    words: Mapping[str, Sequence[str]]
    names: Sequence[str]
    deps: Sequence[str]

    @classmethod
    def of(cls, sentences: Iterable[Sentence], *, least: int = 3) -> "LabelSets":
        """Collect the labels that occur at least ``least`` times; all types of names are there."""
        counts: dict[str, dict[str, int]] = {task: {} for task in (*WORD_TASKS, "dep")}
        for sentence in sentences:
            found = {**sentence.labels, "dep": sentence.tree.deps if sentence.tree else ()}
            for task, labels in found.items():
                for label in labels:
                    if label is not None:
                        counts[task][label] = counts[task].get(label, 0) + 1
        kept = {
            task: tuple(sorted(label for label, number in found.items() if number >= least))
            for task, found in counts.items()
        }
        names = ("O", *(f"{prefix}-{label}" for label in NAME_LABELS for prefix in "BI"))
        return cls({task: kept[task] for task in WORD_TASKS}, names, kept["dep"])


def bio(length: int, names: Iterable[tuple[int, int, str]]) -> tuple[str, ...]:
    """Return BIO tags of spans; words of an unknown span have ``?``."""
    tags = ["O"] * length
    for start, end, label in names:
        for index in range(start, end):
            tags[index] = UNKNOWN if label == UNKNOWN else f"{'B' if index == start else 'I'}-{label}"
    return tuple(tags)


def pack(sentences: Sequence[Sentence], max_words: int) -> Iterator[Window]:
    """Yield windows of consecutive sentences of up to ``max_words`` words; a longer sentence stays whole."""
    packed: list[Sentence] = []
    size = 0
    for sentence in sentences:
        if packed and size + len(sentence.words) > max_words:
            yield Window(tuple(packed))
            packed, size = [], 0
        packed.append(sentence)
        size += len(sentence.words)
    if packed:
        yield Window(tuple(packed))


def recase(sentence: Sentence, rng: random.Random, share: float) -> Sentence:
    """Write a sentence in capitals, in title case or in lower case, each with the probability ``share``."""
    draw = rng.random()
    if draw >= 3 * share:
        return sentence
    if draw < share:
        words = [word.upper() for word in sentence.words]
    elif draw < 2 * share:
        words = [word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in sentence.words]
    else:
        words = [word.lower() for word in sentence.words]
    return replace(sentence, words=tuple(words))
