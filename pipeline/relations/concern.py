"""Find the actors that a figure concerns.

Every actor of the article is a candidate (``reference``). Its features (``concern_features``) are weighed by
a logistic model whose weights, learnt from gold/train, lie in ``data/concern_weights.csv``. The best one is
taken unless it is unlikely, and every other one that is about as likely as not.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.concern_features import Candidate, find_candidates
from pipeline.relations.figure_setting import Setting
from pipeline.relations.reference import nearest_name

BEST = 0.1  # how likely the best actor must be
OTHERS = 0.45  # how likely the others must be


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom a figure concerns.

    Attributes:
        spans: The names nearest to the number, in textual order.
        rule: The feature that spoke most for the first one.
    """

    spans: tuple[TextSpan, ...] = ()
    rule: str | None = None


@per_folder
def read_weights(name: str, lexicons: str | None = None) -> dict[str, float]:
    """Return the weights of a logistic model by feature, in log odds."""
    rows = read_lexicon("pipeline.relations", name, lexicons)
    return {row["feature"]: float(row["weight"]) for row in rows}


def likelihood(features: Iterable[str], weights: dict[str, float]) -> float:
    """Return the probability that a logistic model gives to the features."""
    odds = math.fsum(weights.get(feature, 0.0) for feature in features)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def reason(features: Iterable[str], weights: dict[str, float]) -> str:
    """Return the feature that speaks most for a candidate."""
    return max(sorted(features), key=lambda feature: weights.get(feature, 0.0))


def find_concern(
    setting: Setting,
    number: NumericExpression,
    measure: TextSpan | None,
) -> Concern:
    """Return the actors that a figure concerns.

    Args:
        setting: The document.
        number: The figure's number.
        measure: Its measure, where it has one.
    """
    weights = read_weights("concern_weights.csv")
    candidates = find_candidates(setting, number, measure)
    ranked = sorted(((likelihood(c.features, weights), -i) for i, c in enumerate(candidates)), reverse=True)
    chosen = [candidates[-i] for rank, (p, i) in enumerate(ranked) if p > (OTHERS if rank else BEST)]
    if not chosen:
        return Concern()
    return Concern(_spans(chosen), reason(chosen[0].features, weights))


def _spans(chosen: Sequence[Candidate]) -> tuple[TextSpan, ...]:
    names = {nearest_name(candidate.chain, candidate.nearest) for candidate in chosen}
    return tuple(sorted(names, key=lambda span: span.start))
