"""The component that corrects and completes the names that a trained component found.

It works without one too; then only what the gazetteer and the patterns know is found.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.entities.gazetteer import build_gazetteer
from pipeline.entities.name_consistency import agree_on_labels, find_repeats
from pipeline.entities.name_patterns import (
    PARTICLES,
    Words,
    find_acronyms,
    find_hyphenated_people,
    find_organisations,
    find_people,
    is_capitalised,
    person_end,
    read_words,
    title_at_end,
    title_length,
)

EDGE_CHARACTERS = set("'\"“”‘’.,;:!?()[]{}-–—*/|#@ \n\t")
POSSESSIVES = {"'s", "’s", "'", "’"}
SHORTEST_HEADLINE = 4
LONGEST_HEADLINE = 25
HEADLINE_SHARE = 0.9
DASHES = set("-–—")
DETERMINERS = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "its",
    "his",
    "her",
    "their",
    "our",
    "some",
    "many",
    "several",
}


@Language.factory(
    "pipeline_names",
    assigns=["doc.ents"],
    requires=["token.is_sent_start"],
    default_config={"lexicons": None},
)
def create_names(nlp: Language, name: str, lexicons: str | None) -> "NameCorrector":
    """Create the component; ``lexicons`` is a folder with a user's own entries."""
    del name
    return NameCorrector(nlp, lexicons)


class NameCorrector:
    """Set ``doc.ents`` from the trained component's names, the gazetteer and the patterns."""

    def __init__(self, nlp: Language, lexicons: str | None = None) -> None:
        self._gazetteer = build_gazetteer(nlp, lexicons)
        self._words = read_words(lexicons)

    def __call__(self, doc: Doc) -> Doc:
        """Correct the names of one document and return it."""
        taken = _measured(doc)
        known = self._gazetteer.find(doc)
        patterns = [
            *find_organisations(doc, self._words),
            *(span for pair in find_acronyms(doc) for span in pair),
            *find_people(doc, self._words),
            *find_hyphenated_people(doc),
        ]
        lines, written = _Lines(doc), {token.text for token in doc}
        trained = [
            span
            for span in doc.ents
            if not (_is_no_actor(span, self._words, written) or lines.is_headline_word(span))
        ]
        at = {token.i: span for span in known for token in span}
        found = [part for span in [*patterns, *trained] for part in self._apart(span, at)]
        clipped = (_clip(span, taken) for span in [*known, *found])
        names = filter_spans(span for span in clipped if span is not None)
        firm = [span for span in known if span.text not in self._gazetteer.minor]
        names = agree_on_labels(names, firm, self._words.single)
        repeats = find_repeats(doc, names, self._words.single)
        whole = (
            _whole_person(s, at, self._words) if s.label_ == "PERSON" and len(s) == 1 else s for s in repeats
        )
        doc.ents = filter_spans([*names, *whole])
        return doc

    def _apart(self, span: Span, at: dict[int, Span]) -> Iterator[Span]:
        """Take a name apart where titles or known names show that it joins several, and trim each part."""
        pieces = _cut_joined(span, self._words) if span.label_ == "ORG" else [span]
        for piece in pieces:
            trimmed = _trim(piece, self._words)
            for part in _against_gazetteer(trimmed, at, self._words) if trimmed is not None else ():
                yield _whole_person(part, at, self._words) if part.label_ == "PERSON" else part


def _cut_joined(span: Span, words: Words) -> list[Span]:
    """Cut "National Assembly Speaker Marzouq Al-Ghanem" into a body and a person, and at spaced dashes."""
    doc = span.doc
    titles = title_length(doc, span.start, span.end - 1, words)
    if titles and span.label_ == "ORG":
        start = _behind_office(span) if any(token.lower_ == "of" for token in span) else span.start + titles
        return [Span(doc, start, span.end, label="PERSON")] if start < span.end else []
    for token in span[1:-1]:
        if token.text in words.single:
            return [
                Span(doc, span.start, token.i, label="ORG"),
                Span(doc, token.i + 1, span.end, label="PERSON"),
            ]
        if set(token.text) <= DASHES and token.nbor(-1).whitespace_:
            return [Span(doc, span.start, token.i, label="ORG")]
    return [span]


def _behind_office(span: Span) -> int:
    """Return where the name starts in "Minister of Public Works Rafael Sabonge": its last two words."""
    run = 0
    while run < len(span) and is_capitalised(span[len(span) - 1 - run]):
        run += 1
    return span.end - 2 if run > 2 else span.end


def _trim(span: Span, words: Words) -> Span | None:
    """Cut determiners, titles, possessives and punctuation off; nothing may be left."""
    doc, start, end = span.doc, span.start, span.end
    while end > start and (doc[end - 1].text in POSSESSIVES or set(doc[end - 1].text) <= EDGE_CHARACTERS):
        end -= 1
    while start < end and (doc[start].lower_ in DETERMINERS or set(doc[start].text) <= EDGE_CHARACTERS):
        start += 1
    if span.label_ == "PERSON":
        start += 1 if start < end and doc[start].like_num else 0
        inner = (token.i + 1 for token in doc[start + 1 : end - 1] if token.text in words.single)
        start = max([start + title_length(doc, start, end, words), *inner])
        start += title_length(doc, start, end, words)
    end -= title_at_end(doc, start, end, words)
    while start < end and doc[start].is_lower and doc[start].lower_ not in PARTICLES:
        start += 1
    if start >= end or not any(is_capitalised(token) for token in doc[start:end]):
        return None
    if end - start == 1 and end < len(doc) and doc[end].like_num:
        return None  # "Section 165", "Grade 2"
    return Span(doc, start, end, label=span.label)


def _against_gazetteer(span: Span, at: dict[int, Span], words: Words) -> Iterator[Span]:
    """Keep of a name what the gazetteer allows.

    A place or people that holds a known name is that name; known peoples and places before a person's
    name are none of it.
    """
    inside = {at[token.i].start for token in span if token.i in at}
    if not inside:
        yield span
    elif span.label_ == "PERSON":
        start = span.start
        while start < span.end and start in at and at[start].label_ in {"NORP", "ORG"}:
            start = at[start].end
            start += title_length(span.doc, start, span.end, words)
        if start < span.end and (start not in at or span.end - start > len(at[start])):
            yield Span(span.doc, start, span.end, label="PERSON")
    elif span.label_ == "ORG" and not any(len(at[i]) >= len(span) for i in inside):
        yield span


def _whole_person(span: Span, at: dict[int, Span], words: Words) -> Span:
    """Reach over the rest of a name of which a part was found: "Mohd Shah" [Nurul]."""
    doc, start = span.doc, span.start
    while start > 0 and _joins_before(span, start - 1, at, words):
        start -= 1
    end = person_end(doc, start, span.end, words)
    while end > span.end and (end - 1) in at:
        end = at[end - 1].start
    return Span(doc, start, max(end, span.end), label=span.label)


def _joins_before(span: Span, index: int, at: dict[int, Span], words: Words) -> bool:
    token = span.doc[index]
    if index in at or token.text in words.single or span.doc[index + 1].is_sent_start:
        return False
    if (token.text,) in words.kept:
        return True
    inner = not token.is_sent_start and is_capitalised(token) and token.is_alpha and not token.is_stop
    return inner and (len(token.text) == 1 or not token.is_upper)


def _is_no_actor(span: Span, words: Words, written: set[str]) -> bool:
    """Return whether a trained name is a word with a capital, as at a sentence's start, or a thing's name.

    Args:
        span: The name.
        words: The word lists.
        written: All words of the article, as they are written.
    """
    token = span[0]
    if token.text in words.things or span[-1].text in words.things:
        return True
    if len(span) > 1:
        return False
    if token.is_upper:
        return any(character.isdigit() for character in token.text)
    return token.is_stop or (bool(token.is_sent_start) and token.lower_ in written)


class _Lines:
    """The lines of an article, to tell which are headlines."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._text = doc.text
        self._breaks = [token.i for token in doc if "\n" in token.text]
        self._shouting: dict[tuple[int, int], bool] = {}

    def is_headline_word(self, span: Span) -> bool:
        """Return whether a name stands only in a line where most words have a capital: a headline."""
        before = bisect_left(self._breaks, span.start)
        start = self._breaks[before - 1] + 1 if before else 0
        behind = bisect_left(self._breaks, span.end)
        stop = self._breaks[behind] if behind < len(self._breaks) else len(self._doc)
        if (start, stop) not in self._shouting:
            self._shouting[start, stop] = _is_shouting(self._doc, start, stop)
        return self._shouting[start, stop] and self._text.count(span.text) == 1


def _is_shouting(doc: Doc, start: int, stop: int) -> bool:
    """Return whether most words of a line have a capital."""
    if stop - start > LONGEST_HEADLINE:
        return False
    words = [token for token in doc[start:stop] if token.is_alpha and not token.is_stop]
    capitalised = sum(is_capitalised(token) for token in words)
    return len(words) >= SHORTEST_HEADLINE and capitalised >= HEADLINE_SHARE * len(words)


def _measured(doc: Doc) -> list[tuple[int, int]]:
    """Return the character spans of dates and numbers, where those components ran."""
    layers = (getattr(doc._, name) for name in ("times", "numbers") if Doc.has_extension(name))
    return sorted((item.start, item.end) for layer in layers for item in layer or ())


def _clip(span: Span, taken: Iterable[tuple[int, int]]) -> Span | None:
    """Cut a date or number off the end of a name ("High Court on Sunday"); one elsewhere undoes it."""
    for start, end in taken:
        if start < span.end_char and end > span.start_char:
            kept = [token for token in span if token.idx + len(token) <= start]
            while kept and not is_capitalised(kept[-1]):
                kept.pop()
            return Span(span.doc, span.start, kept[-1].i + 1, label=span.label) if kept else None
    return span
