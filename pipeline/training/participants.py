"""Learn who takes part in an event from annotated articles: ``python -m pipeline.training.participants``.

A conditional log-linear model over the actors of an article and "nobody", one for each side of an event;
where several chains stand for an annotated participant, their probabilities add up. Plain features are
held back less than combined ones. See ``pipeline.relations.participants`` for its use.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.normalise.actors import ActorResolver
from pipeline.relations.participant_features import absence_features, find_candidates
from pipeline.relations.reference import nearest_name
from pipeline.training.learning import (
    AnnotatedArticle,
    Floats,
    load_without,
    read_articles,
    source_of,
    write_lexicon,
)

SIDES = ("actor", "recipient")
RARE = 3  # features seen less often are left out
SMALL = 0.05  # weights below are left out
STEPS = 200
PENALTY = {0: 3.0, 1: 30.0, 2: 60.0}  # strength of the Gaussian prior by the number of conditions combined
RATE = 0.05
_RULES_AFTER_NAMES = ("pipeline_events", "pipeline_figures", "pipeline_speakers", "pipeline_normalise")


@dataclass(frozen=True, slots=True)
class Choice:
    """One side of one event: the features of every candidate, nobody last, and which of them are right."""

    features: Sequence[frozenset[str]]
    right: Sequence[bool]


def read_choices(gold: Path, nlp: Language) -> dict[str, list[Choice]]:
    """Return the choices of all annotated events, by side.

    Args:
        gold: Folder of ``DOC.txt`` and ``DOC.json``, as the annotation guide describes them.
        nlp: A pipeline that finds names.
    """
    choices: dict[str, list[Choice]] = {side: [] for side in SIDES}
    for article in read_articles(gold, nlp):
        for side, choice in _article_choices(article):
            choices[side].append(choice)
    return choices


def _article_choices(article: AnnotatedArticle) -> Iterator[tuple[str, Choice]]:
    doc = article.doc
    starts = [article.cleaned.to_raw(token.idx, token.idx + len(token))[0] for token in doc]
    actors = ActorResolver().resolve_document(doc)
    for event in article.events:
        trigger = _trigger(doc, starts, event["start"], event["end"])
        if trigger is None:
            continue
        candidates = find_candidates(trigger, event["type"])
        absent = absence_features(trigger, event["type"], candidates)
        names = [nearest_name(c.chain, c.nearest) for c in candidates]
        found = [actors.actor(name.start, name.end) for name in names]
        for side in SIDES:
            right = [
                a is not None and any(_stands_for(a.code, value) for value in event[side]) for a in found
            ]
            if any(right) or not event[side]:
                yield side, Choice([*(c.features for c in candidates), absent], [*right, not any(right)])


def _trigger(doc: Doc, starts: Sequence[int], start: int, end: int) -> Token | None:
    words = [token for token in doc if starts[token.i] < end and starts[token.i] + len(token) > start]
    verbal = (token for token in words if token.pos_ in {"VERB", "NOUN", "PROPN"})
    return next(verbal, words[0] if words else None)


def _stands_for(code: str, value: str) -> bool:
    """Return whether a code or name stands for an annotated one; a name may hold the other's words."""
    if code.lower() == value.lower() or code.isupper() or value.isupper():
        return code.lower() == value.lower()
    ours, theirs = set(code.lower().split()), set(value.lower().split())
    return ours <= theirs or theirs <= ours


def fit(choices: Sequence[Choice]) -> dict[str, float]:
    """Return the weight of each feature, by the Adam method on the penalised likelihood."""
    counts = Counter(feature for choice in choices for features in choice.features for feature in features)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    data = _Matrix(choices, index)
    penalty = np.array([PENALTY[min(feature.count("|"), 2)] for feature in index])
    weights = np.zeros(len(index))
    mean, square = np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, STEPS + 1):
        gradient = data.gradient(weights) + penalty * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = RATE if step < 0.7 * STEPS else 0.3 * RATE
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return {feature: round(float(weights[i]), 2) for feature, i in index.items() if abs(weights[i]) >= SMALL}


class _Matrix:
    """The candidates of all choices as rows of feature numbers."""

    def __init__(self, choices: Sequence[Choice], index: Mapping[str, int]) -> None:
        rows = [
            [index[f] for f in sorted(features) if f in index] for c in choices for features in c.features
        ]
        self.columns = np.array([column for row in rows for column in row], dtype=np.int64)
        self.lengths = np.array([len(row) for row in rows])
        self.rows = np.repeat(np.arange(len(rows)), self.lengths)
        self.right = np.array([right for choice in choices for right in choice.right])
        sizes = [len(choice.features) for choice in choices]
        self.group = np.repeat(np.arange(len(choices)), sizes)
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.width = len(index)

    def gradient(self, weights: Floats) -> Floats:
        scores = np.bincount(self.rows, weights=weights[self.columns], minlength=len(self.right))
        scores -= np.maximum.reduceat(scores, self.starts)[self.group]
        odds = np.exp(scores)
        expected = odds / np.add.reduceat(odds, self.starts)[self.group]
        rightful = odds * self.right
        observed = rightful / np.maximum(np.add.reduceat(rightful, self.starts), 1e-300)[self.group]
        surplus = (expected - observed)[self.rows]
        return np.bincount(self.columns, weights=surplus, minlength=self.width).astype(np.float64)


def write_weights(weights: Mapping[str, Mapping[str, float]], output: Path, source: str) -> None:
    """Write the weights as a lexicon."""
    notes = (
        "Who takes part in an event: features of participant_features.py, by side.",
        "Weights of a log-linear model, learnt by pipeline.training.participants.",
    )
    rows = [(side, f, f"{w:.2f}", source) for side in SIDES for f, w in sorted(weights[side].items())]
    write_lexicon(output, notes, ("side", "feature", "weight", "source"), rows)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(gold: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write them as a lexicon."""
    choices = read_choices(gold, load_without(*_RULES_AFTER_NAMES))
    write_weights({side: fit(choices[side]) for side in SIDES}, output, source_of(gold))


if __name__ == "__main__":
    main()
