"""Find what a bare number counts: the noun beside it, or the one that an earlier number counted."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.figure_setting import Setting
from pipeline.relations.measure import find_counted_subject
from pipeline.relations.measure_clause import DEFINING_LIMIT, LIMIT
from pipeline.relations.noun_phrases import Phrase, phrase_after, with_complements
from pipeline.relations.per_article import sentence_at, sentence_of

_HYPHENS = frozenset("-–‑")
_BETWEEN = frozenset({"+", "(", "or", "so", "more"})
_INNER = frozenset({"compound", "nmod:poss", "amod", "nmod:desc"})
_FAR = 300  # characters: how far back an unnamed count looks for its noun
_ALONE_BEFORE = frozenset({"VERB", "AUX", "CCONJ", "PUNCT", "ADP", "SCONJ", "SPACE", "ADV", "DET", "SYM"})
_ALONE_BEHIND = frozenset(
    {"VERB", "AUX", "ADP", "PUNCT", "CCONJ", "ADV", "SPACE", "SCONJ", "DET", "SYM", "PART"}
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts.

    Attributes:
        noun: The counted noun, one word or its last word.
        measure: The noun phrase without the number.
        head: The noun's token.
        rule: Which construction shows it.
    """

    noun: TextSpan
    measure: TextSpan
    head: int
    rule: str


def find_counted(
    setting: Setting, number: NumericExpression, earlier: list[tuple[int, Counted]]
) -> Counted | None:
    """Return what a bare number counts, or ``None`` where it counts nothing.

    Args:
        setting: The document.
        number: The bare number.
        earlier: What the numbers before it count, with their offsets, in order.
    """
    return (
        _hyphenated(setting, number)
        or _followed(setting, number)
        or _partitive(setting, number)
        or _subject(setting, number)
        or _elliptic(setting, number, earlier)
    )


def _hyphenated(setting: Setting, number: NumericExpression) -> Counted | None:
    """*547-seat parliament* counts seats; the phrase behind belongs to its measure."""
    doc, text = setting.doc, setting.text
    start = number.end + 1
    if text[number.end : start] not in _HYPHENS or not text[start : start + 1].isalpha():
        return None
    token = setting.tokens(TextSpan(start, start + 1, text[start]))[0]
    end = token.idx + len(token)
    noun = TextSpan(start, end, text[start:end])
    phrase = phrase_after(doc, token.i + 1, setting.barred) if token.i + 1 < len(doc) else None
    if phrase is not None and phrase.start == token.i + 1:
        end = doc[phrase.end - 1].idx + len(doc[phrase.end - 1])
    return Counted(noun, TextSpan(start, end, text[start:end]), token.i, "hyphen")


def _followed(setting: Setting, number: NumericExpression) -> Counted | None:
    """*20 Indian soldiers*, *two more doses*, *13 (inmates)*, *two injured*."""
    doc, span = setting.doc, setting.tokens(number)
    i = span.end
    while i < len(doc) and doc[i].lower_ in _BETWEEN:
        i += 1
    if i >= len(doc) or sentence_at(doc, i) != sentence_of(span) or i in setting.numbered:
        return None
    if doc[i].lower_ in setting.words.roles["condition"]:
        return _counted(setting, Phrase(i, i + 1, i), "state")
    phrase = phrase_after(doc, i, setting.barred)
    if phrase is None or phrase.start != i:
        return None
    return _counted(setting, _cut_at_head(setting, number, phrase), "noun")


def _cut_at_head(setting: Setting, number: NumericExpression, phrase: Phrase) -> Phrase:
    """Return the phrase cut behind the noun that the parse counts, unless more common nouns follow it."""
    head = setting.tokens(number).root.head
    while head.dep_ in _INNER and head.i < head.head.i < phrase.end:
        head = head.head
    inside = phrase.start <= head.i < phrase.end and head.pos_ == "NOUN"
    if inside and not any(token.pos_ == "NOUN" for token in setting.doc[head.i + 1 : phrase.end]):
        return Phrase(phrase.start, head.i + 1, head.i)
    return phrase


def _partitive(setting: Setting, number: NumericExpression) -> Counted | None:
    """*19 of the 38 cases*, *one of his aides*, *9 million out of 12 million people*."""
    doc, i = setting.doc, setting.tokens(number).end
    if i < len(doc) and doc[i].lower_ == "out":
        i += 1
    if i >= len(doc) or doc[i].lower_ != "of":
        return None
    i += 1
    while i < len(doc) and (
        doc[i].pos_ in {"DET", "PRON", "ADP"}
        or i in setting.numbered
        or doc[i].lower_ in setting.words.roles["vague"]
    ):
        i += 1
    phrase = phrase_after(doc, i, setting.barred) if i < len(doc) else None
    if phrase is not None and phrase.end < len(doc) - 1 and doc[phrase.end].tag_ == "POS":
        phrase = phrase_after(doc, phrase.end + 2, setting.barred) or phrase
    return _counted(setting, phrase, "partitive") if phrase else None


def _subject(setting: Setting, number: NumericExpression) -> Counted | None:
    """*The death toll rose to 44*, *a capacity of 56.2 million*."""
    measure = find_counted_subject(setting, number)
    if measure is None:
        return None
    return Counted(_word(setting.doc[measure.head]), measure.span, measure.head, measure.rule)


def _elliptic(
    setting: Setting, number: NumericExpression, earlier: list[tuple[int, Counted]]
) -> Counted | None:
    """*six from the DMK, three from the TRS*: a number that stands alone counts what the last one counted."""
    if not earlier or number.start - earlier[-1][0] > _FAR or not _stands_alone(setting, number):
        return None
    last = earlier[-1][1]
    return Counted(last.noun, last.measure, last.head, "ellipsis")


def _stands_alone(setting: Setting, number: NumericExpression) -> bool:
    doc, span = setting.doc, setting.tokens(number)
    i = setting.before(span.start)
    left = i < 0 or i in setting.numbered or doc[i].pos_ in _ALONE_BEFORE or doc[i].lower_ == "other"
    left = left or doc[i].tag_.startswith("VB")  # "wounded 76": taggers call such participles adjectives
    right = span.end >= len(doc) or doc[span.end].pos_ in _ALONE_BEHIND or doc[span.end].lower_ == "more"
    return left and right


def _counted(setting: Setting, phrase: Phrase, rule: str) -> Counted:
    full = with_complements(setting.doc, phrase, LIMIT, setting.barred, DEFINING_LIMIT)
    return Counted(_word(setting.doc[phrase.head]), full.text_span(setting.doc), phrase.head, rule)


def _word(token: Token) -> TextSpan:
    return TextSpan(token.idx, token.idx + len(token), token.text)
