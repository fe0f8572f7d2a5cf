"""Learn who takes part in an event from annotated articles: ``python -m pipeline.training.participants``.

Two logistic models over the actors of an article, one for each side of an event. Plain features are held back
less than combined ones. See ``pipeline.relations.participants`` for their use.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.relations.modes import find_mode
from pipeline.relations.participant_features import find_candidates
from pipeline.relations.participants import SIDES
from pipeline.training.learning import (
    AnnotatedArticle,
    Floats,
    load_without,
    read_articles,
    source_of,
    write_lexicon,
)

RARE = 4  # features seen less often are left out
SMALL = 0.02  # weights below are left out
STEPS = 200
PENALTY = {0: 20.0, 1: 80.0, 2: 160.0}  # strength of the Gaussian prior by the number of conditions combined
RATE = 0.05
_RULES_AFTER_ACTORS = ("pipeline_events", "pipeline_figures", "pipeline_speakers", "pipeline_normalise")


@dataclass(frozen=True, slots=True)
class Example:
    """One actor seen from one event: its features, and on which sides it is annotated."""

    features: frozenset[str]
    sides: frozenset[str]


def read_examples(gold: Path, nlp: Language) -> list[Example]:
    """Return the actors of all articles as seen from each of the annotated events.

    Args:
        gold: Folder of ``DOC.txt`` and ``DOC.json``, as the annotation guide describes them.
        nlp: A pipeline that finds names and whom they stand for.
    """
    return [example for article in read_articles(gold, nlp) for example in examples_of(article)]


def examples_of(article: AnnotatedArticle) -> Iterator[Example]:
    """Yield the actors of one article as seen from each of its events."""
    doc = article.doc
    starts = [article.cleaned.to_raw(token.idx, token.idx + len(token))[0] for token in doc]
    for event in article.events:
        trigger = _trigger(doc, starts, event["start"], event["end"])
        if trigger is None:
            continue
        wanted = {side: {name.lower() for name in event[side]} for side in SIDES}
        for candidate in find_candidates(trigger, event["type"], find_mode(trigger, event["type"]).mode):
            code = candidate.chain.key.lower()
            yield Example(candidate.features, frozenset(side for side in SIDES if code in wanted[side]))


def _trigger(doc: Doc, starts: Sequence[int], start: int, end: int) -> Token | None:
    words = [token for token in doc if starts[token.i] < end and starts[token.i] + len(token) > start]
    verbal = (token for token in words if token.pos_ in {"VERB", "NOUN", "PROPN"})
    return next(verbal, words[0] if words else None)


def fit(examples: Sequence[Example], side: str) -> dict[str, float]:
    """Return the weight of each feature for one side, by the Adam method on the penalised likelihood."""
    counts = Counter(feature for example in examples for feature in example.features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    data = _Matrix([example.features for example in examples], index)
    right = np.array([side in example.sides for example in examples], dtype=np.float64)
    penalty = np.array([PENALTY[min(feature.count("|"), 2)] for feature in index])
    weights = np.zeros(len(index))
    mean, square = np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, STEPS + 1):
        gradient = data.gradient(weights, right) + penalty * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = RATE if step < 0.7 * STEPS else 0.3 * RATE
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {feature: round(float(weights[i]), 2) for feature, i in index.items() if abs(weights[i]) >= SMALL}


class _Matrix:
    """The examples as rows of feature numbers."""

    def __init__(self, examples: Sequence[frozenset[str]], index: Mapping[str, int]) -> None:
        rows = [[index[f] for f in sorted(features) if f in index] for features in examples]
        self.columns = np.array([column for row in rows for column in row], dtype=np.int64)
        self.rows = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.shape = (len(rows), len(index))

    def gradient(self, weights: Floats, right: Floats) -> Floats:
        """Return how the negative log-likelihood changes with each weight."""
        scores = np.bincount(self.rows, weights=weights[self.columns], minlength=self.shape[0])
        surplus = 0.5 * (1 + np.tanh(0.5 * scores)) - right
        changes = np.bincount(self.columns, weights=surplus[self.rows], minlength=self.shape[1])
        return changes.astype(np.float64)


def write_weights(weights: Mapping[str, Mapping[str, float]], output: Path, source: str) -> None:
    """Write the weights as a lexicon."""
    notes = (
        "Who takes part in an event: features of participant_features.py, by side.",
        "Weights of two logistic models, learnt by pipeline.training.participants.",
    )
    rows = [(side, f, f"{w:.2f}", source) for side in SIDES for f, w in sorted(weights[side].items())]
    write_lexicon(output, notes, ("side", "feature", "weight", "source"), rows)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(gold: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write them as a lexicon."""
    examples = read_examples(gold, load_without(*_RULES_AFTER_ACTORS))
    write_weights({side: fit(examples, side) for side in SIDES}, output, source_of(gold))


if __name__ == "__main__":
    main()
