"""Convert the name corpora to spaCy's binary format for training the entity recogniser."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spacy.lang.en import English
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipeline.training.augment_names import swap_names
from pipeline.training.gmb import read_gmb, split_blocks
from pipeline.training.gum_names import read_gum_names
from pipeline.training.names import UNKNOWN, NamedSentence, read_crossner, read_uner
from pipeline.training.tokenizer import tune_tokenizer
from pipeline.training.tweets import read_btc, read_wnut
from pipeline.training.variants import title_case, upper_case

GMB = "gmb_kaggle/ner_dataset.zip"
#: The pre-release files of UNER still have its OTH label, which tells what is unknown from what is no name.
UNER = "uner_ewt/en_ewt-ud-{split}.2022-12-02.iob2"
UNER_RELEASE = "uner_ewt/en_ewt-ud-{split}.iob2"
EWT = "ud_ewt/en_ewt-ud-{split}.assembled.conllu"
GUM = "gum_open/gum_open-{split}.conllu"
CROSSNER = "crossner_politics/{split}.txt"
#: Share of GMB that is taken: it has five times the words of the best annotated corpora, and silver labels.
GMB_SHARE = 0.5
#: Share of GMB's sentences whose names are swapped for others.
SWAPPED_SHARE = 0.3
#: Sentences a training document has at most.
MAX_SENTENCES = 4
#: Share of the training documents that come once more in capitals, and once more in title case.
RECASED_SHARE = 0.03
#: Share of the documents whose quotation marks and apostrophes are curly.
CURLY_SHARE = 0.4
_SEPARATORS = (" ", " ", "\n", "\n\n")


def convert_names(corpora: Path, output: Path, seed: int) -> dict[str, int]:
    """Write ``names-train.spacy`` and ``names-dev.spacy``; return the number of words of each."""
    rng = random.Random(seed)
    gmb = split_blocks(read_gmb(corpora / GMB))
    uner = read_uner(corpora / UNER.format(split="train"), corpora / EWT.format(split="train"))
    crossner = [s for part in ("train", "dev") for s in read_crossner(corpora / CROSSNER.format(split=part))]
    train = {
        "gmb": swap_some(gmb["train"][: round(GMB_SHARE * len(gmb["train"]))], SWAPPED_SHARE, rng),
        "uner": uner,
        "gum": read_gum_names(corpora / GUM.format(split="train")),
        "crossner": crossner,
        "swapped": swap_names([sentence for sentence in (*uner, *crossner) if sentence.names], rng),
        "wnut": read_wnut(corpora),
        "btc": read_btc(corpora),
    }
    dev = {
        "gmb": gmb["dev"],
        "uner": read_uner(corpora / UNER.format(split="dev"), corpora / EWT.format(split="dev")),
        "gum": read_gum_names(corpora / GUM.format(split="dev")),
    }
    docs = {
        "train": list(_training_docs(train, rng)),
        "dev": [doc for sentences in dev.values() for doc in name_docs(sentences, rng)],
    }
    for split, found in docs.items():
        DocBin(docs=found).to_disk(output / f"names-{split}.spacy")
    return {split: sum(map(len, found)) for split, found in docs.items()}


def swap_some(sentences: Sequence[NamedSentence], share: float, rng: random.Random) -> list[NamedSentence]:
    """Return the sentences, with the names of a share of them swapped for others."""
    return [swap_names([s], rng)[0] if rng.random() < share else s for s in sentences]


def _training_docs(corpora: Mapping[str, Sequence[NamedSentence]], rng: random.Random) -> Iterator[Doc]:
    for sentences in corpora.values():
        for doc in name_docs(sentences, rng):
            yield doc
            if rng.random() < RECASED_SHARE:
                yield upper_case(doc)
            if rng.random() < RECASED_SHARE:
                yield title_case(doc)


def name_docs(sentences: Sequence[NamedSentence], rng: random.Random) -> Iterator[Doc]:
    """Yield documents of a few sentences each, in the tokens of the model's tokenizer."""
    nlp = English()
    tune_tokenizer(nlp)
    start = 0
    while start < len(sentences):
        size = rng.randint(1, MAX_SENTENCES)
        separator = rng.choice(_SEPARATORS)
        yield to_name_doc(nlp, sentences[start : start + size], separator, curly=rng.random() < CURLY_SHARE)
        start += size


def to_name_doc(
    nlp: Language, sentences: Sequence[NamedSentence], separator: str = " ", *, curly: bool = False
) -> Doc:
    """Make one document with names; what is unknown or not whole tokens is missing annotation."""
    text, found = joined_text(sentences, separator)
    doc = nlp.make_doc(with_curly_quotes(text) if curly else text)
    names: list[Span] = []
    missing: list[Span] = []
    for start, end, label in found:
        exact = doc.char_span(start, end, label=label)
        if exact is not None and label != UNKNOWN:
            names.append(exact)
        else:
            covering = doc.char_span(start, end, alignment_mode="expand")
            missing.extend([covering] if covering is not None else [])
    taken = {token.i for span in names for token in span}
    unknown = [doc[token.i : token.i + 1] for span in missing for token in span if token.i not in taken]
    doc.set_ents(names, missing=list(dict.fromkeys(unknown)), default="outside")
    return doc


def joined_text(sentences: Sequence[NamedSentence], separator: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Join sentences to one text; return it with its names as character spans and labels."""
    text = ""
    found: list[tuple[int, int, str]] = []
    for sentence in sentences:
        text = text.rstrip(" ") + separator if text else text
        starts = []
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            starts.append(len(text))
            text += word + " " * space
        for name in sentence.names:
            last = name.end - 1
            found.append((starts[name.start], starts[last] + len(sentence.words[last]), name.label))
    return text.rstrip(" "), found


def with_curly_quotes(text: str) -> str:
    """Make straight quotation marks and apostrophes curly; the length of the text stays the same."""
    opened = re.sub(r'(^|[\s(])"', "\\1\N{LEFT DOUBLE QUOTATION MARK}", text)
    closed = opened.replace('"', "\N{RIGHT DOUBLE QUOTATION MARK}")
    return closed.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
