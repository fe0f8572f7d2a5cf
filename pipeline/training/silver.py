"""Tags for articles without any, from a first model held to what the treebanks say of each word's form.

The encoder learns from annotated articles which words are events, and only there: a tagger that has seen its
vectors in the treebanks alone takes "rejected" for a particle now and then, because few treebank words lie so
far out in that direction. So the tagger and the morphologizer are trained twice, the second time with the
articles too, tagged by the first model; of its tags only those count that the treebanks have for the word's
form or, where it is new, for its ending (a tag dictionary: Ratnaparkhi 1996, section 5).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline.training.prepare_syntax import CHUNK_WORDS

#: Letters of an ending, and the share of its words that a label needs to be one of that ending.
_ENDING = 3
_SHARE = 0.02


class Forms:
    """The labels that words have in gold documents, by form and by ending.

    Args:
        pairs: Words with their labels.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]):
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for word, label in pairs:
            self._forms[word.lower()].add(label)
            counts[word.lower()[-_ENDING:]][label] += 1
        self._endings = {
            ending: {label for label, number in count.items() if number >= _SHARE * count.total()}
            for ending, count in counts.items()
        }

    def labels(self, word: str) -> set[str]:
        """Return the labels that a word may have; empty if nothing is known of its form or ending."""
        form = word.lower()
        return self._forms.get(form) or self._endings.get(form[-_ENDING:], set())


def write_silver(nlp: Language, gold_docs: Path, articles: Path, output: Path) -> int:
    """Tag articles and add them to the gold documents.

    Args:
        nlp: The first model, with ``tagger`` and ``morphologizer``.
        gold_docs: The treebanks' training documents in spaCy's binary format.
        articles: Folder of ``DOC.txt``.
        output: File for both, in the same format.

    Returns:
        The number of words added.
    """
    docs = list(DocBin().from_disk(gold_docs).get_docs(nlp.vocab))
    words = [token for doc in docs for token in doc if not token.is_space]
    tags = Forms((token.text, token.tag_) for token in words)
    feats = Forms((token.text, f"{token.morph}|{token.pos_}") for token in words)
    silver: list[Doc] = []
    for path in sorted(articles.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            silver.extend(tag(chunk, nlp, tags, feats) for chunk in _chunks(nlp.make_doc(file.read())))
    DocBin(docs=docs + silver).to_disk(output)
    return sum(map(len, silver))


def _chunks(doc: Doc) -> Iterator[Doc]:
    """Yield documents of some paragraphs each."""
    breaks = [token.i + 1 for token in doc if token.is_space and "\n" in token.text]
    start = 0
    for before, end in pairwise(sorted({0, *breaks, len(doc)})):
        if end - start > CHUNK_WORDS and before > start:
            yield doc[start:before].as_doc()
            start = before
    if start < len(doc):
        yield doc[start:].as_doc()


def tag(doc: Doc, nlp: Language, tags: Forms, feats: Forms) -> Doc:
    """Return a copy of a document with tags, parts of speech, features and lemmas."""
    read = nlp(doc.copy())
    tagger, morphologizer = (nlp.get_pipe(name) for name in ("tagger", "morphologizer"))
    parts = [(token.pos_, str(token.morph)) for token in read]
    chosen = _choose(morphologizer, read, feats, lambda label: _as_features(nlp, label))
    for index, label in chosen.items():
        features, _, part = label.rpartition("|")
        parts[index] = (part, features)
    words = list(read)
    best = _choose(tagger, read, tags, str)
    return Doc(
        doc.vocab,
        words=[token.text for token in words],
        spaces=[bool(token.whitespace_) for token in words],
        tags=[best.get(token.i, token.tag_) for token in words],
        pos=[part for part, _ in parts],
        morphs=[features for _, features in parts],
        lemmas=[token.lemma_ for token in words],
    )


def _as_features(nlp: Language, label: str) -> str:
    """Write a label of the morphologizer, ``Number=Sing|POS=NOUN``, as features and part of speech."""
    pairs = [pair for pair in label.split("|") if pair]
    part = next((pair.removeprefix("POS=") for pair in pairs if pair.startswith("POS=")), "")
    features = "|".join(pair for pair in pairs if not pair.startswith("POS="))
    return f"{nlp.vocab.morphology.normalize_features(features) if features else ''}|{part}"


def _choose(pipe: Any, doc: Doc, forms: Forms, name: Callable[[str], str]) -> dict[int, str]:
    """Return the best label of each word among those that its form allows, where it allows any."""
    labels = [name(label) for label in pipe.labels]
    scores: NDArray[np.float32] = np.asarray(pipe.model.predict([doc])[0])
    chosen: dict[int, str] = {}
    for token in doc:
        allowed = forms.labels(token.text)
        order: Sequence[int] = scores[token.i].argsort()[::-1].tolist()
        best = next((index for index in order if labels[index] in allowed), None)
        if best is not None and not token.is_space:
            chosen[token.i] = labels[best]
    return chosen
