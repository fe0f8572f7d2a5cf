"""Names of states in the text, and the state that an article is about at a given place.

The shared gazetteer says which names stand for a state (countries, peoples, capitals, agencies) and which
places only lie in one. What a state is called in the tables is for a later stage.
"""

import string
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache

from spacy.tokens import Doc, Span

from pipeline.lexicon import folder_in_use, per_folder, read_lexicon
from pipeline.relations.per_article import per_article

_LONGEST_NAME = 7  # words of a gazetteer entry worth a look-up
_STATE_KINDS = frozenset({"country", "demonym", "capital"})
_PLACE_KINDS = frozenset({"city", "province"})
_CODE_LENGTH = 3


@per_folder
def _codes(kinds: frozenset[str], lexicons: str | None = None) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in read_lexicon("pipeline", "gazetteer.csv", lexicons):
        if row["kind"] in kinds and len(row["code"]) == _CODE_LENGTH:
            codes.setdefault(row["name"], row["code"])
    return codes


def state_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the state that a name, adjective or capital stands for."""
    return _look_up(text, _codes(_STATE_KINDS))


def agency_codes(text: str) -> frozenset[str]:
    """Return the states of which a state body of this name is known; several for "National Assembly"."""
    return _agencies().get(text.removeprefix("the ").removeprefix("The "), frozenset())


@per_folder
def _agencies(lexicons: str | None = None) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_lexicon("pipeline", "gazetteer.csv", lexicons):
        if row["kind"] == "agency" and len(row["code"]) == _CODE_LENGTH:
            found[row["name"]] = found.get(row["name"], frozenset()) | {row["code"]}
    return found


def _look_up(text: str, codes: dict[str, str]) -> str | None:
    name = text.replace("’", "'").removesuffix("'s").removesuffix("'").strip()
    return codes.get(name) or codes.get(name.removeprefix("the ").removeprefix("The "))


def find_states(span: Span | Doc) -> list[Span]:
    """Return the state names within a span, longest first at each place, in order."""
    return _find(span, _STATE_KINDS)


def _find(span: Span | Doc, kinds: frozenset[str]) -> list[Span]:
    codes, words = _codes(kinds), [token.text for token in span]
    doc, first = (span, 0) if isinstance(span, Doc) else (span.doc, span.start)
    found: list[Span] = []
    index = 0
    while index < len(words):
        match = None
        if _may_open(words[index], kinds, folder_in_use()):
            match = _name_at(doc, first + index, first + len(words), codes)
        if match is not None:
            found.append(match)
        index += len(match) if match is not None else 1
    return found


def _name_at(doc: Doc, start: int, limit: int, codes: dict[str, str]) -> Span | None:
    for end in range(min(start + _LONGEST_NAME, limit), start, -1):
        window = doc[start:end]
        if _look_up(window.text, codes) is not None:
            return window
    return None


@lru_cache(maxsize=1 << 16)
def _may_open(word: str, kinds: frozenset[str], lexicons: str | None) -> bool:
    """Return whether a name of the gazetteer may start with a word, so that few places are looked at closely.

    An article and what may be cut off a name ("India's") say nothing.
    """
    if not any(character.isupper() for character in word[:2]):
        return False
    opening = word.replace("’", "'").rstrip("'s" + string.whitespace)
    names = _sorted_names(kinds, lexicons)
    place = bisect_left(names, opening)
    return word == "The" or (place < len(names) and names[place].startswith(opening))


@per_folder
def _sorted_names(kinds: frozenset[str], lexicons: str | None = None) -> list[str]:
    return sorted(_codes(kinds, lexicons))


def state_in_focus(doc: Doc, position: int) -> tuple[str, Span | None] | None:
    """Return the state that an article names most, with its last mention before a place.

    Args:
        doc: The article.
        position: Token index; a mention behind it is taken only where none lies before.

    Returns:
        The state's code and a span that names it, if one does outright; ``None`` where neither states nor
        places in them are named.
    """
    home, mentions = _home(doc)
    if home is None:
        return None
    before = bisect_right(mentions, position, key=lambda span: span.end)
    return home, (mentions[max(before - 1, 0)] if mentions else None)


@per_article
def states_of(doc: Doc) -> list[Span]:
    """Return the state names of an article, worked out once per article."""
    return find_states(doc)


@per_article
def _home(doc: Doc) -> tuple[str | None, list[Span]]:
    """Return the state that an article names most with its mentions, worked out once per article."""
    mentions = [(state_code(span.text), span) for span in states_of(doc)]
    counts = Counter(code for code, _ in mentions)
    if not counts:
        counts = Counter(_look_up(span.text, _codes(_PLACE_KINDS)) for span in _find(doc, _PLACE_KINDS))
    if not counts:
        return None, []
    home = max(counts, key=lambda code: counts[code])  # the first named wins a tie: counters keep the order
    return home, [span for code, span in mentions if code == home]
