"""Copies of gold documents in the letter case of headlines.

spaCy's own augmenters write text in lower case; news also has ALL CAPITALS and Title Case.
"""

from collections.abc import Callable

from spacy.tokens import Doc, Span

#: Words that style guides leave in lower case in a headline (closed classes of general English).
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "n't", "nor", "of", "on", "or")
) | {"over", "per", "the", "to", "vs", "with"}


def upper_case(doc: Doc) -> Doc:
    """Return a copy of the document in capital letters, with the same annotation."""
    return _recase(doc, lambda _, word: word.upper())


def title_case(doc: Doc) -> Doc:
    """Return a copy of the document in the title case of headlines, with the same annotation."""
    return _recase(doc, _title_word)


def _title_word(index: int, word: str) -> str:
    if index and word.lower() in _SMALL_WORDS:
        return word
    return word[:1].upper() + word[1:]


def _recase(doc: Doc, recase: Callable[[int, str], str]) -> Doc:
    # The number of tokens stays as it is, so annotation is copied token by token.
    has_tree = doc.has_annotation("DEP")
    copy = Doc(
        doc.vocab,
        words=[recase(token.i, token.text) for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ for token in doc],
        pos=[token.pos_ for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[token.head.i for token in doc] if has_tree else None,
        deps=[token.dep_ for token in doc] if has_tree else None,
    )
    _copy_names(doc, copy)
    return copy


def _copy_names(source: Doc, target: Doc) -> None:
    if not source.has_annotation("ENT_IOB"):
        return
    entities = [Span(target, span.start, span.end, label=span.label_) for span in source.ents]
    missing = [target[token.i : token.i + 1] for token in source if token.ent_iob == 0]
    target.set_ents(entities, missing=missing, default="outside")
