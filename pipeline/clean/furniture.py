"""Page furniture: lines and parts of lines that belong to the web page and not to the article.

The rules are the lines of ``data/furniture.csv``. Its ``scope`` says where a rule looks:

    line   the whole of any line
    head   the whole of one of the first lines
    foot   the whole of one of the last lines
    edge   the whole of one of the first or last lines
    start  the start of any line
    end    the end of any line
    part   anywhere
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.clean.dates import DATE_SLOT, any_date
from pipeline.clean.mapped import Cut, lines
from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon

SCOPES = ("line", "head", "foot", "edge", "start", "end", "part")

# A line of furniture is short, and so is furniture at the end of a line; longer lines are not looked at.
_MAX_LENGTH = 400
_EDGE_LINES = 8


@dataclass(frozen=True, slots=True)
class Rules:
    """The furniture rules, compiled: one expression for each scope, whose groups are the rules.

    Attributes:
        patterns: By scope, for the scopes that have rules.
        names: By group name, the reason and the id of the rule.
    """

    patterns: dict[str, re.Pattern[str]]
    names: dict[str, tuple[str, str]]


@cache
def furniture_rules(lexicons: str | None = None) -> Rules:
    """Return the rules of the package and of a user's folder.

    Raises:
        UsageError: A rule's pattern or scope cannot be used; the message names the rule.
    """
    rows = read_lexicon("pipeline.clean", "furniture.csv", lexicons)
    alternatives: dict[str, list[str]] = {}
    names: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows):
        pattern = row["pattern"].replace(DATE_SLOT, any_date(lexicons))
        _check(row["id"], row["scope"], pattern)
        names[f"rule{number}"] = (row["reason"], row["id"])
        alternatives.setdefault(row["scope"], []).append(f"(?P<rule{number}>{pattern})")
    patterns = {
        scope: re.compile(rf"(?:{'|'.join(parts)})" + (r"\Z" if scope == "end" else ""))
        for scope, parts in alternatives.items()
    }
    return Rules(patterns, names)


def _check(rule: str, scope: str, pattern: str) -> None:
    if scope not in SCOPES:
        raise UsageError(
            f"furniture.csv: rule {rule!r} has the scope {scope!r}. Use one of {', '.join(SCOPES)}."
        )
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise UsageError(
            f"furniture.csv: the pattern of rule {rule!r} is wrong: {error}. Correct it."
        ) from error
    if groups:
        raise UsageError(f"furniture.csv: rule {rule!r} has a capturing group. Write (?:…) for (…).")


def find_furniture(text: str, rules: Rules) -> Iterator[Cut]:
    """Yield what belongs to the page, in order and without overlaps."""
    spans = list(lines(text))
    for number, (start, end) in enumerate(spans):
        scopes = ["line"]
        if number < _EDGE_LINES:
            scopes += ["head", "edge"]
        if number >= len(spans) - _EDGE_LINES:
            scopes += ["foot", "edge"]
        whole = _whole_line(text, start, end, scopes, rules)
        yield from [whole] if whole else _parts(text, start, end, rules)


def _whole_line(text: str, start: int, end: int, scopes: list[str], rules: Rules) -> Cut | None:
    if end - start > _MAX_LENGTH:
        return None
    for scope in scopes:
        pattern = rules.patterns.get(scope)
        match = pattern.fullmatch(text, start, end) if pattern else None
        if match:
            return _cut(match, rules)
    return None


def _parts(text: str, start: int, end: int, rules: Rules) -> Iterator[Cut]:
    if "start" in rules.patterns and (match := rules.patterns["start"].match(text, start, end)):
        yield _cut(match, rules)
        start = match.end()
    last = None
    if "end" in rules.patterns:
        last = rules.patterns["end"].search(text, max(start, end - _MAX_LENGTH), end)
        end = last.start() if last else end
    if "part" in rules.patterns:
        yield from (_cut(match, rules) for match in rules.patterns["part"].finditer(text, start, end))
    if last:
        yield _cut(last, rules)


def _cut(match: re.Match[str], rules: Rules) -> Cut:
    reason, rule = rules.names[match.lastgroup or ""]
    return Cut(match.start(), match.end(), reason, rule)
