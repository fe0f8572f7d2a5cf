#!/usr/bin/env python3
"""Write docs/quality.md: how good the tables are, class by class, and what the errors are made of.

usage: report.py --shared DIR [--output FILE] [--scores DIR] [--sets seeds dev]

The pipeline runs once over each set of annotated articles and over PLOVER's records; the learning curve
reads the articles of gold/train once and learns the weights of the rules again from parts of them.
"""

import argparse
import csv
import json
import runpy
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import learning_curve
import plover
from confusions import ClassScore, Matched, Mention, Pair, by_class, confusions
from markdown import Cell, table
from quality import ROOT, Report, run_set, score_tables

import pipeline

OUTPUT = ROOT / "docs" / "quality.md"
TEMPLATE = ROOT / "bench" / "quality_template.md"
CAUSES = ROOT / "bench" / "error_causes.csv"
#: What pipeline.training.encoder.plover wrote.
PLOVER_FOLDS = ROOT / "bench" / "plover_folds.json"
TABLES = ("figures", "events")
_CONFUSIONS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class SetResult:
    """What one set of annotated articles gave.

    Attributes:
        name: The set.
        articles: How many articles it has.
        report: The scorer's numbers.
        matched: The mentions, by table.
    """

    name: str
    articles: int
    report: Report
    matched: dict[str, Matched]


def main() -> None:
    """Measure everything and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, corpora/ and bench/")
    parser.add_argument("--sets", nargs="+", default=["seeds", "dev"], help="folders below gold/")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="the page to write")
    parser.add_argument("--scores", type=Path, help="what pipeline.training.encoder.folds wrote")
    args = parser.parse_args()
    scorer = runpy.run_path(str(args.shared / "bench" / "score_extraction.py"))
    results = [measure(args.shared, name, scorer) for name in args.sets]
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        scores=scores_section(results),
        types=types_section(results),
        kinds=kinds_section(results, scorer["same_value"]),
        plover=plover_section(args.shared / "corpora"),
        curve=curve_section(learning_curve.measure(args.shared, args.sets, args.scores)),
        causes=causes_section(CAUSES),
    )
    args.output.write_text(page, encoding="utf-8")


def measure(shared: Path, name: str, scorer: dict[str, Any]) -> SetResult:
    """Run the pipeline over one set, score its tables and match their mentions with the annotated ones."""
    with tempfile.TemporaryDirectory() as folder:
        tables = run_set(shared, name, Path(folder))
        report = score_tables(shared, name, tables)
        articles, rows = scorer["load"](shared / "gold" / name, tables)
    matched = {table: match(articles, rows[table], table, scorer["pair_up"]) for table in TABLES}
    return SetResult(name, len(articles), report, matched)


def match(
    articles: Sequence[dict[str, Any]],
    rows: Sequence[Mention],
    name: str,
    pair_up: Callable[[list[Mention], list[Mention]], list[Pair]],
) -> Matched:
    """Match the mentions of a table with the annotated ones, article by article, as the scorer does."""
    annotated: list[Mention] = []
    found: list[Mention] = []
    pairs: list[Pair] = []
    for article in articles:
        wanted = [mention | {"doc_id": article["doc_id"]} for mention in article[name]]
        given = [row for row in rows if row["doc_id"] == article["doc_id"]]
        annotated, found = annotated + wanted, found + given
        pairs += pair_up(wanted, given)
    return Matched(annotated, found, pairs)


def scores_section(results: Sequence[SetResult]) -> str:
    """Return every line of the scorer."""
    lines = [(t, line) for t in TABLES for line in dict.fromkeys(n for r in results for n in r.report[t])]
    columns = ["table", "score"]
    for result in results:
        columns += [f"{result.name}: P", "R", "F1 or accuracy", "n"]
    rows = []
    for name, line in lines:
        row: list[Any] = [name, line.replace("_", " ")]
        for result in results:
            values = result.report[name].get(line, {})
            whole = values.get("f1", values.get("acc"))
            row += [values.get("p"), values.get("r"), whole, values.get("n")]
        rows.append(row)
    articles = ", ".join(f"{result.articles} of gold/{result.name}" for result in results)
    return f"Articles: {articles}.\n\n{table(columns, rows)}"


def types_section(results: Sequence[SetResult]) -> str:
    """Return precision and recall of each event type, and what is taken for what."""
    parts = []
    for result in results:
        matched = result.matched["events"]
        scores = by_class(matched, "type", lambda wanted, given: bool(wanted["type"] == given["type"]))
        parts.append(f"### gold/{result.name}\n\n{class_table('type', scores)}")
        pairs = [(wanted["type"], given["type"]) for wanted, given in matched.pairs]
        parts.append(confusion_text("events found at an annotated place", pairs))
    return "\n\n".join(parts)


def kinds_section(results: Sequence[SetResult], is_right: Callable[[Mention, Mention], bool]) -> str:
    """Return precision and recall of each kind of figure."""
    parts = []
    for result in results:
        scores = by_class(result.matched["figures"], "kind", is_right)
        parts.append(f"### gold/{result.name}\n\n{class_table('kind', scores)}")
    return "\n\n".join(parts)


def class_table(name: str, scores: Sequence[ClassScore]) -> str:
    """Return the scores of classes as a table."""
    columns = [name, "annotated", "found", "right", "P", "R", "F1", "missed", "spurious"]
    rows = [
        (s.name, s.annotated, s.found, s.right, s.precision, s.recall, s.f1, s.missed, s.spurious)
        for s in scores
    ]
    return table(columns, rows)


def confusion_text(what: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return what is taken for what, from annotated and given types."""
    wrong = list(confusions(pairs))
    other = sum(count for _, _, count in wrong)
    said = f"Of {len(pairs)} {what}, {other} have another type"
    if not wrong:
        return f"{said}."
    rest = sum(count for _, _, count in wrong[_CONFUSIONS_SHOWN:])
    more = f"\n\nAnd {rest} more, of rarer pairs." if rest else ""
    return f"{said}:\n\n{table(['annotated', 'given', 'n'], wrong[:_CONFUSIONS_SHOWN])}{more}"


def plover_section(corpora: Path) -> str:
    """Return which types PLOVER's records get, with the event tagger and without it."""
    records = list(plover.read_records(corpora))
    nlp = pipeline.load()
    answers: dict[str, list[plover.Answer]] = {}
    if plover.EVENT_TAGGER in nlp.pipe_names:
        answers["with the event tagger"] = [plover.answer(nlp, record) for record in records]
        nlp.remove_pipe(plover.EVENT_TAGGER)
    answers["lexicon alone"] = [plover.answer(nlp, record) for record in records]
    shares = {name: plover.accuracy(each) for name, each in answers.items()}
    lines = next(iter(shares.values()))
    rows: list[Sequence[Cell]] = [(line, *(share[line] for share in shares.values())) for line in lines]
    pairs = [(a.type, a.likeliest or "none") for a in answers["lexicon alone"]]
    return "\n\n".join(
        [
            f"{len(records)} records:",
            table(["share of records with the right type", *shares], rows),
            "By type, the likeliest type of the marked words by the lexicon alone:",
            table(["type", "records", "right"], _by_type(pairs)),
            confusion_text("records, by the lexicon alone", pairs),
            *([folds_text(PLOVER_FOLDS)] if PLOVER_FOLDS.is_file() else []),
        ]
    )


def folds_text(path: Path) -> str:
    """Return which types PLOVER's records get from vectors of the pretrained encoder, cross-validated."""
    found = json.loads(path.read_text(encoding="utf-8"))
    pairs = [(wanted, given) for wanted, given, n in found["confusion"] for _ in range(n)]
    said = f"{found['accuracy']:.3f} of {found['records']} records in {found['folds']} folds"
    return "\n\n".join(
        [
            f"Cross-validated, pretrained encoder: the right type for {said}. By type:",
            table(["type", "records", "right"], _by_type(pairs)),
            confusion_text("records, cross-validated", pairs),
        ]
    )


def _by_type(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int, int]]:
    all_of = Counter(wanted for wanted, _ in pairs)
    right = Counter(wanted for wanted, given in pairs if given == wanted)
    for name in sorted(all_of):
        yield name, all_of[name], right[name]


def curve_section(curve: learning_curve.Curve) -> str:
    """Return the scores by the number of articles that the weights were learned from."""
    columns = ["table", "score", *(f"{name}: {n}" for name in curve.sets for n in curve.sizes)]
    rows: list[Sequence[Cell]] = [
        (
            *line.replace("_", " ").split(".", 1),
            *(curve.scores[n][name].get(line) for name in curve.sets for n in curve.sizes),
        )
        for line in curve.lines()
    ]
    learned = ", ".join(f"`{name}`" for name in curve.learned)
    kept = ", ".join(f"`{name}`" for name in curve.kept)
    note = f" Learned from all 144 articles in every column: {kept}." if kept else ""
    return f"Learned again: {learned}.{note}\n\n{table(columns, rows)}"


def causes_section(path: Path) -> str:
    """Return what the errors are made of, as sorted by hand."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    rows = [(row["error"], row["cause"], int(row["n"])) for row in csv.DictReader(lines)]
    return table(["error", "cause", "n"], rows)


if __name__ == "__main__":
    main()
