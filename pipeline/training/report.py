"""Scores as tables: for people to read, for the model card, and flat for the floors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.training.scorer import MEASURES
from pipeline.training.speed import THIS

Scores = Mapping[str, Any]

_ABSENT = "-"


def report(scores: Scores, before: Scores | None = None) -> str:
    """Return all scores as Markdown tables, beside those of an earlier run if there are any."""
    tables = [syntax_table(scores, before), names_table(scores, before)]
    if "speed" in scores:
        tables.append(speed_table(scores, before))
    return "\n\n".join(tables)


def syntax_table(scores: Scores, before: Scores | None = None) -> str:
    """The measures of each treebank; with ``before``, a second row holds the earlier scores."""
    rows = []
    for corpus, score in _treebanks(scores):
        rows.append([corpus, *(_figure(score.get(measure)) for measure in MEASURES)])
        if before is not None:
            old = before.get(corpus, {})
            rows.append(["(before)", *(_figure(old.get(measure)) for measure in MEASURES)])
    return table(["", *MEASURES], rows)


def names_table(scores: Scores, before: Scores | None = None) -> str:
    """Precision, recall and F1 of each label; with ``before``, the earlier F1 and the change too."""
    header = ["", "label", "P", "R", "F1", "names"] + ["F1 before", "change"] * (before is not None)
    rows = []
    for corpus, score in _name_sets(scores):
        for label, row in score.items():
            line = [corpus, label, *(_figure(row[measure]) for measure in ("P", "R", "F1")), str(row["gold"])]
            if before is not None:
                old = before.get(corpus, {}).get(label, {}).get("F1")
                line += [_figure(old), _ABSENT if old is None else f"{row['F1'] - old:+.1f}"]
            rows.append(line)
    return table(header, rows)


def speed_table(scores: Scores, before: Scores | None = None) -> str:
    """Words per CPU-second of each system and how many times as fast as the model it is."""
    speed = scores["speed"]
    header = ["", "words per CPU-second", f"ratio to {THIS}"] + ["before"] * (before is not None)
    rows = []
    for system, rate in speed.items():
        line = [system, f"{rate:,}", f"{rate / speed[THIS]:.2f}"]
        if before is not None:
            old = before.get("speed", {}).get(system)
            line.append(_ABSENT if old is None else f"{old:,}")
        rows.append(line)
    return table(header, rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns line up; all but the first are figures, or short labels."""
    widths = [max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    )


def flatten(scores: Scores) -> dict[str, float]:
    """Return one number a score, in percent: every measure of a treebank, every F1 of a label of names.

    >>> flatten({"T": {"Words": 97.4, "LAS": 78.4}, "N": {"all": {"F1": 60.0, "P": 1.0}}, "speed": {}})
    {'T.Words': 97.4, 'T.LAS': 78.4, 'N.all': 60.0}
    """
    flat = {
        f"{corpus}.{name}": value for corpus, score in _treebanks(scores) for name, value in score.items()
    }
    return flat | {
        f"{corpus}.{label}": row["F1"] for corpus, score in _name_sets(scores) for label, row in score.items()
    }


def _treebanks(scores: Scores) -> Iterator[tuple[str, dict[str, float]]]:
    return ((name, score) for name, score in scores.items() if isinstance(score, dict) and "Words" in score)


def _name_sets(scores: Scores) -> Iterator[tuple[str, dict[str, dict[str, Any]]]]:
    return ((name, score) for name, score in scores.items() if isinstance(score, dict) and "all" in score)


def _figure(value: float | None) -> str:
    return _ABSENT if value is None else f"{value:.1f}"
