"""Words as the encoder sees them: ids of word pieces and a class of letter case for each piece.

The vocabulary is uncased, as BERT's (Devlin et al. 2019); what the letters' case says is given beside it, so
that "US" and "us" differ while headlines in capitals still share their pieces with running text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

#: Stand-ins for whitespace between words, from the unused ids of BERT's vocabulary.
LINE_BREAK, BLANK = "[unused1]", "[unused2]"
UNKNOWN, START, END = "[UNK]", "[CLS]", "[SEP]"

#: Letter case of a word: no letters, lower, Title, CAPITALS, one capital, miXed.
_NO_LETTERS, _LOWER, _TITLE, _CAPITALS, _LETTER, _MIXED = range(6)
#: A piece inside its word has the class of the word plus this.
_INSIDE = 6
CASES = 12

#: Distinct words whose pieces are kept; a news corpus of a million words has fewer.
_CACHED_WORDS = 100_000
#: Longest word whose pieces are kept.
_CACHED_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text.

    Attributes:
        ids: Rows of the embedding table, one for each piece.
        cases: Letter case of each piece, below :data:`CASES`.
        lengths: The number of pieces of each word, at least one.
    """

    ids: list[int] = field(default_factory=list)
    cases: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)


class WordPieces:
    """Cuts words into the pieces of a vocabulary.

    Args:
        vocabulary: The pieces in the order of their ids.
    """

    def __init__(self, vocabulary: Sequence[str]):
        index = {piece: number for number, piece in enumerate(vocabulary)}
        self._tokenizer = Tokenizer(WordPiece(index, unk_token=UNKNOWN, max_input_chars_per_word=100))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._unknown, self._break, self._blank = index[UNKNOWN], index[LINE_BREAK], index[BLANK]
        self._known: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.start, self.end = index[START], index[END]

    def __call__(self, words: Sequence[str]) -> Pieces:
        """Return the pieces of words; every word has one at least, whitespace too."""
        pieces = Pieces()
        for word in words:
            ids, cases = self._known.get(word) or self._cut(word)
            pieces.ids.extend(ids)
            pieces.cases.extend(cases)
            pieces.lengths.append(len(ids))
        return pieces

    def _cut(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if word.isspace():
            ids = [self._break if "\n" in word else self._blank]
        else:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids or [self._unknown]
        case = letter_case(word)
        cut = tuple(ids), (case, *([case + _INSIDE] * (len(ids) - 1)))
        if len(self._known) < _CACHED_WORDS and len(word) <= _CACHED_LENGTH:
            self._known[word] = cut
        return cut


def letter_case(word: str) -> int:
    """Return the class of a word's letter case.

    >>> [letter_case(word) for word in ("1.5", "may", "May", "IMF", "A", "iPhone")]
    [0, 1, 2, 3, 4, 5]
    """
    letters = [letter for letter in word if letter.isalpha()]
    if not letters:
        return _NO_LETTERS
    capitals = sum(letter.isupper() for letter in letters)
    if not capitals:
        return _LOWER
    if capitals == len(letters):
        return _CAPITALS if capitals > 1 else _LETTER
    return _TITLE if capitals == 1 and letters[0].isupper() else _MIXED
