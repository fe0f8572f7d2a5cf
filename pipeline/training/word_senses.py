"""Take the senses of words for happenings from WordNet: ``python -m pipeline.training.word_senses``.

Writes ``pipeline/dedupe/data/word_senses.csv``: per word its main senses, as numbers that synonyms share; a
noun also has the senses of the verbs that it or a synonym is derived from ("resumption", "resume"). Needs the
database files of WordNet 3.0 (Princeton University; its licence allows use and copies).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.training.learning import write_lexicon

# A word's senses are numbered by frequency; rarer ones join words that articles do not use for one another.
MAIN_SENSES = 4
HAPPENINGS = frozenset(
    f"noun.{name}"
    for name in ("act", "event", "communication", "phenomenon", "process", "state", "possession", "cognition")
)
_DERIVED, _BROADER = "+", "@"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Synset:
    """One sense with its pointers: kind and target."""

    file: str
    pointers: Sequence[tuple[str, str]]


def read_synsets(folder: Path) -> dict[str, Synset]:
    """Return the synsets of verbs and nouns by their id: ``v`` or ``n`` and the offset."""
    names = dict(line.split()[:2] for line in (folder / "lexnames").read_text().splitlines())
    found = {}
    for letter, part in (("v", "verb"), ("n", "noun")):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if not line.startswith(" "):
                fields = line.split(" | ")[0].split()
                found[letter + fields[0]] = _synset(fields, names)
    return found


def _synset(fields: Sequence[str], names: Mapping[str, str]) -> Synset:
    first = 5 + 2 * int(fields[3], 16)
    pointers = [
        (fields[at], fields[at + 2] + fields[at + 1])
        for at in range(first, first + 4 * int(fields[first - 1]), 4)
    ]
    return Synset(names[fields[1]], pointers)


def senses_of_words(folder: Path, synsets: Mapping[str, Synset]) -> dict[str, list[str]]:
    """Return the main senses of each single word: of all verbs, and of nouns that tagged texts use.

    A noun takes the verbs that it or a synonym is derived from; one that has such a verb is kept even if no
    tagged text uses it.
    """
    senses: defaultdict[str, list[str]] = defaultdict(list)
    used: defaultdict[str, int] = defaultdict(int)
    for line in (folder / "index.sense").read_text(encoding="latin-1").splitlines():
        key, offset, number, count = line.split()
        word, part = key.split("%")
        sense = {"1": "n", "2": "v"}.get(part[0], "") + offset
        if "_" in word or sense not in synsets:
            continue
        used[word] += int(count)
        if int(number) <= MAIN_SENSES and (sense[0] == "v" or synsets[sense].file in HAPPENINGS):
            senses[word] += [sense, *_verbs(synsets[sense])]
    return {
        word: list(dict.fromkeys(found))
        for word, found in senses.items()
        if used[word] or any(sense[0] == "v" for sense in found)
    }


def _verbs(synset: Synset) -> Iterator[str]:
    """Yield the verbs that a noun or one of its synonyms is derived from."""
    for kind, target in synset.pointers:
        if kind == _DERIVED and target[0] == "v":
            yield target


def irregular_forms(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield irregular forms with their base forms, those of verbs first."""
    for part in ("verb", "noun"):
        for line in (folder / f"{part}.exc").read_text(encoding="latin-1").splitlines():
            form, lemma = line.split()[:2]
            if "_" not in form:
                yield form, lemma


def rows_of(folder: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the lines of the lexicon: word, base form if irregular, senses, broader senses, source."""
    synsets = read_synsets(folder)
    words = senses_of_words(folder, synsets)
    number = {sense: _short(place) for place, sense in enumerate(synsets)}
    base = {form: lemma for form, lemma in reversed(list(irregular_forms(folder))) if lemma in words}
    for word in sorted({*words, *base}):
        senses = words.get(base.get(word, word), [])
        broader = {target for sense in senses for kind, target in synsets[sense].pointers if kind == _BROADER}
        yield (
            word,
            base.get(word, ""),
            " ".join(sorted(number[sense] for sense in senses)),
            " ".join(sorted(number[sense] for sense in broader - set(senses))),
            "WordNet 3.0",
        )


def _short(number: int) -> str:
    digits = ""
    while number or not digits:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits


@click.command()
@click.option("--wordnet", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(wordnet: Path, output: Path) -> None:
    """Write the senses of words as a lexicon."""
    notes = (
        "Senses of verbs and of nouns for happenings, as numbers that words of one meaning share.",
        "lemma: of an irregular form; broader: senses of wider words. Made by pipeline.training.word_senses.",
        "WordNet 3.0, Copyright 2006 by Princeton University. All rights reserved. Used under its licence:",
        "https://wordnet.princeton.edu/license-and-commercial-use.",
    )
    write_lexicon(output, notes, ("word", "lemma", "senses", "broader", "source"), list(rows_of(wordnet)))


if __name__ == "__main__":
    main()
