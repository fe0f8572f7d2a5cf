#!/usr/bin/env python3
"""Compare the normalisation with quantulum3, Recognizers-Text and dateparser.search, in quality and speed.

usage: normalise.py --shared DIR [--articles DIR] [--repeat N] [--limit CHARACTERS] [--json FILE]

Quality is F1 in percent on the cases in DIR/bench/normalisation, by the scorer that lies beside them. Speed
is characters per CPU-second on the articles, in one process, after a pass that is not timed. A system that
is not installed is named and left out; `make bench-normalise` installs all of them.
"""

import argparse
import datetime as dt
import importlib.metadata
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peers import GRAMMAR, NO_DATE, SYSTEMS, Reader

ROOT = Path(__file__).parent.parent
KINDS = ("money", "percent", "number", "quantity", "duration", "dates")
WHOLE = "pipeline (whole)"
ABSENT = "-"

Text = tuple[str, dt.date]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: F1 by kind and characters per CPU-second, so far as they were measured."""

    name: str
    f1: Mapping[str, float] = field(default_factory=dict)
    speed: float | None = None


def main() -> int:
    """Measure all systems and print the table, or read cases with one of them; return the exit code."""
    args = arguments()
    if args.adapter:
        return adapt(SYSTEMS[args.adapter].open())
    if args.shared is None:
        sys.exit("--shared DIR is needed: the folder with bench/normalisation")
    texts = cut(read_texts(args.articles), args.limit)
    rows = [measure(name, args.shared, texts, args.repeat) for name in installed()]
    rows.insert(1, Row(WHOLE, quality(args.shared, ["-m", "pipeline", "extract", "-", "--jsonl"])))
    print(f"Python {platform.python_version()}, {versions()}")
    print(f"speed on {len(texts)} articles, {sum(len(text) for text, _ in texts):,} characters")
    print(table(rows))
    if args.json:
        lines = {row.name: {**row.f1, "characters_per_cpu_second": row.speed} for row in rows}
        args.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return 0


def arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, help="folder with bench/normalisation")
    parser.add_argument("--articles", type=Path, default=ROOT / "seeds", help="folder of articles to time")
    parser.add_argument("--repeat", type=int, default=3, help="timed passes over the articles")
    parser.add_argument("--limit", type=int, help="time only so many characters, cut at an article's end")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    # How the scorer calls this file back: cases as JSON lines in, what one system finds in them out.
    parser.add_argument("--adapter", choices=sorted(SYSTEMS), help=argparse.SUPPRESS)
    return parser.parse_args()


def installed() -> list[str]:
    """Return the systems that can be opened, in order, and say which cannot."""
    names = []
    for name, system in SYSTEMS.items():
        try:
            system.open()
        except ImportError as error:
            print(f"{name} is left out, it is not installed: {error}", file=sys.stderr)
        else:
            names.append(name)
    return names


def versions() -> str:
    """Return the version of each distribution that is there."""
    found = []
    for system in SYSTEMS.values():
        try:
            found.append(f"{system.distribution} {importlib.metadata.version(system.distribution)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def measure(name: str, shared: Path, texts: Sequence[Text], repeat: int) -> Row:
    """Return the quality of a system in the kinds that it gives, and its speed."""
    scores = quality(shared, [str(Path(__file__).resolve()), "--adapter", name])
    f1 = {kind: score for kind, score in scores.items() if kind in SYSTEMS[name].kinds}
    return Row(name, f1, speed(SYSTEMS[name].open(), texts, repeat))


# --- quality ----------------------------------------------------------------------------------------


def quality(shared: Path, command: Sequence[str]) -> dict[str, float]:
    """Return F1 by kind of a command of this Python that turns cases into what it finds in them."""
    scorer = shared / "bench" / "normalisation" / "score_normalisation.py"
    with tempfile.TemporaryDirectory() as folder:
        scores = Path(folder) / "scores.json"
        run = [sys.executable, str(scorer), "--json", str(scores), "--", sys.executable, *command]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"The scorer failed:\n{done.stdout}{done.stderr}")
        print(done.stderr, end="", file=sys.stderr)
        return {kind: score["f1"] for kind, score in json.loads(scores.read_text(encoding="utf-8")).items()}


def adapt(read: Reader) -> int:
    """Read ``{"id", "text", "published"}`` lines and write what a system finds in each.

    A text at which the system itself raises counts as one in which it finds nothing.
    """
    for line in sys.stdin:
        case = json.loads(line)
        try:
            record = read(case["text"], day(case["published"]))
        except Exception as error:
            print(f"{case['id']}: {type(error).__name__}: {error}", file=sys.stderr)
            record = {"dates": [], "quantities": []}
        print(json.dumps({"id": case["id"], **record}))
    return 0


def day(published: str | None) -> dt.date:
    """Return the day of a publication date, the first of a year or month without one."""
    return dt.date.fromisoformat(f"{published}-01-01"[:10]) if published else NO_DATE


# --- speed ------------------------------------------------------------------------------------------


def read_texts(folder: Path) -> list[Text]:
    """Return the articles of a folder as they are, with the days on which they were published."""
    from pipeline.read import read_folder

    return [(article.text, day(article.published)) for article in read_folder(folder).articles]


def cut(texts: Sequence[Text], limit: int | None) -> list[Text]:
    """Return as many texts from the start as make up a number of characters, at least one."""
    kept: list[Text] = []
    for text in texts:
        if kept and limit is not None and sum(len(body) for body, _ in kept) >= limit:
            break
        kept.append(text)
    return kept


def speed(read: Reader, texts: Sequence[Text], repeat: int) -> float | None:
    """Return the characters per CPU-second over all passes, ``None`` without any text.

    The first pass, in which the systems compile their rules, is not timed. As in ``adapt``, a text at
    which a system raises is one that it has read.
    """
    spent = 0.0
    for number in range(repeat + 1):
        began = time.process_time()
        for text, published in texts:
            try:
                read(text, published)
            except Exception as error:
                print(f"{type(error).__name__}: {error}", file=sys.stderr)
        spent += time.process_time() - began if number else 0.0
    return repeat * sum(len(text) for text, _ in texts) / spent if spent else None


# --- table ------------------------------------------------------------------------------------------


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table; the last column is the grammar's speed over the row's."""
    ours = next((row.speed for row in rows if row.name == GRAMMAR), None)
    header = ["system", *KINDS, "characters/CPU-s", "ours/theirs"]
    lines = [header, *(cells(row, ours) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| " + " | ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) + " |"
        for line in [header, rule, *lines[1:]]
    )


def cells(row: Row, ours: float | None) -> list[str]:
    """Return a row of the table as text."""
    f1 = [f"{row.f1[kind]:.1f}" if kind in row.f1 else ABSENT for kind in KINDS]
    ratio = f"{ours / row.speed:.1f}x" if ours and row.speed else ABSENT
    return [row.name, *f1, f"{row.speed:,.0f}" if row.speed else ABSENT, ratio]


if __name__ == "__main__":
    sys.exit(main())
