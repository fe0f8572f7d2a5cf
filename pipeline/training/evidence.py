"""Learn how sure a possible event is, from annotated articles: ``python -m pipeline.training.evidence``.

A logistic model over the features of ``pipeline.relations.evidence`` and the log odds of the score that the
line of the trigger lexicon gives. Those scores were themselves smoothed with what the same articles show, so
each candidate's own part is taken out of the score of its line before it serves as an example.

The file in the package came from an earlier run of the same procedure, with an earlier parser and the scores
from before the counting. A new run gives similar weights, with one more false event in gold/dev.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from pipeline.relations.evidence import document_features, features, line_odds
from pipeline.relations.triggers import Candidate, find_candidates
from pipeline.training.learning import (
    AnnotatedArticle,
    feature_matrix,
    fit_logistic,
    load_without,
    read_articles,
    source_of,
    write_lexicon,
)

RARE = 10  # features seen less often are left out
SMALL = 0.05  # weights below are left out
LINE_PENALTY, PENALTY = 0.1, 3.0  # strength of the Gaussian priors, around one for the line and around zero
_LINE = "line"
_PRIOR = 4.0  # occurrences that the score of a lexicon line was worth before the articles were counted
_RULES_AFTER_NAMES = ("pipeline_events", "pipeline_figures", "pipeline_speakers", "pipeline_normalise")


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the names of its features, and whether it is an annotated event."""

    candidate: Candidate
    features: Sequence[str]
    right: bool


def judge(article: AnnotatedArticle) -> Iterator[Judged]:
    """Yield the candidates of an article: right are those that touch an annotated trigger of their type."""
    candidates = find_candidates(article.doc)
    shared = document_features(article.doc, candidates)
    for candidate, more in zip(candidates, shared, strict=True):
        start, end = article.cleaned.to_raw(candidate.span.start_char, candidate.span.end_char)
        right = any(
            event["start"] < end and start < event["end"] and event["type"] == candidate.type
            for event in article.events
        )
        yield Judged(candidate, [*features(candidate), *more], right)


def without_own(score: float, occurrences: int, right: bool) -> float:
    """Return the score of a lexicon line as it would be had one of its occurrences not been counted.

    Args:
        score: The smoothed share of right ones.
        occurrences: How many were counted, this one included.
        right: Whether this one is right.
    """
    total = _PRIOR + occurrences
    return min(max((score * total - right) / (total - 1), 0.0), 1.0)


def fit(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the weight of each feature and, as ``line``, that of the log odds of the lexicon line.

    Raises:
        ValueError: There are no candidates.
    """
    if not judged:
        raise ValueError("there are no annotated examples to learn from")
    counts = Counter(feature for each in judged for feature in each.features)
    names = sorted(feature for feature, count in counts.items() if count >= RARE)
    seen = Counter(_line(each.candidate) for each in judged if each.candidate.met)
    odds = np.array([_odds(each, seen) for each in judged])
    matrix = np.column_stack([odds, feature_matrix([each.features for each in judged], names)])
    right = np.array([each.right for each in judged], dtype=np.float64)
    penalty = np.array([LINE_PENALTY, *[PENALTY] * len(names)])
    centre = np.array([1.0, *[0.0] * len(names)])
    weights = fit_logistic(matrix, right, penalty, centre=centre)
    return {name: float(weight) for name, weight in zip([_LINE, *names], weights, strict=True)}


def _line(candidate: Candidate) -> tuple[str, str]:
    return candidate.rule, candidate.type


def _odds(judged: Judged, seen: Mapping[tuple[str, str], int]) -> float:
    candidate = judged.candidate
    if not candidate.met:
        return line_odds(candidate.score, met=False)
    return line_odds(without_own(candidate.score, seen[_line(candidate)], judged.right), met=True)


def write_weights(weights: Mapping[str, float], output: Path, source: str) -> None:
    """Write the weights that matter as a lexicon, that of the lexicon line first."""
    notes = (
        "How sure a possible event is: the features of evidence.py; line: the log odds of the lexicon line.",
        "Log odds of a logistic model, learnt by pipeline.training.evidence.",
    )
    order = sorted(weights, key=lambda name: (name != _LINE, name))
    rows = [(f, f"{weights[f]:.2f}", source) for f in order if f == _LINE or abs(weights[f]) >= SMALL]
    write_lexicon(output, notes, ("feature", "weight", "source"), rows)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(gold: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write them as a lexicon."""
    articles = read_articles(gold, load_without(*_RULES_AFTER_NAMES))
    judged = [each for article in articles for each in judge(article)]
    write_weights(fit(judged), output, source_of(gold))


if __name__ == "__main__":
    main()
