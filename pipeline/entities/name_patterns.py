"""Names that their own words give away: bodies with a head such as "Ministry of", people behind a title."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from pipeline.lexicon import read_lexicon

LINKS = {"of", "for", "and", "&", "the", "against", "on", "de", "del", "y", "do", "da", "dos"}
PARTICLES = {
    "al",
    "el",
    "bin",
    "bint",
    "ibn",
    "von",
    "van",
    "der",
    "den",
    "de",
    "da",
    "dos",
    "di",
    "du",
    "la",
    "le",
    "ben",
    "ter",
}
JOINERS = frozenset({"-", "'", "’", "'s", "’s"})
PLACES = ("first", "last", "alone", "thing")
LONGEST_LINK = 3
LONGEST_PERSON = 9
LONGEST_SYLLABLE = 6
ACRONYM_LENGTHS = range(2, 11)


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of this module, as tuples of words.

    Attributes:
        first: Heads of organisation names that "of" may follow.
        last: All heads of organisation names.
        alone: Words that with a capital name a body by themselves ("Parliament").
        things: Last words of names that no actor bears ("Penal Code").
        titles: Titles that are no part of a name.
        kept: Titles that are ("Sheikh").
        single: The last words of titles; alone they are never a name.
        openers: The first words of all titles.
    """

    first: frozenset[tuple[str, ...]]
    last: frozenset[tuple[str, ...]]
    alone: frozenset[str]
    things: frozenset[str]
    titles: frozenset[tuple[str, ...]]
    kept: frozenset[tuple[str, ...]]
    single: frozenset[str]
    openers: frozenset[str]


@cache
def read_words(lexicons: str | None = None) -> Words:
    """Read ``org_words.csv`` and ``titles.csv``."""
    heads = read_lexicon("pipeline.entities", "org_words.csv", lexicons)
    titles = read_lexicon("pipeline.entities", "titles.csv", lexicons)
    placed = {place: [row["word"] for row in heads if row["place"] == place] for place in PLACES}
    first, last = (frozenset(tuple(word.split()) for word in placed[place]) for place in ("first", "last"))
    plain, kept, shared = (
        frozenset(_title_words(row["title"]) for row in titles if row["kept"] == value)
        for value in ("no", "yes", "surname")
    )
    return Words(
        first=first,
        last=first | last,
        alone=frozenset(placed["alone"]),
        things=frozenset(placed["thing"]),
        titles=plain | shared,
        kept=kept,
        single=frozenset(title[-1] for title in plain if "of" not in title),
        openers=frozenset(title[0] for title in plain | kept | shared),
    )


def _title_words(title: str) -> tuple[str, ...]:
    """Split at hyphens as the tokeniser does."""
    return tuple(title.replace("-", " - ").split())


def is_capitalised(token: Token) -> bool:
    """Return whether the token is written like part of a name: it starts with a capital letter."""
    return token.text[:1].isupper()


def find_organisations(doc: Doc, words: Words) -> Iterator[Span]:
    """Yield runs of capitalised words with a head such as "Ministry of Defence" or "Elaf Group"."""
    for start, end in _capital_runs(doc):
        if end - start == 1 and doc[start].text in words.alone and not doc[start].is_sent_start:
            yield Span(doc, start, end, label="ORG")
        head_end = _last_head_end(doc, start, end, words.last)
        if head_end is None:
            continue
        open_head = _ends_with(doc, start, head_end, words.first)
        stop = _linked_end(doc, end) if open_head and head_end == end else head_end
        if stop - start > 1:
            yield Span(doc, start, stop, label="ORG")


def _capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield the maximal runs of capitalised words, a leading article or function word left out."""
    start = None
    for token in doc:
        inside = is_capitalised(token) and not (start is None and token.is_stop and not token.is_upper)
        if inside and start is None:
            start = token.i
        if not inside and start is not None:
            yield start, token.i
            start = None
    if start is not None:
        yield start, len(doc)


def _last_head_end(doc: Doc, start: int, end: int, heads: frozenset[tuple[str, ...]]) -> int | None:
    return next((stop for stop in range(end, start, -1) if _ends_with(doc, start, stop, heads)), None)


def _ends_with(doc: Doc, start: int, end: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(t.text for t in doc[max(start, end - size) : end]) in phrases for size in (1, 2))


def _linked_end(doc: Doc, end: int) -> int:
    """Return the end of what "of", "for" and their like link to a name: "Ministry of Arts and Culture"."""
    if end >= len(doc) or doc[end].lower_ not in {"of", "for", "against", "on", "de", "del"}:
        return end
    while end < len(doc):
        step = 0
        while step < LONGEST_LINK and end + step < len(doc) and doc[end + step].lower_ in LINKS:
            step += 1
        follows = end + step
        if follows >= len(doc) or not is_capitalised(doc[follows]):
            break
        end = follows + 1
    return end


def title_length(doc: Doc, start: int, end: int, words: Words) -> int:
    """Return how many words of titles the span starts with."""
    length = 0
    while (step := _one_title(doc, start + length, end, words)) > 0:
        length += step
    return length


def title_at_end(doc: Doc, start: int, end: int, words: Words) -> int:
    """Return how many words of titles the span ends with."""
    cut = end
    while cut > start and (doc[cut - 1].text in words.single or _one_title(doc, cut - 1, end, words)):
        cut -= 1
    opened = (
        size for size in (1, 2) if cut - size >= start and _one_title(doc, cut - size, end, words) > size
    )
    return end - cut + next(opened, 0)


def _one_title(doc: Doc, start: int, end: int, words: Words) -> int:
    for size in range(min(4, end - start), 0, -1):
        if tuple(token.text for token in doc[start : start + size]) in words.titles:
            return size
    return 0


def find_people(doc: Doc, words: Words) -> Iterator[Span]:
    """Yield the capitalised words behind a title: "Foreign Minister Wang Yi" gives "Wang Yi"."""
    at = 0
    for opener in [token.i for token in doc if token.text in words.openers]:
        if opener < at:
            continue
        at = opener
        length = title_length(doc, at, len(doc), words)
        start = at + length
        behind_title = length > 0 or _starts_with(doc, at, words.kept)
        end = person_end(doc, start, start, words) if behind_title else at
        if end > start:
            yield Span(doc, start, end, label="PERSON")
        at = max(end, start, at + 1)


def _starts_with(doc: Doc, start: int, phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(tuple(t.text for t in doc[start : start + size]) in phrases for size in (1, 2))


def person_end(doc: Doc, start: int, end: int, words: Words) -> int:
    """Return how far a person's name reaches that starts at ``start`` and is known up to ``end``."""
    for token in doc[end : start + LONGEST_PERSON]:
        if token.i > start and _is_glued(token):
            end = token.i + 1
            continue
        inner = token.lower_ in PARTICLES or token.text in JOINERS
        if not (is_capitalised(token) or (inner and token.i > start)):
            break
        if token.text in words.single or (token.is_sent_start and token.i > start) or token.is_digit:
            break
        end = token.i + 1
    while end > start and not (is_capitalised(doc[end - 1]) or _is_glued(doc[end - 1])):
        end -= 1
    return end


def _is_glued(token: Token) -> bool:
    """Return whether a hyphen without spaces ties the token to the word before it: "Chen Shui-bian"."""
    before = token.nbor(-1) if token.i > 1 else None
    return bool(
        before is not None
        and before.text == "-"
        and token.is_alpha
        and not (before.whitespace_ or token.nbor(-2).whitespace_)
    )


def find_hyphenated_people(doc: Doc) -> Iterator[Span]:
    """Yield East Asian names in the usual romanisation: "Kim Hyung-ryul", "Tsai Ing-wen"."""
    for hyphen in doc[2:-1] if len(doc) > 3 else ():
        if hyphen.text != "-":
            continue
        family, given, token = hyphen.nbor(-2), hyphen.nbor(-1), hyphen.nbor()
        if _is_glued(token) and token.is_lower and is_capitalised(given) and is_capitalised(family):
            short = max(len(family), len(given), len(token)) <= LONGEST_SYLLABLE and family.is_alpha
            if short and not token.is_stop and not token.text.endswith("ed"):
                yield Span(doc, token.i - 3, token.i + 1, label="PERSON")


def find_acronyms(doc: Doc) -> Iterator[tuple[Span, Span]]:
    """Yield each long name with the acronym in parentheses behind it: "Anti-Corruption Commission (ACC)".

    The long name is the shortest run of words before the parenthesis whose initials give the acronym,
    after Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions" (2003).
    """
    for bracket in doc[1:-2] if len(doc) > 3 else ():
        if bracket.text != "(" or bracket.nbor(2).text != ")":
            continue
        token = bracket.nbor()
        if not _is_acronym(token.text):
            continue
        start = _initials_start(doc, token.i - 1, token.text)
        if start is not None:
            yield Span(doc, start, token.i - 1, label="ORG"), Span(doc, token.i, token.i + 1, label="ORG")


def _is_acronym(text: str) -> bool:
    return len(text) in ACRONYM_LENGTHS and text[0].isupper() and sum(c.isupper() for c in text) > 1


def _initials_start(doc: Doc, end: int, acronym: str) -> int | None:
    letters = [letter.lower() for letter in acronym if letter.isupper()]
    for index in range(end - 1, max(-1, end - 2 * len(letters) - 3), -1):
        token = doc[index]
        if not (is_capitalised(token) or token.lower_ in LINKS or token.text in JOINERS):
            return None
        if is_capitalised(token) and letters and token.lower_.startswith(letters[-1]):
            letters.pop()
            if not letters:
                return index
    return None
