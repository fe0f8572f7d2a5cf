"""Learn to tell whether two event mentions are one happening: ``python -m pipeline.training.coreference``.

From ECB+ it learns two things, one on top of the other: the vectors of mentions, which it writes into the
model (:mod:`pipeline.training.event_vectors`), and the network that weighs what two mentions have in common
(:mod:`pipeline.dedupe.event_network`). The network learns from vectors that were learnt without the topic at
hand. With ``--counts`` it counts in how many sentences of GMB each word stands instead.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc

from pipeline.dedupe.clusters import reader_of
from pipeline.dedupe.event_pairs import EventPairs
from pipeline.dedupe.mentions import SourcedEvent, events_in, source_of
from pipeline.dedupe.profiles import profile_of_article, terms
from pipeline.encoder.event_vectors import EventVectorizer, in_context
from pipeline.encoder.session import EncoderSession
from pipeline.model import RULE_COMPONENTS, load
from pipeline.relations.event_context import companions_of
from pipeline.training.card import describe, write_card
from pipeline.training.ecbplus import (
    TRAINING,
    AnnotatedTopic,
    Document,
    annotated_sentences,
    annotated_topic,
    head_of,
    read_documents,
)
from pipeline.training.gmb import read_gmb
from pipeline.training.learning import write_lexicon

if TYPE_CHECKING:
    from pipeline.training.event_vectors import Floats, Learnt, Mentions
    from pipeline.training.pair_network import Pairs

COMPONENT = "event_vectors"
#: Topics are dealt to so many parts; of each part the vectors are learnt without it.
FOLDS = 5
# Words of fewer sentences are left out; all of them count as equally rare.
COMMON = 3
COUNT_NOTES = (
    "In how many sentences a term stands, of as many as the line without a term says; see profiles.py.",
    "Counted by pipeline.training.coreference.",
)


def count_terms(sentences: Iterable[str]) -> dict[str, int]:
    """Return in how many sentences each term stands, with the number of sentences under the empty term."""
    counts = Counter(term for sentence in sentences for term in {"", *terms(sentence)})
    return {term: count for term, count in sorted(counts.items()) if count >= COMMON or not term}


def sourced(topic: AnnotatedTopic) -> list[SourcedEvent]:
    """Return the mentions of a topic as the joining sees them."""
    articles = enumerate(topic.articles)
    return [event for number, article in articles for event in events_in(article, source_of(article, number))]


def event_pairs(topic: AnnotatedTopic, events: Sequence[SourcedEvent]) -> EventPairs:
    """Return what compares the mentions of a topic."""
    return EventPairs(reader_of(events), reader_of([profile_of_article(one) for one in topic.articles]))


@dataclass(frozen=True, slots=True)
class ReadTopic:
    """A topic as the encoder and the parser read it.

    Attributes:
        number: The topic's.
        documents: Its documents.
        parses: The documents parsed.
        vectors: Of each document the encoder's vectors, [words, width].
        embeddings: Of each document the mean embeddings of its words' pieces, likewise.
    """

    number: int
    documents: Sequence[Document]
    parses: Sequence[Doc]
    vectors: Sequence["Floats"]
    embeddings: Sequence["Floats"]


def trained_parts(nlp: Language) -> Language:
    """Take from a pipeline its rules and what finds sentences, which ECB+ gives; return it."""
    for name in (*RULE_COMPONENTS, "senter"):
        if name in nlp.pipe_names:
            nlp.remove_pipe(name)
    return nlp


class Reader:
    """Reads topics with the encoder and the parser of a model."""

    def __init__(self, nlp: Language, folder: Path) -> None:
        from pipeline.training.event_vectors import piece_embeddings

        self._nlp, self._folder = trained_parts(nlp), folder
        if COMPONENT in nlp.pipe_names:
            nlp.remove_pipe(COMPONENT)
        self._encoder = cast(TrainablePipe, nlp.get_pipe("tok2vec")).model
        self._session = cast(EncoderSession, self._encoder.shims[0])
        self.embeddings = piece_embeddings(self._session)
        self.vocabulary = self._session.vocabulary
        self.chosen = annotated_sentences(folder)

    def read(self, number: int) -> ReadTopic:
        """Return a topic."""
        from pipeline.training.event_vectors import word_embeddings

        documents = read_documents(self._folder, number)
        parses = [document.parse(self._nlp) for document in documents]
        vectors = [np.asarray(rows, dtype=np.float32) for rows in self._encoder.predict(parses)]
        pieces, table = self._session.pieces, self.embeddings
        own = [word_embeddings(pieces, table, [token.text for token in doc]) for doc in parses]
        return ReadTopic(number, documents, parses, vectors, own)

    def annotated(self, topic: ReadTopic, learnt: "Learnt") -> AnnotatedTopic:
        """Return the mentions of a topic with the contexts that learnt vectors give them."""
        for doc, vectors, embeddings in zip(topic.parses, topic.vectors, topic.embeddings, strict=True):
            doc._.event_vectors = learnt.vectors(vectors, embeddings, _starts(doc))
        return annotated_topic(topic.number, topic.documents, topic.parses, self.chosen)

    def mentions(self, topic: ReadTopic) -> "Mentions":
        """Return what the vectors of mentions are learnt from."""
        from pipeline.training.event_vectors import Mentions

        context, words, companions, names = [], [], [], []
        for document, doc, vectors, embeddings in zip(
            topic.documents, topic.parses, topic.vectors, topic.embeddings, strict=True
        ):
            around = in_context(vectors, _starts(doc))
            for action in document.actions(self.chosen.get(document.name, set())):
                own = list(action.tokens)
                others = [
                    token.i for token in companions_of(head_of([doc[i] for i in own])) if token.i not in own
                ]
                context.append(around[own].mean(0))
                words.append(embeddings[own].mean(0))
                unknown = np.full(embeddings.shape[1], np.nan, dtype=np.float32)
                companions.append(embeddings[others].mean(0) if others else unknown)
                names.append(action.cluster)
        clusters = np.unique(names, return_inverse=True)[1]
        return Mentions(np.array(context), np.array(words), np.array(companions), clusters)


def _starts(doc: Doc) -> list[int]:
    return [token.i for token in doc if token.i == 0 or token.is_sent_start]


def pairs_of_topic(topic: AnnotatedTopic) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the features of all pairs of mentions of a topic, and whether they are one happening."""
    events = sourced(topic)
    clusters = np.array([topic.clusters[event.source.doc_id, event.mention.start] for event in events])
    lefts, rights = np.triu_indices(len(events), 1)
    return event_pairs(topic, events).features(lefts, rights), clusters[lefts] == clusters[rights]


def held_out_pairs(reader: Reader, topics: Sequence[ReadTopic]) -> Iterator["Pairs"]:
    """Yield the pairs of each topic, with vectors that were learnt without the topics of its part."""
    from pipeline.training.event_vectors import learn

    mentions = [reader.mentions(topic) for topic in topics]
    for part in range(FOLDS):
        learnt = learn([found for place, found in enumerate(mentions) if place % FOLDS != part])
        for topic in topics[part::FOLDS]:
            yield pairs_of_topic(reader.annotated(topic, learnt))


def add_vectors(nlp: Language, weights: Mapping[str, NDArray[np.generic]], vocabulary: Sequence[str]) -> None:
    """Put the component with what was learnt behind the other trained parts."""
    if COMPONENT in nlp.pipe_names:
        nlp.remove_pipe(COMPONENT)
    width = cast(TrainablePipe, nlp.get_pipe("tok2vec")).model.get_dim("nO")
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "*"}
    place = "event_tagger" if "event_tagger" in nlp.pipe_names else "ner"
    added = nlp.add_pipe("pipeline_event_vectors", name=COMPONENT, config={"model": listener}, after=place)
    cast(EventVectorizer, added).take(weights, vocabulary)


def save(nlp: Language, model: Path) -> None:
    """Write a pipeline to the folder that it was read from, and its card anew."""
    nlp.to_disk(model)
    meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    meta = describe(meta, meta["performance"])
    (model / "meta.json").write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    write_card(meta, model / "README.md")


@click.command()
@click.option("--corpora", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--counts", is_flag=True, help="Count words instead; do so first.")
@click.option(
    "--model", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Gets the vectors."
)
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(corpora: Path, counts: bool, model: Path | None, output: Path) -> None:
    """Learn to join events, or count in how many sentences words stand."""
    if counts:
        sentences = (
            " ".join(found.words) for found in read_gmb(next((corpora / "gmb_kaggle").glob("*.zip")))
        )
        rows = [(term, str(count), "GMB") for term, count in count_terms(sentences).items()]
        write_lexicon(output, COUNT_NOTES, ("term", "sentences", "source"), rows)
        return
    if model is None:
        raise click.UsageError("Name the model that gets the vectors with --model.")
    from pipeline.training.event_vectors import arrays_of, learn
    from pipeline.training.pair_network import learn_network, write_network

    reader = Reader(load(model), corpora / "ecbplus")
    topics = [reader.read(number) for number in TRAINING]
    network = learn_network(list(held_out_pairs(reader, topics)))
    learnt = learn([reader.mentions(topic) for topic in topics])
    nlp = load(model)
    add_vectors(nlp, arrays_of(learnt, reader.embeddings), reader.vocabulary)
    save(nlp, model)
    write_network(network, output)


if __name__ == "__main__":
    main()
