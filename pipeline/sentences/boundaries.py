"""Sentence boundaries that are sure before parsing; spaCy's parser keeps them and finds the others."""

from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon

_LINE_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")

# Marks that may end a sentence; a colon may, before what is quoted.
_STOPS = frozenset(".?!…:;")

# Marks that may stand between the end of a sentence and the start of the next.
_CLOSING = frozenset("\"'\u201d\u2019\u00bb)]}")
_OPENING = frozenset("\u201c\u2018\u00ab([{")
_STRAIGHT_QUOTES = frozenset("\"'")
_MAX_CLOSING = 3

# Marks that never open a sentence on the line of the one before.
_NEVER_FIRST = frozenset(",;:.?!\u2026%\u201d\u2019\u00bb)]}")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations with a full stop, by what follows them inside a sentence.

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


class Boundaries:
    """Set ``token.is_sent_start`` where it is sure, and leave it open elsewhere.

    A sentence starts behind every line break, and where a capital follows a full stop inside quotation
    marks. None starts at white space, at a closing mark, in lower case, behind an opening mark, behind an
    abbreviation that needs what follows or the number of a list entry, or behind a word without a mark that
    ends a sentence.
    """

    def __init__(self, abbreviations: Abbreviations) -> None:
        self._abbreviations = abbreviations

    def __call__(self, doc: Doc) -> Doc:
        """Set the boundaries of a tokenised document."""
        before: Token | None = None
        broken = False
        for token in doc:
            if token.text.isspace():
                broken = broken or not _LINE_BREAKS.isdisjoint(token.text)
                if token.i:
                    token.is_sent_start = False
                continue
            if before is not None:
                token.is_sent_start = True if broken else self._start(doc, before, token)
            elif token.i:
                token.is_sent_start = False
            before, broken = token, False
        return doc

    def _start(self, doc: Doc, before: Token, token: Token) -> bool | None:
        """Return whether a sentence starts at a token, or None where the parser has to decide."""
        if token.text[0] in _NEVER_FIRST or _closes(doc, token.i) or _opens(doc, before.i):
            return False
        if token.text[0].islower() and token.text.islower():
            return False
        if self._is_abbreviation(doc, before, token) or _is_list_number(doc, before.i):
            return False
        if _ends_quotation(doc, before.i) and token.text[0].isupper():
            return True
        return None if _may_end(doc, before.i) else False

    def _is_abbreviation(self, doc: Doc, before: Token, token: Token) -> bool:
        text = before.text
        if text == "." and before.i and not doc[before.i - 1].whitespace_:
            text = doc[before.i - 1].text + text
        if text in self._abbreviations.any:
            return True
        return text in self._abbreviations.number and token.text[0].isdigit()


def _opens(doc: Doc, i: int) -> bool:
    """Return whether the token is an opening mark; a straight quote is one that leans on what follows."""
    if doc[i].text in _STRAIGHT_QUOTES:
        return not doc[i].whitespace_ and (i == 0 or _blank_before(doc, i))
    return doc[i].text in _OPENING


def _closes(doc: Doc, i: int) -> bool:
    """Return whether the token is a straight quote that leans on what stands before it."""
    return doc[i].text in _STRAIGHT_QUOTES and not _blank_before(doc, i)


def _blank_before(doc: Doc, i: int) -> bool:
    return bool(doc[i - 1].whitespace_) or doc[i - 1].text.isspace()


def _ends_quotation(doc: Doc, i: int) -> bool:
    """Return whether the token closes a quotation that ends with a full stop, as American style has it."""
    quote = doc[i].text
    return i > 0 and doc[i - 1].text == "." and (quote == "\u201d" or (quote == '"' and _closes(doc, i)))


def _is_list_number(doc: Doc, i: int) -> bool:
    """Return whether the token ends the number, such as ``12.``, that opens a line."""
    first = i - 1 if doc[i].text == "." and i > 0 else i
    opens_line = first == 0 or doc[first].is_sent_start is True
    return opens_line and doc[i].text[-1] == "." and doc[first].text.rstrip(".").isdigit()


def _may_end(doc: Doc, i: int) -> bool:
    """Return whether a sentence may end with the token: a stop, with closing marks behind it or not."""
    for token in reversed(doc[max(0, i - _MAX_CLOSING) : i + 1]):
        if token.text[-1] not in _CLOSING:
            return token.text[-1] in _STOPS
    return False


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
