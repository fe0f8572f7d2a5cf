"""Name what a figure measures: a short noun phrase, copied from the text, whose head names the quantity.

Each rule reads one construction. They are tried from the closest words outwards: what the number modifies
(*50% tariffs*), what it is of (*98 percent of the votes*), what is of it (*a deficit of $99 billion*), what
its verb says (*exports rose 67%*), and at last the measure of the figure that it is coordinated with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.clauses import governing_verb, is_copular, object_of, subject_of
from pipeline.relations.figure_setting import Setting
from pipeline.relations.noun_phrases import (
    Phrase,
    chain_before,
    phrase_after,
    phrase_around,
    phrase_before,
    with_complements,
    words_before,
)
from pipeline.relations.word_forms import base_forms

LIMIT = 3  # content words: a phrase of three agrees with gold phrases of one to nine words

_OPENERS = frozenset("([")
_RESTATED = re.compile(
    r"\s?[(\[]\s?[+-]?(?:[a-z]+\s){0,3}|,?\s(?:or|i\.e\.)\s(?:[a-z]+\s){0,3}", re.IGNORECASE
)
_SHARED = re.compile(
    r"[,;]?\s?(?:and|or|to|from|by|versus|against|compared with|compared to|instead of|up from|down from|while)?\s?"
    r"(?:[a-z]+\s){0,3}",
    re.IGNORECASE,
)
_VALUED = frozenset("valued estimated priced amounting equivalent put pegged".split())
_WORTH = frozenset(
    "worth totalling totaling measuring costing spanning lasting covering exceeding reaching".split()
)
_COMPLEMENTS = {
    "percent": frozenset({"of"}),
    "money": frozenset({"of", "in", "as"}),
    "quantity": frozenset({"of"}),
    "duration": frozenset({"of", "in", "into", "after"}),
    "multiple": frozenset({"of"}),
}
_DIRECTIONS = frozenset("from north south east west northeast northwest southeast southwest away off".split())
_STATING = frozenset(
    "be reach hit stand total exceed amount remain become number average equal measure weigh cost last take "
    "extend span cover stretch survive expire begin start resume end go come continue contain".split()
)
_TAKING = frozenset(
    {"take", "last", "survive", "expire", "begin", "start", "resume", "end", "go", "come", "continue"}
)
_BEFORE_VERB = frozenset({"which", "that", ",", "who"})
_SPANS = frozenset("year month week day decade quarter record time".split())
_LINKING = frozenset({"to", "by", "at", "from", "for", "with"})
_VERBAL = frozenset({"VERB", "AUX"})
_WINDOW = frozenset("last past next coming first".split())
_WEAK = frozenset({"verb", "object"})
_NEARBY = 400  # characters
_COMPARING = frozenset("more less fewer higher lower".split())


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure of a figure.

    Attributes:
        span: Its text.
        head: The token that heads it.
        rule: The construction that showed it.
    """

    span: TextSpan
    head: int
    rule: str


Rule = Callable[[Setting, NumericExpression], Measure | None]


def find_measure(
    setting: Setting, number: NumericExpression, earlier: list[tuple[NumericExpression, Measure]]
) -> Measure | None:
    """Return the measure of a figure that is no plain count.

    Args:
        setting: The document.
        number: The figure's number.
        earlier: The figures before it in the document with their measures, in order.
    """
    if shared := _restated(setting, number, earlier):
        return shared
    for rule in _RULES:
        if measure := rule(setting, number):
            return measure
    return (
        _coordinated(setting, number, earlier)
        or _object(setting, number)
        or _echoed(setting, number, earlier)
    )


def find_counted_subject(setting: Setting, number: NumericExpression) -> Measure | None:
    """Return the measure of a bare number with no noun behind it: *a toll of 44*, *births fell to 99,096*."""
    return _of_noun(setting, number) or _said_of(setting, number) or _stated_change(setting, number)


def _measure(setting: Setting, phrase: Phrase | None, rule: str, limit: int = LIMIT) -> Measure | None:
    if phrase is None:
        return None
    full = with_complements(setting.doc, phrase, limit, setting.barred)
    return Measure(full.text_span(setting.doc), full.head, rule)


# --- the words around the number -----------------------------------------------------------------------


def _modified(setting: Setting, number: NumericExpression) -> Measure | None:
    """*50% tariffs*, *a 45% stake in X*, *24-hour strike*, *two years' jail*, *$5m worth of goods*."""
    doc, i = setting.doc, setting.behind(number)
    i = _skip(doc, i, frozenset({"-", "'", "’", "'s", '"', "“"}))
    if i < len(doc) and doc[i].lower_ == "worth" and i + 1 < len(doc) and doc[i + 1].lower_ == "of":
        return _measure(setting, phrase_after(doc, i + 2, setting.barred), "worth-of")
    if i < len(doc) and doc[i].lower_ in _COMPARING and i + 1 < len(doc) and doc[i + 1].lower_ != "than":
        i += 1
    if i >= len(doc) or doc[i].sent != setting.tokens(number).sent or doc[i].pos_ in {"DET", "PRON", "ADP"}:
        return None
    phrase = phrase_after(doc, i, setting.barred)
    if phrase is None or phrase.start != i:
        return None
    if setting.is_change(doc[phrase.head]):
        return _of_change(setting, phrase)
    return _measure(setting, phrase, "modified")


def _of_change(setting: Setting, phrase: Phrase) -> Measure | None:
    """Return what a noun of change changes: *a 5% cut in tariffs*, *a rate hike*, *exports saw a 5% rise*."""
    doc = setting.doc
    if phrase.end < len(doc) and doc[phrase.end].lower_ in {"in", "of", "to", "on"}:
        inner = phrase_after(doc, phrase.end + 1, setting.barred)
        if inner and inner.start not in setting.numbered:
            return _measure(setting, inner, "change-noun")
    if phrase.start < phrase.head and doc[phrase.head - 1].pos_ in {"NOUN", "PROPN"}:
        return _measure(setting, Phrase(phrase.start, phrase.head, phrase.head - 1), "change-compound", 0)
    return _stated_by(setting, doc[phrase.head], "change-subject")


def _complement(setting: Setting, number: NumericExpression) -> Measure | None:
    """*98 percent of the votes*, *$2 billion in aid*, *two years in prison*, *500 tonnes of garbage*."""
    doc, i = setting.doc, setting.behind(number)
    if i + 1 >= len(doc) or doc[i].lower_ not in _COMPLEMENTS.get(number.kind, frozenset()):
        return None
    start = next(j for j in range(i + 1, len(doc) + 1) if j not in setting.numbered)
    phrase = phrase_after(doc, start, setting.barred) if start < len(doc) else None
    if (
        phrase is None
        or number.kind == "money"
        and doc[i].lower_ == "in"
        and doc[phrase.head].pos_ == "PROPN"
    ):
        return None
    if setting.is_a(doc[phrase.head], "denominator"):
        return None
    return _measure(setting, phrase, f"complement-{doc[i].lower_}")


def _unit_with(setting: Setting, number: NumericExpression) -> Measure | None:
    """*67 days without violent deaths*: the days themselves are counted."""
    doc, span = setting.doc, setting.tokens(number)
    i = span.end
    if number.kind != "duration" or i + 1 >= len(doc) or doc[i].lower_ not in {"with", "without"}:
        return None
    phrase = phrase_after(doc, i + 1, setting.barred)
    if phrase is None:
        return None
    return _measure(setting, Phrase(span.end - 1, phrase.end, span.end - 1), "unit-with", 0)


def _worth(setting: Setting, number: NumericExpression) -> Measure | None:
    """*wealth worth Tk 1.5 crore*, *investments amounting to $15 billion*, *a plant valued at $5m*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i > 0 and doc[i].lower_ in {"at", "to"} and doc[i - 1].lower_ in _VALUED:
        i -= 1
    elif i < 0 or doc[i].lower_ not in _WORTH:
        return None
    noun = phrase_before(doc, _skip_back(doc, i), setting.barred)
    return _measure(setting, noun, "worth", 0)


def _of_noun(setting: Setting, number: NumericExpression) -> Measure | None:
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
    if setting.is_a(doc[phrase.head], "container") and not _named(doc, phrase):
        return _held(setting, phrase)
    return _measure(setting, phrase, "of-noun", 0)


def _named(doc: Doc, phrase: Phrase) -> bool:
    modifiers = doc[phrase.start : phrase.head]
    return any(token.pos_ in {"NOUN", "PROPN"} and token.lower_ not in _SPANS for token in modifiers)


def _held(setting: Setting, phrase: Phrase) -> Measure | None:
    """Return what a container noun holds a number of: *inflation hit a high of 6%*."""
    return _stated_by(setting, setting.doc[phrase.head], "container")


def _distance(setting: Setting, number: NumericExpression) -> Measure | None:
    """*the depot in Sitakunda, 40km from Chittagong*: the place that is so far away."""
    doc, i = setting.doc, setting.tokens(number).end
    if number.kind != "quantity" or i >= len(doc) or doc[i].lower_ not in _DIRECTIONS | {"("}:
        return None
    before = setting.before(setting.tokens(number).start)
    phrase = phrase_before(doc, _skip_back(doc, before + 1), setting.barred) if before > 0 else None
    return _measure(setting, phrase, "distance", 0)


def _bracketed(setting: Setting, number: NumericExpression) -> Measure | None:
    """*the bridge (160 metres)*: the noun before the bracket."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i <= 0 or doc[i].text not in _OPENERS and doc[i].text not in {"–", "—", "--"}:
        return None
    phrase = phrase_before(doc, i, setting.barred)
    if phrase is None or doc[phrase.head].ent_type_ or doc[phrase.head].pos_ == "PROPN":
        return None
    return _measure(setting, phrase, "bracket", 0)


# --- the clause ----------------------------------------------------------------------------------------


def _said_of(setting: Setting, number: NumericExpression) -> Measure | None:
    """*Exports to China reached $2 billion*: the noun phrase right before a verb of stating or change."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i >= 0 and doc[i].lower_ in _LINKING:
        i = setting.before(i)
    if i < 0 or doc[i].pos_ not in _VERBAL:
        return None
    forms = base_forms(doc[i])
    if not setting.changes(doc[i]) and _STATING.isdisjoint(forms):
        return None
    if not _TAKING.isdisjoint(forms) and number.kind != "duration":
        return None
    phrase = _before_verb(setting, i)
    if phrase is None or doc[phrase.head].ent_type_ == "PERSON" or phrase.head in setting.numbered:
        return None
    return _measure(setting, phrase, "said-of")


def _before_verb(setting: Setting, i: int) -> Phrase | None:
    """Return the noun phrase before the verb group that ends at ``i``, over a phrase that hangs on the verb."""
    doc = setting.doc
    for _ in range(2):
        while i > 0 and (
            doc[i].pos_ in _VERBAL or doc[i].pos_ in {"ADV", "PART"} or doc[i].lower_ in _BEFORE_VERB
        ):
            i -= 1
        phrase = chain_before(doc, i + 1, setting.barred)
        if phrase is None or phrase.start < 2:
            return phrase
        j = phrase.start - 1 if doc[phrase.start - 1].pos_ == "ADP" else phrase.start - 2
        if doc[j].pos_ != "ADP" or doc[j - 1].pos_ not in _VERBAL:
            return phrase
        i = j - 1
    return phrase


def _lasting(setting: Setting, number: NumericExpression) -> Measure | None:
    """*extend the regime for 30 days*, *in power for 25 years*, *resumed after three months*: what lasts."""
    if number.kind != "duration":
        return None
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    while i > 0 and doc[i].lower_ in _WINDOW:
        i = setting.before(i)
    if i > 0 and doc[i].lower_ == "of" and setting.is_a(doc[i - 1], "container"):
        i = next((t.i for t in words_before(doc, i, 4) if t.pos_ == "ADP"), i)
    phrase = chain_before(doc, i, setting.barred) if i > 0 and doc[i].lower_ in {"for", "within"} else None
    if phrase is not None and not (doc[phrase.head].ent_type_ and doc[phrase.head].pos_ == "PROPN"):
        return _measure(setting, phrase, "lasting", 0)
    verb = governing_verb(setting.tokens(number).root)
    noun = (object_of(verb) or subject_of(verb)) if verb is not None else None
    return _nominal(setting, noun, "lasting-clause") if noun is not None else None


def _stated(setting: Setting, number: NumericExpression) -> Measure | None:
    """*exports rose 67%*, *turnout was 27%*, *reduced the share from 18 percent to 9 percent*."""
    return _stated_by(setting, setting.tokens(number).root, "clause")


def _stated_change(setting: Setting, number: NumericExpression) -> Measure | None:
    verb = governing_verb(setting.tokens(number).root)
    return _stated(setting, number) if verb is not None and setting.changes(verb) else None


def _stated_by(setting: Setting, anchor: Token, rule: str) -> Measure | None:
    verb = governing_verb(anchor)
    if verb is None:
        return None
    forms = base_forms(verb)
    changes = setting.changes(verb) is not None
    target = object_of(verb)
    if changes and target is not None and target.i != anchor.i and target.i not in setting.numbered:
        return _nominal(setting, target, f"{rule}-object")
    stating = not _STATING.isdisjoint(forms) or "have" in forms and rule == "container"
    if changes or stating or is_copular(verb) or verb.pos_ == "AUX":
        subject = subject_of(verb)
        return _nominal(setting, subject, f"{rule}-subject") if subject else None
    return None


def _nominal(setting: Setting, head: Token, rule: str) -> Measure | None:
    if head.pos_ not in {"NOUN", "PROPN"} or head.i in setting.numbered or head.i in setting.barred:
        return None
    if head.ent_type_ == "PERSON":
        return None
    return _measure(setting, phrase_around(setting.doc, head.i, setting.barred), rule)


def _object(setting: Setting, number: NumericExpression) -> Measure | None:
    """*sold the stake for $3 million*: the object of the verb that the number qualifies."""
    doc, root = setting.doc, setting.tokens(number).root
    i = setting.before(setting.tokens(number).start)
    if i < 0 or doc[i].lower_ not in {"for", "at", "to", "by", "from", "with"}:
        return None
    phrase = chain_before(doc, i, setting.barred)
    if phrase is not None and doc[phrase.head].ent_type_ not in {"PERSON", "GPE", "ORG"}:
        return _measure(setting, phrase, "object", 0)
    verb = governing_verb(root)
    target = object_of(verb) if verb is not None else None
    return _nominal(setting, target, "object") if target is not None and target.i != root.i else None


def _apposed(setting: Setting, number: NumericExpression) -> Measure | None:
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
    return _measure(setting, phrase, "apposed", 0)


def _verb(setting: Setting, number: NumericExpression) -> Measure | None:
    """Return the verb itself of *was fined $500* or *spent Rs 26 lakh*."""
    i = setting.before(setting.tokens(number).start)
    near = setting.doc[i] if i >= 0 and setting.doc[i].pos_ == "VERB" else None
    verb = near or governing_verb(setting.tokens(number).root)
    if verb is None or verb.i in setting.numbered or is_copular(verb) or verb.pos_ != "VERB":
        return None
    return Measure(TextSpan(verb.idx, verb.idx + len(verb), verb.text), verb.i, "verb")


# --- other figures -------------------------------------------------------------------------------------


def _restated(
    setting: Setting, number: NumericExpression, earlier: list[tuple[NumericExpression, Measure]]
) -> Measure | None:
    """*3,488 kilometres (2,167 miles)*: the same value in another unit."""
    if not earlier:
        return None
    last, measure = earlier[-1]
    gap = setting.doc.text[last.end : number.start] if number.start - last.end < 40 else None
    if gap is None or not _RESTATED.fullmatch(gap):
        return None
    return Measure(measure.span, measure.head, "restated")


def _coordinated(
    setting: Setting, number: NumericExpression, earlier: list[tuple[NumericExpression, Measure]]
) -> Measure | None:
    """*$190 million in 2020 and $490 million in 2021*: the measure of the last such figure of the sentence."""
    sentence = setting.tokens(number).sent
    for last, measure in reversed(earlier[-3:]):
        if last.kind == number.kind and sentence.start_char <= last.start and measure.rule not in _WEAK:
            return Measure(measure.span, measure.head, "coordinated")
    return None


def _echoed(
    setting: Setting, number: NumericExpression, earlier: list[tuple[NumericExpression, Measure]]
) -> Measure | None:
    """Return the verb, or for what no verb can name the measure of the last figure of the kind nearby."""
    if number.kind in {"percent", "quantity"}:
        for last, measure in reversed(earlier[-4:]):
            if last.kind == number.kind and number.start - last.end < _NEARBY and measure.rule not in _WEAK:
                return Measure(measure.span, measure.head, "echoed")
    return _verb(setting, number)


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


_RULES: tuple[Rule, ...] = (
    _unit_with,
    _modified,
    _complement,
    _worth,
    _of_noun,
    _distance,
    _bracketed,
    _said_of,
    _stated,
    _lasting,
    _apposed,
)
