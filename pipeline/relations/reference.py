"""What a mention stands for in its article: its chain of mentions, and the span that names the actor."""

from spacy.tokens import Doc, Span, Token

from pipeline.records import TextSpan
from pipeline.relations.linking import Chain as Chain
from pipeline.relations.linking import link_mentions
from pipeline.relations.mentions import Mention, words_of
from pipeline.relations.per_article import per_article


@per_article
def chains_of(doc: Doc) -> list[Chain]:
    """Return the actors of an article, worked out once per article."""
    return link_mentions(doc)


def resolve(doc: Doc, span: Span) -> tuple[TextSpan, ...]:
    """Return the spans that a mention stands for, in textual order.

    Args:
        doc: The article.
        span: A mention.

    Returns:
        The nearest name of each actor that a reduced mention stands for; the span itself where it needs none
        or no name is known; nothing for a pronoun without antecedent.
    """
    found = [
        (chain, mention) for chain in chains_of(doc) for mention in chain.mentions if _overlap(mention, span)
    ]
    if not found:
        return () if span.root.lower_ in words_of("pronoun") else (text_span(span),)
    return tuple(sorted({nearest_name(*pair) for pair in found}, key=lambda name: name.start))


def _overlap(mention: Mention, span: Span) -> bool:
    return mention.start < span.end and span.start < mention.end


def nearest_name(chain: Chain, mention: Mention) -> TextSpan:
    """Return the span that names a chain's actor at one of its mentions: its own, else the last before it."""
    candidates = (
        [m for m in chain.mentions if _is_outright(m, chain.kind)],
        [m for m in chain.mentions if m.named and m.kind != "pronoun"],
        [m for m in chain.mentions if m.kind != "pronoun"],
    )
    names = next((found for found in candidates if found), [])
    if not names or any(name is mention for name in names):
        return text_span(mention.name)
    before = [m for m in names if m.start <= mention.start]
    return text_span((before[-1] if before else names[0]).name)


def _is_outright(mention: Mention, kind: str) -> bool:
    """Return whether a mention needs no context to be understood."""
    if kind == "state":
        return mention.kind == "state" and mention.code is not None
    return mention.named and mention.kind != "pronoun"


def text_span(words: Span | Token) -> TextSpan:
    """Return the record of a span or a word."""
    start = words.idx if isinstance(words, Token) else words.start_char
    return TextSpan(start, start + len(words.text), words.text)
