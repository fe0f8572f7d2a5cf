"""The engine behind ``time_rules.csv``: compile its patterns and match them against tokens.

Symbols never call themselves, so every match is as long as its patterns and matching is linear in the text.
A symbol may end in several places; results are kept longest first, and of equal ones the earlier rule's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from pipeline.entities.times_tokens import ROOM, Tokens
from pipeline.errors import UsageError
from pipeline.lexicon import Row, read_lexicon

Parts = tuple[tuple[str, str], ...]
Step = tuple[int, int, Parts]
TOP = "TIME"
_PLAIN = ("plain",)
_ELEMENT = re.compile(r"(?P<open>[(!]?)(?P<body><[^>]+>|\{[^}]+\}|[^<{()?]+)\)?(?P<optional>\??)")


class Element(NamedTuple):
    """One step of a pattern.

    Attributes:
        kind: ``word`` (one of some words), ``class`` (a reading) or ``symbol``.
        names: The words, the classes, or the symbol.
        part: Name of the part (or prefix of the parts) that it fills; None fills none.
        optional: It may be missing.
        context: It must be there but lies before the span.
        absent: It must not follow. The class ``plain`` stands for a word in small letters that carries
            meaning (no preposition, conjunction or auxiliary).
    """

    kind: Literal["word", "class", "symbol"]
    names: tuple[str, ...]
    part: str | None
    optional: bool
    context: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the grammar.

    Attributes:
        id: Its name.
        gives: The symbol that it is one way to write.
        elements: Its pattern.
        fixed: Parts that it adds to what it reads.
        type: TIMEX3 type of what it finds, for rules that stand for a whole expression.
        order: Its place in the file.
        passes_on: Whether it only passes on what another symbol gives.
    """

    id: str
    gives: str
    elements: tuple[Element, ...]
    fixed: Parts
    type: str
    order: int
    passes_on: bool


class Match(NamedTuple):
    """A stretch of tokens that a rule covers: first token of the span, the token behind it, what was read."""

    start: int
    end: int
    parts: Parts
    rule: Rule


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled rules.

    Attributes:
        rules: All rules by the symbol they give, in file order.
        by_first: Per symbol, the rules that can start with a class (``<class``) or word.
        second: For rules (by their order) that start with a word, what can follow it.
    """

    rules: dict[str, tuple[Rule, ...]]
    by_first: dict[str, dict[str, tuple[Rule, ...]]]
    second: dict[int, frozenset[str]]


@cache
def load_grammar(lexicons: str | None = None) -> Grammar:
    """Compile ``time_rules.csv``.

    Raises:
        UsageError: A pattern uses a symbol that no rule gives, or cannot be read.
    """
    rules: dict[str, list[Rule]] = {}
    for order, row in enumerate(read_lexicon(ROOM, "time_rules.csv", lexicons)):
        rules.setdefault(row["gives"], []).append(_rule(row, order))
    for rule in (rule for found in rules.values() for rule in found):
        for element in rule.elements:
            if element.kind == "symbol" and element.names[0] not in rules:
                raise UsageError(
                    f"time_rules.csv: no rule gives {element.names[0]}, which {rule.id} uses. Add one."
                )
    frozen = {symbol: tuple(found) for symbol, found in rules.items()}
    every = [rule for found in frozen.values() for rule in found]
    second = {rule.order: keys for rule in every if (keys := _second_keys(rule, frozen))}
    return Grammar(frozen, {symbol: _index(symbol, frozen) for symbol in frozen}, second)


def _rule(row: Row, order: int) -> Rule:
    elements = tuple(_element(row["rule"], text) for text in row["pattern"].split())
    pairs = (item.partition("=") for item in row["set"].split(";") if item)
    fixed = tuple((name, value) for name, _, value in pairs)
    only = elements[0]
    plain = only.kind == "symbol" and only.part is None and not only.optional
    passes_on = len(elements) == 1 and plain and not fixed
    return Rule(row["rule"], row["gives"], elements, fixed, row["type"], order, passes_on)


def _element(rule: str, text: str) -> Element:
    match = _ELEMENT.fullmatch(text)
    if match is None:
        raise UsageError(f"time_rules.csv: {rule} has the unreadable element {text!r}. Correct its pattern.")
    body, optional = match["body"], bool(match["optional"])
    context, absent = match["open"] == "(", match["open"] == "!"
    if body[0] == "<":
        names, _, part = body[1:-1].partition("=")
        classes = tuple(names.split("|"))
        return Element("class", classes, _part_name(part or classes[0]), optional, context, absent)
    if body[0] == "{":
        symbol, _, prefix = body[1:-1].partition("=")
        return Element("symbol", (symbol,), prefix or None, optional, context, absent)
    return Element("word", tuple(body.split("|")), None, optional, context, absent)


def _part_name(name: str) -> str | None:
    return None if name == "_" else name


def _second_keys(rule: Rule, rules: dict[str, tuple[Rule, ...]]) -> frozenset[str]:
    """Return what can follow a rule's leading word, empty where it has none or nothing must follow."""
    if rule.elements[0].kind != "word" or rule.elements[0].context:
        return frozenset()
    rest = rule.elements[1:]
    must_follow = any(not element.optional and not element.absent for element in rest)
    return frozenset(_first_keys(rest, rules)) if must_follow else frozenset()


def _first_keys(elements: Sequence[Element], rules: dict[str, tuple[Rule, ...]]) -> Iterator[str]:
    for element in elements:
        if element.absent:
            continue
        if element.kind == "symbol":
            for inner in rules[element.names[0]]:
                yield from _first_keys(inner.elements, rules)
        else:
            yield from (f"<{name}" if element.kind == "class" else name for name in element.names)
        if not element.optional:
            return


def _index(symbol: str, rules: dict[str, tuple[Rule, ...]]) -> dict[str, tuple[Rule, ...]]:
    index: dict[str, dict[int, Rule]] = {}
    for rule in rules[symbol]:
        for key in _first_keys(rule.elements, rules):
            index.setdefault(key, {})[rule.order] = rule
    return {key: tuple(found.values()) for key, found in index.items()}


class Matcher:
    """Matches the grammar at places of one text, remembering what it found."""

    def __init__(self, grammar: Grammar, tokens: Tokens, function_words: frozenset[str]) -> None:
        self._grammar = grammar
        self._tokens = tokens
        self._function_words = function_words
        self._known: dict[tuple[str, str, frozenset[str]], list[Rule]] = {}
        self._found: dict[tuple[str, int], tuple[Match, ...]] = {}

    def longest(self, i: int) -> Match | None:
        """Return the longest time expression at token ``i`` (words of context before it included)."""
        found = self.matches(TOP, i)
        return found[0] if found else None

    def matches(self, symbol: str, i: int) -> tuple[Match, ...]:
        """Return the matches of a symbol at token ``i``, longest first, one for each end."""
        key = symbol, i
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._search(symbol, i)
        return found

    def _search(self, symbol: str, i: int) -> tuple[Match, ...]:
        if i >= len(self._tokens.lows):
            return ()
        by_end: dict[int, Match] = {}
        for rule in self._candidates(symbol, i):
            if rule.passes_on:
                for match in self.matches(rule.elements[0].names[0], i):
                    by_end.setdefault(match.end, match)
                continue
            for start, end, parts in self._walk(rule.elements, 0, i, None, ()):
                if start is not None and end not in by_end:
                    by_end[end] = Match(start, end, rule.fixed + parts, rule)
        return tuple(by_end[end] for end in sorted(by_end, reverse=True))

    def _candidates(self, symbol: str, i: int) -> list[Rule]:
        """Return the rules that may start at a token, in file order."""
        index, low = self._grammar.by_first[symbol], self._tokens.lows[i]
        kinds = frozenset(self._tokens.readings[i] or ())
        key = symbol, low if low in index else "", kinds
        known = self._known.get(key)
        if known is None:
            found = {rule.order: rule for rule in index.get(low, ())}
            for kind in kinds:
                found.update((rule.order, rule) for rule in index.get(f"<{kind}", ()))
            known = self._known[key] = [found[order] for order in sorted(found)]
        return self._that_go_on(known, i + 1) if low == "the" else known

    def _that_go_on(self, rules: list[Rule], i: int) -> list[Rule]:
        """Leave out the rules that cannot go on with token ``i`` (most rules may start with "the")."""
        if i >= len(self._tokens.lows):
            return rules
        keys = {self._tokens.lows[i], *(f"<{kind}" for kind in self._tokens.readings[i] or ())}
        second = self._grammar.second
        return [rule for rule in rules if rule.order not in second or not keys.isdisjoint(second[rule.order])]

    def _walk(
        self, elements: tuple[Element, ...], k: int, i: int, start: int | None, parts: Parts
    ) -> Iterator[tuple[int | None, int, Parts]]:
        """Match the elements from ``k`` on at token ``i``; yields start, end and parts of each way."""
        while k < len(elements):
            element = elements[k]
            k += 1
            steps = self._steps(element, i)
            if element.absent:
                if steps:
                    return
                continue
            if len(steps) == 1 and not element.optional:  # no choice: go on without a deeper call
                first, i, new = steps[0]
                start = start if start is not None or element.context else first
                parts += new
                continue
            for first, end, new in steps:
                begin = start if start is not None or element.context else first
                yield from self._walk(elements, k, end, begin, parts + new)
            if not element.optional:
                return
        yield start, i, parts

    def _steps(self, element: Element, i: int) -> Sequence[Step]:
        """Return first token of the span, token behind it and parts of each way to read one element."""
        tokens = self._tokens
        if i >= len(tokens.lows):
            return ()
        if element.kind == "word":
            return ((i, i + 1, ()),) if tokens.lows[i] in element.names else ()
        if element.kind == "symbol":
            found = self.matches(element.names[0], i)
            return [(match.start, match.end, _prefixed(match.parts, element.part)) for match in found]
        if element.names == _PLAIN:
            low = tokens.lows[i]
            plain = low.isalpha() and low not in self._function_words and not tokens.capital(i)
            return ((i, i + 1, ()),) if plain else ()
        readings, part = tokens.readings[i], element.part
        if readings is None:
            return ()
        found_readings = [reading for name in element.names for reading in readings.get(name, ())]
        return [(i, end, () if part is None else ((part, value),)) for value, end in found_readings]


def _prefixed(parts: Parts, prefix: str | None) -> Parts:
    return parts if prefix is None else tuple((f"{prefix}.{name}", value) for name, value in parts)
