"""Convert the treebanks to spaCy's binary format for training tags, lemmas, dependencies and sentences."""

import random
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from pipeline.training.conllu import Document, chunk_paragraphs, read_documents, to_doc
from pipeline.training.variants import title_case, upper_case

#: Treebank files under the corpora folder; ``{split}`` is train, dev or test.
TREEBANKS = {
    "ewt": "ud_ewt/en_ewt-ud-{split}.assembled.conllu",
    "gum": "gum_open/gum_open-{split}.conllu",
}
#: Words a training document has at most: enough to learn sentence boundaries, few enough to train fast.
CHUNK_WORDS = 100
#: Share of the training documents that come once more in capitals, and once more in title case.
RECASED_SHARE = 0.02
_SEPARATORS = ("\n\n", "\n")


def convert_treebanks(corpora: Path, output: Path, seed: int) -> dict[str, int]:
    """Write ``syntax-train.spacy`` and ``syntax-dev.spacy``; return the number of words of each."""
    sizes = {}
    for split in ("train", "dev"):
        rng = random.Random(seed)
        documents = [
            document
            for pattern in TREEBANKS.values()
            for document in read_documents(corpora / pattern.format(split=split))
        ]
        docs = list(_training_docs(documents, rng, recase=split == "train"))
        DocBin(docs=docs).to_disk(output / f"syntax-{split}.spacy")
        sizes[split] = sum(map(len, docs))
    return sizes


def _training_docs(documents: list[Document], rng: random.Random, *, recase: bool) -> Iterator[Doc]:
    vocab = Vocab()
    for document in documents:
        for paragraphs in chunk_paragraphs(document, CHUNK_WORDS):
            doc = to_doc(vocab, paragraphs, rng.choice(_SEPARATORS))
            yield doc
            if recase and rng.random() < RECASED_SHARE:
                yield upper_case(doc)
            if recase and rng.random() < RECASED_SHARE:
                yield title_case(doc)
