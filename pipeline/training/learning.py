"""What the learners of weights share: annotated articles, logistic regression, writing a lexicon."""

import csv
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.clean import clean
from pipeline.model import load, make_doc
from pipeline.records import Article, CleanText

_NEWTON_STEPS = 30
_SETTLED = 1e-6  # largest step at which the weights count as found

Floats = NDArray[np.float64]
Annotation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An annotated article that a pipeline has read.

    Attributes:
        doc_id: Its id.
        doc: Its parsed clean text.
        cleaned: The clean text with its way back to the raw text, where the annotations lie.
        events: Its annotated events.
        figures: Its annotated figures.
    """

    doc_id: str
    doc: Doc
    cleaned: CleanText
    events: Sequence[Annotation]
    figures: Sequence[Annotation]


@dataclass(frozen=True, slots=True)
class Example:
    """Something that is right or wrong, as a logistic model sees it.

    Attributes:
        features: Names of the features that hold.
        right: Whether it is right.
        article: The article that it comes from.
        importance: How much it counts, relative to the others.
    """

    features: Collection[str]
    right: bool
    article: str
    importance: float = 1.0


def load_without(*names: str) -> Language:
    """Return the pipeline of the package without some of its components."""
    nlp = load()
    for name in names:
        nlp.remove_pipe(name)
    return nlp


def read_articles(gold: Path, nlp: Language) -> Iterator[AnnotatedArticle]:
    """Yield the annotated articles of a folder, in the order of their names.

    Args:
        gold: Folder of ``DOC.txt`` and ``DOC.json``, as the annotation guide describes them.
        nlp: The pipeline that reads them.
    """
    for path in sorted(gold.glob("*.json")):
        if path.name == "clusters.json":
            continue
        annotation = json.loads(path.read_text(encoding="utf-8"))
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            raw = file.read()
        name = f"{path.stem}.txt"
        cleaned = clean(Article(path.stem, name, "", raw, published=annotation.get("published") or None))
        doc = nlp(make_doc(nlp, cleaned.text, cleaned.published))
        yield AnnotatedArticle(path.stem, doc, cleaned, annotation["events"], annotation["figures"])


def pair_spans(found: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Pair overlapping spans one to one, the largest overlap first.

    Returns:
        The position in ``found`` to that in ``wanted``.
    """
    overlaps = sorted(
        (max(start, first) - min(end, last), i, j)
        for i, (start, end) in enumerate(found)
        for j, (first, last) in enumerate(wanted)
        if start < last and first < end
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in overlaps:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def fit_features(examples: Sequence[Example], *, least: int, penalty: float) -> dict[str, float]:
    """Return the weight of each feature in a logistic model of what is right.

    Args:
        examples: What to learn from.
        least: The number of articles in which a feature must occur.
        penalty: Strength of the Gaussian prior around zero.

    Raises:
        ValueError: There are no examples.
    """
    if not examples:
        raise ValueError("there are no annotated examples to learn from")
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        for feature in example.features:
            articles[feature].add(example.article)
    names = sorted(feature for feature, known in articles.items() if len(known) >= least)
    matrix = feature_matrix([example.features for example in examples], names)
    right = np.array([example.right for example in examples], dtype=np.float64)
    importance = np.array([example.importance for example in examples])
    weights = fit_logistic(
        matrix, right, np.full(len(names), penalty), importance=importance / importance.mean()
    )
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def feature_matrix(rows: Sequence[Collection[str]], names: Sequence[str]) -> Floats:
    """Return a row of zeros and ones for each set of features, with a column for each name."""
    index = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, features in enumerate(rows):
        matrix[i, [index[feature] for feature in features if feature in index]] = 1.0
    return matrix


def fit_logistic(
    matrix: Floats,
    right: Floats,
    penalty: Floats,
    *,
    centre: Floats | None = None,
    importance: Floats | None = None,
) -> Floats:
    """Return the most likely weights of a logistic model under a Gaussian prior, by Newton's method.

    Args:
        matrix: Examples by features.
        right: One for each example that is right, zero for the others.
        penalty: Strength of the prior of each weight; above zero.
        centre: Middle of the prior of each weight, where the search starts; zero by default.
        importance: How much each example counts; one by default.
    """
    middle = np.zeros(matrix.shape[1]) if centre is None else centre
    counts = np.ones(len(right)) if importance is None else importance
    weights = middle.copy()

    def loss(of: Floats) -> float:
        scores = matrix @ of
        return float(counts @ (np.logaddexp(0.0, scores) - right * scores) + penalty @ (of - middle) ** 2 / 2)

    for _ in range(_NEWTON_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (counts * (expected - right)) + penalty * (weights - middle)
        spread = counts * expected * (1 - expected)
        step = np.linalg.solve((matrix * spread[:, None]).T @ matrix + np.diag(penalty), gradient)
        # Far from the solution a whole step may lead away from it.
        while loss(weights - step) > loss(weights) and np.abs(step).max() >= _SETTLED:
            step /= 2
        weights = weights - step
        if np.abs(step).max(initial=0.0) < _SETTLED:
            break
    return weights


def source_of(gold: Path) -> str:
    """Return what the weights name as their source: *gold/train*."""
    return "/".join(gold.resolve().parts[-2:])


def write_lexicon(
    output: Path, notes: Iterable[str], columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    """Write rows as a lexicon, with notes above them."""
    with output.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {note}\n" for note in notes)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
