"""Find the actors that a figure concerns: those of its measure, then of its clause, then of its article."""

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Span, Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.clauses import governing_verb, subject_of
from pipeline.relations.figure_setting import Setting

_ACTORS = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACES = frozenset({"GPE", "NORP"})
_MOST = 2
_LEAD = 3  # times that a name in the first paragraph counts


def find_concern(
    setting: Setting, number: NumericExpression, head: int | None
) -> tuple[tuple[TextSpan, ...], str | None]:
    """Return the spans of the actors that a figure concerns, with the rule that found them.

    Args:
        setting: The document.
        number: The figure's number.
        head: The token that heads its measure, where there is one.
    """
    if head is not None and (found := _names(_around(setting, head, number))):
        return found, "measure"
    if found := _names(_subject(setting, number)):
        return found, "subject"
    if found := _names(setting.tokens(number).sent.ents)[:1]:
        return found, "sentence"
    topic = main_place(setting)
    return ((topic,), "article") if topic else ((), None)


def main_place(setting: Setting) -> TextSpan | None:
    """Return the country or people that the article names most, its opening counting more."""
    places = [ent for ent in setting.doc.ents if ent.label_ in _PLACES]
    if not places:
        return None
    lead = len(setting.doc.text) // 5
    votes = Counter[str]()
    for ent in places:
        votes[ent.text] += _LEAD if ent.start_char < lead else 1
    best = max(places, key=lambda ent: (votes[ent.text], -ent.start))
    return _span(best)


def _around(setting: Setting, head: int, number: NumericExpression) -> Iterator[Span]:
    """Yield the names that modify or complement the head of the measure."""
    noun = setting.doc[head]
    inside = {token.i for token in noun.subtree if abs(token.i - head) < 12}
    sentence = noun.sent
    for ent in sentence.ents:
        if any(i in inside for i in range(ent.start, ent.end)) and not _beyond(setting, noun, ent, number):
            yield ent


def _beyond(setting: Setting, noun: Token, ent: Span, number: NumericExpression) -> bool:
    """Return whether a verb or comma stands between the noun and the name."""
    del number
    low, high = sorted((noun.i, ent.start))
    return any(
        token.pos_ in {"VERB", "AUX"} or token.text in {",", ";", "("}
        for token in setting.doc[low + 1 : high]
    )


def _subject(setting: Setting, number: NumericExpression) -> Iterator[Span]:
    verb = governing_verb(setting.tokens(number).root)
    subject = subject_of(verb) if verb is not None else None
    if subject is None:
        return
    inside = {token.i for token in subject.subtree if abs(token.i - subject.i) < 6} | {subject.i}
    for ent in subject.sent.ents:
        if any(i in inside for i in range(ent.start, ent.end)):
            yield ent


def _names(ents: Iterator[Span] | tuple[Span, ...]) -> tuple[TextSpan, ...]:
    return tuple(_span(ent) for ent in ents if ent.label_ in _ACTORS)[:_MOST]


def _span(ent: Span) -> TextSpan:
    return TextSpan(ent.start_char, ent.end_char, ent.text)
