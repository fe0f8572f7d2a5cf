"""Agreement inside one article: the same name has one label, and a surname alone is its person."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span

SHORTEST_SURNAME = 3
SPEAKING = {"said", "says", "told", "added", "tells", "explained", "tweeted"}


def agree_on_labels(names: list[Span], known: list[Span], never: frozenset[str]) -> list[Span]:
    """Give each name the label that most of its mentions have; the gazetteer's labels stand.

    Someone who speaks counts as a person, and so does the first or last name of a person named in full.
    Words in ``never`` alone are never a person.
    """
    fixed = {span.text for span in known}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for span in names:
        votes[span.text][_label(span)] += 1
    labels = {text: _winner(count) for text, count in votes.items() if text not in fixed}
    agreed = [_relabelled(span, labels) for span in names]
    people = dict.fromkeys(_single_names(agreed) - never - fixed, "PERSON")
    return [_relabelled(span, people) for span in agreed]


def _relabelled(span: Span, labels: dict[str, str]) -> Span:
    return Span(span.doc, span.start, span.end, label=labels.get(span.text, span.label_))


def _label(span: Span) -> str:
    if span.label_ not in {"GPE", "NORP", "LOC"}:
        return span.label_
    doc = span.doc
    around = [doc[i].lower_ for i in (span.start - 1, span.end) if 0 <= i < len(doc)]
    return "PERSON" if SPEAKING & set(around) else span.label_


def _winner(votes: Counter[str]) -> str:
    """Return the label with most votes; people win a tie, as trained components miss them most."""
    most = max(votes.values())
    tied = [label for label, count in votes.items() if count == most]
    return "PERSON" if "PERSON" in tied else tied[0]


def find_repeats(doc: Doc, names: list[Span], never: frozenset[str]) -> Iterator[Span]:
    """Yield further mentions: whole names, acronyms, and people by their first or last name alone.

    Args:
        doc: The article.
        names: The names found so far.
        never: Words that alone are never a person.
    """
    alone = {span.text for span in names if span.label_ == "PERSON" and len(span) == 1}
    singles = (_single_names(names) | alone) - never
    by_first: dict[str, set[tuple[tuple[str, ...], str]]] = defaultdict(set)
    for span in names:
        words = tuple(token.text for token in span)
        if len(words) > 1 or words[0].isupper():
            by_first[words[0]].add((words, span.label_))
    for token in doc:
        for words, label in sorted(by_first.get(token.text, ())):
            if tuple(t.text for t in doc[token.i : token.i + len(words)]) == words:
                yield Span(doc, token.i, token.i + len(words), label=label)
        if token.text in singles and not (token.i + 1 < len(doc) and doc[token.i + 1].like_num):
            yield Span(doc, token.i, token.i + 1, label="PERSON")


def _single_names(names: list[Span]) -> set[str]:
    """Return the words that alone stand for a person whom the article names in full."""
    if not names:
        return set()
    ordinary = {token.text for token in names[0].doc if token.is_lower}
    people = [span for span in names if span.label_ == "PERSON" and len(span) > 1]
    bodies = dict.fromkeys(span.text for span in names if span.label_ == "ORG" and len(span) > 1)
    others = {word for text in bodies for word in text.split()}
    parts = {part.text for span in people for part in (span[0], span[-1])}
    return {
        part
        for part in parts - others
        if len(part) >= SHORTEST_SURNAME and part[0].isupper() and part.lower() not in ordinary
    }
