"""The house keeps its walls: a room imports records, errors and lexicons, never a neighbour."""

import ast
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent
STAGES = (
    "read",
    "clean",
    "sentences",
    "encoder",
    "syntax",
    "entities",
    "relations",
    "normalise",
    "dedupe",
    "tables",
    "cache",
    "training",
)
OPEN_TO_ALL = {"pipeline", "pipeline.records", "pipeline.errors", "pipeline.lexicon", "pipeline.ids"}


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def own_imports(room):
    for path in sorted((PACKAGE / room).rglob("*.py")):
        for name in imports_of(path):
            if name == "pipeline" or name.startswith("pipeline."):
                yield path, name


@pytest.mark.parametrize("room", [stage for stage in STAGES if stage != "training"])
def test_room_imports_no_neighbour(room):
    allowed = OPEN_TO_ALL | {f"pipeline.{room}"}
    strangers = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path, name in own_imports(room)
        if name not in allowed and not name.startswith(f"pipeline.{room}.")
    ]

    assert strangers == []


def test_nothing_at_run_time_imports_the_training_room():
    paths = [path for path in PACKAGE.rglob("*.py") if "training" not in path.relative_to(PACKAGE).parts]

    assert paths
    assert not [path for path in paths for name in imports_of(path) if name.startswith("pipeline.training")]


def test_public_names_are_what_all_says():
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    assert pipeline.__all__ == sorted(pipeline.__all__)
