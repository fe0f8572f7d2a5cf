"""Distinct events: mentions of one happening, with its status from article to article."""

from collections.abc import Hashable, Iterable, Iterator

from pipeline.dedupe.clusters import group_mentions
from pipeline.dedupe.event_pairs import EventPairs
from pipeline.dedupe.event_rows import event_id, event_row
from pipeline.dedupe.history import history_of
from pipeline.dedupe.mentions import SourcedEvent
from pipeline.records import Event, StatusChange

# The log odds from which two mentions are taken to be one happening, and on average two groups of them: not
# all pairs of one happening show it. Among the best on the training topics of ECB+, in cross-validation.
ENOUGH = -0.5


def join_events(
    mentions: Iterable[SourcedEvent],
) -> tuple[tuple[Event, ...], tuple[StatusChange, ...], dict[str, str]]:
    """Return the distinct events, their history and each mention's event id, all sorted."""
    groups = group_events(mentions)
    ids = {item.mention_id: event_id(group) for group in groups for item in group}
    events = sorted(map(event_row, groups), key=lambda event: event.event_id)
    changes = [change for group in groups for change in history_of(event_id(group), group)]
    changes.sort(key=lambda change: (change.event_id, change.published or "", change.doc_id))
    return tuple(events), tuple(changes), ids


def group_events(mentions: Iterable[SourcedEvent]) -> list[list[SourcedEvent]]:
    """Return the mentions of each happening, whatever their order."""
    return group_mentions(mentions, keys, EventPairs, ENOUGH)


def keys(item: SourcedEvent) -> Iterator[Hashable]:
    """Yield blocking keys: type and parties with a word of the object, with the trigger, or with the date."""
    kind, parties = item.mention.type, tuple(sorted(item.parties))
    yield kind, item.source.doc_id
    if item.days is not None:
        yield kind, parties, item.days[0] // 31
    yield kind, parties, item.trigger.word
    for party in parties:
        for stem in sorted(item.stems):
            yield kind, party, stem
    for party in parties:
        yield kind, party, item.trigger.word, ""
        if item.mention.mode:
            yield kind, party, item.mention.mode
