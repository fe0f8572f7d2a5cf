"""Read CoNLL-U treebanks as running text and turn them into spaCy documents.

Format: https://universaldependencies.org/format.html. Sentences are grouped as their treebank groups them, by
``# newdoc`` and ``# newpar``, so that sentence segmentation is learned from running text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

#: What spaCy's own converters give the whitespace tokens of its tokenizer.
SPACE_TAG, SPACE_POS, SPACE_DEP = "_SP", "SPACE", "dep"

_NEWDOC = re.compile(r"# newdoc(?: id = (?P<id>\S+))?")
_SENT_ID = re.compile(r"# sent_id = (?P<id>\S+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; ``head`` is the index of its head in the sentence, its own index for the root."""

    text: str
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    space: bool
    misc: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the start of document and start of paragraph marks in front of it."""

    sent_id: str
    words: tuple[Word, ...]
    new_document: str | None = None
    new_paragraph: bool = False

    @property
    def text(self) -> str:
        """The raw text, without the space after its last word."""
        return "".join(word.text + " " * word.space for word in self.words).removesuffix(" ")


@dataclass(slots=True)
class Document:
    """A document as the list of its paragraphs, each a list of sentences."""

    doc_id: str
    paragraphs: list[list[Sentence]] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """The genre that the document id names: ``news`` in GUM's ``GUM_news_nasa``, ``email`` in EWT."""
        parts = re.split(r"[_-]", self.doc_id)
        return parts[1] if parts[0] == "GUM" else parts[0]


def read_documents(path: Path) -> list[Document]:
    """Read a CoNLL-U file as documents of paragraphs of sentences."""
    documents: list[Document] = []
    for sentence in parse_sentences(path.read_text(encoding="utf-8")):
        if sentence.new_document is not None or not documents:
            documents.append(Document(sentence.new_document or path.stem))
        paragraphs = documents[-1].paragraphs
        if sentence.new_paragraph or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    return documents


def parse_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U text; empty nodes are left out, multiword tokens split."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if not rows:
            continue
        comments = [line for line in lines if line.startswith("#")]
        yield _sentence(rows, comments)


def _sentence(rows: list[list[str]], comments: list[str]) -> Sentence:
    newdoc = next(filter(None, map(_NEWDOC.match, comments)), None)
    sent_id = next(filter(None, map(_SENT_ID.match, comments)), None)
    new_paragraph = any(line == "# newpar" or line.startswith("# newpar ") for line in comments)
    return Sentence(
        sent_id=sent_id["id"] if sent_id else "",
        words=tuple(_words(rows)),
        new_document=(newdoc["id"] or "") if newdoc else None,
        new_paragraph=new_paragraph,
    )


def _words(rows: list[list[str]]) -> Iterator[Word]:
    inside = range(0)  # the word ids that the current multiword token spans
    space_after_token = True
    for row in rows:
        if "." in row[0]:
            continue
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            inside, space_after_token = range(first, last + 1), space
            continue
        number = int(row[0])
        if number in inside:
            space = space_after_token and number == inside[-1]
        yield _word(row, number, space)


def _word(row: list[str], number: int, space: bool) -> Word:
    head = int(row[6])
    return Word(
        text=row[1],
        lemma=row[2],
        pos=row[3],
        tag=row[4],
        morph="" if row[5] == "_" else row[5],
        head=number - 1 if head == 0 else head - 1,
        dep="ROOT" if head == 0 else row[7],
        space=space,
        misc=row[9],
    )


def chunk_paragraphs(document: Document, max_words: int) -> Iterator[list[list[Sentence]]]:
    """Yield runs of paragraphs of up to ``max_words`` words; a longer paragraph is cut between sentences."""
    chunk: list[list[Sentence]] = []
    size = 0
    for paragraph in document.paragraphs:
        for is_start, sentence in zip([True] + [False] * len(paragraph), paragraph, strict=False):
            if chunk and size + len(sentence.words) > max_words:
                yield chunk
                chunk, size = [], 0
            if is_start or not chunk:
                chunk.append([])
            chunk[-1].append(sentence)
            size += len(sentence.words)
    if chunk:
        yield chunk


def to_doc(vocab: Vocab, paragraphs: Iterable[Iterable[Sentence]], separator: str = "\n\n") -> Doc:
    """Make a spaCy document with gold annotation; ``separator`` becomes a whitespace token."""
    words: list[Word] = []
    starts: list[bool] = []
    for index, paragraph in enumerate(paragraphs):
        if index:
            words[-1] = _without_space(words[-1])
            words.append(_separator(separator, head=len(words) - 1))
            starts.append(False)
        for sentence in paragraph:
            offset = len(words)
            words.extend(_shift(word, offset) for word in sentence.words)
            starts.extend(position == 0 for position in range(len(sentence.words)))
    return _doc(vocab, words)


def _doc(vocab: Vocab, words: list[Word]) -> Doc:
    return Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[word.space for word in words],
        tags=[word.tag for word in words],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=[word.head for word in words],
        deps=[word.dep for word in words],
    )


def _shift(word: Word, offset: int) -> Word:
    return Word(
        word.text,
        word.lemma,
        word.pos,
        word.tag,
        word.morph,
        word.head + offset,
        word.dep,
        word.space,
        word.misc,
    )


def _without_space(word: Word) -> Word:
    return Word(word.text, word.lemma, word.pos, word.tag, word.morph, word.head, word.dep, False, word.misc)


def _separator(text: str, head: int) -> Word:
    return Word(text, text, SPACE_POS, SPACE_TAG, "", head, SPACE_DEP, space=False)
