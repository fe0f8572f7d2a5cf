"""Floors under scores: numbers kept in a JSON file that may only rise."""

import json
from pathlib import Path

Scores = dict[str, float]


def read_floors(path: Path) -> dict[str, Scores]:
    """Return the floors of every set of scores, none if there is no file yet."""
    floors: dict[str, Scores] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def write_floors(path: Path, floors: dict[str, Scores]) -> None:
    """Write the floors of every set of scores."""
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def below(name: str, scores: Scores, floors: Scores, tolerance: float) -> list[str]:
    """Return a line for each score that lies more than ``tolerance`` below its floor, or is missing."""
    return [
        f"{name}: {score} is {scores.get(score, 0.0):.4f}, below its floor {floor:.4f}"
        for score, floor in sorted(floors.items())
        if scores.get(score, 0.0) < floor - tolerance
    ]


def raised(scores: Scores, floors: Scores) -> Scores:
    """Return the floors, each raised to today's score where that is higher."""
    return {
        score: max(scores.get(score, 0.0), floors.get(score, 0.0)) for score in sorted(scores.keys() | floors)
    }
