"""The measure that a clause names: *exports rose 67%*, *turnout was 27%*, *extended the ban for 30 days*."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.records import NumericExpression, TextSpan
from pipeline.relations.clauses import governing_verb, is_copular, object_of, subject_of
from pipeline.relations.figure_setting import Setting
from pipeline.relations.noun_phrases import (
    Phrase,
    chain_before,
    phrase_around,
    with_complements,
    words_before,
)
from pipeline.relations.per_article import sentence_at
from pipeline.relations.word_forms import base_forms

LIMIT = 3  # content words of a measure with its complements
DEFINING_LIMIT = 6  # the same where the last complement defines it: "crew members of the ship"
NAMED = frozenset({"PERSON", "GPE", "ORG", "NORP"})

_BEFORE_VERB = frozenset({"which", "that", ",", "who"})
_LINKING = frozenset({"to", "by", "at", "from", "for", "with"})
_VERBAL = frozenset({"VERB", "AUX"})
_PRONOUNS = frozenset({"it", "they"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_WINDOW = frozenset({"last", "past", "next", "coming", "first"})


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


def measured(setting: Setting, phrase: Phrase | None, rule: str, limit: int = LIMIT) -> Measure | None:
    """Return a phrase as a measure, with complements as far as ``limit`` content words allow."""
    if phrase is None:
        return None
    defining = DEFINING_LIMIT if limit else 0
    full = with_complements(setting.doc, phrase, limit, setting.barred, defining)
    return Measure(full.text_span(setting.doc), full.head, rule)


def said_of(setting: Setting, number: NumericExpression) -> Measure | None:
    """*Exports to China reached $2 billion*: the noun phrase right before a verb of stating or change."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i >= 0 and doc[i].lower_ in _LINKING:
        i = setting.before(i)
    if i < 0 or doc[i].pos_ not in _VERBAL:
        return None
    if not setting.changes(doc[i]) and not setting.is_a(doc[i], "stating"):
        return None
    if setting.is_a(doc[i], "lasting") and number.kind != "duration":
        return None
    if doc[i - 1].text == "," and (named := _subject_named(setting, doc[i])) is not None:
        return named
    phrase = _before_verb(setting, i)
    if phrase is None or doc[phrase.head].ent_type_ == "PERSON" or phrase.head in setting.numbered:
        return None
    return measured(setting, phrase, "said-of")


def _subject_named(setting: Setting, verb: Token) -> Measure | None:
    """*shipments to Spain, its best market, fell 2%*: the subject, not what stands before the verb."""
    subject = subject_of(verb)
    return _nominal(setting, subject, "said-of-subject") if subject is not None else None


def _before_verb(setting: Setting, i: int) -> Phrase | None:
    """Return the noun phrase before the verb group that ends at ``i``, over one that hangs on the verb."""
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


def lasting(setting: Setting, number: NumericExpression) -> Measure | None:
    """*extend the regime for 30 days*, *in power for 25 years*, *resumed after three months*: what lasts."""
    if number.kind != "duration":
        return None
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    while i > 0 and doc[i].lower_ in _WINDOW:
        i = setting.before(i)
    if i > 0 and doc[i].lower_ == "of" and setting.is_a(doc[i - 1], "container"):
        i = next((t.i for t in words_before(doc, i, 4) if t.pos_ == "ADP"), i)
    if doc[i].lower_ not in {"for", "within"}:
        return None
    phrase = chain_before(doc, i, setting.barred)
    if phrase is None or (doc[phrase.head].ent_type_ in NAMED and doc[phrase.head].pos_ == "PROPN"):
        return None
    return measured(setting, phrase, "lasting", 0)


def lasting_clause(setting: Setting, number: NumericExpression) -> Measure | None:
    """*production resumed after three months*: the object, or else the subject, of what took so long."""
    if number.kind != "duration":
        return None
    verb = governing_verb(setting.tokens(number).root)
    noun = (object_of(verb) or subject_of(verb)) if verb is not None else None
    return _nominal(setting, noun, "lasting-clause") if noun is not None else None


def stated(setting: Setting, number: NumericExpression) -> Measure | None:
    """*exports rose 67%*, *turnout was 27%*, *reduced the share from 18 percent to 9 percent*."""
    return stated_by(setting, setting.tokens(number).root, "clause")


def stated_change(setting: Setting, number: NumericExpression) -> Measure | None:
    """*births fell to 99,096*: only where the verb says change or the number is the predicate."""
    root = setting.tokens(number).root
    verb = governing_verb(root)
    if verb is None or (not setting.changes(verb) and verb.i != root.i):
        return None
    return stated(setting, number)


def stated_by(setting: Setting, anchor: Token, rule: str, also: str | None = None) -> Measure | None:
    """Return what the verb above a token says something about: its subject, or the object that it changes.

    Args:
        setting: The document.
        anchor: The token.
        rule: The name of the construction.
        also: Role of further verbs whose subject it may be.
    """
    verb = governing_verb(anchor)
    if verb is None:
        return None
    changes = setting.changes(verb) is not None
    target = object_of(verb)
    if changes and target is not None and target.i != anchor.i and target.i not in setting.numbered:
        return _nominal(setting, target, f"{rule}-object")
    stating = setting.is_a(verb, "stating") or (also is not None and setting.is_a(verb, also))
    stating |= rule == "container" and "have" in base_forms(verb)
    if changes or stating or is_copular(verb) or verb.pos_ == "AUX":
        subject = subject_of(verb)
        if subject is not None and subject.lower_ in _PRONOUNS:
            subject = _antecedent(subject)
        return _nominal(setting, subject, f"{rule}-subject") if subject else None
    return None


def _antecedent(pronoun: Token) -> Token | None:
    """Return the last subject before a pronoun, here or one sentence back: *trade is small: it was $3m*."""
    doc, sentence = pronoun.doc, sentence_at(pronoun.doc, pronoun.i)
    start = sentence_at(doc, sentence.start - 1).start if sentence.start > 0 else 0
    before = reversed(doc[start : pronoun.i])
    return next((t for t in before if t.dep_ in _SUBJECTS and t.pos_ == "NOUN"), None)


def _nominal(setting: Setting, head: Token, rule: str) -> Measure | None:
    if head.pos_ not in {"NOUN", "PROPN"} or head.i in setting.numbered or head.i in setting.barred:
        return None
    if head.ent_type_ in NAMED and head.pos_ == "PROPN":
        return None
    return measured(setting, phrase_around(setting.doc, head.i, setting.barred), rule)


def object_measured(setting: Setting, number: NumericExpression) -> Measure | None:
    """*sold the stake for $3 million*: the object of the verb that the number qualifies."""
    doc, root = setting.doc, setting.tokens(number).root
    i = setting.before(setting.tokens(number).start)
    if i < 0 or doc[i].lower_ not in {"for", "at", "to", "by", "from", "with"}:
        return None
    phrase = chain_before(doc, i, setting.barred)
    if phrase is not None and doc[phrase.head].ent_type_ not in {"PERSON", "GPE", "ORG"}:
        return measured(setting, phrase, "object", 0)
    verb = governing_verb(root)
    target = object_of(verb) if verb is not None else None
    return _nominal(setting, target, "object") if target is not None and target.i != root.i else None


def verb_named(setting: Setting, number: NumericExpression) -> Measure | None:
    """Return the verb itself of *was fined $500* or *spent Rs 26 lakh*."""
    i = setting.before(setting.tokens(number).start)
    near = setting.doc[i] if i >= 0 and setting.doc[i].pos_ == "VERB" else None
    verb = near or governing_verb(setting.tokens(number).root)
    if verb is None or verb.i in setting.numbered or is_copular(verb) or verb.pos_ != "VERB":
        return None
    return Measure(TextSpan(verb.idx, verb.idx + len(verb), verb.text), verb.i, "verb")
