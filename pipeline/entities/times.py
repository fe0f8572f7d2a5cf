"""Find time expressions: dates, periods, durations, clock times and repeated times.

The grammar stands in ``data/time_rules.csv``, its words in ``data/time_words.csv``. What is found is taken
apart into named parts, not resolved: that needs the publication date and is the normalise stage's task.
"""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.entities.times_grammar import Match, Matcher, Parts, load_grammar
from pipeline.entities.times_readings import tokenise
from pipeline.entities.times_tokens import ROOM, Tokens, word_class
from pipeline.lexicon import read_lexicon
from pipeline.records import Tense, TimeExpression, TimeType

_REACH = 10
_CLAUSE_WORDS = 12
_WORD = re.compile("[\\w'\u2019]+|[.!?;\\n]")
# Classes that only time expressions have: a match starts at one of these or a few tokens before it.
_CORE = frozenset(
    {"month", "month_low", "weekday", "weekdays", "short_day", "unit", "adverb", "night", "holiday", "season"}
    | {"decade", "decade_word", "iso", "numeric_date", "year", "clock", "half_day", "instant", "ref", "set"}
    | {
        "year_quoted",
        "fiscal",
        "fiscal_word",
        "fiscal_short",
        "year_short",
        "quarter_number",
        "half_number",
        "year_span",
    }
    | {"year_range", "part", "oclock", "half_of", "half_word", "period_word", "to_date", "ordinal_digit"}
)
_CALENDAR_FORMS = frozenset({"fiscal", "year_span", "numeric", "holiday"})
_VERBS = frozenset({"VERB", "AUX"})
# The rule of "in two years" as a time ahead, and the one that takes its place behind a word that ranks.
_AHEAD, _RANKED = "offset_in", "window_ranked"


def find_times(text: str, lexicons: str | None = None) -> list[TimeExpression]:
    """Find the time expressions of a text, in order and without overlaps; needs no model.

    Args:
        text: Any text.
        lexicons: A folder with a user's own entries for the lexicons.
    """
    tokens = tokenise(text, lexicons)
    matcher = Matcher(load_grammar(lexicons), tokens, word_class("function", lexicons))
    found: list[TimeExpression] = []
    country: str | None = None
    for match in _scan(tokens, matcher):
        expression = _expression(tokens, match)
        if any(name.endswith("form") and value in _CALENDAR_FORMS for name, value in expression.parts):
            country = _country(tokens, lexicons) if country is None else country
            expression = replace(expression, parts=tuple(sorted((*expression.parts, ("country", country)))))
        found.append(replace(expression, tense=_tense_from_words(text, expression, lexicons)))
    return found


def _scan(tokens: Tokens, matcher: Matcher) -> list[Match]:
    """Go through the tokens from left to right and take the longest match at each place."""
    found: list[Match] = []
    near = _near_core(tokens)
    i = 0
    while i < len(tokens.lows):
        match = matcher.longest(i) if near[i] else None
        if match is None:
            i += 1
            continue
        if match.start > i:
            inner = matcher.longest(match.start)
            match = inner if inner is not None and inner.end > match.end else match
        found.append(match)
        i = match.end
    return found


def _near_core(tokens: Tokens) -> list[bool]:
    """Mark the tokens at or shortly before one that only time expressions hold."""
    near = [False] * len(tokens.lows)
    left = 0
    for i in range(len(near) - 1, -1, -1):
        readings = tokens.readings[i]
        if readings is not None and not _CORE.isdisjoint(readings):
            left = _REACH
        near[i] = left > 0
        left -= 1
    return near


def _expression(tokens: Tokens, match: Match) -> TimeExpression:
    start, end = tokens.starts[match.start], tokens.ends[match.end - 1]
    kind = cast(TimeType, match.rule.type or "DATE")
    return TimeExpression(
        start, end, tokens.text[start:end], kind, match.rule.id, tuple(sorted(set(match.parts)))
    )


def _country(tokens: Tokens, lexicons: str | None) -> str:
    """Return the country whose words come most often, or an empty string."""
    cues = _country_cues(lexicons)
    counts = Counter(cues[low] for low in tokens.lows if low in cues)
    return min(counts, key=lambda country: (-counts[country], country)) if counts else ""


@cache
def _country_cues(lexicons: str | None) -> dict[str, str]:
    return {row["cue"]: row["country"] for row in read_lexicon(ROOM, "time_countries.csv", lexicons)}


# --- tense ------------------------------------------------------------------------------------------


@cache
def _tense_cues(lexicons: str | None) -> dict[str, tuple[Tense, bool]]:
    rows = read_lexicon(ROOM, "tense_cues.csv", lexicons)
    return {row["cue"]: (cast(Tense, row["tense"]), row["needs_to"] == "yes") for row in rows}


def _tense_from_words(text: str, expression: TimeExpression, lexicons: str | None) -> Tense | None:
    """Read the tense off the nearest auxiliary or verb before the expression, else behind it."""
    cues = _tense_cues(lexicons)
    before = _same_sentence(
        _WORD.findall(text[max(0, expression.start - 120) : expression.start].lower())[::-1]
    )[::-1]
    after = _same_sentence(_WORD.findall(text[expression.end : expression.end + 120].lower()))
    for words, order in ((before[-_CLAUSE_WORDS:], -1), (after[:_CLAUSE_WORDS], 1)):
        for i in range(len(words))[::order]:
            tense = _word_tense(words, i, cues)
            if tense is not None:
                return tense
    return None


def _same_sentence(words: list[str]) -> list[str]:
    stop = next((i for i, word in enumerate(words) if word in ".!?;\n"), len(words))
    return words[:stop]


def _word_tense(words: list[str], i: int, cues: dict[str, tuple[Tense, bool]]) -> Tense | None:
    word = words[i].replace("\u2019", "'")
    if word.endswith("'ll"):
        return "future"
    if i > 0 and words[i - 1] == "be":
        return None  # "will be held": the modal tells
    tense, needs_to = cues.get(word, (None, False))
    if needs_to and "to" not in words[i + 1 : i + 3]:
        return None
    if tense is None and len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return "past"
    return tense


def _tense_from_parse(doc: Doc, expression: TimeExpression) -> Tense | None:
    """Read the tense off the verb that governs the expression and its auxiliaries (UD)."""
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    if span is None:
        return None
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in _VERBS and (token.i < span.start or token.i >= span.end):
            tense = _verb_tense(token)
            if tense is not None:
                return tense
    return None


def _verb_tense(verb: Token) -> Tense | None:
    helpers = [child for child in verb.children if child.dep_.startswith(("aux", "cop"))]
    lows = {child.lower_ for child in helpers}
    if lows & {"will", "'ll", "\u2019ll", "wo", "shall"}:
        return "future"
    if lows & {"would", "could", "may", "might", "can", "should", "must"}:
        return "future" if not lows & {"have"} else "past"
    if lows & {"had", "has", "have", "was", "were", "did"}:
        return "past"
    if verb.tag_ in {"VBD", "VBN"} and not lows & {"to", "be"}:
        return "past"
    if verb.tag_ == "VB" and "to" in lows:
        return "future"
    if verb.tag_ == "VBG" and lows & {"is", "are", "'s", "\u2019s", "am"}:
        return "future"
    return None


# --- stretches that end now ---------------------------------------------------------------------------


def _ranked(doc: Doc, expression: TimeExpression, lexicons: str | None) -> TimeExpression:
    """Read *in 45 years* behind a word that ranks as a stretch until now: *the first deaths in 45 years*."""
    span = doc.char_span(expression.start, expression.end, alignment_mode="expand")
    if span is None or expression.rule != _AHEAD:
        return expression
    for token in reversed(doc[span.sent.start : span.start]):
        if token.pos_ in _VERBS or token.is_punct:
            break
        if token.lower_ in _rank_words(lexicons):
            return replace(expression, type="DURATION", rule=_RANKED, parts=_stretch(expression.parts))
    return expression


@cache
def _rank_words(lexicons: str | None) -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("pipeline", "rank_words.csv", lexicons))


def _stretch(parts: Parts) -> Parts:
    """Return the parts of an offset as those of a stretch that ends now."""
    kept = [part for part in parts if part[0] not in {"form", "sign", "base"}]
    return tuple(sorted([*kept, ("form", "window"), ("dir", "last")]))


# --- component --------------------------------------------------------------------------------------


def _people(doc: Doc) -> list[Span]:
    """Return the names of people of more than one word, whose words are no months: ``April Ryan``."""
    return [name for name in doc.ents if name.label_ == "PERSON" and len(name) > 1]


class TimesComponent:
    """Sets ``doc._.times`` to the time expressions of a document."""

    def __init__(self, lexicons: str | None = None) -> None:
        self._lexicons = lexicons
        if not Doc.has_extension("times"):
            Doc.set_extension("times", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Find the time expressions and the tense of the clauses they stand in."""
        people = {(token.idx, token.idx + len(token)) for name in _people(doc) for token in name}
        times = [
            time for time in find_times(doc.text, self._lexicons) if (time.start, time.end) not in people
        ]
        if doc.has_annotation("DEP") and doc.has_annotation("TAG"):
            times = [replace(time, tense=_tense_from_parse(doc, time) or time.tense) for time in times]
            times = [_ranked(doc, time, self._lexicons) for time in times]
        doc._.times = times
        return doc


@Language.factory("pipeline_times", assigns=["doc._.times"], default_config={"lexicons": None})
def create_times(nlp: Language, name: str, lexicons: str | None = None) -> TimesComponent:  # noqa: ARG001
    """Create the component that finds time expressions (the text alone suffices; a parse adds tense)."""
    return TimesComponent(lexicons)
