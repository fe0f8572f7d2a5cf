"""Tell whether a figure is a level or the size of a rise or fall.

*rose 67%*, *a 5% cut*, *$3 billion more than in 2021* are sizes of a change; in *fell to $2 billion* the
number is the level that was reached.
"""

import re
from typing import NamedTuple

from spacy.tokens import Token

from pipeline.records import Change, NumericExpression
from pipeline.relations.clauses import governing_verb
from pipeline.relations.figure_setting import Setting
from pipeline.relations.noun_phrases import phrase_after
from pipeline.relations.per_article import sentence_at, sentence_of

_LEVELS = frozenset({"to", "at", "from"})
_SIGN = re.compile(r"[(\s]([+\-−–])$")
_OPPOSED: dict[str, Change] = {"+": "increase", "-": "decrease", "−": "decrease", "–": "decrease"}
_PARTS = frozenset({"percent", "multiple"})
_MULTIPLES: dict[str, Change] = {
    "doubl": "increase",
    "tripl": "increase",
    "quadrupl": "increase",
    "halv": "decrease",
}


Sign = tuple[Change, int]
"""A direction and the index of the word that says so."""


class FoundChange(NamedTuple):
    """Whether a number is a level or the size of a change, with the rule and the word that say so."""

    change: Change
    rule: str | None = None
    word: Token | None = None


def find_change(setting: Setting, number: NumericExpression) -> FoundChange:
    """Return the direction of a change whose size the number is, with rule and word, or ``level``."""
    for rule in (_signed, _multiplied, _compared, _changed_noun, _of_noun, _changed_verb):
        if sign := rule(setting, number):
            direction, at = sign
            return FoundChange(direction, rule.__name__.strip("_").replace("_", "-"), setting.doc[at])
    return FoundChange("level")


def _signed(setting: Setting, number: NumericExpression) -> Sign | None:
    """*Cusco (+2,752)*."""
    before = setting.text[max(0, number.start - 2) : number.start]
    match = _SIGN.search(before)
    if match is None or (match[1] != "+" and number.kind != "percent"):
        return None
    return _OPPOSED[match[1]], max(0, setting.tokens(number).start - 1)


def _multiplied(setting: Setting, number: NumericExpression) -> Sign | None:
    """*cases doubled*."""
    if number.kind != "multiple":
        return None
    verb = next((stem for stem in _MULTIPLES if number.text.lower() == f"{stem}ed"), None)
    return None if verb is None else (_MULTIPLES[verb], setting.tokens(number).start)


def _compared(setting: Setting, number: NumericExpression) -> Sign | None:
    """*15% fewer crimes*, *$3 billion more than in 2021*, *up 5 percent*, *an additional 95 people*."""
    doc, span = setting.doc, setting.tokens(number)
    words = setting.words.comparatives
    if span.start and doc[span.start - 1].lower_ in {"additional", "extra", "up", "down", "further"}:
        near = doc[span.start - 1].lower_
        if near in words and not _hugs(setting, span.start):
            return words[near], span.start - 1
    if (
        span.end < len(doc)
        and doc[span.end].lower_ in words
        and doc[span.end].lower_ not in {"additional", "extra"}
    ):
        following = doc[span.end + 1].lower_ if span.end + 1 < len(doc) else ""
        if number.kind != "number" or following == "than" or doc[span.end].lower_ in {"fewer", "less"}:
            return words[doc[span.end].lower_], span.end
    return None


def _hugs(setting: Setting, i: int) -> bool:
    """Return whether *up* before a number belongs to *up to* or to a verb of its own."""
    return (
        setting.doc[i - 1].lower_ in {"up", "down"} and i < len(setting.doc) and setting.doc[i].lower_ == "to"
    )


def _changed_noun(setting: Setting, number: NumericExpression) -> Sign | None:
    """*a 5% cut*, *a half-point rate hike*."""
    doc, i = setting.doc, setting.tokens(number).end
    while i < len(doc) and doc[i].text in {"-", ")"}:
        i += 1
    phrase = phrase_after(doc, i, setting.barred) if i < len(doc) else None
    if phrase is None or phrase.start != i or sentence_at(doc, i) != sentence_of(setting.tokens(number)):
        return None
    return _noun_direction(setting, phrase.head)


def _of_noun(setting: Setting, number: NumericExpression) -> Sign | None:
    """*a growth of 17%*, *an increase of 25 basis points*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i <= 0 or doc[i].lower_ != "of":
        return None
    bare = doc[i - 2].pos_ in {"DET", "ADJ", "VERB", "ADP"} if i >= 2 else True
    return _noun_direction(setting, i - 1) if bare or doc[i - 1].lower_ != "growth" else None


def _noun_direction(setting: Setting, i: int) -> Sign | None:
    forms = [setting.doc[i].lower_, setting.doc[i].lemma_.lower()]
    found = next((setting.words.nouns[form] for form in forms if form in setting.words.nouns), None)
    return None if found is None or found == "level" else (found, i)


def _changed_verb(setting: Setting, number: NumericExpression) -> Sign | None:
    """*rose 67%*, *fell by 68,380*, *cut spending by at least 15%*; not *fell to $2 billion*."""
    doc, i = setting.doc, setting.before(setting.tokens(number).start)
    if i < 0 or doc[i].lower_ in _LEVELS:
        return None
    if doc[i].lower_ != "by":
        return (
            _verb_direction(setting, i)
            if number.kind in _PARTS or (doc[i].pos_ == "VERB" and _bare(setting, number))
            else None
        )
    verb = governing_verb(setting.tokens(number).root)
    near = next((j for j in range(i - 1, max(-1, i - 12), -1) if setting.changes(doc[j])), None)
    if verb is not None and setting.changes(verb):
        near = verb.i
    return (
        _verb_direction(setting, near)
        if near is not None and sentence_at(doc, near) == sentence_at(doc, i)
        else None
    )


def _bare(setting: Setting, number: NumericExpression) -> bool:
    """Return whether a number that is no share ends its phrase: *gained $5*, not *added 20 people*."""
    i = setting.tokens(number).end
    return number.kind != "number" and (
        i >= len(setting.doc) or setting.doc[i].pos_ not in {"NOUN", "PROPN", "ADJ"}
    )


def _verb_direction(setting: Setting, i: int) -> Sign | None:
    found = setting.changes(setting.doc[i])
    return None if found is None or found == "level" else (found, i)
