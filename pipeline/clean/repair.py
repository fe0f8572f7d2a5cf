"""Repair characters: mojibake, HTML entities, white space, hard-wrapped lines.

Each function takes a text and yields the edits that it needs; ``MappedText.edit`` makes them.
"""

import html
import re
from collections.abc import Iterator

import ftfy
from ftfy.badness import is_bad

from pipeline.clean.mapped import Edit, lines

# Mojibake is a property of runs of non-ASCII characters: every encoding involved keeps ASCII as it is.
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_C1 = re.compile(r"[\x80-\x9f]")

# What is left of a right double quotation mark whose last byte, 9D, has no character in Windows-1252.
_CUT_QUOTE = "\u00e2\u20ac"

_ENTITY = re.compile(r"&(?:amp;){0,2}(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

# Zero-width and direction marks, soft hyphens, byte order marks, control characters that are no white space.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
# A lone space or line break is as it should be, except at the ends of the text.
_BLANK_RUN = re.compile(rf"[\s{_INVISIBLE}]{{2,}}|[^\S \n]|[{_INVISIBLE}]|\A[ \n]|[ \n]\Z")
_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")

_MIN_WRAP_WIDTH, _MAX_WRAP_WIDTH = 60, 100
_MIN_WRAPPED_LINES = 3
_WRAPPED_SHARE = 0.8
_STOPS = '.!?:"\u201d'


def mojibake(text: str) -> Iterator[Edit]:
    """Undo UTF-8 that was decoded as another encoding, each character mapped to its own source."""
    repaired: dict[str, list[tuple[str, int]]] = {}
    for match in _NON_ASCII.finditer(text):
        run = match.group()
        if run not in repaired:
            repaired[run] = _repair_run(run)
        start = match.start()
        for fixed, length in repaired[run]:
            if fixed != text[start : start + length]:
                yield Edit(start, start + length, fixed)
            start += length


def _repair_run(run: str) -> list[tuple[str, int]]:
    """Return the repaired characters of a run, each with the number of characters that it came from."""
    if run.endswith(_CUT_QUOTE):
        before = run[: -len(_CUT_QUOTE)]
        return [*(_redecode(before) if before else []), ("\u201d", len(_CUT_QUOTE))]
    return _redecode(run)


def _redecode(run: str) -> list[tuple[str, int]]:
    if not (is_bad(run) or _C1.search(run)):
        return [(run, len(run))]
    fixed = ftfy.fix_encoding_and_explain(run)
    codecs = [step.parameter for step in fixed.explanation or () if step.action in ("encode", "decode")]
    sources = [_garbled(char, codecs) for char in fixed.text]
    if "".join(source or "" for source in sources) != run:
        return [(fixed.text, len(run))]
    return [(char, len(source or "")) for char, source in zip(fixed.text, sources, strict=True)]


def _garbled(char: str, codecs: list[str]) -> str | None:
    """Return what a character had become, by going back the (encoding, decoding) steps of its repair."""
    try:
        for encoding, decoding in reversed(list(zip(codecs[::2], codecs[1::2], strict=True))):
            char = char.encode(decoding).decode(encoding)
    except (UnicodeError, ValueError):
        return None
    return char


def entities(text: str) -> Iterator[Edit]:
    """Replace HTML entities by the characters they stand for, also where ``&`` was escaped once more."""
    for match in _ENTITY.finditer(text):
        plain = match.group()
        while (once := html.unescape(plain)) != plain:
            plain = once
        if plain != match.group():
            yield Edit(match.start(), match.end(), plain)


def white_space(text: str) -> Iterator[Edit]:
    """Write each run of white space as one space, one line break, or two where a line is empty.

    Invisible characters go, and so does white space at both ends of the text.
    """
    for match in _BLANK_RUN.finditer(text):
        run, (start, end) = match.group(), match.span()
        plain = "" if start == 0 or end == len(text) else _plain_run(run)
        if run.startswith(plain):
            start += len(plain)
            plain = ""
        if start < end:
            yield Edit(start, end, plain)


def _plain_run(run: str) -> str:
    if run == " ":
        return run
    breaks = sum(1 for _ in _LINE_BREAK.finditer(run))
    if breaks:
        return "\n" * min(breaks, 2)
    return " " if any(map(str.isspace, run)) else ""


def hard_wraps(text: str) -> Iterator[Edit]:
    """Join the lines of a text that was wrapped at a fixed width, with empty lines between paragraphs.

    A text counts as wrapped when nearly every single line break comes where the next word would not have
    fitted any more, and most of them do not come at the end of a sentence.
    """
    width = max((end - start for start, end in lines(text)), default=0)
    if not _MIN_WRAP_WIDTH <= width <= _MAX_WRAP_WIDTH:
        return
    breaks = [match.start() for match in _SINGLE_BREAK.finditer(text)]
    full = [i for i in breaks if _is_full(text, i, width)]
    stops = sum(text[i - 1] in _STOPS for i in full)
    if (
        len(breaks) >= _MIN_WRAPPED_LINES
        and len(full) >= _WRAPPED_SHARE * len(breaks)
        and 2 * stops < len(full)
    ):
        yield from (Edit(i, i + 1, " ") for i in full)


def _is_full(text: str, line_break: int, width: int) -> bool:
    """Return whether the next line's first word would have made the line before a break too wide."""
    length = line_break - text.rfind("\n", 0, line_break) - 1
    word = text[line_break + 1 : line_break + 2 + width].split(maxsplit=1)[0]
    return 3 * length > 2 * width and length + 1 + len(word) > width
