"""Distinct figures: mentions of one measure, for the same actors and period, with values that agree."""

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from functools import partial

from pipeline.dedupe.clusters import cluster, pairs_of
from pipeline.dedupe.mentions import SourcedFigure, jaccard, overlap
from pipeline.dedupe.merge import first_published, last_published, most_common, union
from pipeline.dedupe.values import base_unit, compare, tolerance
from pipeline.ids import content_id
from pipeline.records import Agreement, Figure

# Measures with one head and at least this share of common stems name one thing.
SAME_MEASURE = 0.5
# A conflict is claimed only for measures that are worded alike and values within this factor.
CONFLICT_MEASURE = 0.75
CONFLICT_FACTOR = 2.0
# Values in one block differ by less than this factor.
BUCKET = math.log(1.5)


def join_figures(mentions: Sequence[SourcedFigure]) -> tuple[tuple[Figure, ...], dict[str, str]]:
    """Return the distinct figures, sorted by id, and each mention's figure id."""
    mentions = sorted(mentions, key=lambda item: (item.source.published or "", item.mention_id))
    links = (
        (score, left, right)
        for left, right in pairs_of([list(_keys(item)) for item in mentions])
        if (score := _link(mentions[left], mentions[right])) > 0
    )
    groups = [[mentions[index] for index in group] for group in cluster(mentions, links, _compatible)]
    figures = sorted(map(_merge, groups), key=lambda figure: figure.figure_id)
    return tuple(figures), {item.mention_id: _figure_id(group) for group in groups for item in group}


def _keys(item: SourcedFigure) -> Iterator[Hashable]:
    """Yield blocking keys: kind, base unit, change, order of magnitude and head of the measure."""
    mention = item.mention
    unit, factor = base_unit(mention.unit)
    value = abs((mention.value or 0.0) * factor)
    bucket = math.floor(math.log(value) / BUCKET) if value else 0
    common = (mention.kind, None if mention.kind == "count" else unit, mention.change)
    for near in (bucket, bucket + 1):
        yield (*common, near, item.head)


def _link(left: SourcedFigure, right: SourcedFigure) -> float:
    """Return how surely two mentions are one figure, 0 where they are not."""
    if not _compatible(left, right):
        return 0.0
    alike = overlap(left.stems, right.stems)
    about = jaccard(left.about, right.about)
    period = 1.0 if left.period is not None and left.period == right.period else 0.0
    return alike + about + period


def _compatible(left: SourcedFigure, right: SourcedFigure) -> bool:
    one, other = left.mention, right.mention
    if (one.kind, base_unit(one.unit)[0] if one.kind != "count" else None, one.change) != (
        other.kind,
        base_unit(other.unit)[0] if other.kind != "count" else None,
        other.change,
    ):
        return False
    if not (_same_about(left, right) and _same_period(left, right)):
        return False
    if left.head != right.head or overlap(left.stems, right.stems) < SAME_MEASURE:
        return False
    return compare(one, other).agreement != "conflict" or _contradict(left, right)


def _same_about(left: SourcedFigure, right: SourcedFigure) -> bool:
    """Whether one mention's actors are all among the other's; a mention that names none fits any."""
    return left.about <= right.about or right.about <= left.about


def _same_period(left: SourcedFigure, right: SourcedFigure) -> bool:
    return left.period is None or right.period is None or left.period == right.period


def _contradict(left: SourcedFigure, right: SourcedFigure) -> bool:
    """Whether two sources state different values of what is plainly the same figure."""
    one, other = left.mention.value, right.mention.value
    if left.source.origin == right.source.origin or not one or not other:
        return False
    return (
        left.period is not None
        and left.period == right.period
        and bool(left.about)
        and left.about == right.about
        and left.mention.unit == right.mention.unit
        and jaccard(left.stems, right.stems) >= CONFLICT_MEASURE
        and max(one / other, other / one) <= CONFLICT_FACTOR
    )


def _figure_id(group: Sequence[SourcedFigure]) -> str:
    return content_id("figure", min(item.mention_id for item in group))


def _merge(group: Sequence[SourcedFigure]) -> Figure:
    """Return the row of a group: the most precise value, the best supported of everything else."""
    best = min(group, key=partial(_vagueness, counts=Counter(item.mention.value for item in group)))
    agreement, note = _agreement(group, best)
    periods = [item.period for item in group if item.period is not None]
    period = most_common(periods)
    dated = next((item.mention for item in group if item.period == period), None) if period else None
    return Figure(
        figure_id=_figure_id(group),
        kind=best.mention.kind,
        value=best.mention.value,
        value_max=best.mention.value_max,
        unit=best.mention.unit,
        bound=best.mention.bound,
        measure=most_common([item.mention.measure for item in group if item.mention.measure]),
        change=best.mention.change,
        about=union(item.mention.about for item in group),
        period_start=dated.period_start if dated else None,
        period_end=dated.period_end if dated else None,
        n_mentions=len(group),
        n_documents=len({item.source.origin for item in group}),
        doc_ids=tuple(sorted({item.source.doc_id for item in group})),
        first_published=first_published(group),
        last_published=last_published(group),
        agreement=agreement,
        note=note,
        text=best.mention.text,
    )


def _vagueness(item: SourcedFigure, counts: Counter[float | None]) -> tuple[float, int, int, str]:
    """Order mentions: the exactly worded first, then the finest digits, then the most often stated."""
    mention = item.mention
    vague = (mention.bound != "exact") + (mention.value_max is not None)
    relative = tolerance(mention) / abs(mention.value) if mention.value else 0.0
    return vague + relative, -counts[mention.value], mention.start, item.mention_id


def _agreement(group: Sequence[SourcedFigure], best: SourcedFigure) -> tuple[Agreement, str | None]:
    """Return how the sources of a figure agree, and why in words."""
    others = [item for item in group if item is not best]
    if not others:
        return "single", None
    verdicts = [compare(item.mention, best.mention) for item in others]
    origins = {item.source.origin for item in group}
    for grade in ("conflict", "rounding"):
        reasons = sorted({verdict.reason for verdict in verdicts if verdict.agreement == grade})
        if reasons:
            return grade, "; ".join(reasons)
    reasons = sorted({verdict.reason for verdict in verdicts})
    return "agree" if len(origins) > 1 else "single", "; ".join(reasons)
