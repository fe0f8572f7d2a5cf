"""Read ECB+ (Cybulska and Vossen 2014) as articles with event mentions and their gold clusters.

An annotated action becomes an event mention of unknown type. Participants, objects and places of its sentence
become its own: ECB+ marks their spans, but not to which action they belong.
"""

import csv
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.records import Article, ArticleResult, EventMention, Sentence

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


class _Document:
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


def read_topics(folder: Path, topics: Sequence[int]) -> Iterator[AnnotatedTopic]:
    """Yield the topics with the mentions of the sentences that were annotated with clusters.

    Args:
        folder: The corpus, with ``ECBplus_coreference_sentences.csv`` and a folder ``ECB+``.
        topics: The numbers of the topics.
    """
    chosen = defaultdict(set)
    with (folder / "ECBplus_coreference_sentences.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            chosen[f"{row['Topic']}_{row['File']}"].add(int(row["Sentence Number"]))
    for topic in topics:
        articles, clusters = [], {}
        for path in sorted((folder / "ECB+" / str(topic)).glob("*.xml")):
            document = _Document(path)
            events = dict(_events(document, chosen[document.name]))
            articles.append(_article(document, tuple(events)))
            clusters.update({(document.name, event.start): name for event, name in events.items()})
        yield AnnotatedTopic(topic, tuple(articles), clusters)


def _article(document: _Document, events: tuple[EventMention, ...]) -> ArticleResult:
    """Return a document as a result; the first sentence of the newer files is a web address."""
    words = defaultdict(list)
    for word, sentence in zip(document.words, document.sentence, strict=True):
        words[sentence].append(word)
    texts = [" ".join(found) for found in words.values()]
    sentences = tuple(Sentence(0, len(text), text) for text in texts if not re.match(r"https?\b", text))
    article = Article(document.name, document.name, None, "")
    return ArticleResult(article, "ok", sentences=sentences, events=events)


def _events(document: _Document, chosen: set[int]) -> Iterator[tuple[EventMention, str]]:
    starts = document.offsets()
    for action in document.markables:
        sentence = document.sentence[action.tokens[0]]
        if not action.tag.startswith(_ACTION) or sentence not in chosen:
            continue
        around: defaultdict[str, list[str]] = defaultdict(list)
        for markable in document.markables:
            if document.sentence[markable.tokens[0]] == sentence:
                around[markable.tag.split("_")[0]].append(document.phrase(markable))
        last = action.tokens[-1]
        yield (
            _mention(document.phrase(action), starts[action.tokens[0]], starts[last], around),
            action.cluster,
        )


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
        object=" ".join(around.get("NON", ())) or None,
        place=" ".join(around.get("LOC", ())) or None,
        status="occurred",
        date_start=None,
        date_end=None,
        date_text=" ".join(around.get("TIME", ())) or None,
        speaker=None,
        score=1.0,
    )
