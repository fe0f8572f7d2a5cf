"""An event's life: its status from article to article, in order of publication."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.dedupe.mentions import SourcedEvent
from pipeline.records import Status, StatusChange

# Within one article the furthest status stands: what has happened was planned before.
RANK: dict[Status, int] = {"negated": 0, "possible": 1, "planned": 2, "ongoing": 3, "occurred": 4}
# What has happened stays so, whatever a later article says of the plans that led to it.
FINAL: Status = "occurred"


def history_of(event_id: str, group: Sequence[SourcedEvent]) -> list[StatusChange]:
    """Return the changes of an event's status; articles without a publication date come first."""
    changes: list[StatusChange] = []
    for item in _per_article(group):
        status = item.mention.status
        if changes and (changes[-1].status in {status, FINAL}):
            continue
        changes.append(
            StatusChange(event_id, item.source.published, item.source.doc_id, item.mention_id, status)
        )
    return changes


def latest_status(group: Sequence[SourcedEvent]) -> Status:
    """Return the latest known status of an event."""
    return history_of("", group)[-1].status


def _per_article(group: Sequence[SourcedEvent]) -> Iterator[SourcedEvent]:
    """Yield the telling mention of each article, in order of publication."""

    def article(item: SourcedEvent) -> tuple[str, str]:
        return item.source.published or "", item.source.doc_id

    for _, mentions in groupby(sorted(group, key=article), key=article):
        yield max(mentions, key=lambda item: (RANK[item.mention.status], -item.mention.start))
