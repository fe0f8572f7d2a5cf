"""Which names of one article stand for the same person or organisation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from spacy.tokens import Span, Token

from pipeline.normalise.noun_phrases import read_acting_nouns, words_of

PARTICLES = frozenset({"al", "el", "bin", "ibn", "von", "van", "de", "da", "di", "la", "le", "-"})


def trimmed(ent: Span, lexicons: str | None = None) -> Span:
    """Return a name without what does not belong to it.

    Taken off are lower-case words at its end ("Congress party", "Steel and"), what follows a possessive in a
    person's name ("Moyo's R50"), titles before it ("MPs Amina Moyo") and where a body has its seat
    ("London-based Gulf Watch").
    """
    start, end = ent.start, ent.end
    if ent.label_ == "PERSON":
        end = next((token.i for token in ent[1:] if token.tag_ == "POS"), end)
        while start < end - 1 and ent.doc[start].lower_ in words_of("no part of a name", lexicons):
            start += 1
    elif ent.label_ == "ORG":
        start = _behind_seat(ent)
    else:
        return ent
    kept = read_acting_nouns(lexicons).of_states
    while end - start > 1 and _is_common_word(ent.doc[end - 1]) and ent.doc[end - 1].lower_ not in kept:
        end -= 1
    if (start, end) == (ent.start, ent.end):
        return ent
    return Span(ent.doc, start, end, label=ent.label)


def _behind_seat(ent: Span) -> int:
    seat = next(
        (token.i for token in ent[:5] if token.lower_ == "based" or token.lower_.endswith("-based")), -1
    )
    return seat + 1 if ent.start <= seat < ent.end - 1 else ent.start


def _is_common_word(token: Token) -> bool:
    return token.text.islower() and token.text.isalpha() and token.nbor(-1).text != "-"


def cluster_people(names: Sequence[Span]) -> Mapping[str, str]:
    """Return the fullest form of each person's name.

    A name joins a longer one whose words hold all of its own ("Kenyatta", "Uhuru Kenyatta"); among several
    the one named last before it, else the first after it.
    """
    fullest: dict[str, str] = {}
    forms = list(dict.fromkeys(span.text for span in sorted(names, key=lambda span: span.start)))
    by_word: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        for word in _words(form):
            by_word[word].append(form)
    for form in sorted(forms, key=lambda form: (-len(_words(form)), forms.index(form))):
        longer = [other for other in by_word[_words(form)[-1]] if _holds(other, form)] if _words(form) else []
        fullest[form] = fullest.get(longer[0], longer[0]) if longer else form
    return fullest


def _words(name: str) -> list[str]:
    return [w for w in name.lower().replace("-", " ").split() if w not in PARTICLES]


def _holds(longer: str, shorter: str) -> bool:
    """Return whether the longer name has all words of the shorter one; a single word begins or ends it."""
    long_words, short_words = _words(longer), _words(shorter)
    if len(long_words) <= len(short_words):
        return False
    if short_words[-1] != long_words[-1] and len(short_words) == 1:
        return short_words[0] == long_words[0] or (len(long_words) > 2 and short_words[0] in long_words[1:])
    return set(short_words) <= set(long_words)


def cluster_organisations(names: Sequence[Span]) -> Mapping[str, str]:
    """Return the full form of each organisation's name: acronyms spelled out, short forms made whole."""
    full = dict(_spelled_out(names))
    forms = list(dict.fromkeys(span.text for span in names))
    for form in forms:
        if form not in full:
            longer = [other for other in forms if _is_short_form(form, other)]
            full[form] = longer[0] if len(longer) == 1 else form
    return {form: full.get(name, name) for form, name in full.items()}


def _spelled_out(names: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Yield acronyms with the name that they follow in parentheses, and full names behind an acronym."""
    for span, following in pairwise(names):
        doc = span.doc
        between = [token.text for token in doc[span.end : following.start]]
        closed = following.end < len(doc) and doc[following.end].text == ")"
        if between == ["("] and closed and len(following) == 1 and following.text.isupper() and len(span) > 1:
            yield following.text, span.text
        elif between == ["("] and closed and span.text.isupper() and _initials(following.text) == span.text:
            yield span.text, following.text


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _is_short_form(short: str, long: str) -> bool:
    """Return whether a name is a longer one without its legal form, or its leading words."""
    short_words, long_words = short.split(), long.split()
    if len(short_words) >= len(long_words) or long_words[: len(short_words)] != short_words:
        return False
    return len(short_words) > 1 or all(word.lower() in words_of("legal form") for word in long_words[1:])
