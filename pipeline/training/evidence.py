"""Learn how sure a possible event is, from annotated articles: ``python -m pipeline.training.evidence``.

A logistic model over the features of ``pipeline.relations.evidence``, the log odds of the score that the
line of the trigger lexicon gives, and those of the event tagger. The scores of the lexicon were themselves
smoothed with what the same articles show, and many lines were found in them. So a candidate serves as an
example twice: as it would be had the lexicon been made without its article, and with only the scores
corrected; the truth lies between, for some of the lines would have been written anyway. The event tagger has
learned from the same articles too: its place is taken by encoders that have not (``--scores``, made by
``pipeline.training.encoder.folds``).
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

from pipeline.relations.event_tagger import odds_of
from pipeline.relations.evidence import (
    LINE,
    TAGGER,
    UNLISTED,
    document_features,
    features,
    measures,
)
from pipeline.relations.triggers import TAGGER_RULE, Candidate, find_candidates, read_triggers
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
PENALTY = 3.0  # strength of the Gaussian prior of a feature's weight around zero
NUMBER_PENALTY = 0.1  # and of those of the log odds, around what they would be if they were the only evidence
_CENTRES = {LINE: 1.0, TAGGER: 0.5, UNLISTED: 1.0}
GENERAL = "general English"  # source of the lines that no article gave
_PRIOR = 4.0  # occurrences that the score of a lexicon line was worth before the articles were counted
_LEAST = 0.02  # probability of an event below which the tagger says nothing, as in the model
RULES_AFTER_NAMES = ("pipeline_events", "pipeline_figures", "pipeline_speakers", "pipeline_normalise")


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with the names of its features, and whether it is an annotated event of the article."""

    candidate: Candidate
    features: Sequence[str]
    right: bool
    article: str = ""


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
        yield Judged(candidate, [*features(candidate), *more], right, article.doc_id)


def take_scores(article: AnnotatedArticle, scores: Path) -> None:
    """Put what other encoders say of an article in the place of the event tagger's judgement.

    Args:
        article: The article; its document is changed.
        scores: The folder that ``pipeline.training.encoder.folds`` wrote.
    """
    with np.load(scores / f"{article.doc_id}.npz") as arrays:
        labels = [str(label) for label in arrays["types"]]
        at = {int(start): row for start, row in zip(arrays["starts"], arrays["scores"], strict=True)}
    sure = np.where(np.array(labels) == "O", 0.0, -math.inf)
    starts = [article.cleaned.to_raw(token.idx, token.idx + len(token))[0] for token in article.doc]
    rows = np.array([at.get(start, sure) for start in starts])
    article.doc._.event_odds = odds_of(np.exp(rows), labels, _LEAST)


class Lines:
    """What the lines of the lexicon would be had an article not been read.

    Args:
        judged: The candidates of all articles.
        mined: Rule and type of the lines that were found in the articles; others were there before.
    """

    def __init__(self, judged: Iterable[Judged], mined: Collection[tuple[str, str]]) -> None:
        self._mined = mined
        self._all: Counter[tuple[str, str]] = Counter()
        self._right: Counter[tuple[str, str]] = Counter()
        self._all_in: Counter[tuple[tuple[str, str], str]] = Counter()
        self._right_in: Counter[tuple[tuple[str, str], str]] = Counter()
        for each in judged:
            if each.candidate.met:
                line = _line(each.candidate)
                self._all[line] += 1
                self._all_in[line, each.article] += 1
                self._right[line] += each.right
                self._right_in[line, each.article] += each.right

    def known(self, judged: Judged) -> bool:
        """Return whether the line would be in the lexicon without the article: one found elsewhere too."""
        line = _line(judged.candidate)
        return line not in self._mined or self._right[line] > self._right_in[line, judged.article]

    def score(self, judged: Judged) -> float:
        """Return the score that the line would have without the article."""
        line = _line(judged.candidate)
        return without(
            judged.candidate.score,
            self._all[line],
            self._all_in[line, judged.article],
            self._right_in[line, judged.article],
        )


def without(score: float, occurrences: int, own: int, right: int) -> float:
    """Return the score of a lexicon line as it would be had some of its occurrences not been counted.

    Args:
        score: The smoothed share of right ones.
        occurrences: How many were counted.
        own: How many of them are not to count.
        right: How many of these were right.
    """
    total = _PRIOR + occurrences
    return min(max((score * total - right) / (total - own), 0.0), 1.0)


def unseen(judged: Sequence[Judged], mined: Collection[tuple[str, str]]) -> Iterator[Judged]:
    """Yield the candidates as they would be had the lexicon been made without the article of each.

    A word whose line would not be there is a candidate if the event tagger knows it as one.
    """
    lines = Lines(judged, mined)
    for each in judged:
        candidate = each.candidate
        if candidate.rule == TAGGER_RULE:
            yield each
        elif not lines.known(each):
            if candidate.odds is not None:
                alone = replace(candidate, rule=TAGGER_RULE, score=0.0, met=True)
                yield Judged(alone, list(features(alone)), each.right, each.article)
        elif candidate.met:
            yield Judged(replace(candidate, score=lines.score(each)), each.features, each.right, each.article)
        else:
            yield each


def mined_lines() -> frozenset[tuple[str, str]]:
    """Return rule and type of the lines of the lexicon that annotated articles gave."""
    return frozenset(
        (trigger.rule, trigger.type)
        for triggers in read_triggers().values()
        for trigger in triggers
        if trigger.source != GENERAL
    )


def fit(judged: Sequence[Judged], numbers: Sequence[str] = (LINE, TAGGER, UNLISTED)) -> dict[str, float]:
    """Return the weights of the log odds that ``numbers`` names, and of each feature.

    Raises:
        ValueError: There are no candidates.
    """
    if not judged:
        raise ValueError("there are no annotated examples to learn from")
    counts = Counter(feature for each in judged for feature in each.features)
    names = sorted(feature for feature, count in counts.items() if count >= RARE)
    odds = np.array([[measures(each.candidate).get(name, 0.0) for name in numbers] for each in judged])
    matrix = np.column_stack([odds, feature_matrix([each.features for each in judged], names)])
    right = np.array([each.right for each in judged], dtype=np.float64)
    penalty = np.array([*[NUMBER_PENALTY] * len(numbers), *[PENALTY] * len(names)])
    centre = np.array([*[_CENTRES[name] for name in numbers], *[0.0] * len(names)])
    weights = fit_logistic(matrix, right, penalty, centre=centre)
    return {name: float(weight) for name, weight in zip([*numbers, *names], weights, strict=True)}


def fit_alone(judged: Sequence[Judged]) -> dict[str, float]:
    """Return the weights for pipelines without an event tagger."""
    listed = [
        Judged(each.candidate, [f for f in each.features if not f.startswith(TAGGER)], each.right)
        for each in judged
        if each.candidate.rule != TAGGER_RULE
    ]
    return fit(listed, (LINE,))


def _line(candidate: Candidate) -> tuple[str, str]:
    return candidate.rule, candidate.type


def write_weights(
    weights: Mapping[str, float], alone: Mapping[str, float], output: Path, source: str
) -> None:
    """Write the weights that matter as a lexicon, those of the log odds first.

    Args:
        weights: The weights for pipelines with an event tagger.
        alone: Those for pipelines without one.
        output: The file.
        source: What they were learned from.
    """
    notes = (
        "How sure a possible event is: the features of evidence.py; line and tagger: the log odds that the",
        "lexicon line and the event tagger give. alone: without an event tagger.",
        "Log odds of a logistic model, learnt by pipeline.training.evidence.",
    )
    rows = [
        (name, f"{weights.get(name, 0.0):.2f}", f"{alone.get(name, 0.0):.2f}", source)
        for name in sorted({*weights, *alone}, key=lambda name: (name not in _CENTRES, name))
        if name in _CENTRES or max(abs(weights.get(name, 0.0)), abs(alone.get(name, 0.0))) >= SMALL
    ]
    write_lexicon(output, notes, ("feature", "weight", "alone", "source"), rows)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scores", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
def main(gold: Path, scores: Path, output: Path) -> None:
    """Learn the weights from annotated articles and write them as a lexicon."""
    judged: list[Judged] = []
    for article in read_articles(gold, load_without(*RULES_AFTER_NAMES)):
        take_scores(article, scores)
        judged += judge(article)
    examples = [*unseen(judged, mined_lines()), *unseen(judged, ())]
    write_weights(fit(examples), fit_alone(examples), output, source_of(gold))


if __name__ == "__main__":
    main()
