"""Name what a figure measures: a short noun phrase, copied from the text, whose head names the quantity.

Each rule reads one construction. They are tried from the closest words outwards: what the number modifies
(*50% tariffs*), what it is of (*98 percent of the votes*), what is of it (*a deficit of $99 billion*), what
its verb says (*exports rose 67%*), and at last the measure of the figure that it is coordinated with.
"""

import re
from collections.abc import Callable, Sequence

from pipeline.records import NumericExpression
from pipeline.relations import measure_clause, measure_words
from pipeline.relations.figure_setting import Setting
from pipeline.relations.measure_clause import Measure
from pipeline.relations.per_article import sentence_of

_RESTATED = re.compile(
    r"\s?[(\[]\s?[+-]?(?:[a-z]+\s){0,3}|,?\s(?:or|i\.e\.)\s(?:[a-z]+\s){0,3}", re.IGNORECASE
)
_WEAK = frozenset({"verb", "object"})
_NEARBY = 400  # characters

Told = Sequence[tuple[NumericExpression, Measure]]
Rule = Callable[[Setting, NumericExpression], Measure | None]

# The order matters: the closer the words, the surer the rule.
_RULES: tuple[Rule, ...] = (
    measure_words.unit_with,
    measure_words.ranked,
    measure_words.modified,
    measure_words.complement,
    measure_words.worth,
    measure_words.of_noun,
    measure_words.distance,
    measure_words.bracketed,
    measure_clause.lasting,
    measure_clause.said_of,
    measure_clause.stated,
    measure_clause.lasting_clause,
    measure_words.apposed,
)


def find_measure(setting: Setting, number: NumericExpression, earlier: Told) -> Measure | None:
    """Return the measure of a figure that is no plain count.

    Args:
        setting: The document.
        number: The figure's number.
        earlier: The figures before it in the document with their measures, in order.
    """
    if shared := _restated(setting, number, earlier):
        return shared
    for rule in _RULES:
        if measure := rule(setting, number):
            return measure
    return (
        _coordinated(setting, number, earlier)
        or measure_clause.object_measured(setting, number)
        or _echoed(number, earlier)
        or measure_clause.verb_named(setting, number)
    )


def find_counted_subject(setting: Setting, number: NumericExpression) -> Measure | None:
    """Return the measure of a bare number with no noun behind it: *a toll of 44*, *births fell to 99,096*."""
    return (
        measure_words.of_noun(setting, number)
        or measure_clause.said_of(setting, number)
        or measure_clause.stated_change(setting, number)
    )


def _restated(setting: Setting, number: NumericExpression, earlier: Told) -> Measure | None:
    """*3,488 kilometres (2,167 miles)*: the same value in another unit."""
    if not earlier:
        return None
    last, measure = earlier[-1]
    gap = setting.text[last.end : number.start] if number.start - last.end < 40 else None
    if gap is None or not _RESTATED.fullmatch(gap):
        return None
    return Measure(measure.span, measure.head, "restated")


def _coordinated(setting: Setting, number: NumericExpression, earlier: Told) -> Measure | None:
    """*$190 million in 2020 and $490 million in 2021*: the measure of the sentence's last such figure."""
    sentence = sentence_of(setting.tokens(number))
    for last, measure in reversed(earlier[-3:]):
        if last.kind == number.kind and sentence.start_char <= last.start and measure.rule not in _WEAK:
            return Measure(measure.span, measure.head, "coordinated")
    return None


def _echoed(number: NumericExpression, earlier: Told) -> Measure | None:
    """Return for what no verb can name the measure of the last figure of the kind nearby."""
    if number.kind not in {"percent", "quantity"}:
        return None
    for last, measure in reversed(earlier[-4:]):
        if last.kind == number.kind and number.start - last.end < _NEARBY and measure.rule not in _WEAK:
            return Measure(measure.span, measure.head, "echoed")
    return None
