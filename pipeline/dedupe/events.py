"""Distinct events: mentions of one happening, with its status from article to article."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.dedupe.event_rows import event_row
from pipeline.dedupe.history import history_of
from pipeline.dedupe.mentions import SourcedEvent
from pipeline.dedupe.shelf import Shelf, Shelves
from pipeline.records import Event, StatusChange

# The log odds from which two mentions are taken to be one happening, and on average two groups of them: not
# all pairs of one happening show it. Among the best on the training topics of ECB+, in cross-validation.
ENOUGH = -0.5

MONTH = 31  # days


def join_events(
    groups: Iterable[Sequence[SourcedEvent]], shelves: Shelves
) -> tuple[Shelf[str, Event], Shelf[str, StatusChange], Shelf[str, str]]:
    """Return the distinct events by their ids, their history, and each mention's event id.

    Args:
        groups: The mentions of each happening.
        shelves: Where all three are kept.
    """
    events, ids = shelves.named("events", Event), shelves.named("event_ids", str)
    history = shelves.named("history", StatusChange)
    for group in groups:
        row = event_row(group)
        events[row.event_id] = row
        for number, change in enumerate(history_of(row.event_id, group)):
            history[f"{row.event_id} {number:09}"] = change
        for item in group:
            ids[item.mention_id] = row.event_id
    return events, history, ids


def event_keys(item: SourcedEvent) -> Iterator[str]:
    """Yield blocking keys: type and parties with article, dates, trigger, a word of the object, or mode."""
    kind, parties, trigger = item.mention.type, sorted(item.parties), item.trigger.word
    together = f"{kind}\n{' '.join(parties)}"
    yield f"{kind}\narticle {item.source.doc_id}"
    if item.days is not None:
        yield f"{together}\nmonth {item.days[0] // MONTH}"
    if item.source.day is not None:
        for month in (item.source.day // MONTH, item.source.day // MONTH + 1):
            yield f"{together}\npublished {month}"
    yield f"{together}\ntrigger {trigger}"
    for party in parties:
        for stem in sorted(item.stems):
            yield f"{kind}\n{party}\nobject {stem}"
    for party in parties:
        yield f"{kind}\n{party}\ntriggered {trigger}"
        if item.mention.mode:
            yield f"{kind}\n{party}\nmode {item.mention.mode}"
