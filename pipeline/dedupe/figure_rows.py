"""The row of a distinct figure: the most precise value, how its sources agree, and why."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from pipeline.dedupe.mentions import SourcedFigure
from pipeline.dedupe.merge import first_published, last_published, most_common, union
from pipeline.dedupe.values import compare, tolerance
from pipeline.ids import content_id
from pipeline.records import Agreement, Figure


def figure_id(group: Sequence[SourcedFigure]) -> str:
    """Return the id of a group: that of its first mention by id, whatever joins it later."""
    return content_id("figure", min(item.mention_id for item in group))


def figure_row(group: Sequence[SourcedFigure]) -> Figure:
    """Return the row of a group: the most precise value, the best supported of everything else."""
    best = min(group, key=partial(_vagueness, counts=Counter(item.mention.value for item in group)))
    agreement, note = _agreement(group, best)
    periods = [item.period for item in group if item.period is not None]
    period = most_common(periods)
    dated = next((item.mention for item in group if item.period == period), None) if period else None
    return Figure(
        figure_id=figure_id(group),
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
