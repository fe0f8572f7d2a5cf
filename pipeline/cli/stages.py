"""``pipeline stages``: what each stage made of one article, with the rule behind each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.clean import clean
from pipeline.cli.text import printable
from pipeline.errors import UsageError
from pipeline.model import load, make_doc
from pipeline.read import read_article
from pipeline.records import Article, CleanText, EventMention, FigureMention
from pipeline.sentences import sentences_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def print_stages(path: Path, *, model: str | None, lexicons: Path | None) -> None:
    """Print the article's way through the stages.

    Raises:
        UsageError: There is no such file.
        ArticleError: It cannot be read as an article.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file. Name one article.")
    folder = str(lexicons) if lexicons is not None else None
    article = read_article(path)
    cleaned = clean(article, folder)
    nlp = load(model, lexicons=lexicons)
    doc = nlp(make_doc(nlp, cleaned.text, cleaned.published))
    for line in _all_stages(article, cleaned, doc):
        click.echo(line)


def _all_stages(article: Article, cleaned: CleanText, doc: Doc) -> Iterator[str]:
    yield f"read       {article.path}: {len(article.text)} characters"
    yield from _section("clean", _clean_lines(cleaned))
    yield from _section("sentences", (f"{s.start}-{s.end} {printable(s.text)}" for s in sentences_of(doc)))
    yield from _section("entities", _entity_lines(doc))
    yield from _section("relations", _relation_lines(doc))
    yield from _section("normalise", _value_lines(doc))
    yield from _section("figures", map(_figure_line, doc._.figures))
    yield from _section("events", map(_event_line, doc._.events))


def _section(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"\n{name}"
    for line in lines:
        yield f"  {line}"


def _clean_lines(cleaned: CleanText) -> Iterator[str]:
    yield f"published {cleaned.published or 'unknown'} (from: {cleaned.published_from})"
    for cut in cleaned.removed:
        yield f"removed {cut.start}-{cut.end} {cut.reason} [{cut.rule}]: {printable(cut.text)}"


def _entity_lines(doc: Doc) -> Iterator[str]:
    for entity in doc._.entities:
        actor = f" → {entity.actor.code} ({entity.actor.kind}, {entity.actor.name})" if entity.actor else ""
        yield f"{entity.start}-{entity.end} {entity.label} {printable(entity.text)}{actor}"
    for time in doc._.times:
        yield f"{time.start}-{time.end} {time.type} {printable(time.text)} [{time.rule}]"
    for number in doc._.numbers:
        yield f"{number.start}-{number.end} {number.kind} {printable(number.text)} [{number.rule}]"


def _relation_lines(doc: Doc) -> Iterator[str]:
    for event in doc._.event_spans:
        who = ", ".join(printable(span.text) for span in event.actor) or "?"
        whom = ", ".join(printable(span.text) for span in event.recipient)
        yield f"event {printable(event.trigger.text)} ({event.type}): {who}{' → ' + whom if whom else ''}"
    for figure in doc._.figure_spans:
        measure = printable(figure.measure.text) if figure.measure else "?"
        yield f"figure {printable(figure.expression.text)}: {measure}"


def _value_lines(doc: Doc) -> Iterator[str]:
    for amount in doc._.quantities:
        note = f" ({amount.note})" if amount.note else ""
        value = amount.value if amount.value_max is None else f"{amount.value} to {amount.value_max}"
        meaning = f"{amount.bound} {value} {amount.unit or ''}".rstrip()
        yield f"{printable(amount.text)} = {meaning} [{amount.rule}]{note}"
    for date in doc._.dates:
        known = date.date_start or date.date_end
        interval = f"{date.date_start or ''}/{date.date_end or ''}" if known else "unresolved"
        yield f"{printable(date.text)} = {date.timex} {interval} [{date.rule}]"


def _figure_line(figure: FigureMention) -> str:
    about = ", ".join(figure.about)
    period = f", {figure.period_start} to {figure.period_end}" if figure.period_start else ""
    return (
        f"{printable(figure.text)}: {figure.measure or '?'}, {figure.change}, about {about or '?'}{period} "
        f"{_rules(figure.rules)}"
    )


def _event_line(event: EventMention) -> str:
    whom = f" → {', '.join(event.recipient)}" if event.recipient else ""
    parts = [part for part in (event.object, event.place, event.date_start) if part]
    return (
        f"{printable(event.text)}: {event.type} {event.status}, {', '.join(event.actor) or '?'}{whom}"
        f"{', ' + ', '.join(parts) if parts else ''} (score {event.score:.2f}) {_rules(event.rules)}"
    )


def _rules(rules: tuple[tuple[str, str], ...]) -> str:
    return "[" + " ".join(f"{field}={rule}" for field, rule in rules if rule) + "]"
