"""Find the numeric expressions of a text: money, percentages, quantities, durations, multiples, numbers.

The grammar works on the characters alone and says what is there; the normalise stage says what it means.
``find_numbers`` needs no model; the spaCy component leaves out what ``pipeline_times`` found before it.
"""

from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.entities.numbers_context import Bounding, Context, excluded_spans
from pipeline.entities.numbers_lexicon import NumberLexicon, number_lexicon
from pipeline.entities.numbers_money import Item
from pipeline.entities.numbers_ranges import Group, GroupReader
from pipeline.entities.numbers_tokens import Tokens
from pipeline.entities.numbers_words import Reading
from pipeline.records import Amount, NumericExpression, TextSpan

_COORDINATION = 12  # words between two numbers that one approximator governs
_SOON = frozenset({"number", "percent", "money", "quantity", "duration", "multiple"})


def find_numbers(
    text: str, excluded: Sequence[tuple[int, int]] = (), lexicons: str | None = None
) -> list[NumericExpression]:
    """Return the numeric expressions of a text, in order.

    Args:
        text: The text.
        excluded: Spans that hold no numeric expression, such as dates.
        lexicons: A folder of the user's own lexicon entries.

    Raises:
        UsageError: A line of the user's lexicons cannot be read.
    """
    lexicon = number_lexicon(lexicons)
    spans = sorted([*excluded, *excluded_spans(text, lexicons)])
    return _Finder(text, spans, lexicon).find()


class _Finder:
    """Walks over the tokens of one text."""

    def __init__(self, text: str, excluded: list[tuple[int, int]], lexicon: NumberLexicon) -> None:
        self.tokens = Tokens(text)
        self.lexicon = lexicon
        self.groups = GroupReader(self.tokens, lexicon)
        self.context = Context(self.tokens, lexicon)
        self.blocked = _covered(self.tokens, excluded)
        self.found: list[NumericExpression] = []
        self.last_end = 0
        self.last_bounds: tuple[int, Bounding] = (-1, Bounding())

    def find(self) -> list[NumericExpression]:
        for index in self._seeds():
            if index < self.last_end or index in self.blocked:
                continue
            group = self._group(index)
            if group is None:
                continue
            self.last_end = max(self.last_end, group.end)
            for item in group.items:
                self._add(item, group)
        return self.found

    def _seeds(self) -> Iterable[int]:
        """Yield the tokens at which an expression may begin."""
        numerals, multiples, articles = self.lexicon.numerals, self.lexicon.multiples.forwards, ("a", "an")
        for index, word in enumerate(self.tokens.lower[:-1]):
            is_vulgar = len(word) == 1 and word > "\x7f"
            is_word = word in numerals or word in articles or word in multiples
            if is_word or "0" <= word[-1] <= "9" or is_vulgar:
                yield index

    def _group(self, index: int) -> Group | None:
        tokens = self.tokens
        if tokens.lower[index] in self.lexicon.multiples.forwards:
            return self._multiple(index)
        item = self.groups.items.read(index, floor=self.last_end) or self._article(index)
        if not item:
            return None
        if any(place in self.blocked for place in range(item.reading.start, item.reading.end)):
            return None
        if self.context.is_name(item):
            return Group((), item.end)
        return self.groups.read(item)

    def _multiple(self, index: int) -> Group | None:
        tokens = self.tokens
        found = self.lexicon.multiples.match_at(tokens, index)
        if not found:
            return None
        end, row = found
        after = tokens.word_at(end)
        reading = Reading(Amount(tokens.slice(index, end)), float(row["value"]), index, end, "words")
        if (
            row["needs"] == "object"
            and after not in self.lexicon.cues["object"] | {""}
            and not after.isdigit()
        ):
            return None
        if row["needs"] == "compared" and after not in self.lexicon.cues["compared"]:
            return Group((Item(index, end, reading, "number", None, "times"),), end)
        return Group((Item(index, end, reading, "multiple", "x", "multiple"),), end)

    def _article(self, index: int) -> Item | None:
        """Read ``a decade``, ``a penny``: an article before a unit, where it counts one."""
        tokens = self.tokens
        if tokens.lower[index] not in ("a", "an") or index == self.last_end > 0:
            return None
        if tokens.words[index].isupper() and tokens.near(index):
            return None
        counted = self.groups.items.read_article(index)
        if not counted:
            return None
        if counted.rule == "age":
            return counted
        if tokens.lower[counted.end : counted.end + 3] == ["and", "a", "half"]:
            return counted
        cues = self.lexicon.cues["article_time" if counted.kind == "duration" else "article_unit"]
        before, after = tokens.word_before(index), tokens.word_at(counted.end)
        if counted.kind == "money":
            return (
                counted
                if after in ("", ".", ",", "!", "?", ")", ";") or after in self.lexicon.cues["rate"]
                else None
            )
        return counted if before in cues or (before == "" and after in ("", "and")) else None

    def _add(self, item: Item, group: Group) -> None:
        tokens = self.tokens
        bound = self.context.bound(item.start, item.end, item.kind)
        if bound.bound == "exact" and item.kind in _SOON:
            bound = self._governing(item)
        self.last_bounds = (item.end, bound)
        rule = "age" if self.context.is_age(item) else item.rule
        self.found.append(
            NumericExpression(
                start=tokens.starts[item.start],
                end=tokens.ends[item.end - 1],
                text=tokens.slice(item.start, item.end),
                kind=item.kind,
                bound=bound.bound,
                low=item.reading.amount,
                high=group.high,
                unit=item.unit,
                rule=f"numbers/{rule}",
                rest=group.rest,
                bound_words=self._words(bound.start, bound.end),
            )
        )

    def _words(self, start: int, end: int) -> TextSpan | None:
        tokens = self.tokens
        if start >= end:
            return None
        return TextSpan(tokens.starts[start], tokens.ends[end - 1], tokens.slice(start, end))

    def _governing(self, item: Item) -> Bounding:
        """Return the bound that reaches an expression from the one it is coordinated with or restates.

        An approximator governs every number coordinated with it ("at least 20 soldiers and four troops"), and
        a value given again in brackets ("over $4 billion (R67.6 billion)").
        """
        end, bound = self.last_bounds
        tokens = self.tokens
        if bound.bound == "exact" or end < 0 or not 0 < item.start - end <= _COORDINATION:
            return Bounding()
        between = tokens.lower[end : item.start]
        if (
            "." in between
            or ";" in between
            or "\n" in tokens.text[tokens.ends[end - 1] : tokens.starts[item.start]]
        ):
            return Bounding()
        if between[-1] in ("(", "[") and len(between) <= 4:
            return bound
        if between[-1] in ("and", "or") and "," not in between and ")" not in between:
            return bound
        return bound if between[-3:] == ["as", "well", "as"] else Bounding()


def _covered(tokens: Tokens, spans: list[tuple[int, int]]) -> set[int]:
    """Return the tokens that overlap one of the sorted spans."""
    covered: set[int] = set()
    index = 0
    for start, end in spans:
        while index < len(tokens) and tokens.ends[index] <= start:
            index += 1
        place = index
        while place < len(tokens) and tokens.starts[place] < end:
            covered.add(place)
            place += 1
    return covered


class NumbersComponent:
    """Fills ``doc._.numbers``."""

    def __init__(self, lexicons: str | None = None) -> None:
        Doc.set_extension("numbers", default=(), force=True)
        self.lexicons = lexicons
        number_lexicon(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """Find the numeric expressions of a document outside its dates."""
        times = doc._.times if Doc.has_extension("times") else None
        dates = [(time.start, time.end) for time in times or () if time.type != "DURATION"]
        names = _names(doc, number_lexicon(self.lexicons))
        doc._.numbers = find_numbers(doc.text, [*dates, *names], self.lexicons)
        return doc


def _names(doc: Doc, lexicon: NumberLexicon) -> list[tuple[int, int]]:
    """Return the spans of numbers inside names, such as ``Six`` of ``the Six Nations``."""
    spans = []
    for entity in doc.ents:
        for token in entity:
            is_word = token.text.lower() in lexicon.numerals
            inner = token.i > entity.start and (is_word or token.text.isdecimal())
            first = token.i == entity.start and is_word and token.text.istitle() and not token.is_sent_start
            if len(entity) > 1 and (inner or first):
                spans.append((token.idx, token.idx + len(token)))
    return spans


@Language.factory(
    "pipeline_numbers", assigns=["doc._.numbers"], requires=["doc._.times"], default_config={"lexicons": None}
)
def create_numbers(nlp: Language, name: str, lexicons: str | None) -> NumbersComponent:  # noqa: ARG001
    """Return the component that finds numeric expressions."""
    return NumbersComponent(lexicons)
