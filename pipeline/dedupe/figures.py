"""Distinct figures: mentions of one measure, for the same actors and period, with values that agree."""

import math
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache

from pipeline.dedupe.clusters import group_mentions
from pipeline.dedupe.figure_pairs import ENOUGH, FigurePairs
from pipeline.dedupe.figure_rows import figure_id, figure_row
from pipeline.dedupe.mentions import Dimension, SourcedFigure
from pipeline.dedupe.values import base_unit
from pipeline.records import Figure

# Values in one block differ by less than this factor.
BUCKET = math.log(1.5)


def join_figures(mentions: Iterable[SourcedFigure]) -> tuple[tuple[Figure, ...], dict[str, str]]:
    """Return the distinct figures, sorted by id, and each mention's figure id."""
    groups = group_figures(mentions)
    figures = sorted(map(figure_row, groups), key=lambda figure: figure.figure_id)
    return tuple(figures), {item.mention_id: figure_id(group) for group in groups for item in group}


def group_figures(mentions: Iterable[SourcedFigure]) -> list[list[SourcedFigure]]:
    """Return the mentions of each figure, whatever their order."""
    return group_mentions(mentions, keys, FigurePairs, ENOUGH)


def keys(item: SourcedFigure) -> Iterator[Hashable]:
    """Yield blocking keys: dimension and order of magnitude with article, actors, or words of the measure."""
    mention = item.mention
    value = abs((mention.value or 0.0) * base_unit(mention.unit)[1])
    bucket = math.floor(math.log(value) / BUCKET) if value else 0
    for near in (bucket, bucket + 1):
        block = _block(item.dimension, near)
        yield block, item.source.doc_id
        if item.about:
            yield block, tuple(sorted(item.about))
        for word in sorted(item.stems or {""}):
            for actor in sorted(item.about):
                yield block, word, actor
    for near in (bucket, bucket + 1):
        block = _block(item.dimension, near)
        for word in sorted(item.stems or {""}):
            yield block, word, ""


@lru_cache(maxsize=100_000)
def _block(dimension: Dimension, near: int) -> str:
    """Return a name for the values of a dimension and an order of magnitude, quicker to look up than both."""
    return repr((dimension, near))
