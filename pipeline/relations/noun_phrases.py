"""Noun phrases around a token: read off the parts of speech, with the parse for what hangs on the head.

Parts of speech are far more reliable than attachments, so a phrase is scanned word by word and the parse is
asked only whether a complement belongs to the head or to the verb. Dependencies are Universal Dependencies.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.records import TextSpan
from pipeline.relations.per_article import sentence_at

_NOUNS = frozenset({"NOUN", "PROPN"})
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "SYM", "X"})
_PARTICIPLES = frozenset({"VBN", "VBG"})
_PARTICIPLE_ENDINGS = ("ed", "ing")
_LINKS = frozenset({"-", "–", "/", "&", "'", "’", '"', "“", "”"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})
_LEADING = frozenset({"DET", "PRON"})
_EMPTY = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "to",
        "for",
        "and",
        "its",
        "their",
        "his",
        "her",
        "this",
        "that",
        "total",
        "'s",
        "’s",
    }
)
_ATTACHED = frozenset({"nmod", "nmod:poss", "acl", "acl:relcl", "advcl", "obl"})
_DEFINING = frozenset({"of", "in", "for", "with", "without", "between", "against", "to", "into", "on"})
_MODIFYING = frozenset({"compound", "amod", "flat", "nmod:poss", "nmod", "appos", "nummod"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase as token indices.

    Attributes:
        start: Its first token, determiners left out.
        end: Behind its last token.
        head: The noun that it is a phrase of.
    """

    start: int
    end: int
    head: int

    def text_span(self, doc: Doc) -> TextSpan:
        """Return the phrase's characters, with quotes at its edges left out."""
        start, end = self.start, self.end
        while start < end - 1 and doc[start].is_punct:
            start += 1
        while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].text in _POSSESSIVES):
            end -= 1
        span = doc[start:end]
        return TextSpan(span.start_char, span.end_char, span.text)


def phrase_after(doc: Doc, i: int, barred: frozenset[int] = frozenset()) -> Phrase | None:
    """Return the noun phrase that starts at token ``i`` (determiners are skipped), or ``None``.

    Args:
        doc: The parsed document.
        i: The first token that may belong to the phrase.
        barred: Tokens that cannot be part of it, such as those of time expressions.
    """
    limit = _sentence_end(doc, i)
    start = _skip_leading(doc, i, limit)
    end = start
    nouns: list[int] = []
    while end < limit and end not in barred and _continues(doc, end, limit, bool(nouns)):
        if doc[end].pos_ in _NOUNS:
            nouns.append(end)
        end += 1
    if not nouns:
        return None
    head = nouns[-1]
    return Phrase(start, head + 1, head)


def phrase_before(doc: Doc, end: int, barred: frozenset[int] = frozenset()) -> Phrase | None:
    """Return the noun phrase whose last token is ``end - 1``, or ``None``."""
    head = end - 1
    if head < 0 or doc[head].pos_ not in _NOUNS or head in barred:
        return None
    return Phrase(_left_edge(doc, head, barred), end, head)


def chain_before(doc: Doc, end: int, barred: frozenset[int] = frozenset()) -> Phrase | None:
    """Return the outermost phrase of a chain that ends at ``end``: *exports* in *exports to China in May*."""
    phrase = phrase_before(doc, end, barred)
    while phrase is not None:
        i = _skip_determiners(doc, phrase.start)
        if (
            i < 2
            or doc[i - 1].pos_ not in {"ADP", "CCONJ"}
            or sentence_at(doc, i - 2) != sentence_at(doc, phrase.head)
        ):
            break
        outer = phrase_before(doc, i - 1, barred)
        if outer is None:
            break
        phrase = outer
    return phrase


def _skip_determiners(doc: Doc, i: int) -> int:
    while i > 0 and (doc[i - 1].pos_ in _LEADING or doc[i - 1].pos_ == "NUM"):
        i -= 1
    return i


def phrase_around(doc: Doc, head: int, barred: frozenset[int] = frozenset()) -> Phrase:
    """Return the noun phrase of a head: its modifiers on the left and its name parts on the right."""
    limit, end = _sentence_end(doc, head), head + 1
    while end < limit and end not in barred and doc[end].pos_ in _NOUNS and _belongs(doc[end], head):
        end += 1
    return Phrase(_left_edge(doc, head, barred), end, end - 1 if doc[head].dep_ == "compound" else head)


def with_complements(
    doc: Doc, phrase: Phrase, limit: int, barred: frozenset[int] = frozenset(), defining: int = 0
) -> Phrase:
    """Return the phrase with the complements behind it, as long as it has at most ``limit`` content words.

    Args:
        doc: The parsed document.
        phrase: A noun phrase.
        limit: The number of content words that it may have with its complements.
        barred: Tokens that cannot be part of it.
        defining: That number where the last complement says which thing it is (*of*, *for*) rather than where
            or by whom (*at*, *by*), if it is larger.
    """
    end = phrase.end
    while end < len(doc):
        longer = _complement_end(doc, phrase, end, barred)
        most = max(limit, defining) if doc[end].lower_ in _DEFINING else limit
        if longer is None or content_words(doc, phrase.start, longer) > most:
            break
        end = longer
    return Phrase(phrase.start, end, phrase.head)


def content_words(doc: Doc, start: int, end: int) -> int:
    """Return how many tokens of ``doc[start:end]`` carry content."""
    return sum(not (t.is_punct or t.is_space or t.lower_ in _EMPTY) for t in doc[start:end])


def _sentence_end(doc: Doc, i: int) -> int:
    return int(sentence_at(doc, i).end) if i < len(doc) else len(doc)


def _skip_leading(doc: Doc, i: int, limit: int) -> int:
    while i < limit and (doc[i].pos_ in _LEADING or doc[i].is_quote or doc[i].lower_ in {"more", "of"}):
        i += 1
    return i


def _continues(doc: Doc, i: int, limit: int, has_noun: bool) -> bool:
    token = doc[i]
    if token.is_space or token.is_currency or (i + 1 >= limit and token.pos_ not in _NOUNS):
        return False
    if token.pos_ in _INSIDE:
        return not (token.pos_ == "ADJ" and has_noun and not _noun_follows(doc, i, limit))
    if token.tag_ in _PARTICIPLES or token.pos_ == "ADV" or token.lower_.endswith(_PARTICIPLE_ENDINGS):
        return (not has_noun or doc[i - 1].text in _LINKS) and _noun_follows(doc, i, limit)
    if token.text in _POSSESSIVES or token.text in _LINKS:
        return has_noun or (i + 1 < limit and _noun_follows(doc, i, limit))
    if token.pos_ == "NUM":
        return has_noun and token.dep_ in {"nummod", "compound", "flat"} and token.head.i < i
    return token.pos_ == "CCONJ" and not has_noun and doc[i - 1].pos_ == doc[i + 1 : i + 2][0].pos_ == "ADJ"


def _noun_follows(doc: Doc, i: int, limit: int) -> bool:
    """Return whether the words behind ``i`` go on to a noun without leaving the phrase."""
    for token in doc[i + 1 : min(limit, i + 5)]:
        if token.pos_ in _NOUNS:
            return True
        if token.pos_ not in {"ADJ", "ADV"} and token.tag_ not in _PARTICIPLES and token.text not in _LINKS:
            return False
    return False


def _left_edge(doc: Doc, head: int, barred: frozenset[int]) -> int:
    start, first = head, int(sentence_at(doc, head).start)
    while start > first and start - 1 not in barred and _extends_left(doc, start - 1):
        start -= 1
    while start < head and (
        doc[start].is_punct or doc[start].text in _POSSESSIVES or doc[start].pos_ == "ADV"
    ):
        start += 1
    return start


def _extends_left(doc: Doc, i: int) -> bool:
    token = doc[i]
    if token.is_space or token.is_currency:
        return False
    if token.pos_ in _INSIDE or token.text in _POSSESSIVES:
        return True
    if token.tag_ in _PARTICIPLES:
        return token.dep_ in {"amod", "compound"} and token.head.i > i
    return token.text in _LINKS and not token.is_quote and i > 0 and not token.whitespace_


def _belongs(token: Token, head: int) -> bool:
    return (
        token.head.i == head
        or (head in {a.i for a in token.ancestors} and token.dep_ in _MODIFYING)
        or (token.doc[head].head.i == token.i)
    )


def _complement_end(doc: Doc, phrase: Phrase, end: int, barred: frozenset[int]) -> int | None:
    token = doc[end]
    if end in barred or sentence_at(doc, end) != sentence_at(doc, phrase.head):
        return None
    if token.pos_ == "ADP" and _attached(doc, phrase, end):
        inner = phrase_after(doc, end + 1, barred)
        return inner.end if inner and inner.start not in barred else None
    if (
        token.tag_ in _PARTICIPLES
        and token.dep_ in {"acl", "amod"}
        and token.head.i in range(phrase.start, end)
        and token.lemma_.lower() not in _causing()
    ):
        return end + 1
    return None


@per_folder
def _causing(lexicons: str | None = None) -> frozenset[str]:
    rows = read_lexicon("pipeline.relations", "figures_words.csv", lexicons)
    return frozenset(row["lemma"] for row in rows if row["role"] == "causing")


def _attached(doc: Doc, phrase: Phrase, i: int) -> bool:
    """Return whether the prepositional phrase at ``i`` hangs on a word of the phrase ("of" always does)."""
    if doc[i].lower_ == "of":
        return True
    noun = doc[i].head
    return noun.dep_ in _ATTACHED and noun.head.i in range(phrase.start, i) and noun.i > i


def words_before(doc: Doc, i: int, count: int = 6) -> Iterator[Token]:
    """Yield up to ``count`` tokens before ``i``, nearest first, within the sentence."""
    first = int(sentence_at(doc, i).start) if i < len(doc) else 0
    yield from (doc[j] for j in range(i - 1, max(first, i - count) - 1, -1))
