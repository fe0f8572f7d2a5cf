#!/usr/bin/env python3
"""Join made mentions whose true clusters are known: time, peak memory and link F1 at each size.

usage: dedupe.py [--articles DIR] [--sizes N ...] [--seed N]

The mentions are made from real ones, those of a run over a folder of articles, by `Generator`. Each size has
a process of its own. Time is CPU time of `reconcile`, without the making of the mentions; memory is the peak
of the process, with the mentions. Link F1 is over the pairs of mentions of one figure or event.
"""

import argparse
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.articles import process
from pipeline.dedupe import reconcile
from pipeline.dedupe.words import stems_of
from pipeline.ids import mention_id
from pipeline.lexicon import read_lexicon
from pipeline.read import read_folder
from pipeline.records import Article, ArticleResult, EventMention, FigureMention, Reconciled, Sentence

ROOT = Path(__file__).parent.parent
SIZES = (10_000, 100_000, 1_000_000)

# Stories are spread over these years; the articles of one are published within so many days.
FIRST_DAY, DAYS, STORY_DAYS = date(2005, 1, 1), 7300, 40
# How many figures and how many events a story has, and how many articles tell it.
FACTS, ARTICLES = (2, 4), (1, 9)
# Shares of the mentions that say less, or say it otherwise, than the fact has it.
TELLS, DATED, ALL_PARTIES, WORDED, ROUNDED = 0.7, 0.6, 0.9, 0.8, 0.15
SYLLABLES = (
    "ba",
    "dor",
    "kel",
    "min",
    "ost",
    "ran",
    "sul",
    "tev",
    "uri",
    "zan",
    "gol",
    "pir",
    "lam",
    "nex",
    "hov",
)

Mention = EventMention | FigureMention


@dataclass(frozen=True, slots=True)
class Template:
    """The real mentions of one figure or event: ways to word it."""

    wordings: Sequence[Mention]

    @property
    def actors(self) -> list[str]:
        """All who take part, in any wording."""
        found = dict.fromkeys(code for mention in self.wordings for code in _parties(mention))
        return list(found)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure or event of the made world: a template with its own actors, date and value."""

    number: int
    template: Template
    actors: Mapping[str, str]
    day: date
    value: float


def _parties(mention: Mention) -> tuple[str, ...]:
    return mention.about if isinstance(mention, FigureMention) else (*mention.actor, *mention.recipient)


def templates_of(results: Sequence[ArticleResult]) -> tuple[list[Template], list[Template]]:
    """Return what the figures and the events of a run look like; of those on one thing only the first."""
    rows = reconcile(results)
    found: tuple[list[Template], list[Template]] = [], []
    for kind, ids, place in (("figure", rows.figure_ids, 0), ("event", rows.event_ids, 1)):
        groups: defaultdict[str, list[Mention]] = defaultdict(list)
        for result in results:
            for mention in result.figures if kind == "figure" else result.events:
                key = ids[mention_id(result.article.doc_id, kind, mention.start, mention.end)]
                groups[key].append(replace(mention, rules=(), evidence=()))
        told: set[object] = set()
        for key in sorted(groups):
            subject = _subject(groups[key][0])
            if all(_parties(mention) for mention in groups[key]) and not told & subject:
                told |= subject
                found[place].append(Template(groups[key]))
    return found


def _subject(mention: Mention) -> set[object]:
    """Return what two templates must not share, so that two facts of one story are two."""
    if isinstance(mention, FigureMention):
        return {(mention.kind, stem) for stem in stems_of(mention.measure) or {""}}
    return {(mention.type, stem) for stem in stems_of(mention.object) or {""}}


class Generator:
    """Articles on stories of a made world.

    A story has two actors, drawn from all states, a week, some words of its own and a few facts. A fact is a
    real figure or event with the story's actors in place of its own, a date of that week and another value.
    Several articles of the following weeks tell the story: each tells a part of the facts, in one of the real
    wordings, with or without the date and modifiers, sometimes with one party less, with the value exact or
    rounded, the event as planned before its day and as held after it.
    """

    def __init__(self, templates: tuple[list[Template], list[Template]], n_mentions: int, seed: int) -> None:
        self.figures, self.events = templates
        self.n_mentions, self.seed = n_mentions, seed
        self.states = sorted(
            {row["code"] for row in read_lexicon("pipeline", "gazetteer.csv") if len(row["code"]) == 3}
        )

    def articles(self) -> Iterator[tuple[ArticleResult, list[int]]]:
        """Yield the articles, each with the number of the fact of each of its mentions, figures first."""
        draw = random.Random(self.seed)
        made, number = 0, 0
        while made < self.n_mentions:
            facts, words, first = self._story(draw, number)
            number += len(facts)
            for place in range(draw.randint(*ARTICLES)):
                published = first + timedelta(days=draw.randint(0, STORY_DAYS))
                told = [fact for fact in facts if draw.random() < TELLS]
                article = self._article(draw, f"{facts[0].number:08}-{place}", published, told, words)
                made += len(told)
                yield article, [fact.number for fact in told]

    def _story(self, draw: random.Random, number: int) -> tuple[list[Fact], list[str], date]:
        first = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        parties = draw.sample(self.states, 4)
        chosen = [
            *draw.sample(self.figures, draw.randint(*FACTS)),
            *draw.sample(self.events, draw.randint(*FACTS)),
        ]
        facts = [
            Fact(
                number + place,
                template,
                dict(zip(template.actors, parties, strict=False)),
                first + timedelta(days=draw.randint(0, STORY_DAYS)),
                draw.uniform(1, 10),
            )
            for place, template in enumerate(chosen)
        ]
        words = ["".join(draw.choices(SYLLABLES, k=3)) for _ in range(8)]
        return facts, [*words, *parties], first

    def _article(
        self, draw: random.Random, name: str, published: date, told: list[Fact], words: list[str]
    ) -> ArticleResult:
        figures, events = [], []
        for place, fact in enumerate(told):
            wording = draw.choice(fact.template.wordings)
            if isinstance(wording, FigureMention):
                figures.append(_figure(draw, fact, wording, 100 * place))
            else:
                events.append(_event(draw, fact, wording, 100 * place, published))
        own = [*draw.sample(words, 9), *("".join(draw.choices(SYLLABLES, k=3)) for _ in range(8))]
        text = " ".join(own)
        article = Article(name, f"{name}.txt", None, "", published=published.isoformat())
        return ArticleResult(
            article,
            "ok",
            published=published.isoformat(),
            sentences=(Sentence(0, len(text), text),),
            figures=tuple(figures),
            events=tuple(events),
        )


def _renamed(draw: random.Random, fact: Fact, parties: tuple[str, ...], keep_all: bool) -> tuple[str, ...]:
    """Return the fact's actors in the place of the template's, now and then without the last."""
    renamed = tuple(dict.fromkeys(fact.actors.get(party, party) for party in parties))
    return renamed[:-1] if len(renamed) > 1 and not keep_all and draw.random() > ALL_PARTIES else renamed


def _phrase(draw: random.Random, phrase: str | None) -> str | None:
    """Return a phrase, now and then without its first word."""
    if phrase is None or draw.random() < WORDED or len(phrase.split()) < 3:
        return phrase
    return " ".join(phrase.split()[1:])


def _figure(draw: random.Random, fact: Fact, wording: FigureMention, start: int) -> FigureMention:
    whole = wording.kind in {"count", "duration", "multiple"}
    value: float = round(fact.value * 97) if whole else round(fact.value, 2)
    rounded = draw.random() < ROUNDED
    if rounded:
        value = round(value, -1) if whole else round(value, 1)
    scale = 10.0 ** (9 if wording.kind == "money" else 0)
    text = f"{value:.0f}" if whole else f"{value:.1f}" if rounded else f"{value:.2f}"
    dated = draw.random() < DATED
    return replace(
        wording,
        start=start,
        end=start + len(text),
        text=f"{text} billion" if wording.kind == "money" else text,
        value=value * scale,
        value_max=None,
        bound="about" if rounded else "exact",
        measure=_phrase(draw, wording.measure),
        about=_renamed(draw, fact, wording.about, keep_all=False),
        period_start=fact.day.replace(day=1).isoformat() if dated else None,
        period_end=fact.day.replace(day=28).isoformat() if dated else None,
        event=None,
    )


def _event(
    draw: random.Random, fact: Fact, wording: EventMention, start: int, published: date
) -> EventMention:
    day = fact.day.isoformat() if draw.random() < DATED else None
    return replace(
        wording,
        start=start,
        end=start + len(wording.text),
        actor=_renamed(draw, fact, wording.actor, keep_all=not wording.recipient),
        recipient=_renamed(draw, fact, wording.recipient, keep_all=True),
        object=_phrase(draw, wording.object),
        status="planned" if published < fact.day else "occurred",
        date_start=day,
        date_end=day,
    )


def measure(generator: Generator) -> dict[str, float]:
    """Join the generated mentions and return time, memory and scores."""
    making = 0.0

    def results() -> Iterator[ArticleResult]:
        nonlocal making
        articles = generator.articles()
        while True:
            began = time.process_time()
            found = next(articles, None)
            making += time.process_time() - began
            if found is None:
                return
            yield found[0]

    began = time.process_time()
    rows = reconcile(results())
    seconds = time.process_time() - began - making
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": seconds, "bytes": peak, **scores(generator, rows)}


def scores(generator: Generator, rows: Reconciled) -> dict[str, float]:
    """Return how many mentions there are, and precision, recall and F1 of the links, in all and by kind."""
    wanted: dict[str, Counter[int]] = {"figure": Counter(), "event": Counter()}
    given: dict[str, Counter[str]] = {"figure": Counter(), "event": Counter()}
    both: dict[str, Counter[tuple[int, str]]] = {"figure": Counter(), "event": Counter()}
    for result, facts in generator.articles():
        mentions: tuple[Mention, ...] = (*result.figures, *result.events)
        for mention, fact in zip(mentions, facts, strict=True):
            kind = "figure" if isinstance(mention, FigureMention) else "event"
            ids = rows.figure_ids if kind == "figure" else rows.event_ids
            row = ids[mention_id(result.article.doc_id, kind, mention.start, mention.end)]
            wanted[kind][fact] += 1
            given[kind][row] += 1
            both[kind][fact, row] += 1
    found = {"mentions": float(sum(sum(counts.values()) for counts in wanted.values()))}
    for name, kinds in (("all", ("figure", "event")), ("figure", ("figure",)), ("event", ("event",))):
        right, gave, want = (
            sum(math.comb(count, 2) for kind in kinds for count in counts[kind].values())
            for counts in (both, given, wanted)
        )
        found |= {f"{name}_p": right / max(1, gave), f"{name}_r": right / max(1, want)}
        found[f"{name}_f1"] = 2 * right / max(1, gave + want)
    return found


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--articles", type=Path, default=ROOT / "seeds", help="articles to take mentions from"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of mentions")
    parser.add_argument("--seed", type=int, default=1, help="start of the random numbers")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        templates = templates_of(list(process(read_folder(args.articles).articles, workers=1)))
        sys.stdout.write(json.dumps(measure(Generator(templates, args.sizes[0], args.seed))))
        return
    print("mentions     CPU s      GB        P        R       F1  figures   events")
    for size in args.sizes:
        command = [sys.executable, __file__, "--one", "--sizes", str(size)]
        command += ["--articles", str(args.articles), "--seed", str(args.seed)]
        shown = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        shares = (shown[name] for name in ("all_p", "all_r", "all_f1", "figure_f1", "event_f1"))
        size_and_cost = f"{shown['mentions']:>9,.0f}{shown['seconds']:9.1f}{shown['bytes'] / 1e9:8.2f}"
        print(size_and_cost, *(f"{share:8.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
