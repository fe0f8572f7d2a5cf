"""Names in tweets: the emerging entities of WNUT 2017 and the Broad Twitter Corpus."""

import re
from dataclasses import replace
from pathlib import Path

from pipeline.training.names import UNKNOWN, NamedSentence, guess_spaces, harmonise, spans

WNUT = "wnut17/CONLL-format/data/{part}"
WNUT_PARTS = ("train/wnut17train.conll", "dev/emerging.dev.conll")
BTC = "btc/CONLL-format/data/{section}.conll"
#: Section h is left for measuring.
BTC_SECTIONS = ("a", "b", "e", "f", "g")

WNUT_LABELS = {
    "person": "PERSON",
    "location": "place",
    "corporation": "ORG",
    "group": UNKNOWN,
    "product": "PRODUCT",
    "creative-work": UNKNOWN,
}
BTC_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "place"}


def read_wnut(corpora: Path) -> list[NamedSentence]:
    """Read the training and development parts of WNUT 2017."""
    paths = (corpora / WNUT.format(part=part) for part in WNUT_PARTS)
    return [sentence for path in paths for sentence in read_tweets(path, WNUT_LABELS)]


def read_btc(corpora: Path) -> list[NamedSentence]:
    """Read the sections of the Broad Twitter Corpus that are trained on."""
    paths = (corpora / BTC.format(section=section) for section in BTC_SECTIONS)
    return [mask_handles(tweet) for path in paths for tweet in read_tweets(path, BTC_LABELS)]


def read_tweets(path: Path, labels: dict[str, str]) -> list[NamedSentence]:
    """Read a file of two columns, one tweet a block; types with no label of ours are unknown."""
    sentences = []
    for block in re.split(r"\n[ \t]*\n", path.read_text(encoding="utf-8", errors="replace")):
        rows = [line.split("\t") for line in block.split("\n") if "\t" in line]
        rows = [row for row in rows if row[0].strip()]
        if rows:
            words = tuple(row[0].strip() for row in rows)
            found = spans(row[1].strip() for row in rows)
            sentences.append(harmonise(NamedSentence(words, guess_spaces(words), found), labels))
    return sentences


def mask_handles(tweet: NamedSentence) -> NamedSentence:
    """Mark as unknown what the corpus calls names in handles: both the ``@`` and the word behind it."""
    at = {index for index, word in enumerate(tweet.words) if word.startswith("@")}
    names = (
        replace(name, label=UNKNOWN) if {name.start, name.start - 1} & at else name for name in tweet.names
    )
    return replace(tweet, names=tuple(names))
