"""Distinct figures: mentions of one measure, for the same actors and period, with values that agree."""

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.dedupe.figure_rows import figure_row
from pipeline.dedupe.mentions import Dimension, SourcedFigure
from pipeline.dedupe.shelf import Shelf, Shelves
from pipeline.dedupe.values import base_unit
from pipeline.records import Figure

# Values in one block differ by less than this factor.
BUCKET = math.log(1.5)
# No float is in a block so far from that of 1.
LARGEST = 2_000


def join_figures(
    groups: Iterable[Sequence[SourcedFigure]], shelves: Shelves
) -> tuple[Shelf[str, Figure], Shelf[str, str]]:
    """Return the distinct figures by their ids, and each mention's figure id.

    Args:
        groups: The mentions of each figure.
        shelves: Where both are kept.
    """
    figures, ids = shelves.named("figures", Figure), shelves.named("figure_ids", str)
    for group in groups:
        row = figure_row(group)
        figures[row.figure_id] = row
        for item in group:
            ids[item.mention_id] = row.figure_id
    return figures, ids


def figure_keys(item: SourcedFigure) -> Iterator[str]:
    """Yield blocking keys: dimension and value with actors, or with article, actors or words of the measure.

    With an actor the value counts to two digits, else by its order of magnitude.
    """
    value, dimension, bucket = _value_of(item), _named(item.dimension), _bucket_of(item)
    about, words = sorted(item.about), sorted(item.stems or {""})
    for actor in about:
        yield f"{dimension}\n{value:.2g}\n{actor}"
    blocks = [f"{dimension}\n{near}" for near in (bucket, bucket + 1)]
    for block in blocks:
        yield f"{block}\narticle {item.source.doc_id}"
        if about:
            yield f"{block}\nabout {' '.join(about)}"
        for word in words:
            for actor in about:
                yield f"{block}\n{word} {actor}"
    for block in blocks:
        for word in words:
            yield f"{block}\n{word}"


def figure_part(item: SourcedFigure) -> str:
    """Return what tells, in order, near which others a figure stands: its dimension, then how large it is.

    Zero and what is unknown stand with one.
    """
    return f"{_named(item.dimension)}\n{_bucket_of(item) + LARGEST:05}"


def _value_of(item: SourcedFigure) -> float:
    """Return a figure's value in its base unit, without its sign; the greatest float stands for more."""
    return min(abs((item.mention.value or 0.0) * base_unit(item.mention.unit)[1]), sys.float_info.max)


def _bucket_of(item: SourcedFigure) -> int:
    value = _value_of(item)
    return math.floor(math.log(value) / BUCKET) if value else 0


@lru_cache(maxsize=10_000)
def _named(dimension: Dimension) -> str:
    return repr(dimension)
