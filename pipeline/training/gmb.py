"""The Groningen Meaning Bank extract: silver names, cleaned by what the corpus itself says most often.

Its labels were made by a tagger and partly corrected. One string under several labels is mostly an error, and
so is a capitalised name without any label: the first gets the label that most of its occurrences have, the
second counts as unknown.
"""

import csv
import io
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path

from pipeline.training.gazetteer import CALENDAR, is_country, is_demonym, places, titles
from pipeline.training.names import GMB_LABELS, UNKNOWN, Name, NamedSentence, guess_spaces, harmonise, spans

#: The corpus has no document ids: it is cut into this many runs of sentences, the last two dev and test.
BLOCKS = 20
#: A string keeps a label of its own when fewer than this many occurrences speak against it.
MIN_VOTES = 8
MIN_SHARE = 0.6

_NOT_NAMES = CALENDAR | {"I"}


def read_gmb(path: Path) -> list[NamedSentence]:
    """Read the zipped CSV file and clean its labels."""
    sentences = [_sentence(rows) for rows in _sentence_rows(path)]
    votes = count_votes(sentences)
    return [clean(sentence, votes) for sentence in sentences]


def split_blocks(sentences: list[NamedSentence]) -> dict[str, list[NamedSentence]]:
    """Split in order of the file: train, then one block of dev, then one of test."""
    block = len(sentences) // BLOCKS
    return {
        "train": sentences[: -2 * block],
        "dev": sentences[-2 * block : -block],
        "test": sentences[-block:],
    }


def _sentence_rows(path: Path) -> Iterator[list[list[str]]]:
    with zipfile.ZipFile(path) as archive, archive.open("ner_dataset.csv") as raw:
        reader = csv.reader(io.TextIOWrapper(raw, encoding="latin-1", newline=""))
        next(reader)
        rows: list[list[str]] = []
        for row in reader:
            if row[0] and rows:
                yield rows
                rows = []
            rows.append(row)
        if rows:
            yield rows


def _sentence(rows: list[list[str]]) -> NamedSentence:
    rows = [row for row in rows if row[1].strip()]
    words = tuple(row[1] for row in rows)
    return harmonise(NamedSentence(words, guess_spaces(words), spans(row[3] for row in rows)), GMB_LABELS)


def count_votes(sentences: Iterable[NamedSentence]) -> dict[str, str]:
    """Return the label of every string that nearly always has the same one."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for name in sentence.names:
            counts[sentence.text_of(name)][name.label] += 1
    return {text: label for text, count in counts.items() if (label := _winner(count))}


def _winner(count: Counter[str]) -> str | None:
    # What is unknown has no vote: the group label is unknown for any name outside the demonym lists.
    known = Counter({label: number for label, number in count.items() if label != UNKNOWN})
    if not known:
        return None
    label, number = min(known.items(), key=lambda item: (-item[1], item[0]))
    return label if number >= MIN_VOTES and number >= MIN_SHARE * known.total() else None


def clean(sentence: NamedSentence, votes: dict[str, str]) -> NamedSentence:
    """Correct labels by list and vote, and mark as unknown what is probably wrong."""
    names = [_without_final_title(name, sentence.words) for name in sentence.names]
    names = [_with_compass(name, sentence.words) for name in names if name.start < name.end]
    names = _without_overlaps(names)
    names = [replace(name, label=_corrected(sentence.text_of(name), name.label, votes)) for name in names]
    names = _mask_broken(names)
    names += _unlabelled(sentence, names)
    return replace(sentence, names=tuple(sorted(names, key=lambda name: name.start)))


def _without_final_title(name: Name, words: tuple[str, ...]) -> Name:
    """Cut ``Secretary-General`` from ``U.N. Secretary-General``."""
    end = name.end
    while name.label == "ORG" and end > name.start and words[end - 1] in titles():
        end -= 1
    return replace(name, end=end)


def _with_compass(name: Name, words: tuple[str, ...]) -> Name:
    """Take ``South`` into the name of ``South Korean``; the corpus often makes it a name of its own."""
    before = words[name.start - 1] if name.start else ""
    if before in {"North", "South"} and is_demonym(words[name.start]):
        return replace(name, start=name.start - 1)
    return name


def _without_overlaps(names: list[Name]) -> list[Name]:
    following = [name.start for name in names[1:]]
    return [name for name, start in zip_longest(names, following) if start is None or name.end <= start]


def _corrected(text: str, label: str, votes: dict[str, str]) -> str:
    if text in places():
        return places()[text]
    if is_country(text) and label != "PERSON":
        return "GPE"
    if is_demonym(text):
        return "NORP"
    if text[:1].islower() and not text.startswith(("al-", "el-", "the ", "bin ")):
        return UNKNOWN
    return votes.get(text, label)


def _mask_broken(names: list[Name]) -> list[Name]:
    """Mark two names without a word between them as unknown, unless the first may well qualify the second."""
    broken: set[Name] = set()
    for left, right in pairwise(names):
        plausible = left.label in {"GPE", "NORP", "ORG"} and right.label in {"ORG", "PERSON", "NORP"} - {
            left.label
        }
        if left.end == right.start and not plausible:
            broken |= {left, right}
    return [replace(name, label=UNKNOWN) if name in broken else name for name in names]


def _unlabelled(sentence: NamedSentence, names: list[Name]) -> Iterator[Name]:
    """Yield capitalised words outside all names: demonyms as NORP, the others as unknown."""
    taken = {index for name in names for index in range(name.start, name.end)}
    for index, word in enumerate(sentence.words):
        if index in taken or not word[:1].isupper() or word in _NOT_NAMES or word in titles():
            continue
        if is_demonym(word):
            yield Name(index, index + 1, "NORP")
        elif index > 0:
            yield Name(index, index + 1, UNKNOWN)
