"""Sentence boundaries that are sure before parsing; the trained part keeps them and finds the others."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon

_START = "SENT_START"

_LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")

_OPENING = frozenset("\u201c\u2018\u00ab([{")
_STRAIGHT_QUOTES = frozenset("\"'")
# How spaCy's arrays write that a sentence starts, does not, or may start at a token.
_YES, _NO, _OPEN = 1, -1, 0

# Marks that never open a sentence on the line of the one before.
_NEVER_FIRST = frozenset(",;:.?!\u2026%\u201d\u2019\u00bb)]}")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations, most with a full stop, by what follows them inside a sentence.

    Attributes:
        any: Titles and the like: whatever follows belongs to the same sentence.
        number: The same if a number follows.
    """

    any: frozenset[str]
    number: frozenset[str]


def read_abbreviations(lexicons: str | None = None) -> Abbreviations:
    """Return the abbreviations of the package and of a user's folder.

    Raises:
        UsageError: An entry says something else than ``any`` or ``number`` about what follows.
    """
    kinds: dict[str, set[str]] = {"any": set(), "number": set()}
    for row in read_lexicon("pipeline.sentences", "abbreviations.csv", lexicons):
        if row["before"] not in kinds:
            raise UsageError(
                f"abbreviations.csv: {row['abbreviation']!r} stands before {row['before']!r}. "
                "Write any or number."
            )
        kinds[row["before"]].add(row["abbreviation"])
    return Abbreviations(frozenset(kinds["any"]), frozenset(kinds["number"]))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a document, read once: spaCy makes an object at every access.

    Attributes:
        texts: Their characters.
        spaced: Whether a space stands behind.
        starts: Whether a sentence starts, as far as it is known.
    """

    texts: list[str]
    spaced: list[bool]
    starts: list[int]


class Boundaries:
    """Set ``token.is_sent_start`` where it is sure, and leave it open elsewhere.

    A sentence starts behind every line break, and where a capital follows a full stop inside quotation
    marks. None starts at white space, at a closing mark, behind an opening mark, or behind an abbreviation
    that needs what follows or the number of a list entry. Lower case and a missing full stop forbid nothing:
    the trained part knows better (sentence F1 on UD EWT dev 90.1 without these two rules, 81.2 with them; on
    the news of GUM dev 97.6 either way).
    """

    def __init__(self, abbreviations: Abbreviations) -> None:
        self._abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """Set the boundaries of a tokenised document."""
        if len(doc) == 0:
            return doc
        starts = doc.to_array([_START]).ravel().astype(np.int64).tolist()
        tokens = Tokens([token.text for token in doc], [bool(token.whitespace_) for token in doc], starts)
        self._mark(tokens)
        # In one go: setting them one by one has spaCy look for a parse in the whole document each time.
        doc.from_array([_START], cast(Any, np.array([tokens.starts], dtype=np.int64).T.astype(np.uint64)))
        return doc

    def _mark(self, tokens: Tokens) -> None:
        before: int | None = None
        broken = False
        for i, text in enumerate(tokens.texts):
            if text.isspace():
                broken = broken or not _LINE_BREAKS.isdisjoint(text)
                if i:
                    tokens.starts[i] = _NO
                continue
            if before is not None:
                tokens.starts[i] = _YES if broken else self._start(tokens, before, i)
            elif i:
                tokens.starts[i] = _NO
            before, broken = i, False

    def _start(self, tokens: Tokens, before: int, i: int) -> int:
        """Return whether a sentence starts at a token, or that the trained part has to decide."""
        text = tokens.texts[i]
        if text[0] in _NEVER_FIRST or _closes(tokens, i) or _opens(tokens, before):
            return _NO
        if self._is_abbreviation(tokens, before, text) or _is_list_number(tokens, before):
            return _NO
        if _ends_quotation(tokens, before) and text[0].isupper():
            return _YES
        return _OPEN

    def _is_abbreviation(self, tokens: Tokens, before: int, following: str) -> bool:
        text = tokens.texts[before]
        if text == "." and before and not tokens.spaced[before - 1]:
            text = tokens.texts[before - 1] + text
        # British style leaves out the full stop of a title. What follows a number is no title: "5:30 PM".
        after_number = before > 0 and tokens.texts[before - 1][0].isdigit()
        if not after_number and not self._abbreviations.any.isdisjoint((text, f"{text}.")):
            return True
        return text in self._abbreviations.number and following[0].isdigit()


def _opens(tokens: Tokens, i: int) -> bool:
    """Return whether the token is an opening mark; a straight quote is one that leans on what follows."""
    if tokens.texts[i] in _STRAIGHT_QUOTES:
        return not tokens.spaced[i] and (i == 0 or _blank_before(tokens, i))
    return tokens.texts[i] in _OPENING


def _closes(tokens: Tokens, i: int) -> bool:
    """Return whether the token is a straight quote that leans on what stands before it."""
    return tokens.texts[i] in _STRAIGHT_QUOTES and not _blank_before(tokens, i)


def _blank_before(tokens: Tokens, i: int) -> bool:
    return tokens.spaced[i - 1] or tokens.texts[i - 1].isspace()


def _ends_quotation(tokens: Tokens, i: int) -> bool:
    """Return whether the token closes a quotation that ends with a full stop, as American style has it."""
    quote = tokens.texts[i]
    return (
        i > 0 and tokens.texts[i - 1] == "." and (quote == "\u201d" or (quote == '"' and _closes(tokens, i)))
    )


def _is_list_number(tokens: Tokens, i: int) -> bool:
    """Return whether the token ends the number, such as ``12.``, that opens a line."""
    texts = tokens.texts
    first = i - 1 if texts[i] == "." and i > 0 else i
    opens_line = first == 0 or tokens.starts[first] == _YES
    return opens_line and texts[i][-1] == "." and texts[first].rstrip(".").isdigit()


@Language.factory("pipeline_sentences", assigns=["token.is_sent_start"], default_config={"lexicons": None})
def create_sentences(nlp: Language, name: str, lexicons: str | None = None) -> Boundaries:
    """Create the component; it stands before the parser.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        lexicons: Folder of a user's own abbreviations.
    """
    del nlp, name  # spaCy passes them to every factory
    return Boundaries(read_abbreviations(lexicons))
