"""Learn what speaks for two event mentions being one happening: ``python -m pipeline.training.coreference``.

A logistic model over pairs of mentions of one topic of ECB+ whose triggers have something in common. Also
counts in how many articles each word stands. See ``pipeline.dedupe.event_pairs`` and
``pipeline.dedupe.profiles`` for the use.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from pipeline.dedupe.event_pairs import features
from pipeline.dedupe.mentions import SourcedEvent, events_of, sources_of
from pipeline.dedupe.profiles import terms
from pipeline.dedupe.triggers import relation
from pipeline.lexicon import read_lexicon
from pipeline.training.ecbplus import TRAINING, AnnotatedTopic, read_topics
from pipeline.training.learning import fit_logistic, write_lexicon

PENALTY = 3.0
# Words of fewer articles are left out; all of them count as equally rare.
COMMON = 3
SOURCE = "ECB+"
WEIGHT_NOTES = (
    "How much each thing that two event mentions have in common speaks for one happening, in log-odds.",
    "Those of ECB+ are learnt by pipeline.training.coreference from its training topics; the chosen ones are",
    "for what ECB+ does not have, and stay as they are. The features are those of event_pairs.py.",
)
COUNT_NOTES = (
    "In how many articles a term stands, of as many as the line without a term says; see profiles.py.",
    "Counted by pipeline.training.coreference.",
)


def count_terms(articles: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return in how many articles each term stands, with the number of articles under the empty term.

    Args:
        articles: The sentences of each article.
    """
    counts = Counter(
        term
        for sentences in articles
        for term in {"", *(t for sentence in sentences for t in terms(sentence))}
    )
    return {term: count for term, count in sorted(counts.items()) if count >= COMMON or not term}


def pairs(topics: Iterable[AnnotatedTopic]) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the features of each pair of mentions with related triggers, and whether they are one."""
    for topic in topics:
        events = list(events_of(topic.articles, sources_of(topic.articles)))
        for place, left in enumerate(events):
            for right in events[:place]:
                if relation(left.trigger, right.trigger) is not None:
                    yield dict(features(left, right)), _cluster(topic, left) == _cluster(topic, right)


def _cluster(topic: AnnotatedTopic, event: SourcedEvent) -> str:
    return topic.clusters[event.source.doc_id, event.mention.start]


def fit(examples: Sequence[tuple[Mapping[str, float], bool]]) -> dict[str, float]:
    """Return the weight of each feature."""
    names = sorted({name for found, _ in examples for name in found})
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    for row, (found, _) in enumerate(examples):
        for name, value in found.items():
            matrix[row, column[name]] = value
    right = np.array([one for _, one in examples], dtype=np.float64)
    weights = fit_logistic(matrix, right, np.full(len(names), PENALTY))
    return {name: round(float(weights[number]), 2) for name, number in column.items()}


def write_weights(weights: Mapping[str, float], output: Path) -> None:
    """Write the weights; the chosen ones of before are kept."""
    rows = [(name, f"{weight:.2f}", SOURCE) for name, weight in sorted(weights.items())]
    rows += [
        (row["feature"], row["weight"], row["source"])
        for row in read_lexicon("pipeline.dedupe", "event_weights.csv")
        if row["source"] != SOURCE and row["feature"] not in weights
    ]
    write_lexicon(output, WEIGHT_NOTES, ("feature", "weight", "source"), rows)


@click.command()
@click.option("--ecbplus", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--counts", is_flag=True, help="Count words instead; do so first.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(ecbplus: Path, counts: bool, output: Path) -> None:
    """Learn the weights of pairs of events, or count in how many articles words stand."""
    topics = list(read_topics(ecbplus, TRAINING))
    if counts:
        articles = [[s.text for s in article.sentences] for topic in topics for article in topic.articles]
        rows = [(term, str(count), SOURCE) for term, count in count_terms(articles).items()]
        write_lexicon(output, COUNT_NOTES, ("term", "articles", "source"), rows)
    else:
        write_weights(fit(list(pairs(topics))), output)


if __name__ == "__main__":
    main()
