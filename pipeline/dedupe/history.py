"""An event's life: its status from article to article, in order of publication."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from pipeline.dedupe.mentions import PLANS, SourcedEvent
from pipeline.records import Status, StatusChange

# Within one article the furthest status stands: what has happened was planned before.
RANK: dict[Status, int] = {"negated": 0, "possible": 1, "planned": 2, "ongoing": 3, "occurred": 4}
# What has happened stays so.
FINAL: Status = "occurred"


def history_of(event_id: str, group: Sequence[SourcedEvent]) -> list[StatusChange]:
    """Return the changes of an event's status; articles without a publication date come first."""
    items = list(_per_article(group))
    happened = _happened_from(items)
    changes: list[StatusChange] = []
    for place, item in enumerate(items):
        status = item.mention.status
        if (status == FINAL and place < happened) or (status in PLANS and place >= happened):
            continue
        if not changes or changes[-1].status not in {status, FINAL}:
            source = item.source
            changes.append(StatusChange(event_id, source.published, source.doc_id, item.mention_id, status))
    return changes


def latest_status(group: Sequence[SourcedEvent]) -> Status:
    """Return the latest known status of an event."""
    return history_of("", group)[-1].status


def _happened_from(items: Sequence[SourcedEvent]) -> int:
    """Return from which article on an event counts as having happened, their number if from none.

    It is where the fewest articles are contradicted: those before that tell of it as done, those from there
    on that tell of it as planned; a copy counts with its original. Of equals it is the first.
    """
    origins: set[str] = set()
    votes: list[int] = []
    for item in items:
        counts = item.source.origin not in origins
        origins.add(item.source.origin)
        status = item.mention.status
        votes.append(counts * ((status == FINAL) - (status in PLANS)))
    against = list(accumulate(votes, initial=0))
    return against.index(min(against))


def _per_article(group: Sequence[SourcedEvent]) -> Iterator[SourcedEvent]:
    """Yield the telling mention of each article, in order of publication."""

    def article(item: SourcedEvent) -> tuple[str, str]:
        return item.source.published or "", item.source.doc_id

    for _, mentions in groupby(sorted(group, key=article), key=article):
        yield max(mentions, key=lambda item: (RANK[item.mention.status], -item.mention.start))
