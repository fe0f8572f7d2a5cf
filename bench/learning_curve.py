#!/usr/bin/env python3
"""Learn the weights of the rules from 36, 72 and 144 articles and score each on other articles.

usage: learning_curve.py --shared DIR [--sets seeds dev] [--sizes 36 72 144] [--scores DIR]

Every file of weights says which module of pipeline.training learned it, so a new small model joins by
itself. The weights go into a copy of the package, which then runs in a process of its own.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import click
from floors import Scores
from markdown import Cell, table

import pipeline
from pipeline.model import default_model
from pipeline.training.learning import AnnotatedArticle, load_without, read_articles

SIZES = (36, 72, 144)
PACKAGE = Path(pipeline.__file__).parent
_LEARNED_BY = re.compile(r"^# .*\blearnt by (pipeline\.training\.\w+)", re.MULTILINE)
_REPORTED = (
    *("figures.measure", "figures.change", "figures.about", "figures.period", "figures.row"),
    *("events.detect", "events.type", "events.actor", "events.recipient", "events.participants_exact"),
    *("events.status", "events.object", "events.date", "events.row"),
)


@dataclass(frozen=True, slots=True)
class Curve:
    """Scores by the number of articles.

    Attributes:
        sizes: Numbers of articles.
        sets: The sets of annotated articles that are scored.
        scores: By number of articles and set, one number a score.
        learned: The files of weights that were learned again.
        kept: Those that could not be.
    """

    sizes: tuple[int, ...]
    sets: tuple[str, ...]
    scores: Mapping[int, Mapping[str, Scores]]
    learned: tuple[str, ...]
    kept: tuple[str, ...]

    def lines(self) -> list[str]:
        """Return the scores to report, in the scorer's order."""
        known = self.scores[self.sizes[0]][self.sets[0]]
        return [line for line in _REPORTED if line in known]


@dataclass(frozen=True)
class SmallModel:
    """A module of pipeline.training that learns weights from annotated articles.

    Attributes:
        module: Its name.
        files: The files of weights that it writes.
    """

    module: str
    files: tuple[str, ...]

    @cached_property
    def command(self) -> click.Command:
        """The module's command."""
        command: click.Command = import_module(self.module).main
        return command

    def needs(self) -> set[str]:
        """Return what the command must be given beside the articles and where to write."""
        required = {option.name or "" for option in self.command.params if option.required}
        return required - {"gold", "output"}

    def is_from_articles(self) -> bool:
        """Return whether the weights are learned from annotated articles, not from another corpus."""
        return {"gold", "output"} <= {option.name for option in self.command.params}

    def learn(self, gold: Path, output: Path, articles: "Articles", extra: Mapping[str, Path]) -> None:
        """Write the weights that a folder of articles gives into a folder.

        The command reads its articles through ``articles``, which keeps what it has read before.
        """
        (option,) = [option for option in self.command.params if option.name == "output"]
        takes_file = isinstance(option.type, click.Path) and option.type.file_okay
        target = output / self.files[0] if takes_file else output
        given = {name: extra[name] for name in self.needs()}
        module = import_module(self.module)
        with (
            mock.patch.object(module, "load_without", lambda *names: names),
            mock.patch.object(module, "read_articles", articles.read),
        ):
            assert self.command.callback is not None
            self.command.callback(gold=gold, output=target, **given)


@dataclass
class Articles:
    """Annotated articles, each read once for each set of components left out of the pipeline."""

    _known: dict[tuple[tuple[str, ...], str], AnnotatedArticle] = field(default_factory=dict)
    _pipelines: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def read(self, gold: Path, left_out: tuple[str, ...]) -> Iterator[AnnotatedArticle]:
        """Yield the articles of a folder in the order of their names."""
        if left_out not in self._pipelines:
            self._pipelines[left_out] = load_without(*left_out)
        names = sorted(path.stem for path in gold.glob("*.json"))
        if any((left_out, name) not in self._known for name in names):
            for article in read_articles(gold, self._pipelines[left_out]):
                self._known.setdefault((left_out, article.doc_id), article)
        yield from (self._known[left_out, name] for name in names)


def main() -> None:
    """Print the learning curve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/ and bench/")
    parser.add_argument("--sets", nargs="+", default=["seeds", "dev"], help="folders below gold/")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of articles")
    parser.add_argument("--scores", type=Path, help="what pipeline.training.encoder.folds wrote")
    args = parser.parse_args()
    curve = measure(args.shared, args.sets, args.scores, sizes=tuple(args.sizes))
    for name in curve.sets:
        rows: list[Sequence[Cell]] = [
            (line, *(curve.scores[n][name][line] for n in curve.sizes)) for line in curve.lines()
        ]
        print(f"gold/{name}\n{table(['score', *map(str, curve.sizes)], rows)}\n")


def measure(
    shared: Path, sets: Sequence[str], scores: Path | None, *, sizes: tuple[int, ...] = SIZES
) -> Curve:
    """Return the scores by the number of articles of gold/train that the weights were learned from.

    Args:
        shared: Folder with gold/ and bench/.
        sets: The sets to score.
        scores: What ``pipeline.training.encoder.folds`` wrote, for the models that need it.
        sizes: Numbers of articles; the smaller choices are parts of the larger.
    """
    extra = {"scores": scores} if scores is not None else {}
    models = [model for model in small_models(PACKAGE) if model.is_from_articles()]
    able = [model for model in models if model.needs() <= set(extra)]
    order = in_order([path.stem for path in (shared / "gold" / "train").glob("*.json")])
    # The largest choice comes first, so that every article is read in it and known in the smaller ones.
    articles, found = Articles(), dict[int, dict[str, Scores]]()
    for size in sorted(sizes, reverse=True):
        with tempfile.TemporaryDirectory() as folder:
            gold, weights = Path(folder, "gold", "train"), Path(folder, "weights")
            choose(shared / "gold" / "train", order[:size], gold)
            weights.mkdir()
            for model in able:
                model.learn(gold, weights, articles, extra)
            learned = sorted(path.name for path in weights.iterdir())
            found[size] = score_with(weights, shared, sets, Path(folder))
    kept = [file for model in models if model not in able for file in model.files]
    return Curve(sizes, tuple(sets), found, tuple(learned), tuple(kept))


def small_models(package: Path) -> list[SmallModel]:
    """Return the models whose weights lie in the rooms of a package, by the notes above the weights."""
    files: dict[str, list[str]] = {}
    for path in sorted(package.glob("*/data/*.csv")):
        with path.open(encoding="utf-8") as stream:
            notes = "".join(line for line in stream if line.startswith("#"))
        if match := _LEARNED_BY.search(notes):
            files.setdefault(match[1], []).append(path.name)
    return [SmallModel(module, tuple(names)) for module, names in sorted(files.items())]


def in_order(names: Sequence[str]) -> list[str]:
    """Return names in an order that has nothing to do with them but is always the same."""
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())


def choose(gold: Path, names: Sequence[str], folder: Path) -> None:
    """Copy the annotated articles of these names into a folder."""
    folder.mkdir(parents=True)
    for name in names:
        for suffix in (".json", ".txt"):
            shutil.copy(gold / f"{name}{suffix}", folder)


def score_with(weights: Path, shared: Path, sets: Sequence[str], work: Path) -> dict[str, Scores]:
    """Return the scores of a copy of the package that has other weights, by set."""
    package = work / "copy" / "pipeline"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "models"))
    for path in sorted(weights.iterdir()):
        (place,) = package.glob(f"*/data/{path.name}")
        shutil.copy(path, place)
    code = (
        "import json, sys, pathlib, quality\n"
        "shared, model, *sets = sys.argv[1:]\n"
        "found = {name: quality.score_set(pathlib.Path(shared), name, model) for name in sets}\n"
        "pathlib.Path('scores.json').write_text(json.dumps(found))\n"
    )
    paths = [work / "copy", Path(__file__).parent, *filter(None, [os.environ.get("PYTHONPATH")])]
    subprocess.run(
        [sys.executable, "-c", code, str(shared.resolve()), str(default_model()), *sets],
        check=True,
        cwd=work,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))},
        stdout=subprocess.DEVNULL,
    )
    found: dict[str, Scores] = json.loads((work / "scores.json").read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    main()
