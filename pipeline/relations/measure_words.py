"""The measure that the words around a number name: *50% tariffs*, *a deficit of $99 billion*."""

from spacy.tokens import Doc

from pipeline.records import NumericExpression
from pipeline.relations.figure_setting import Setting
from pipeline.relations.measure_clause import Measure, measured, stated_by
from pipeline.relations.noun_phrases import Phrase, phrase_after, phrase_before
from pipeline.relations.per_article import sentence_at, sentence_of

_OPENERS = frozenset("([")
_DASHES = frozenset({"–", "—", "--"})
_COMPLEMENTS = {
    "percent": frozenset({"of"}),
    "money": frozenset({"of", "in", "as"}),
    "quantity": frozenset({"of"}),
    "duration": frozenset({"of", "in", "into", "after"}),
    "multiple": frozenset({"of"}),
}


def modified(setting: Setting, number: NumericExpression) -> Measure | None:
    """*50% tariffs*, *a 45% stake in X*, *24-hour strike*, *two years' jail*, *$5m worth of goods*."""
    doc, i = setting.doc, setting.behind(number)
    i = _skip(doc, i, frozenset({"-", "'", "’", "'s", '"', "“"}))
    if i < len(doc) and doc[i].lower_ == "worth" and i + 1 < len(doc) and doc[i + 1].lower_ == "of":
        return measured(setting, phrase_after(doc, i + 2, setting.barred), "worth-of")
    if (
        i < len(doc)
        and setting.is_a(doc[i], "comparing")
        and i + 1 < len(doc)
        and doc[i + 1].lower_ != "than"
    ):
        i += 1
    if (
        i >= len(doc)
        or sentence_at(doc, i) != sentence_of(setting.tokens(number))
        or doc[i].pos_ in {"DET", "PRON", "ADP"}
    ):
        return None
    phrase = phrase_after(doc, i, setting.barred)
    if phrase is None or phrase.start != i or _compares_times(doc, phrase.head):
        return None
    if setting.is_change(doc[phrase.head]):
        return _of_change(setting, phrase)
    return measured(setting, phrase, "modified")


def _compares_times(doc: Doc, i: int) -> bool:
    """Return whether a token opens *year on year* or *month over month*."""
    return i + 2 < len(doc) and doc[i + 1].lower_ in {"on", "over"} and doc[i + 2].lower_ == doc[i].lower_


def _of_change(setting: Setting, phrase: Phrase) -> Measure | None:
    """Return what a noun of change changes: *a 5% cut in tariffs*, *a rate hike*, *exports saw a 5% rise*."""
    doc = setting.doc
    if phrase.end < len(doc) and doc[phrase.end].lower_ in {"in", "of", "to", "on"}:
        inner = phrase_after(doc, phrase.end + 1, setting.barred)
        if inner and inner.start not in setting.numbered:
            return measured(setting, inner, "change-noun")
    if phrase.start < phrase.head and doc[phrase.head - 1].pos_ in {"NOUN", "PROPN"}:
        return measured(setting, Phrase(phrase.start, phrase.head, phrase.head - 1), "change-compound", 0)
    return stated_by(setting, doc[phrase.head], "change-subject", "recording")


def complement(setting: Setting, number: NumericExpression) -> Measure | None:
    """*98 percent of the votes*, *$2 billion in aid*, *two years in prison*, *500 tonnes of garbage*."""
    doc, i = setting.doc, setting.behind(number)
    if i + 1 >= len(doc) or doc[i].lower_ not in _COMPLEMENTS.get(number.kind, frozenset()):
        return None
    start = next(j for j in range(i + 1, len(doc) + 1) if j not in setting.numbered)
    phrase = phrase_after(doc, start, setting.barred) if start < len(doc) else None
    if phrase is None or (
        number.kind == "money" and doc[i].lower_ == "in" and doc[phrase.head].pos_ == "PROPN"
    ):
        return None
    named = doc[i].lower_ == "in" and _named_before(setting, number)
    if named or setting.is_a(doc[phrase.head], "denominator"):
        return None
    return measured(setting, phrase, f"complement-{doc[i].lower_}")


def _named_before(setting: Setting, number: NumericExpression) -> bool:
    """Return whether an amount's noun stands before it: *a rent of $250 in cash*, *the gap ($9bn in all)*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i <= 0 or doc[i - 1].pos_ != "NOUN":
        return False
    if doc[i].lower_ != "of" and doc[i].text not in _OPENERS | _DASHES:
        return False
    return not setting.is_a(doc[i - 1], "container") and not setting.is_change(doc[i - 1])


def unit_with(setting: Setting, number: NumericExpression) -> Measure | None:
    """*67 days without violent deaths*: the days themselves are counted."""
    doc, span = setting.doc, setting.tokens(number)
    i = span.end
    if number.kind != "duration" or i + 1 >= len(doc) or doc[i].lower_ not in {"with", "without"}:
        return None
    start = next(j for j in range(i + 1, len(doc) + 1) if j not in setting.numbered)
    phrase = phrase_after(doc, start, setting.barred) if start < len(doc) else None
    if phrase is None:
        return None
    return measured(setting, Phrase(span.end - 1, phrase.end, span.end - 1), "unit-with", 0)


def ranked(setting: Setting, number: NumericExpression) -> Measure | None:
    """*the first deaths in 45 years*, *its worst harvest in two decades*."""
    rank = setting.rank_before(number) if number.kind == "duration" else None
    phrase = phrase_after(setting.doc, rank.i + 1, setting.barred) if rank is not None else None
    if phrase is None or setting.doc[phrase.head].lemma_ == "time":
        return None
    return measured(setting, phrase, "ranked")


def worth(setting: Setting, number: NumericExpression) -> Measure | None:
    """*wealth worth Tk 1.5 crore*, *investments amounting to $15 billion*, *a plant valued at $5m*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i > 0 and doc[i].lower_ == "to" and setting.is_a(doc[i - 1], "valued"):
        i -= 1
    elif i < 0 or not (setting.is_a(doc[i], "worth") or _valued_at(setting, i)):
        return None
    noun = phrase_before(doc, _skip_back(doc, i), setting.barred)
    return measured(setting, noun, "worth", 0)


def _valued_at(setting: Setting, i: int) -> bool:
    doc = setting.doc
    return i + 1 < len(doc) and doc[i + 1].lower_ == "at" and setting.is_a(doc[i], "valued")


def of_noun(setting: Setting, number: NumericExpression) -> Measure | None:
    """*a trade deficit of $99 billion*, *tariffs of up to 50%*, *a growth of 17%*, *a total of 20*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i <= 0:
        return None
    if doc[i].lower_ in {"of", ":"}:
        i -= 1
    elif (
        doc[i].pos_ != "NOUN"
        or setting.tokens(number).start - i > 2
        or number.kind in {"duration", "percent"}
    ):
        return None
    phrase = phrase_before(doc, i + 1, setting.barred) if i not in setting.numbered else None
    if phrase is None:
        return None
    if setting.is_change(doc[phrase.head]) and phrase.start == phrase.head:
        return _of_change(setting, Phrase(phrase.start, phrase.end, phrase.head))
    if setting.is_a(doc[phrase.head], "container") and not _named(setting, phrase):
        return _held(setting, phrase)
    return measured(setting, phrase, "of-noun", 0)


def _named(setting: Setting, phrase: Phrase) -> bool:
    modifiers = setting.doc[phrase.start : phrase.head]
    return any(token.pos_ in {"NOUN", "PROPN"} and not setting.is_a(token, "span") for token in modifiers)


def _held(setting: Setting, phrase: Phrase) -> Measure | None:
    """Return what a container noun holds a number of: *inflation hit a high of 6%*."""
    return stated_by(setting, setting.doc[phrase.head], "container")


def distance(setting: Setting, number: NumericExpression) -> Measure | None:
    """*the depot in Sitakunda, 40km from Chittagong*: the place that is so far away."""
    doc, i = setting.doc, setting.tokens(number).end
    if (
        number.kind != "quantity"
        or i >= len(doc)
        or (doc[i].text != "(" and not setting.is_a(doc[i], "direction"))
    ):
        return None
    before = setting.before(setting.tokens(number).start)
    phrase = phrase_before(doc, _skip_back(doc, before + 1), setting.barred) if before > 0 else None
    return measured(setting, phrase, "distance", 0)


def bracketed(setting: Setting, number: NumericExpression) -> Measure | None:
    """*the bridge (160 metres)*: the noun before the bracket."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i <= 0 or doc[i].text not in _OPENERS | _DASHES:
        return None
    phrase = phrase_before(doc, i, setting.barred)
    if phrase is None or doc[phrase.head].ent_type_ or doc[phrase.head].pos_ == "PROPN":
        return None
    return measured(setting, phrase, "bracket", 0)


def apposed(setting: Setting, number: NumericExpression) -> Measure | None:
    """*solar projects, up to 1 megawatt, …*: the noun before the comma."""
    doc, span = setting.doc, setting.tokens(number)
    i = setting.before(span.start)
    if i <= 0 or doc[i].text != "," or number.kind not in {"quantity", "money"}:
        return None
    if span.end < len(doc) and doc[span.end].text not in {",", ".", ";"}:
        return None
    phrase = phrase_before(doc, i, setting.barred)
    if phrase is None or doc[phrase.head].ent_type_ or phrase.head in setting.numbered:
        return None
    return measured(setting, phrase, "apposed", 0)


def _skip(doc: Doc, i: int, words: frozenset[str]) -> int:
    while i < len(doc) and doc[i].lower_ in words:
        i += 1
    return i


def _skip_back(doc: Doc, end: int) -> int:
    """Return the end of the words before ``end`` without commas and linking verbs."""
    while end > 1 and (
        doc[end - 1].text in {",", "(", '"', "”"}
        or doc[end - 1].pos_ == "ADV"
        or doc[end - 1].lower_ in {"is", "was", "be", "to"}
    ):
        end -= 1
    return end
