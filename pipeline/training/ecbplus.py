"""Read ECB+ (Cybulska and Vossen 2014) as articles with event mentions and their gold clusters.

An annotated action becomes an event mention of unknown type. ECB+ marks the spans of participants, objects,
places and times, but not to which action they belong: where the sentence is parsed, an action gets those that
stand with it in the parse, and otherwise those of its sentence.
"""

import csv
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.records import Article, ArticleResult, EventMention, Sentence
from pipeline.relations.event_context import companions_of, find_context

# The usual division of the topics; 36 to 45 are for testing and are not used here.
DEVELOPMENT = (2, 5, 12, 18, 21, 23, 34, 35)
TRAINING = tuple(topic for topic in range(1, 36) if topic not in {*DEVELOPMENT, 15, 17})

_ACTION = ("ACTION", "NEG_ACTION")
_PRONOUNS = frozenset(
    ("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "who", "which", "that")
)


@dataclass(frozen=True, slots=True)
class AnnotatedTopic:
    """The articles of a topic, and per event mention, named by article and offset, its gold cluster."""

    topic: int
    articles: tuple[ArticleResult, ...]
    clusters: Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class _Markable:
    tag: str
    tokens: Sequence[int]
    cluster: str


class Document:
    """One file of the corpus: its words in sentences, and its markables."""

    def __init__(self, path: Path) -> None:
        root = ET.parse(path).getroot()
        tokens = list(root.iter("token"))
        self.name = path.stem
        self.words = [token.text or "" for token in tokens]
        self.sentence = [int(token.get("sentence", "0")) for token in tokens]
        place = {token.get("t_id"): number for number, token in enumerate(tokens)}
        clusters = {
            source.get("m_id"): relation.get("note") or f"{path.stem} {relation.get('r_id')}"
            for relations in root.iter("Relations")
            for relation in relations
            for source in relation.iter("source")
        }
        self.markables = [
            _Markable(
                markable.tag,
                sorted(place[anchor.get("t_id")] for anchor in markable.iter("token_anchor")),
                clusters.get(markable.get("m_id"), f"{path.stem} {markable.get('m_id')} alone"),
            )
            for markable in root.iter("Markables").__next__()
            if markable.find("token_anchor") is not None
        ]

    def parse(self, nlp: Language) -> Doc:
        """Return the words as a document with the corpus's sentences, read by a pipeline."""
        starts: list[bool | int | None] = [
            place == 0 or number != self.sentence[place - 1] for place, number in enumerate(self.sentence)
        ]
        words = [word if word.strip() else "-" for word in self.words]
        return nlp(Doc(nlp.vocab, words=words, sent_starts=starts))

    def actions(self, chosen: set[int]) -> Iterator[_Markable]:
        """Yield the events of some sentences."""
        for markable in self.markables:
            if markable.tag.startswith(_ACTION) and self.sentence[markable.tokens[0]] in chosen:
                yield markable

    def phrase(self, markable: _Markable) -> str:
        """Return the words of a markable."""
        return " ".join(self.words[token] for token in markable.tokens)

    def offsets(self) -> list[int]:
        """Return where each word starts in the text of all words with a blank between two."""
        starts, start = [], 0
        for word in self.words:
            starts.append(start)
            start += len(word) + 1
        return starts


def read_documents(folder: Path, topic: int) -> list[Document]:
    """Return the documents of a topic.

    Args:
        folder: The corpus, with ``ECBplus_coreference_sentences.csv`` and a folder ``ECB+``.
        topic: Its number.
    """
    return [Document(path) for path in sorted((folder / "ECB+" / str(topic)).glob("*.xml"))]


def read_topics(folder: Path, topics: Sequence[int], nlp: Language | None = None) -> Iterator[AnnotatedTopic]:
    """Yield the topics with the mentions of the sentences that were annotated with clusters.

    Args:
        folder: The corpus, with ``ECBplus_coreference_sentences.csv`` and a folder ``ECB+``.
        topics: The numbers of the topics.
        nlp: A pipeline that parses the documents; without one, mentions have no context and all that is
            marked in their sentence.
    """
    chosen = annotated_sentences(folder)
    for topic in topics:
        documents = read_documents(folder, topic)
        parses = [document.parse(nlp) if nlp is not None else None for document in documents]
        yield annotated_topic(topic, documents, parses, chosen)


def annotated_sentences(folder: Path) -> Mapping[str, set[int]]:
    """Return by document the sentences that were annotated with clusters."""
    chosen = defaultdict(set)
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            chosen[f"{row['Topic']}_{row['File']}"].add(int(row["Sentence Number"]))
    return chosen


def annotated_topic(
    topic: int, documents: Sequence[Document], parses: Sequence[Doc | None], chosen: Mapping[str, set[int]]
) -> AnnotatedTopic:
    """Return a topic with the mentions of its documents.

    Args:
        topic: Its number.
        documents: Its documents.
        parses: The documents as a pipeline reads them, where one does.
        chosen: By document, the sentences that count.
    """
    articles, clusters = [], {}
    for document, doc in zip(documents, parses, strict=True):
        events = dict(_events(document, doc, chosen.get(document.name, set())))
        articles.append(_article(document, tuple(events)))
        clusters.update({(document.name, event.start): name for event, name in events.items()})
    return AnnotatedTopic(topic, tuple(articles), clusters)


def _article(document: Document, events: tuple[EventMention, ...]) -> ArticleResult:
    """Return a document as a result; the first sentence of the newer files is a web address."""
    starts, bounds = document.offsets(), defaultdict(list)
    for place, number in enumerate(document.sentence):
        bounds[number].append(place)
    sentences = []
    for places in bounds.values():
        text = " ".join(document.words[place] for place in places)
        if not re.match(r"https?\b", text):
            sentences.append(Sentence(starts[places[0]], starts[places[0]] + len(text), text))
    article = Article(document.name, document.name, None, "")
    return ArticleResult(article, "ok", sentences=tuple(sentences), events=events)


def _events(document: Document, doc: Doc | None, chosen: set[int]) -> Iterator[tuple[EventMention, str]]:
    starts = document.offsets()
    for action in document.actions(chosen):
        sentence = document.sentence[action.tokens[0]]
        marked = [m for m in document.markables if document.sentence[m.tokens[0]] == sentence]
        words = [doc[token] for token in action.tokens] if doc is not None else []
        around: defaultdict[str, list[str]] = defaultdict(list)
        for markable in _own(marked, words):
            around[markable.tag.removeprefix("NEG_").split("_")[0]].append(document.phrase(markable))
        start, last = starts[action.tokens[0]], action.tokens[-1]
        event = _mention(document.phrase(action), start, starts[last], around)
        if doc is not None:
            event = replace(event, context=find_context(doc, words, head_of(words)))
        yield event, action.cluster


def _own(marked: Sequence[_Markable], words: Sequence[Token]) -> Iterator[_Markable]:
    """Yield what belongs to an action: its time, and what stands with it where the sentence is parsed."""
    beside = {token.i for token in companions_of(head_of(words))} if words else None
    own = {token.i for token in words}
    for markable in marked:
        if markable.tag.startswith("TIME") or (
            not markable.tag.startswith(_ACTION) if beside is None else beside & set(markable.tokens) - own
        ):
            yield markable


def head_of(words: Sequence[Token]) -> Token:
    """Return the word of a phrase on which the others hang."""
    own = {token.i for token in words}
    return next((token for token in words if token.head.i not in own or token.head.i == token.i), words[0])


def _mention(text: str, start: int, last: int, around: Mapping[str, Sequence[str]]) -> EventMention:
    parties = tuple(dict.fromkeys(p for p in around.get("HUMAN", ()) if p.lower() not in _PRONOUNS))
    return EventMention(
        start=start,
        end=last + 1,
        text=text,
        type="",
        mode=None,
        actor=parties,
        recipient=(),
        object=" ".join((*around.get("NON", ()), *around.get("ACTION", ()))) or None,
        place=" ".join(around.get("LOC", ())) or None,
        status="occurred",
        date_start=None,
        date_end=None,
        date_text=" ".join(around.get("TIME", ())) or None,
        speaker=None,
        score=1.0,
    )
