"""Find the time expression that says for when a figure holds, or none where the text does not say.

The nearest one wins: in the figure's own segment (*$190 million in 2020 and $490 million in 2021*), then the
one that governs its clause, then the one that opens its sentence. The date of a report (*data released on
Thursday showed*) is no period.
"""

from pipeline.records import EventSpans, NumericExpression, TimeExpression
from pipeline.relations.clauses import governing_verb
from pipeline.relations.figure_setting import Setting
from pipeline.relations.word_forms import base_forms

_REPORTING = frozenset(
    "say tell show report announce state add note release publish quote reveal confirm write warn claim declare "
    "explain estimate stress reiterate indicate describe post tweet speak inform".split()
)
_PERIODS = frozenset({"DATE", "DURATION"})
_BREAKS = frozenset({";", "while", "but", "whereas"})


def find_period(
    setting: Setting, number: NumericExpression, event: EventSpans | None
) -> tuple[TimeExpression | None, str | None]:
    """Return the time expression for a figure and the rule that chose it."""
    if event is not None and event.time is not None:
        return event.time, "event"
    times = [time for time in _sentence_times(setting, number) if not _reports(setting, time)]
    if found := _same_segment(setting, number, times):
        return found, "segment"
    if found := _opening(setting, number, times):
        return found, "opening"
    if len(times) == 1 and not _between(setting, number, times[0], _BREAKS):
        return times[0], "sentence"
    return None, None


def _sentence_times(setting: Setting, number: NumericExpression) -> list[TimeExpression]:
    sentence = setting.tokens(number).sent
    return [
        time
        for time in setting.times
        if sentence.start_char <= time.start < sentence.end_char
        and time.type in _PERIODS
        and (time.end <= number.start or time.start >= number.end)
    ]


def _reports(setting: Setting, time: TimeExpression) -> bool:
    """Return whether a time dates a report rather than a fact."""
    verb = governing_verb(setting.tokens(time).root)
    return verb is not None and not _REPORTING.isdisjoint(base_forms(verb))


def _same_segment(
    setting: Setting, number: NumericExpression, times: list[TimeExpression]
) -> TimeExpression | None:
    """Return the first time behind the number before any other number, verb or break."""
    for time in times:
        if time.start >= number.end and time.start - number.end < 80:
            between = setting.doc[setting.tokens(number).end : setting.tokens(time).start]
            if any(t.i in setting.numbered or t.pos_ == "VERB" or t.lower_ in _BREAKS for t in between):
                return None
            return time
    return None


def _opening(
    setting: Setting, number: NumericExpression, times: list[TimeExpression]
) -> TimeExpression | None:
    """Return the time that opens the sentence: *In 2020, the area lost was 13,789 km²*."""
    first = setting.tokens(number).sent.start
    for time in times:
        if time.end <= number.start and setting.tokens(time).start - first <= 3:
            return time
    return None


def _between(
    setting: Setting, number: NumericExpression, time: TimeExpression, words: frozenset[str]
) -> bool:
    a, b = sorted((setting.tokens(number).start, setting.tokens(time).start))
    return any(token.lower_ in words for token in setting.doc[a:b])
