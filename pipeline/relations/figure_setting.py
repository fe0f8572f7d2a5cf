"""What the figure rules look at: the document, its expressions by token, and the word lists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import read_lexicon
from pipeline.records import Change, EventSpans, NumericExpression, TextSpan, TimeExpression
from pipeline.relations.noun_phrases import words_before
from pipeline.relations.word_forms import base_forms

_ROOM = "pipeline.relations"


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of the figure rules.

    Attributes:
        verbs: Lemma of a verb of change to its direction.
        nouns: Lemma of a noun of change to its direction.
        comparatives: Word of comparison to its direction.
        roles: Role of a noun (``container``, ``label``, …) to the lemmas that play it.
        frames_before: Wordings before a duration that make it a frame of time, longest first.
        frames_behind: The same for those behind it.
        ranks: Words that rank a thing among those of a stretch of time.
    """

    verbs: dict[str, Change]
    nouns: dict[str, Change]
    comparatives: dict[str, Change]
    roles: dict[str, frozenset[str]]
    frames_before: tuple[str, ...]
    frames_behind: tuple[str, ...]
    ranks: frozenset[str]


@cache
def read_words(lexicons: str | None = None) -> Words:
    """Return the word lists, with a user's own entries joined to them."""
    changes: dict[str, dict[str, Change]] = defaultdict(dict)
    for row in read_lexicon(_ROOM, "figures_changes.csv", lexicons):
        changes[row["pos"]][row["lemma"]] = _change(row["direction"])
    roles = defaultdict(set)
    for row in read_lexicon(_ROOM, "figures_words.csv", lexicons):
        roles[row["role"]].add(row["lemma"])
    frames: dict[str, list[str]] = {"before": [], "behind": []}
    for row in read_lexicon(_ROOM, "figures_frames.csv", lexicons):
        frames[row["side"]].append(row["words"])
    return Words(
        changes["verb"],
        changes["noun"],
        changes["comparative"],
        {role: frozenset(lemmas) for role, lemmas in roles.items()},
        tuple(sorted(frames["before"], key=len, reverse=True)),
        tuple(sorted(frames["behind"], key=len, reverse=True)),
        frozenset(row["word"] for row in read_lexicon("pipeline", "rank_words.csv", lexicons)),
    )


def _change(direction: str) -> Change:
    return "increase" if direction == "increase" else "decrease" if direction == "decrease" else "level"


class Setting:
    """One document as the figure rules see it.

    Attributes:
        doc: The parsed document.
        text: Its text.
        numbers: Its numeric expressions, in order.
        times: Its time expressions, in order.
        words: The word lists.
        events: Its events.
        barred: Tokens of time expressions, which no measure may hold.
        numbered: Token index to the position in ``numbers`` of the expression that holds it.
    """

    def __init__(
        self,
        doc: Doc,
        numbers: Iterable[NumericExpression],
        times: Iterable[TimeExpression],
        words: Words,
        events: Sequence[EventSpans] = (),
    ) -> None:
        self.doc = doc
        self._spans: dict[tuple[int, int], Span] = {}
        self.text = doc.text  # spaCy puts it together anew at each call
        self.numbers = sorted(numbers, key=lambda n: n.start)
        self.times = sorted(times, key=lambda t: t.start)
        self.words = words
        self.events = events
        self.barred = frozenset(i for t in self.times for i in _tokens(self.tokens(t)))
        self.numbered = {i: k for k, n in enumerate(self.numbers) for i in _tokens(self.tokens(n))}

    @cached_property
    def has_score(self) -> bool:
        """Whether the document tells the scores of a game."""
        return any(self.is_a(token, "score") for token in self.doc)

    def tokens(self, found: NumericExpression | TimeExpression | TextSpan) -> Span:
        """Return the tokens that an expression touches."""
        place = found.start, found.end
        if place not in self._spans:
            span = self.doc.char_span(found.start, found.end, alignment_mode="expand")
            if span is None:  # offsets from another text
                raise ValueError(f"no token at {found.start}-{found.end}")
            self._spans[place] = span
        return self._spans[place]

    def event_of(self, number: NumericExpression) -> EventSpans | None:
        """Return the event whose trigger governs a number, as in *killed 20 Indian soldiers*."""
        starts = {event.trigger.start: event for event in self.events}
        token = self.tokens(number).root
        for ancestor in (token, *token.ancestors):
            if ancestor.idx in starts:
                return starts[ancestor.idx]
            if ancestor.pos_ == "VERB":
                return None
        return None

    def before(self, i: int) -> int:
        """Return the index of the last token before ``i`` that is no approximator, or -1."""
        for token in words_before(self.doc, i, 8):
            reaching = (
                token.lower_ == "to" and token.i > 0 and self.doc[token.i - 1].lower_ in {"up", "close"}
            )
            if token.lower_ not in self.words.roles["approximator"] and not token.is_quote and not reaching:
                return token.i
        return -1

    def behind(self, number: NumericExpression) -> int:
        """Return the index of the token behind an expression, over a bracket that restates it."""
        doc, i = self.doc, self.tokens(number).end
        if i < len(doc) and doc[i].text in {"(", "["}:
            closing = next((t.i for t in doc[i : i + 10] if t.text in {")", "]"}), None)
            if closing is not None and any(j in self.numbered for j in range(i, closing)):
                return closing + 1
        return i

    def rank_before(self, number: NumericExpression) -> Token | None:
        """Return the word that ranks what a stretch of time saw: *the first deaths in 45 years*."""
        span = self.tokens(number)
        for token in reversed(self.doc[span.sent.start : span.start]):
            if token.pos_ in {"VERB", "AUX"} or token.is_punct:
                return None
            if token.lower_ in self.words.ranks:
                return token
        return None

    def changes(self, token: Token) -> Change | None:
        """Return the direction of a verb of change, or ``None``."""
        return next((self.words.verbs[form] for form in base_forms(token) if form in self.words.verbs), None)

    def is_change(self, token: Token) -> bool:
        """Return whether a noun names a change."""
        return not self.words.nouns.keys().isdisjoint(base_forms(token))

    def is_a(self, token: Token, role: str) -> bool:
        """Return whether a noun plays a role, by its lemma or its form."""
        return not self.words.roles[role].isdisjoint(base_forms(token))


def _tokens(span: Span) -> range:
    return range(span.start, span.end)
