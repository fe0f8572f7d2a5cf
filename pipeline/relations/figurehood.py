"""Tell whether a numeric expression is a figure, or why it is none.

The annotation guide decides: ordinals, ages, scores, labels (*Article 370*), numbers in names, numbers that
point back at the participants (*the two sides*), and frames of time (*in the first five months*) are none.
"""

import re
from collections.abc import Callable

from spacy.tokens import Token

from pipeline.records import NumericExpression
from pipeline.relations.figure_setting import Setting
from pipeline.relations.noun_phrases import phrase_after
from pipeline.relations.per_article import sentence_of

_NAMES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "LAW", "WORK_OF_ART"})
_TWO = frozenset({"two", "2", "three", "3", "four", "4"})
_ONE = frozenset({"one", "1"})
_HYPHENS = frozenset("-–‑/")
_JOINED_BEFORE = re.compile(r"[A-Za-z]\)?[-–‑/]$|\d[-–‑/:.]$|[A-Za-z#_]$")
_SCORE_BEHIND = re.compile(r"\s?[-–‑/:]\s?\d|[A-Za-z]{1,2}\b")
_OLD = re.compile(r"[\s-]{0,2}(?:olds?\b|of age\b)")
_OLDER = re.compile(r"\s(?:and|or)\s(?:older|above|over|under|below|younger)\b", re.IGNORECASE)
_AGE_AFTER_NAME = re.compile(r"[,;(]\s?$")
_AGE_CLOSE = re.compile(r"\s?[,;.)]")
_AGE_WORDS = re.compile(
    r"\b(?:aged?|ages|turned|turns|age of)\s(?:(?:between|about|above|over|under|below)\s)?"
    r"(?:\d{1,2}\s(?:to|and)\s)?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ACRONYM = re.compile(r"[A-Z]{2,4}|[A-Z]/s")
_INDEXED = re.compile(r"\w\($")
_LISTED = re.compile(r"(?:^|[\n:;])[\s•*(]{0,4}$")
_LIST_MARK = re.compile(r"[.)\]]?\s?[-–][\sA-Z]|\)|[.)]\s")
_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o'clock|o’clock|hrs\b|GMT\b|:\d\d)", re.IGNORECASE)
_PHONE = re.compile(r"(?:phone|tel|call|contact|whatsapp|hotline|fax)[^.\n]{0,40}$", re.IGNORECASE)
_LONG = re.compile(r"\+?\d{7,}")
_DIGIT_GROUPS = re.compile(r"\d+ \d{2,} ?$|^ \d{2,} \d{2,}")
_APPROXIMATE = re.compile(
    r"(?:\s(?:about|around|nearly|almost|some|roughly|just|only|over|less than|more than|at least))+$"
)
_DEFINITE = frozenset({"the", "these", "those", "our", "their", "both"})

Reason = Callable[[Setting, NumericExpression], bool]


def why_no_figure(setting: Setting, number: NumericExpression) -> str | None:
    """Return the id of the rule that keeps an expression from being a figure, or ``None``."""
    for name, rule in _REASONS.items():
        if rule(setting, number):
            return name
    return None


def _ordinal(setting: Setting, number: NumericExpression) -> bool:
    del setting
    return number.kind == "ordinal"


def _in_name(setting: Setting, number: NumericExpression) -> bool:
    """*G20*, *F-35*, *Covid-19*, *the Four Seasons*: the number is glued to a name or lies inside one."""
    text, span = setting.text, setting.tokens(number)
    if number.kind != "number":
        return False
    before = text[max(0, number.start - 3) : number.start]
    if _JOINED_BEFORE.search(before) or _INDEXED.search(before):
        return True
    first = span[0]
    inside = first.ent_type_ in _NAMES and first.ent_iob_ == "I" and not first.is_sent_start
    return inside and span.start > 0 and setting.doc[span.start - 1].pos_ == "PROPN"


def _label(setting: Setting, number: NumericExpression) -> bool:
    """*Article 370*, *section 30*, *Flight 804*: the noun before names the thing by its number."""
    if number.kind != "number":
        return False
    span = setting.tokens(number)
    if span.start == 0 or span.start == sentence_of(span).start:
        return False
    before = setting.doc[span.start - 1]
    acronym = bool(_ACRONYM.fullmatch(before.text)) and number.text.isdigit()
    return (acronym or setting.is_a(before, "label")) and not _counts_plural(setting, number, before)


def _counts_plural(setting: Setting, number: NumericExpression, before: Token) -> bool:
    """Return whether a plural noun right behind shows a count after all: *on day one 20 people died*."""
    i = setting.tokens(number).end
    if before.lower_ in {"aged", "age", "no", "no.", "section", "article"} or i >= len(setting.doc):
        return False
    return setting.doc[i].tag_ == "NNS"


def _age(setting: Setting, number: NumericExpression) -> bool:
    """*aged 20*, *a 45-year-old man*, *Smith, 45, said*."""
    text = setting.text
    before, behind = text[max(0, number.start - 30) : number.start], text[number.end : number.end + 20]
    if number.kind in {"duration", "quantity"} and (number.unit or "").lower().startswith(
        ("year", "month", "yr")
    ):
        return _old(setting, number, behind) or bool(_AGE_WORDS.search(before) or _OLDER.match(behind))
    if number.kind != "number":
        return False
    if _AGE_WORDS.search(before):
        return True
    i = setting.tokens(number).start
    if not (_AGE_AFTER_NAME.search(before) and _AGE_CLOSE.match(behind)) or i < 2:
        return False
    return number.text.isdigit() and len(number.text) <= 2 and setting.doc[i - 2].pos_ == "PROPN"


def _old(setting: Setting, number: NumericExpression, behind: str) -> bool:
    """Return whether a number of years is somebody's age: *years old*, or *year-old* before a person."""
    match = _OLD.match(behind)
    if match is None and not number.text.lower().endswith(("old", "olds")):
        return False
    end = number.end + (match.end() if match else 0)
    i = next((token.i for token in setting.doc[setting.tokens(number).start :] if token.idx >= end), None)
    phrase = phrase_after(setting.doc, i, setting.barred) if i is not None else None
    if phrase is None:
        return True
    head = setting.doc[phrase.head]
    return setting.is_a(head, "person") or any(
        t.ent_type_ == "PERSON" for t in setting.doc[phrase.start : phrase.end]
    )


def _score(setting: Setting, number: NumericExpression) -> bool:
    """*a 7-1 victory*, *202-8*: numbers that a dash or slash joins to other numbers."""
    if number.kind != "number":
        return False
    text = setting.text
    if _SCORE_BEHIND.match(text[number.end : number.end + 4]):
        return True
    both = re.fullmatch(r"(\d{1,3})\s?[-–]\s?(\d{1,3})", number.text)
    if both is None:
        return False
    i = setting.tokens(number).end
    return int(both[1]) > int(both[2]) or i >= len(setting.doc) or setting.doc[i].pos_ not in {"NOUN", "ADJ"}


def _clock(setting: Setting, number: NumericExpression) -> bool:
    return number.kind == "number" and bool(_CLOCK.match(setting.text[number.end : number.end + 9]))


def _list_mark(setting: Setting, number: NumericExpression) -> bool:
    """*1. Improving…*, *2) …*: the number of an item."""
    text = setting.text
    before, behind = text[max(0, number.start - 6) : number.start], text[number.end : number.end + 3]
    opens = number.start == 0 or bool(_LISTED.search(before))
    return number.kind == "number" and opens and bool(_LIST_MARK.match(behind)) and number.text.isdigit()


def _phone(setting: Setting, number: NumericExpression) -> bool:
    text = setting.text
    before, behind = text[max(0, number.start - 50) : number.start], text[number.end : number.end + 16]
    if number.kind != "number" or not number.text[-1].isdigit():
        return False
    grouped = bool(_DIGIT_GROUPS.search(before[-12:]) or _DIGIT_GROUPS.search(behind))
    return grouped or (bool(_LONG.fullmatch(number.text)) and bool(_PHONE.search(before)))


def _pointing(setting: Setting, number: NumericExpression) -> bool:
    """*the two sides*, *both countries*, *the two*: they point back at the participants."""
    if number.kind != "number" or number.text.lower() not in _TWO:
        return False
    doc, i = setting.doc, setting.tokens(number).end
    definite = i >= 2 and doc[i - 2].lower_ in _DEFINITE
    more = number.text.lower() not in {"two", "2"}
    if more and not definite:
        return False
    phrase = phrase_after(doc, i, setting.barred) if i < len(doc) else None
    if phrase is None or phrase.start != i:
        return definite and not more and (i >= len(doc) or doc[i].pos_ in {"VERB", "AUX", "PART", "ADV"})
    nouns = [token for token in doc[i : phrase.end] if token.pos_ in {"NOUN", "PROPN"}]
    return any(setting.is_a(token, "pointing") for token in (nouns[0], nouns[-1]))


def _single(setting: Setting, number: NumericExpression) -> bool:
    """*one of the leaders*, *no one*, *one day*: *one* that counts nothing."""
    if number.kind != "number" or number.text.lower() not in _ONE:
        return False
    doc, span = setting.doc, setting.tokens(number)
    if span.start and doc[span.start - 1].lower_ in setting.words.roles["stress"]:
        return False
    if number.text.isdigit():
        return False
    others = any(n.kind == "number" and n is not number for n in setting.numbers if _near(setting, number, n))
    return not others or (
        span.end < len(doc) and doc[span.end].lower_ in {"of", "another", "day", "time", "-"}
    )


def _near(setting: Setting, number: NumericExpression, other: NumericExpression) -> bool:
    sentence = sentence_of(setting.tokens(number))
    return sentence.start_char <= other.start < sentence.end_char and abs(other.start - number.start) < 120


def _frame(setting: Setting, number: NumericExpression) -> bool:
    """*two weeks ago*, *in the first five months*, *two days after he died*: it only frames a time."""
    if number.kind != "duration":
        return False
    text = setting.text
    behind = text[number.end : number.end + 20].lower().lstrip()
    if any(re.match(rf"{words}\b", behind) for words in setting.words.frames_behind):
        return True
    before = text[max(0, number.start - 40) : number.start].lower().rstrip()
    before = _APPROXIMATE.sub("", before)
    framed = next((words for words in setting.words.frames_before if _ends(before, words)), None)
    if framed == "in" and setting.rank_before(number) is not None:
        return False
    if framed is not None:
        lasting = re.search(r"\bfor (?:\w+ )?the$", before.removesuffix(framed.split()[-1]).rstrip())
        return not lasting and not behind.startswith(("of ", "in ", "into "))
    return _after_clause(setting, number, before)


def _ends(text: str, words: str) -> bool:
    return text == words or text.endswith((" " + words, "(" + words, "\n" + words, "“" + words, '"' + words))


def _after_clause(setting: Setting, number: NumericExpression, before: str) -> bool:
    """*two days after he was shot*, *after a year*: a point in time, told by a clause or by one unit."""
    if number.text.lower().startswith(("a ", "an ")) and before.endswith("after"):
        return True
    doc, i = setting.doc, setting.tokens(number).end
    if i >= len(doc) or doc[i].lower_ not in {"after", "before", "since"}:
        return False
    return any(
        token.dep_ in {"nsubj", "nsubj:pass"} and token.head.i > token.i for token in doc[i + 1 : i + 7]
    )


def _ranked(setting: Setting, number: NumericExpression) -> bool:
    """*the top five*, *per 1,000 people*: a rank or a base, not a count."""
    i = setting.tokens(number).start
    return number.kind == "number" and i > 0 and setting.doc[i - 1].lower_ in {"top", "per", "every"}


def _sport(setting: Setting, number: NumericExpression) -> bool:
    """*four fours and two sixes*, *on five points*, *an unbeaten 104*: the score of a game."""
    doc, span = setting.doc, setting.tokens(number)
    if number.kind == "quantity":
        return (
            setting.is_a(span[-1], "standing")
            and span.start > 0
            and doc[span.start - 1].lower_ in {"on", "at"}
        )
    if number.kind != "number":
        return False
    sentence = sentence_of(span)
    near = doc[max(sentence.start, span.start - 2) : min(span.end + 3, sentence.end)]
    if any(setting.is_a(token, "score") for token in near):
        return True
    following = doc[span.end] if span.end < len(doc) else None
    counts = (
        following is not None
        and following.pos_ in {"NOUN", "ADJ", "PROPN"}
        and sentence_of(following) == sentence
    )
    return setting.has_score and not (
        counts and following is not None and not setting.is_a(following, "cricket")
    )


def _idiom(setting: Setting, number: NumericExpression) -> bool:
    """*one day*, *two-way*, *double-digit*: a number in a fixed expression."""
    text = setting.text
    if number.text.lower() in setting.words.roles["idiom"]:
        return True
    if text[number.end : number.end + 1] not in _HYPHENS:
        return False
    word = re.match(r"[a-z]+", text[number.end + 1 : number.end + 20].lower())
    return word is not None and word[0] in setting.words.roles["hyphened"]


def _year(setting: Setting, number: NumericExpression) -> bool:
    """*2012* with no noun behind it: a year that the grammar of dates left."""
    i = setting.tokens(number).end
    if number.kind != "number" or not _YEAR.fullmatch(number.text):
        return False
    return i >= len(setting.doc) or setting.doc[i].pos_ not in {"NOUN", "PROPN", "ADJ"}


_REASONS: dict[str, Reason] = {
    "ordinal": _ordinal,
    "idiom": _idiom,
    "age": _age,
    "label": _label,
    "in-name": _in_name,
    "score": _score,
    "clock": _clock,
    "list-mark": _list_mark,
    "phone": _phone,
    "pointing": _pointing,
    "single": _single,
    "frame": _frame,
    "ranked": _ranked,
    "sport": _sport,
    "year": _year,
}
