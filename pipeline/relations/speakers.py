"""To whom an event or a figure is attributed; nobody where the writer asserts it.

Four signs are read, in this order: a verb of saying that governs the clause ("the ministry said that …"),
a quotation around it with the verb of saying outside it ("… will resume," Modi said), which may be in a
sentence before or after, and "according to" or "as announced by" in its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import read_lexicon, using
from pipeline.records import TextSpan
from pipeline.relations.clauses import subject_of
from pipeline.relations.mentions import is_pronoun
from pipeline.relations.per_article import forget, per_article, sentence_at, sentence_of
from pipeline.relations.reference import resolve, text_span
from pipeline.relations.states import state_code

_OPENING, _CLOSING = frozenset('“‘«"'), frozenset('”»"')  # the straight quote is either
_REPORTED = frozenset({"ccomp", "parataxis", "xcomp", "dep"})
_ANNOUNCING = frozenset({"announce", "report", "confirm", "reveal", "disclose", "claim", "allege", "publish"})
_KEPT_CASES = frozenset({"of", "for", "at", "in", "from"})
_PERSONAL = frozenset({"he", "she"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLAUSES_UP = 6

Rules = tuple[tuple[str, str], ...]


@Language.factory(
    "pipeline_speakers",
    assigns=["doc._.event_spans", "doc._.figure_spans"],
    requires=["token.dep", "token.lemma", "doc.sents"],
    default_config={"lexicons": None},
)
def create_speakers(nlp: Language, name: str, lexicons: str | None) -> SpeakerFinder:  # noqa: ARG001
    """Create the component; ``lexicons`` is a folder with a user's own entries."""
    return SpeakerFinder(lexicons)


class SpeakerFinder:
    """Fills the ``speaker`` of every event and figure of a document."""

    def __init__(self, lexicons: str | None = None) -> None:
        self._lexicons = lexicons
        rows = read_lexicon("pipeline.relations", "speech_verbs.csv", lexicons)
        self._verbs = frozenset(row["lemma"] for row in rows)

    def __call__(self, doc: Doc) -> Doc:
        """Attribute the events and figures of a document."""
        with using(self._lexicons):
            self._attribute(doc)
        forget(doc)
        return doc

    def _attribute(self, doc: Doc) -> None:
        quotes = _Quotations(doc, self._verbs)
        doc._.event_spans = [
            replace(event, **self._attribution(event.rules, doc, event.trigger.start, quotes))
            for event in doc._.event_spans
        ]
        doc._.figure_spans = [
            replace(figure, **self._attribution(figure.rules, doc, figure.expression.start, quotes))
            for figure in doc._.figure_spans
        ]

    def _attribution(self, rules: Rules, doc: Doc, offset: int, quotes: _Quotations) -> dict[str, Any]:
        """Return the fields of an event or figure that its speaker changes."""
        speaker, rule = self._speaker(doc, offset, quotes)
        if speaker is None:
            return {}
        return {"speaker": speaker, "rules": tuple(sorted((*rules, ("speaker", rule))))}

    def _speaker(self, doc: Doc, offset: int, quotes: _Quotations) -> tuple[TextSpan | None, str]:
        """Return the speaker of what stands at an offset, and the sign that tells."""
        span = doc.char_span(offset, offset + 1, alignment_mode="expand")
        if span is None:
            return None, ""
        token = span[0]
        signs: tuple[tuple[str, Callable[[Token], Span | None]], ...] = (
            ("verb of saying", lambda word: _governing_speaker(word, self._verbs)),
            ("quotation", quotes.speaker),
            ("according to", _source_named),
            ("as announced by", lambda word: _announced_by(word, self._verbs)),
        )
        for rule, find in signs:
            if (phrase := find(token)) is not None:
                return _named(doc, phrase), rule
        return None, ""


def _governing_speaker(token: Token, verbs: frozenset[str]) -> Span | None:
    """Return the subject of the verb of saying whose complement holds the token."""
    below = token
    for above in _ancestors(token):
        if above.lemma_.lower() in verbs and above.pos_ == "VERB" and _is_reported(below, above):
            subject = subject_of(above)
            if subject is not None and not subject.is_ancestor(token) and subject.i != token.i:
                return _phrase(subject)
        below = above
    return None


def _is_reported(clause: Token, verb: Token) -> bool:
    """Return whether what stands under a verb of saying is said, as in "said that …, and that …"."""
    if clause.dep_ == "obj":
        return verb.lemma_.lower() in _ANNOUNCING
    if clause.dep_ == "conj":
        return any(child.lower_ == "that" and child.dep_ == "mark" for child in clause.lefts)
    return clause.dep_.split(":")[0] in _REPORTED


def _announced_by(token: Token, verbs: frozenset[str]) -> Span | None:
    """Return the agent of a verb of saying that is added with "as": "…, as announced by the ministry"."""
    for verb in sentence_of(token):
        if verb.lemma_.lower() in verbs and verb.tag_ == "VBN" and verb.dep_ == "advcl":
            marked = any(child.lower_ == "as" for child in verb.lefts)
            agent = next((c for c in verb.rights if any(case.lower_ == "by" for case in c.lefts)), None)
            if marked and agent is not None and not agent.is_ancestor(token) and agent.i != token.i:
                return _phrase(agent)
    return None


def _ancestors(token: Token) -> Iterator[Token]:
    for number, above in enumerate(token.ancestors):
        if number >= 4 * _CLAUSES_UP:
            return
        yield above


def _source_named(token: Token) -> Span | None:
    """Return whom "according to" names in the token's sentence, unless the token stands in that phrase."""
    doc, end = token.doc, sentence_of(token).end
    for start in _according(doc):
        if sentence_of(token).start <= start < end - 1:
            source = next((later for later in doc[start + 2 : end] if _heads(later)), None)
            phrase = _phrase(source) if source is not None else None
            if phrase is not None and not phrase.start <= token.i < phrase.end:
                return phrase
    return None


@per_article
def _according(doc: Doc) -> list[int]:
    """Return where the text says "according to"."""
    return [
        one.i for one, following in pairwise(doc) if one.lower_ == "according" and following.lower_ == "to"
    ]


def _heads(token: Token) -> bool:
    """Whether a token heads a noun phrase: a noun, name or pronoun that no later noun absorbs."""
    return token.pos_ in {"NOUN", "PROPN", "PRON"} and token.dep_ not in {
        "compound",
        "nmod:poss",
        "amod",
        "det",
    }


def _phrase(head: Token) -> Span:
    """Return the noun phrase of a head, without what follows a comma, a relative clause or an apposition."""
    stop = next((part.left_edge.i for part in head.rights if _ends_phrase(part)), head.right_edge.i + 1)
    stop = next((token.i for token in head.doc[head.i + 1 : stop] if token.tag_ in _FINITE), stop)
    start = head.left_edge.i
    while start < head.i and (head.doc[start].is_punct or _is_opening(head.doc[start])):
        start += 1
    return head.doc[start : max(stop, head.i + 1)]


def _ends_phrase(part: Token) -> bool:
    if part.dep_ == "nmod":
        return any(c.dep_ == "case" and c.lower_ not in _KEPT_CASES for c in part.lefts)
    return part.dep_ in {"acl:relcl", "acl", "appos", "punct", "parataxis"}


def _is_opening(token: Token) -> bool:
    return token.pos_ in {"DET", "ADP", "CCONJ"} or token.lower_ == "according"


def _named(doc: Doc, phrase: Span) -> TextSpan | None:
    """Return the speaker, for a pronoun or a short name the full name; "police" remains what it is."""
    root = phrase.root
    found = resolve(doc, phrase) if is_pronoun(root) or root.pos_ == "PROPN" else ()
    if is_pronoun(root):
        known = [name for name in found if root.lower_ not in _PERSONAL or state_code(name.text) is None]
        return known[0] if known else None
    return found[0] if len(found) == 1 and root.text in found[0].text.split() else text_span(phrase)


class _Quotations:
    """The quotations of a document, each with its speaker."""

    def __init__(self, doc: Doc, verbs: frozenset[str]) -> None:
        self._verbs = verbs
        self._speakers: list[tuple[int, int, Span | None]] = []
        last: Span | None = None
        for start, end in _quoted(doc):
            # Without a speaker of its own it has that of the sentence before, or goes on with the last one's.
            last = self._beside(doc, start, end) or self._before(doc, start, end) or last
            self._speakers.append((start, end, last))

    def speaker(self, token: Token) -> Span | None:
        """Return the speaker of the quotation around a token."""
        found = (phrase for start, end, phrase in self._speakers if start <= token.i < end)
        return next(found, None)

    def _beside(self, doc: Doc, start: int, end: int) -> Span | None:
        """Return the subject of a verb of saying outside a quotation, in the sentences at its ends."""
        last = doc[min(end, len(doc) - 1)]
        nearby = [
            *reversed(list(doc[sentence_at(doc, start).start : start])),
            *doc[end : sentence_of(last).end],
        ]
        return self._sayer(nearby, start, end)

    def _before(self, doc: Doc, start: int, end: int) -> Span | None:
        """Return the subject of the last verb of saying in the sentence before a quotation."""
        first = sentence_at(doc, start).start
        return self._sayer(reversed(list(sentence_at(doc, first - 1))), start, end) if first > 0 else None

    def _sayer(self, tokens: Iterable[Token], start: int, end: int) -> Span | None:
        for token in tokens:
            if token.lemma_.lower() in self._verbs and token.pos_ == "VERB":
                subject = subject_of(token)
                if subject is not None and not start <= subject.i < end:
                    return _phrase(subject)
        return None


def _quoted(doc: Doc) -> list[tuple[int, int]]:
    """Return the token spans between quotation marks; a line break ends a quotation left open."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for token in doc:
        if opened is None:
            if token.text in _OPENING:
                opened = token.i + 1
        elif token.text in _CLOSING or "\n" in token.text:
            spans.append((opened, token.i))
            opened = None
    return spans
