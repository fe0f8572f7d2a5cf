"""Clean an article's text, with the way back to the raw file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.clean.datelines import datelines
from pipeline.clean.furniture import find_furniture, furniture_rules
from pipeline.clean.mapped import Cut, Edit, MappedText
from pipeline.clean.markdown import MARKDOWN_SUFFIXES, find_markup
from pipeline.clean.published import date_rules, stated_date
from pipeline.clean.repair import entities, hard_wraps, mojibake, white_space
from pipeline.clean.repeats import copies, glued
from pipeline.records import Article, CleanText, PublishedFrom, Removed

__all__ = ["clean"]


def clean(article: Article, lexicons: str | None = None) -> CleanText:
    """Return an article's text without page furniture and with its characters repaired.

    Every raw character is mapped by a cleaned one, lies in a removed stretch, or is white space or invisible.

    Args:
        article: The article as read.
        lexicons: Folder of a user's own furniture and date rules.

    Raises:
        UsageError: A rule of the user's cannot be used.
    """
    text = MappedText.of(article.text, article.body_start)
    for repair in (entities, mojibake, white_space, hard_wraps):
        text = text.edit(repair(text.text))
    published, published_from = _published(article, text.text, lexicons)

    removed = _front_matter(article)
    if PurePosixPath(article.path).suffix.lower() in MARKDOWN_SUFFIXES:
        text, gone = _cut(text, article.text, find_markup(text.text))
        removed += gone
    text, gone = _cut(text, article.text, find_furniture(text.text, furniture_rules(lexicons)))
    removed += gone
    text = text.edit(glued(text.text))
    text, gone = _cut(text, article.text, _copies(text.text))
    removed += gone
    text = text.edit(datelines(text.text, lexicons))
    return CleanText(
        doc_id=article.doc_id,
        text=text.text,
        starts=text.starts,
        ends=text.ends,
        removed=tuple(sorted(removed, key=lambda stretch: (stretch.start, stretch.end))),
        published=published,
        published_from=published_from,
    )


def _published(article: Article, text: str, lexicons: str | None) -> tuple[str | None, PublishedFrom]:
    if article.published is not None:
        return article.published, article.published_from
    rules = date_rules(lexicons)
    if (date := stated_date(text, None, rules)) is not None:
        return date, "text"
    date = stated_date("", article.url, rules)
    return date, "none" if date is None else "metadata"


def _front_matter(article: Article) -> list[Removed]:
    matter = article.text[: article.body_start]
    return [Removed(0, article.body_start, matter, "front matter", "front_matter")] if matter else []


def _copies(text: str) -> Iterable[Cut]:
    return (Cut(start, end, "repeated paragraph", "repeated_paragraph") for start, end in copies(text))


def _cut(text: MappedText, raw: str, cuts: Iterable[Cut]) -> tuple[MappedText, list[Removed]]:
    """Leave stretches out, close the gaps, and say what went."""
    cuts = list(cuts)
    spans = [text.raw_span(cut.start, cut.end) for cut in cuts]
    removed = [
        Removed(start, end, raw[start:end], cut.reason, cut.rule)
        for cut, (start, end) in zip(cuts, spans, strict=True)
    ]
    text = text.edit(Edit(cut.start, _with_line_break(text.text, cut)) for cut in cuts)
    return text.edit(white_space(text.text)), removed


def _with_line_break(text: str, cut: Cut) -> int:
    """Return the end of a cut, behind the line break if a whole line goes."""
    whole = (cut.start == 0 or text[cut.start - 1] == "\n") and text[cut.end : cut.end + 1] == "\n"
    return cut.end + 1 if whole else cut.end
