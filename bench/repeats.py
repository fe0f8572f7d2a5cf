#!/usr/bin/env python3
"""Find changed copies of articles, beside MinHash LSH of datasketch where that is installed.

usage: repeats.py --shared DIR

Each article of gold/train is copied with nine kinds of changes. Printed are, for each kind, the copies whose
original was found when the copy comes after it and when it comes before, and the wrong originals; then the
largest share of its text that one of the articles has in common with another.
"""

import argparse
import importlib.util
import random
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.dedupe import shingles_of
from pipeline.dedupe.articles import SHINGLE_WORDS, find_duplicates
from pipeline.dedupe.workspace import workspace
from pipeline.records import Article, ArticleResult

Change = Callable[[list[str], random.Random], list[str]]

HEADLINE = "Leaders respond to a week of fast-moving developments"
DATELINE = "CAIRO, 12 March (Newswire) - "
ADDED = (
    "Analysts in three capitals said that the markets had expected the step for weeks, and that its effects "
    "on prices would show only after the harvest, when the stores of last year have been sold."
)


def main() -> None:
    """Print what is found of each kind of change."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/train")
    args = parser.parse_args()
    texts = {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(args.shared.glob("gold/train/*.txt"))
    }
    print(f"{len(texts)} articles\n{'change':22} later earlier wrong")
    for name, change in CHANGES.items():
        copies = changed(texts, change)
        later, earlier = found(texts, copies, "0", "1"), found(texts, copies, "1", "0")
        print(f"{name:22} {later[0]:5} {earlier[0]:7} {later[1] + earlier[1]:5}")
    shingles = [set(shingles_of(text)) for text in texts.values()]
    largest = max(len(a & b) / min(len(a), len(b)) for a, b in combinations(shingles, 2))
    print(f"largest share between two of the articles: {largest:.2f}")
    if importlib.util.find_spec("datasketch") is not None:
        for threshold in (0.5, 0.3):
            print_minhash(texts, threshold)


def changed(texts: Mapping[str, str], change: Change) -> dict[str, str]:
    """Return a changed copy of each article."""
    copies = {}
    for number, (name, text) in enumerate(texts.items()):
        lines = [line for line in text.splitlines() if line.strip()]
        copies[name] = "\n".join(change(lines, random.Random(number)))
    return copies


def found(texts: Mapping[str, str], copies: Mapping[str, str], first: str, second: str) -> tuple[int, int]:
    """Return the number of pairs that are found, and of articles that are said to repeat another one."""
    results = [result(f"{first}/{name}", text) for name, text in texts.items()]
    results += [result(f"{second}/{name}", text) for name, text in copies.items()]
    with workspace() as work:
        duplicates = find_duplicates(results, work)
    right = sum(duplicates.get(f"1/{name}") == f"0/{name}" for name in texts)
    return right, len(duplicates) - right


def result(doc_id: str, text: str) -> ArticleResult:
    """Return an article as the dedupe stage sees it."""
    return ArticleResult(Article(doc_id, doc_id, None, ""), "ok", shingles=shingles_of(text))


def words_changed(share: float) -> Change:
    """Return a change of so many of the words."""

    def change(lines: list[str], rng: random.Random) -> list[str]:
        return [
            " ".join("amended" if rng.random() < share else word for word in line.split()) for line in lines
        ]

    return change


def add(lines: list[str], rng: random.Random) -> list[str]:
    """Put a paragraph somewhere."""
    place = rng.randrange(1, len(lines) + 1)
    return [*lines[:place], ADDED, *lines[place:]]


def remove(lines: list[str], rng: random.Random) -> list[str]:
    """Take a paragraph out."""
    place = rng.randrange(len(lines))
    return [*lines[:place], *lines[place + 1 :]]


def shuffle(lines: list[str], rng: random.Random) -> list[str]:
    """Put the sentences in another order."""
    sentences = re.split(r"(?<=[.!?])\s+", " ".join(lines))
    rng.shuffle(sentences)
    return sentences


def cut(lines: list[str], _: random.Random) -> list[str]:
    """Keep the first 60 % of the words."""
    words = " ".join(lines).split()
    return [" ".join(words[: len(words) * 6 // 10])]


CHANGES: dict[str, Change] = {
    "none": lambda lines, _: lines,
    "another headline": lambda lines, _: [HEADLINE, *lines[1:]],
    "a dateline": lambda lines, _: [*lines[:1], DATELINE + " ".join(lines[1:2]), *lines[2:]],
    "a paragraph more": add,
    "a paragraph less": remove,
    "sentences shuffled": shuffle,
    "cut at 60 %": cut,
    "5 % of words changed": words_changed(0.05),
    "10 % of words changed": words_changed(0.10),
}


def print_minhash(texts: Mapping[str, str], threshold: float) -> None:
    """Print the same for datasketch: 128 permutations, a Jaccard threshold, the same shingles."""
    import datasketch

    index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
    for name, text in texts.items():
        index.insert(name, _minhash(datasketch, text))
    print(f"MinHash LSH of datasketch, Jaccard threshold {threshold}")
    for kind, change in CHANGES.items():
        hits: Sequence[tuple[str, list[str]]] = [
            (name, index.query(_minhash(datasketch, text))) for name, text in changed(texts, change).items()
        ]
        right = sum(name in names for name, names in hits)
        print(f"{kind:22} {right:5} {'':7} {sum(len(names) for _, names in hits) - right:5}")


def _minhash(datasketch: Any, text: str) -> Any:
    words = re.findall(r"\w+", text.casefold())
    sketch = datasketch.MinHash(num_perm=128, seed=1)
    sketch.update_batch(
        [" ".join(words[start : start + SHINGLE_WORDS]).encode() for start in range(len(words) - 3)]
    )
    return sketch


if __name__ == "__main__":
    main()
