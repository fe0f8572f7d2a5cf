"""Make spaCy's English tokenizer cut words as the English treebanks of Universal Dependencies do.

The result is an ordinary ``spacy.tokenizer.Tokenizer``: its rules are saved with the model, and nothing of
this room is needed to load it. What differs from spaCy's defaults lies in two lexicons of this room:
``token_rules.csv`` (regular expressions) and ``token_words.csv`` (words). With spaCy's defaults the time for
a long run of punctuation grows with the square of its length; here such a run is one token.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from pipeline.lexicon import read_lexicon

_ROOM = "pipeline.training"
_SENTENCES = "pipeline.sentences"

#: spaCy's rules that ours replace: its hyphen between words, and dollars with a country's letters in front,
#: and full stops, whose run it looks for from each of them.
_REPLACED = (f"(?:{HYPHENS})", r"US\$", r"C\$", r"A\$", r"\.\.+")
#: spaCy's rule for possessives takes off any number of them one by one; this lets it take one.
_NO_SECOND_POSSESSIVE = "(?<!['’][sS])"

#: Where a word that rules look back for has to start.
_NEW_WORD = r"(?<![\w.&-])"

SpecialCases = dict[str, list[dict[int | str, str]]]


def tune_tokenizer(nlp: Language) -> None:
    """Give an English pipeline the tokenizer for the words of Universal Dependencies.

    Args:
        nlp: The pipeline; its tokenizer is changed in place.

    Raises:
        TypeError: The pipeline's tokenizer is not spaCy's rule-based one.
    """
    tokenizer: Any = nlp.tokenizer
    if not hasattr(tokenizer, "infix_finditer"):
        raise TypeError(f"the rules are for spaCy's Tokenizer, not for {type(tokenizer).__name__}")
    defaults = nlp.Defaults
    tokenizer.rules = {}  # set last: spaCy looks up with the other rules what a special case touches
    tokenizer.prefix_search = compile_prefix_regex([*_patterns("prefix"), *_kept(defaults.prefixes)]).search
    tokenizer.suffix_search = compile_suffix_regex([*_patterns("suffix"), *_kept(defaults.suffixes)]).search
    tokenizer.infix_finditer = compile_infix_regex([*_patterns("infix"), *_kept(defaults.infixes)]).finditer
    tokenizer.token_match = _matcher("whole")
    tokenizer.url_match = _matcher("url")
    tokenizer.rules = _special_cases(defaults.tokenizer_exceptions)


@registry.callbacks("pipeline_tune_tokenizer")  # type: ignore[untyped-decorator]  # spaCy leaves it untyped
def create_tuning() -> Callable[[Language], Language]:
    """Make the callback for ``[initialize.before_init]`` of a training configuration."""

    def tune(nlp: Language) -> Language:
        tune_tokenizer(nlp)
        return nlp

    return tune


def _kept(rules: Iterable[str | re.Pattern[str]] | None) -> Iterator[str]:
    for rule in map(str, rules or ()):
        if not any(rule == old or (len(old) > 4 and old in rule) for old in _REPLACED):
            yield _NO_SECOND_POSSESSIVE + rule if rule.lower() in {"'s", "’s"} else rule


def _patterns(kind: str) -> list[str]:
    """Return the regular expressions of a kind, with the lexicon's words put in."""
    rows = read_lexicon(_ROOM, "token_rules.csv")
    return [f"(?:{_filled(row['pattern'])})" for row in rows if row["kind"] == kind]


def _matcher(kind: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(f"(?:{'|'.join(_patterns(kind))})\\Z").match


def _filled(pattern: str) -> str:
    """Put letters and words into a pattern; spaCy's patterns hold braces, so ``str.format`` will not do."""
    for name, characters in (("letter", ALPHA), ("lower", ALPHA_LOWER), ("upper", ALPHA_UPPER)):
        pattern = pattern.replace(f"<{name}>", characters)
    pattern = pattern.replace("<hyphen>", f"(?:{HYPHENS})")
    pattern = pattern.replace("<behind prefix>", _behind(_words("prefix"), "!", "(?i:", r"(?<![\w-])"))
    pattern = pattern.replace("<before suffix>", "|".join(_words("suffix")))
    pattern = pattern.replace("<behind currency>", _behind(_words("currency"), "=", "(?:", _NEW_WORD))
    return pattern.replace("<behind abbreviation>", _behind(_joined_abbreviations(), "=", "(?:", _NEW_WORD))


def _behind(words: Iterable[str], sign: str, group: str, start: str) -> str:
    """Return a pattern that looks back for one of the words, with ``start`` in front of it.

    Python looks back for a fixed number of characters only, so words of one length stand together.
    """
    by_length = groupby(sorted(set(words), key=lambda word: (len(word), word)), key=len)
    parts = [f"(?<{sign}{start}{group}{'|'.join(map(re.escape, words))}))" for _, words in by_length]
    return "".join(parts) if sign == "!" else f"(?:{'|'.join(parts)})"


def _words(kind: str) -> list[str]:
    return [row["form"] for row in read_lexicon(_ROOM, "token_words.csv") if row["kind"] == kind]


def _abbreviations() -> list[str]:
    """Return abbreviations with their full stop: this room's, and those that never end a sentence."""
    rows = read_lexicon(_SENTENCES, "abbreviations.csv")
    return [*(row["abbreviation"] for row in rows if row["before"] == "any"), *_words("abbreviation")]


def _joined_abbreviations() -> list[str]:
    """Return what is cut off from a capital or a number that is written on to it."""
    rows = read_lexicon(_SENTENCES, "abbreviations.csv")
    words = [*(row["abbreviation"] for row in rows), *_words("abbreviation")]
    return [word for word in words if word[0].isupper()]


def _special_cases(defaults: SpecialCases | None) -> SpecialCases:
    cases = dict(defaults or {})
    for form in _words("forget"):
        for variant in _cases(form):
            cases.pop(variant, None)
    cases |= {form: [{"ORTH": form}] for form in _abbreviations()}
    for form in _words("whole"):
        cases |= {variant: [{"ORTH": variant}] for variant in _cases(form)}
    for form in _words("split"):
        parts = form.split("|")
        for variant in _cases("".join(parts)):
            cases[variant] = _cut(variant, map(len, parts))
    return cases


def _cases(form: str) -> set[str]:
    """Return a word as it is, with a capital, and in capitals."""
    return {form, form[:1].upper() + form[1:], form.upper()}


def _cut(form: str, lengths: Iterable[int]) -> list[dict[int | str, str]]:
    parts: list[dict[int | str, str]] = []
    start = 0
    for length in lengths:
        parts.append({"ORTH": form[start : start + length]})
        start += length
    return parts
