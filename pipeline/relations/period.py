"""Find the time expression that says for when a figure holds, or none where the text does not say.

The time expressions of the sentence and those shortly before it are weighed by a logistic model over named
features (``period_features``) whose weights, learnt from gold/train, lie in ``data/period_weights.csv``.
Most figures have no period: the date of a report (*data released on Thursday showed*) is none.
"""

from pipeline.records import NumericExpression, TimeExpression
from pipeline.relations.concern import likelihood, read_weights, reason
from pipeline.relations.figure_setting import Setting
from pipeline.relations.period_features import find_options

LIKELY = 0.28  # how likely the best time must be; most figures have none, so the odds are low throughout


def find_period(
    setting: Setting,
    number: NumericExpression,
    kind: str,
    event_time: TimeExpression | None,
) -> tuple[TimeExpression | None, str | None]:
    """Return the time expression for a figure, with the feature that spoke most for it.

    Args:
        setting: The document.
        number: The figure's number.
        kind: The figure's kind.
        event_time: The time of the event that the figure belongs to.
    """
    weights = read_weights("period_weights.csv")
    options = find_options(setting, number, kind, event_time)
    if not options:
        return None, None
    best = max(options, key=lambda option: (likelihood(option.features, weights), -option.time.start))
    if likelihood(best.features, weights) <= LIKELY:
        return None, None
    return best.time, reason(best.features, weights)


def is_since(setting: Setting, number: NumericExpression, time: TimeExpression) -> bool:
    """Return whether a figure is counted from a time on: *244 cards since the programme began in 2009*."""
    span = setting.tokens(time)
    for token in (span.root, *span.root.ancestors):
        if token.i in setting.numbered or token.is_ancestor(setting.tokens(number).root):
            return False
        if any(child.lower_ == "since" and child.i < span.start for child in token.lefts):
            return True
    return False
