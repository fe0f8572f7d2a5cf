#!/usr/bin/env python3
"""Score the tables on annotated articles and compare them with the floors in bench/floors.json.

usage: quality.py --shared DIR [--sets seeds dev] [--model NAME] [--update]

The floors may only rise: --update writes today's scores where they are higher, and never lowers one.
Exit code 1 where a score lies below its floor.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from floors import Scores, below, raised, read_floors, write_floors

import pipeline

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "bench" / "floors.json"
# Scores are counts over a fixed set of articles: the same code gives the same score to the last digit.
EPSILON = 1e-9

Report = dict[str, dict[str, dict[str, Any]]]
"""By table and line of the scorer: precision, recall and F1, or accuracy."""


def main() -> int:
    """Score the sets that were asked for; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/ and bench/")
    parser.add_argument("--sets", nargs="+", default=["seeds", "dev"], help="folders below gold/")
    parser.add_argument("--model", help="spaCy pipeline to use instead of the built-in one")
    parser.add_argument("--update", action="store_true", help="raise the floors to today's scores")
    args = parser.parse_args()
    floors = read_floors(FLOORS)
    failures: list[str] = []
    for name in args.sets:
        print(f"--- gold/{name}", flush=True)
        scores = score_set(args.shared, name, args.model)
        failures += below(f"gold/{name}", scores, floors.get(name, {}), EPSILON)
        if args.update:
            floors[name] = raised(scores, floors.get(name, {}))
    if args.update:
        write_floors(FLOORS, floors)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def score_set(shared: Path, name: str, model: str | None) -> Scores:
    """Run the pipeline over one set of annotated articles and return the scorer's numbers."""
    with tempfile.TemporaryDirectory() as folder:
        tables = run_set(shared, name, Path(folder), model)
        return flatten(score_tables(shared, name, tables))


def run_set(shared: Path, name: str, work: Path, model: str | None = None) -> Path:
    """Run the pipeline over one set of annotated articles and return the folder of its tables."""
    gold = shared / "gold" / name
    articles = ROOT / "seeds" if name == "seeds" else gold_articles(gold, work / "articles")
    pipeline.run(articles, work / "tables", model=model)
    return work / "tables"


def score_tables(shared: Path, name: str, tables: Path) -> Report:
    """Return what the scorer says of tables, and print it."""
    report = tables.parent / "scores.json"
    scorer = shared / "bench" / "score_extraction.py"
    command = [sys.executable, str(scorer), str(shared / "gold" / name), str(tables), "--json", str(report)]
    subprocess.run(command, check=True)
    scores: Report = json.loads(report.read_text(encoding="utf-8"))
    return scores


def gold_articles(gold: Path, folder: Path) -> Path:
    """Copy annotated articles into a folder of their own, with the publication dates of the annotations."""
    folder.mkdir()
    rows = [("doc_id", "published")]
    for file in sorted(gold.glob("*.json")):
        annotation = json.loads(file.read_text(encoding="utf-8"))
        (folder / f"{file.stem}.txt").write_bytes(file.with_suffix(".txt").read_bytes())
        rows.append((file.stem, annotation["published"] or ""))
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder


def flatten(report: Report) -> Scores:
    """Return one number a score: its F1, or its accuracy where it has none."""
    return {
        f"{table}.{score}": float(values["f1"] if "f1" in values else values["acc"])
        for table, scores in report.items()
        for score, values in scores.items()
    }


if __name__ == "__main__":
    sys.exit(main())
