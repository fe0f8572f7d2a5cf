#!/usr/bin/env python3
"""Score the model's trained parts on the corpora's test sets and compare them with bench/model_floors.json.

usage: model.py --shared DIR [--model DIR] [--update]

The floors may only rise: --update writes today's scores where they are higher, and never lowers one. Every
test set is scored whole; one that is missing is an error. Exit code 1 where a score lies below its floor.
"""

import argparse
import sys
from pathlib import Path

import spacy
from floors import below, raised, read_floors, write_floors

from pipeline.errors import PipelineError
from pipeline.model import default_model
from pipeline.training.evaluate import evaluate_quality
from pipeline.training.report import flatten, report

FLOORS = Path(__file__).parent / "model_floors.json"
# In points. Eight-bit arithmetic rounds differently from one kind of CPU to another.
TOLERANCE = 0.25


def main() -> int:
    """Score every test set; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with corpora/")
    parser.add_argument("--model", type=Path, default=default_model(), help="folder of the model")
    parser.add_argument("--update", action="store_true", help="raise the floors to today's scores")
    args = parser.parse_args()
    try:
        scores = evaluate_quality(spacy.load(args.model), args.shared / "corpora")
    except PipelineError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(report(scores))
    floors = read_floors(FLOORS)
    today, floor = flatten(scores), floors.get("en_news", {})
    if args.update:
        write_floors(FLOORS, floors | {"en_news": raised(today, floor)})
    if not floor and not args.update:
        print(f"{FLOORS.name} holds no floors: write them with --update.", file=sys.stderr)
        return 1
    failures = below("en_news", today, floor, TOLERANCE)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
