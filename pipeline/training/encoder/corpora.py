"""Read every corpus as sentences for the encoder, with what each annotates and what it leaves open."""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.training import conllu
from pipeline.training.augment_names import swap_names
from pipeline.training.encoder.examples import Names, Sentence, Tree, bio
from pipeline.training.gmb import read_gmb, split_blocks
from pipeline.training.gum_names import named_sentence
from pipeline.training.names import UNKNOWN, NamedSentence, read_crossner, read_uner
from pipeline.training.prepare_names import (
    CROSSNER,
    EWT,
    GMB,
    GUM,
    SWAPPED_SHARE,
    UNER,
    swap_some,
    to_name_doc,
)
from pipeline.training.tokenizer import tune_tokenizer
from pipeline.training.tweets import read_btc, read_wnut

PLOVER = "plover_gsr/PLOVER_GSR_CAMEO.json"

#: Types that a corpus does not annotate at all; FAC and LOC are told from GPE by the name itself.
OPEN_TYPES = {
    "uner": frozenset(("NORP", "EVENT", "PRODUCT")),
    "gum": frozenset(("PRODUCT",)),
    "gmb": frozenset(("EVENT", "PRODUCT")),
    "crossner": frozenset(("PRODUCT",)),
    "swapped": frozenset(("NORP", "EVENT", "PRODUCT")),
    "wnut": frozenset(("NORP", "EVENT")),
    "btc": frozenset(("NORP", "EVENT", "PRODUCT")),
}
#: PLOVER's gold standard records use older names of some types.
PLOVER_TYPES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
NO_EVENT = "O"

NamesOf = Callable[[conllu.Sentence], NamedSentence | None]

_MARK = re.compile(r"\((?P<role>[A-Z/]+):\s*(?P<text>[^()]*)\)")
_FINAL = frozenset((".", "!", "?"))


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus to train on.

    Attributes:
        name: Its short name.
        documents: Its documents as lists of sentences; sentences of one document follow each other in it.
    """

    name: str
    documents: Sequence[Sequence[Sentence]]


def read_corpora(corpora: Path, gold: Path | None, rng: random.Random) -> list[Corpus]:
    """Read the training parts of all corpora.

    Args:
        corpora: The folder of the corpora.
        gold: The folder of annotated articles for event triggers; None leaves them out.
        rng: Draws the names that are swapped.
    """
    nlp = English()
    tune_tokenizer(nlp)
    gmb = split_blocks(read_gmb(corpora / GMB))["train"]
    crossner = [s for part in ("train", "dev") for s in read_crossner(corpora / CROSSNER.format(split=part))]
    uner = read_uner(corpora / UNER.format(split="train"), corpora / EWT.format(split="train"))
    other = [sentence for sentence in (*uner, *crossner) if sentence.names]
    found = [
        read_ewt(corpora, "train"),
        read_gum(corpora, "train"),
        _named("gmb", swap_some(gmb, SWAPPED_SHARE, rng), nlp),
        _named("crossner", crossner, nlp),
        _named("swapped", swap_names(other, rng), nlp, together=False),
        _named("wnut", read_wnut(corpora), nlp, together=False),
        _named("btc", read_btc(corpora), nlp, together=False),
        Corpus("plover", [[sentence] for sentence in read_plover(corpora / PLOVER, nlp)]),
    ]
    if gold is not None:
        found.append(Corpus("gold", [read_gold(path, nlp) for path in sorted(gold.glob("*.json"))]))
    return found


def read_ewt(corpora: Path, split: str) -> Corpus:
    """Read the English Web Treebank with the names that Universal NER adds to it."""
    treebank = corpora / EWT.format(split=split)
    named = {sentence.words: sentence for sentence in read_uner(corpora / UNER.format(split=split), treebank)}
    documents = conllu.read_documents(treebank)
    return Corpus(
        "ewt", [list(_parsed(document, lambda s: named.get(_words(s)), "uner")) for document in documents]
    )


def read_gum(corpora: Path, split: str) -> Corpus:
    """Read GUM with the names that its entity annotation gives."""
    documents = conllu.read_documents(corpora / GUM.format(split=split))
    return Corpus("gum", [list(_parsed(document, named_sentence, "gum")) for document in documents])


def _words(sentence: conllu.Sentence) -> tuple[str, ...]:
    return tuple(word.text for word in sentence.words)


def _parsed(document: conllu.Document, names_of: NamesOf, corpus: str) -> Iterator[Sentence]:
    for paragraph in document.paragraphs:
        for number, sentence in enumerate(paragraph):
            words = sentence.words
            yield Sentence(
                words=_words(sentence),
                labels={
                    "pos": [word.pos for word in words],
                    "tag": [word.tag for word in words],
                    "morph": [word.morph for word in words],
                },
                tree=Tree(
                    tuple(-1 if word.head == index else word.head for index, word in enumerate(words)),
                    tuple(word.dep for word in words),
                ),
                names=_names(names_of(sentence), corpus),
                new_paragraph=number == 0,
            )


def _names(sentence: NamedSentence | None, corpus: str) -> Names | None:
    if sentence is None:
        return None
    found = ((name.start, name.end, name.label) for name in sentence.names)
    return Names(bio(len(sentence.words), found), OPEN_TYPES[corpus])


def _named(name: str, sentences: Iterable[NamedSentence], nlp: Language, *, together: bool = True) -> Corpus:
    """Cut sentences into the model's tokens; unless they stand ``together``, each is a document."""
    found = [to_sentence(sentence, nlp, OPEN_TYPES[name], whole=together) for sentence in sentences]
    return Corpus(name, [found] if together else [[sentence] for sentence in found])


def to_sentence(
    sentence: NamedSentence, nlp: Language, open_types: frozenset[str], *, whole: bool = True
) -> Sentence:
    """Cut the text of a sentence into the model's tokens and carry its names over."""
    doc = to_name_doc(nlp, [sentence])
    tags = tuple(_tag(token) for token in doc)
    return Sentence(tuple(token.text for token in doc), names=Names(tags, open_types), whole=whole)


def _tag(token: Token) -> str:
    if not token.ent_iob:
        return UNKNOWN
    return f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O"


def read_plover(path: Path, nlp: Language) -> Iterator[Sentence]:
    """Yield PLOVER's gold standard records; the words outside the marked event are unknown."""
    for record in json.loads(path.read_text(encoding="utf-8")):
        kind = PLOVER_TYPES.get(record["event"], record["event"])
        info = record.get("textInfo")
        markup = info.get("markup", "") if isinstance(info, dict) else ""
        text, marked = without_marks(markup)
        if not marked:
            continue
        doc = nlp.make_doc(text)
        labels: list[str | None] = [None] * len(doc)
        for start, end in marked:
            # The marked phrase may hold objects: its first word is the trigger as our guide has it.
            labels[_covering(doc, start, end).start] = kind
        yield Sentence(tuple(token.text for token in doc), {"event": labels})


def without_marks(markup: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a record of PLOVER without its marks, and the spans marked as the event."""
    text, events, position = "", [], 0
    for mark in _MARK.finditer(markup):
        text += markup[position : mark.start()]
        if mark["role"] == "EVT" and mark["text"].strip():
            events.append((len(text), len(text) + len(mark["text"])))
        text += mark["text"]
        position = mark.end()
    return text + markup[position:], events


def read_gold(path: Path, nlp: Language) -> list[Sentence]:
    """Read an annotated article: each word of a trigger has the event's type, every other word none."""
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        doc = nlp.make_doc(file.read())
    labels = [NO_EVENT] * len(doc)
    for event in json.loads(path.read_text(encoding="utf-8"))["events"]:
        for token in _covering(doc, event["start"], event["end"]):
            labels[token.i] = event["type"]
    return list(_paragraphs(doc, labels))


def _covering(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        raise ValueError(f"characters {start} to {end} are not in a text of {len(doc.text)}")
    return span


def _paragraphs(doc: Doc, labels: Sequence[str]) -> Iterator[Sentence]:
    """Yield the pieces of a document between line breaks; what is longer is cut behind final stops."""
    line_breaks = [token.i for token in doc if token.is_space and "\n" in token.text]
    for before, end in pairwise((-1, *line_breaks, len(doc))):
        stops = [token.i for token in doc[before + 1 : end] if token.text in _FINAL]
        for number, (start, stop) in enumerate(pairwise((before, *stops, end - 1))):
            words = [token for token in doc[start + 1 : stop + 1] if not token.is_space]
            if words:
                yield Sentence(
                    tuple(token.text for token in words),
                    {"event": [labels[token.i] for token in words]},
                    whole=False,
                    new_paragraph=number == 0,
                )


def shuffled(items: Iterable[Sequence[Sentence]], rng: random.Random) -> list[Sequence[Sentence]]:
    """Return the items in an order drawn by ``rng``."""
    found = list(items)
    rng.shuffle(found)
    return found
