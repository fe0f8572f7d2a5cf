"""Compare the event tagger, the lexicon and both: ``python -m pipeline.training.compare_triggers``.

F1 of trigger and type over annotated articles, cross-validated by article, each candidate as it would be had
the lexicon been made without its article and with a tagger that has not seen it
(:mod:`pipeline.training.evidence`). Participants are not looked at.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from pipeline.relations.evidence import LINE, measures
from pipeline.relations.triggers import TAGGER_RULE, Candidate, select
from pipeline.training.evidence import (
    RULES_AFTER_NAMES,
    Judged,
    fit,
    fit_alone,
    judge,
    mined_lines,
    take_scores,
    unseen,
)
from pipeline.training.learning import AnnotatedArticle, load_without, pair_spans, read_articles

FOLDS = 5
THRESHOLDS = tuple(step / 20 for step in range(1, 13))

Score = Callable[[Judged], float]


def tagger_alone(judged: Judged) -> float:
    """Return the score that the event tagger alone gives a candidate."""
    return 0.0 if judged.candidate.odds is None else 1 / (1 + math.exp(-judged.candidate.odds))


def weighed(weights: Mapping[str, float]) -> Score:
    """Return the scores that a logistic model gives candidates; words that it cannot know get none."""

    def score(judged: Judged) -> float:
        numbers = measures(judged.candidate)
        if judged.candidate.rule == TAGGER_RULE and weights.keys().isdisjoint(numbers):
            return 0.0
        odds = [weights.get(name, 0.0) * value for name, value in numbers.items()]
        return 1 / (1 + math.exp(-math.fsum([*odds, *(weights.get(f, 0.0) for f in judged.features)])))

    return score


def count(
    article: AnnotatedArticle, judged: Sequence[Judged], score: Score, least: float
) -> tuple[int, int, int]:
    """Return the numbers of right, found and annotated events of an article."""
    scored = [replace(each.candidate, score=score(each)) for each in judged]
    found = select([candidate for candidate in scored if candidate.score >= least])
    spans = [_raw(article, candidate) for candidate in found]
    pairs = pair_spans(spans, [(event["start"], event["end"]) for event in article.events])
    right = sum(found[i].type == article.events[j]["type"] for i, j in pairs.items())
    return right, len(found), len(article.events)


def _raw(article: AnnotatedArticle, candidate: Candidate) -> tuple[int, int]:
    return article.cleaned.to_raw(candidate.span.start_char, candidate.span.end_char)


def compare(articles: Sequence[AnnotatedArticle], judged: Mapping[str, Sequence[Judged]]) -> dict[str, float]:
    """Return the F1 of each system at its best threshold.

    Args:
        articles: Annotated articles.
        judged: The candidates of each, by its id, as unseen.
    """
    totals: defaultdict[tuple[str, float], list[int]] = defaultdict(lambda: [0, 0, 0])
    for fold in range(FOLDS):
        learned = [j for n, a in enumerate(articles) if n % FOLDS != fold for j in judged[a.doc_id]]
        systems = {"tagger": tagger_alone, LINE: weighed(fit_alone(learned)), "both": weighed(fit(learned))}
        for article in articles[fold::FOLDS]:
            for name, score in systems.items():
                for least in THRESHOLDS:
                    counts = count(article, judged[article.doc_id], score, least)
                    totals[name, least] = [a + b for a, b in zip(totals[name, least], counts, strict=True)]
    best: dict[str, float] = {}
    for (name, _), (right, found, wanted) in totals.items():
        best[name] = max(best.get(name, 0.0), 2 * right / max(1, found + wanted))
    return best


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scores", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(gold: Path, scores: Path) -> None:
    """Print the F1 of trigger and type for the tagger, the lexicon and both."""
    articles = list(read_articles(gold, load_without(*RULES_AFTER_NAMES)))
    for article in articles:
        take_scores(article, scores)
    judged: defaultdict[str, list[Judged]] = defaultdict(list)
    for each in unseen([each for article in articles for each in judge(article)], mined_lines()):
        judged[each.article].append(each)
    for name, f1 in compare(articles, judged).items():
        click.echo(f"{'lexicon' if name == LINE else name}\t{f1:.3f}")


if __name__ == "__main__":
    main()
