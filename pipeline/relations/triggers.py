"""Find the words that may name an event, with the lexicon ``data/triggers.csv`` and the event tagger.

A line of the lexicon gives a lemma or a phrase, its part of speech (``v`` verb, ``n`` noun, ``a`` adjective,
``m`` a phrase matched word by word), the PLOVER type and mode, the conditions under which it counts (see
:mod:`pipeline.relations.conditions`) and the share of its occurrences that name an event of that type. A word
that the lexicon does not have may still be what :mod:`pipeline.relations.event_tagger` takes for an event.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import Row, read_lexicon
from pipeline.relations.conditions import Condition, parse_needs
from pipeline.relations.event_tagger import EventOdds
from pipeline.relations.word_forms import base_forms, forms_of

_TAGS = {
    "v": frozenset({"VERB", "AUX"}),
    "n": frozenset({"NOUN", "PROPN"}),
    "a": frozenset({"ADJ", "VERB"}),
}
_MISTAKEN = frozenset({"NN", "JJ"})
_VERB_OPENERS = frozenset({"will", "would", "could", "may", "might", "should", "must", "can", "cannot"})
_PARTICLE_REACH = 4  # "turned the offer down": words between a verb and its particle
_TAGGED_POS = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})

#: The rule of candidates that only the event tagger has found.
TAGGER_RULE = "event tagger"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One line of ``data/triggers.csv``.

    Attributes:
        words: The lemmas of the pattern in order.
        pos: ``v``, ``n``, ``a`` or ``m``.
        type: PLOVER type.
        mode: PLOVER mode, where the pattern implies one.
        needs: The conditions under which the pattern names the event.
        score: Estimated precision, 0 to 1.
        rule: The pattern as it is written in the lexicon, the id of the line in the events' rules.
        source: Where the line comes from.
    """

    words: tuple[str, ...]
    pos: str
    type: str
    mode: str | None
    needs: tuple[Condition, ...]
    score: float
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may name an event.

    Attributes:
        span: The trigger's words.
        token: The word whose arguments are the event's.
        type: PLOVER type.
        mode: PLOVER mode, if known.
        score: How sure the finder is, 0 to 1.
        rule: What found it: a line of the lexicon, or the event tagger alone.
        met: Whether the conditions of the lexicon line hold; if not, the word may still name the event.
        odds: The event tagger's log odds of the type against no event; None where it thinks the word no event
            or of other types.
    """

    span: Span
    token: Token
    type: str
    mode: str | None
    score: float
    rule: str
    met: bool = True
    odds: float | None = None


@cache
def read_triggers(lexicons: str | None = None) -> Mapping[str, tuple[Trigger, ...]]:
    """Return the lexicon by the first lemma of the pattern (of nouns: the last)."""
    index: defaultdict[str, list[Trigger]] = defaultdict(list)
    for row in read_lexicon("pipeline.relations", "triggers.csv", lexicons):
        trigger = _parse(row, lexicons)
        index[trigger.words[-1 if trigger.pos == "n" else 0]].append(trigger)
    return {lemma: tuple(triggers) for lemma, triggers in index.items()}


def _parse(row: Row, lexicons: str | None) -> Trigger:
    rule = f"{row['pattern']}/{row['pos']}" + (f" {row['needs']}" if row["needs"] else "")
    words = tuple(row["pattern"].split())
    mode = row["mode"] or None
    needs = parse_needs(row["needs"], lexicons)
    return Trigger(words, row["pos"], row["type"], mode, needs, float(row["score"]), rule, row["source"])


def find_candidates(doc: Doc, lexicons: str | None = None) -> list[Candidate]:
    """Return the candidates of a document in text order: for each place and type the best line.

    Places may overlap and may have candidates of several types; :func:`select` chooses among them.
    """
    best: dict[tuple[int, int, str], Candidate] = {}
    odds_of_doc: EventOdds = doc._.event_odds or {}
    for token in doc:
        odds = dict(odds_of_doc.get(token.i, ()))
        listed = [replace(c, odds=odds.get(c.type)) for c in _at(token, lexicons)]
        for candidate in [*listed, *_tagged(token, odds, {c.type for c in listed})]:
            place = (candidate.span.start, candidate.span.end, candidate.type)
            known = best.get(place)
            if known is None or (candidate.met, candidate.score) > (known.met, known.score):
                best[place] = candidate
    return [best[place] for place in sorted(best)]


def _tagged(token: Token, odds: Mapping[str, float], listed: Collection[str]) -> Iterator[Candidate]:
    """Yield the types that only the event tagger has for a word."""
    if token.pos_ not in _TAGGED_POS:
        return
    for kind, value in odds.items():
        if kind not in listed:
            particle = token.i + 1 < len(token.doc) and token.nbor().dep_ == "compound:prt"
            span = token.doc[token.i : token.i + 1 + particle]
            yield Candidate(span, token, kind, None, 0.0, TAGGER_RULE, odds=value)


def select(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the best candidate at each place in text order: longer patterns first, then higher scores."""
    taken: set[int] = set()
    kept = []
    for candidate in sorted(candidates, key=lambda c: (-len(c.span) * c.met, -c.score, c.span.start, c.type)):
        places = set(range(candidate.span.start, candidate.span.end))
        if not places & taken:
            taken |= places
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.span.start)


def _at(token: Token, lexicons: str | None) -> Iterator[Candidate]:
    for trigger in _entries(token.lower_, token.lemma_, lexicons):
        span = _match(token, trigger)
        if span is None:
            continue
        head = _head(span, trigger.pos)
        met = all(condition.holds(head) for condition in trigger.needs)
        yield Candidate(span, head, trigger.type, trigger.mode, trigger.score, trigger.rule, met)


@lru_cache(maxsize=1 << 16)
def _entries(word: str, lemma: str, lexicons: str | None) -> tuple[Trigger, ...]:
    """Return the lines of the lexicon for a word in lower case with its lemma."""
    index = read_triggers(lexicons)
    return tuple(trigger for form in forms_of(word, lemma.lower()) for trigger in index.get(form, ()))


def _match(token: Token, trigger: Trigger) -> Span | None:
    if trigger.pos != "m" and not _has_pos(token, trigger.pos):
        return None
    if len(trigger.words) == 1:
        return token.doc[token.i : token.i + 1]
    if trigger.pos == "n":
        start = token.i + 1 - len(trigger.words)
        return _phrase(token.doc, start, trigger.words)
    if trigger.pos == "v" and len(trigger.words) == 2:
        return _particle_verb(token, trigger.words[1])
    return _phrase(token.doc, token.i, trigger.words)


def _has_pos(token: Token, pos: str) -> bool:
    """Return whether a word is of a part of speech; behind a modal a verb is one whatever its tag."""
    if token.pos_ in _TAGS[pos]:
        return True
    return pos == "v" and token.i > 0 and token.tag_ in _MISTAKEN and token.nbor(-1).lower_ in _VERB_OPENERS


def _phrase(doc: Doc, start: int, words: tuple[str, ...]) -> Span | None:
    end = start + len(words)
    if start < 0 or end > len(doc):
        return None
    pairs = zip(doc[start:end], words, strict=True)
    return doc[start:end] if all(word in base_forms(t) for t, word in pairs) else None


def _particle_verb(verb: Token, particle: str) -> Span | None:
    """Return the verb, with its particle when that follows directly."""
    doc = verb.doc
    if verb.i + 1 < len(doc) and doc[verb.i + 1].lower_ == particle:
        return doc[verb.i : verb.i + 2]
    apart = [c for c in verb.children if c.dep_ == "compound:prt" and c.lower_ == particle]
    return doc[verb.i : verb.i + 1] if apart and 0 < apart[0].i - verb.i <= _PARTICLE_REACH else None


def _head(span: Span, pos: str) -> Token:
    """Return the word of a phrase that carries its arguments."""
    if pos == "n":
        return span[-1]
    if pos == "m":
        verbs = [token for token in span if token.pos_ == "VERB"]
        nouns = [token for token in span if token.pos_ == "NOUN"]
        return (verbs or nouns or [span[0]])[0]
    return span[0]
