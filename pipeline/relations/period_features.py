"""What speaks for a time expression being the period of a figure: named features.

A feature is a string such as ``right gap=0`` (the time stands right behind the number), ``after=in`` (the
word before it) or ``clause=own``. Their weights lie in ``data/period_weights.csv``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.records import NumericExpression, TimeExpression
from pipeline.relations.clauses import governing_verb, is_speech
from pipeline.relations.figure_setting import Setting
from pipeline.relations.per_article import sentence_at, sentence_back, sentence_of

_REACH = 3  # sentences back
_FAR = 12
_BREAKS = frozenset({"while", "but", ";", "whereas", "who", "which", "that"})
# "Now" and "recently" are options though they have no days: where they win, the days of others do not.
_NO_PERIODS = frozenset({"duration", "set"})


@dataclass(frozen=True, slots=True)
class Option:
    """A time expression seen from one figure."""

    time: TimeExpression
    features: frozenset[str]


def find_options(
    setting: Setting,
    number: NumericExpression,
    kind: str,
    event_time: TimeExpression | None,
) -> list[Option]:
    """Return the time expressions that may be the period of a figure, with their features.

    Args:
        setting: The document.
        number: The figure's number.
        kind: The figure's kind.
        event_time: The time of the event that the figure belongs to.
    """
    span = setting.tokens(number)
    near = [time for time in _within_reach(setting, span) if not _reports(setting, time)]
    times = list(dict.fromkeys([*near, *([event_time] if event_time else [])]))
    sentence = sentence_of(span)
    own = [time for time in near if sentence.start_char <= time.start < sentence.end_char]
    found = []
    for time in times:
        base = {"bias", f"kind={kind}", *_time_features(setting, time)}
        base |= set(_reading_features(setting, span, time, own))
        base |= set(_place_features(setting, span, time, own))
        if time == event_time:
            base.add("event time")
        found.append(Option(time, frozenset(base)))
    return found


def _within_reach(setting: Setting, span: Span) -> list[TimeExpression]:
    """Return the times of a number's sentence and of those shortly before it."""
    start = sentence_back(setting.doc, span.start, _REACH).start
    first, last = setting.doc[start].idx, sentence_of(span).end_char
    return [
        time
        for time in setting.times
        if first <= time.start < last
        and time.type in {"DATE", "TIME", "DURATION"}
        and dict(time.parts).get("form") not in _NO_PERIODS
        and (time.start >= span.end_char or time.end <= span.start_char)
    ]


def _time_features(setting: Setting, time: TimeExpression) -> Iterator[str]:
    parts = dict(time.parts)
    yield f"form={parts.get('form', '')}"
    yield f"type={time.type}"
    unit = parts.get("unit") or parts.get("of.unit")
    grain = next((name for name in ("day", "weekday", "month", "year") if name in parts), unit or "none")
    yield f"grain={grain}"
    if "dir" in parts:
        yield f"dir={parts['dir']}"
    if "rel" in parts:
        yield f"rel={parts['rel']}"
    if "ref" in parts:
        yield f"ref={parts['ref']}"
    if time.tense:
        yield f"tense={time.tense}"
    span = setting.tokens(time)
    before = setting.doc[span.start - 1] if span.start else None
    if before is not None:
        yield f"after={before.lower_ if before.pos_ in {'ADP', 'SCONJ'} else before.pos_}"
    if span.start - sentence_of(span).start in {0, 1}:
        yield "opens sentence"


def _place_features(
    setting: Setting, number: Span, time: TimeExpression, own: list[TimeExpression]
) -> Iterator[str]:
    span = setting.tokens(time)
    where = _where(number, span)
    yield f"where={where}"
    if where not in {"left", "right"}:
        return
    gap = span.start - number.end if where == "right" else number.start - span.end
    yield f"{where} gap={0 if gap <= 1 else 1 if gap <= 3 else 2 if gap <= 6 else 3 if gap <= _FAR else 4}"
    low, high = sorted((span.start, number.start))
    between = setting.doc[low + 1 : high]
    others = {setting.numbered[t.i] for t in between if t.i in setting.numbered}
    yield f"{where} numbers between={min(2, len(others))}"
    yield f"{where} verb between={any(t.pos_ == 'VERB' for t in between)}"
    yield f"{where} comma between={any(t.text in {',', ';', '(', ')'} for t in between)}"
    yield f"{where} break between={any(t.lower_ in _BREAKS for t in between)}"
    yield f"{where} of {min(len(own), 3)}"
    nearest = min(own, key=lambda t: abs(t.start - number.start_char), default=time)
    yield f"nearest={nearest == time}"
    yield f"clause={_clause(number.root, span.root)}"


def _reports(setting: Setting, time: TimeExpression) -> bool:
    """Return whether a time dates a report: *said on Thursday*."""
    verb = governing_verb(setting.tokens(time).root)
    return verb is not None and is_speech(verb)


def _reading_features(
    setting: Setting, number: Span, time: TimeExpression, own: list[TimeExpression]
) -> Iterator[str]:
    """Yield how a reader would take it: the next words, the sentence's opening, its only time."""
    following = next((t for t in own if t.start >= number.end_char), None)
    if following == time and not _interrupted(setting, number, setting.tokens(time)):
        yield "reading segment"
    opening = next((t for t in own if t.end <= number.start_char), None)
    if opening == time and setting.tokens(time).start - sentence_of(number).start <= 3:
        yield "reading opening"
        if following is None:
            yield "reading opening alone"
    if own == [time]:
        yield "reading only"
    before = [t for t in own if t.end <= number.start_char]
    if before and before[-1] == time:
        yield "reading last before"
        if following is None:
            yield "reading last before alone"


def _interrupted(setting: Setting, number: Span, time: Span) -> bool:
    between = setting.doc[number.end : time.start]
    return len(between) > 14 or any(
        t.i in setting.numbered or t.pos_ == "VERB" or t.lower_ in {";", "while", "but", "whereas"}
        for t in between
    )


def _where(number: Span, time: Span) -> str:
    if sentence_of(time) == sentence_of(number):
        return "right" if time.start >= number.end else "left"
    if time.start > number.start:
        return "after"
    back = 0
    start = sentence_of(number).start
    while start > 0 and time.start < start:
        start = sentence_at(number.doc, start - 1).start
        back += 1
    return f"back {min(back, _REACH + 1)}"


def _clause(number: Token, time: Token) -> str:
    verb, other = governing_verb(number), governing_verb(time)
    if verb is None or other is None:
        return "unknown"
    if verb.i == other.i:
        return "own"
    return "above" if other.is_ancestor(verb) else "below" if verb.is_ancestor(other) else "other"
