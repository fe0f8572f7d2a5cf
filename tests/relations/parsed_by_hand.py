"""Parsed documents written by hand, so that the tests need no trained model."""

from spacy.lang.en import English
from spacy.tokens import Doc, Span
from spacy.vocab import create_vocab

VOCAB = create_vocab("en", English.Defaults)

_POS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "JJ": "ADJ",
    "RB": "ADV",
    "IN": "ADP",
    "DT": "DET",
    "PRP": "PRON",
    "PRP$": "PRON",
    "WP": "PRON",
    "WDT": "PRON",
    "CC": "CCONJ",
    "CD": "NUM",
    "MD": "AUX",
    "TO": "PART",
    "RP": "ADP",
    "POS": "PART",
    ".": "PUNCT",
    ",": "PUNCT",
}


def parse(*sentences: str) -> Doc:
    """Return a document of ``word|tag|dependency|head`` tokens, the head counted from 1 within its sentence.

    A fifth field gives an entity label (adjacent tokens of one label are one entity); a verb with the
    dependency ``aux``, ``aux:pass`` or ``cop`` is an auxiliary.
    """
    words, tags, pos, deps, heads, starts, labels = [], [], [], [], [], [], []
    for sentence in sentences:
        first = len(words)
        for i, item in enumerate(sentence.split()):
            word, tag, dep, head, *label = item.split("|")
            words.append(word)
            tags.append(tag)
            pos.append("AUX" if dep in {"aux", "aux:pass", "cop"} else _POS.get(tag, "VERB"))
            deps.append(dep)
            heads.append(first + int(head) - 1)
            starts.append(i == 0)
            labels.append(label[0] if label else "")
    lemmas = ["be" if word in {"is", "are", "was", "were", "be"} else word.lower() for word in words]
    doc = Doc(
        VOCAB, words=words, tags=tags, pos=pos, deps=deps, heads=heads, lemmas=lemmas, sent_starts=starts
    )
    doc.ents = [Span(doc, i, j, label) for i, j, label in _runs(labels)]
    return doc


def _runs(labels: list[str]) -> list[tuple[int, int, str]]:
    found, start = [], 0
    for i in range(1, len(labels) + 1):
        if i == len(labels) or labels[i] != labels[start]:
            if labels[start]:
                found.append((start, i, labels[start]))
            start = i
    return found
