"""The row of a distinct event: of each field the best supported value, and why its mentions are one."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from pipeline.dedupe.history import latest_status
from pipeline.dedupe.mentions import Days, SourcedEvent
from pipeline.dedupe.merge import first_published, last_published, most_common
from pipeline.ids import content_id
from pipeline.lexicon import read_lexicon
from pipeline.records import Event, EventMention, Status


def event_id(group: Sequence[SourcedEvent]) -> str:
    """Return the id of a group: that of its first mention by id, whatever joins it later."""
    return content_id("event", min(item.mention_id for item in group))


@cache
def _scale() -> dict[tuple[str, str], tuple[str, float]]:
    rows = read_lexicon("pipeline", "plover.csv")
    return {(row["type"], row["mode"]): (row["quad"], float(row["intensity"])) for row in rows}


def event_row(group: Sequence[SourcedEvent]) -> Event:
    """Return the row of a group: of each field the best supported value."""
    mentions = [item.mention for item in group]
    kind = mentions[0].type
    mode = most_common([mention.mode for mention in mentions if mention.mode])
    quad, intensity = _scale().get((kind, mode or ""), _scale()[kind, ""])
    parties = most_common([(mention.actor, mention.recipient) for mention in _fullest(mentions)])
    actor, recipient = parties if parties is not None else ((), ())
    status = latest_status(group)
    dates = _dates(group, status)
    what = most_common([mention.object for mention in mentions if mention.object])
    where = most_common([mention.place for mention in mentions if mention.place])
    return Event(
        event_id=event_id(group),
        type=kind,
        mode=mode,
        quad=quad,
        intensity=intensity,
        actor=actor,
        recipient=recipient,
        object=what,
        place=where,
        status=status,
        date_start=dates.date_start if dates else None,
        date_end=dates.date_end if dates else None,
        n_mentions=len(group),
        n_documents=len({item.source.origin for item in group}),
        doc_ids=tuple(sorted({item.source.doc_id for item in group})),
        first_published=first_published(group),
        last_published=last_published(group),
        summary=_summary(mentions, actor, recipient, what, status),
        note=_note(group),
    )


def _fullest(mentions: Sequence[EventMention]) -> list[EventMention]:
    """Return the mentions that name the most parties; fewer parties are told of the same event."""
    most = max(len({*mention.actor, *mention.recipient}) for mention in mentions)
    return [mention for mention in mentions if len({*mention.actor, *mention.recipient}) == most]


def _dates(group: Sequence[SourcedEvent], status: Status) -> EventMention | None:
    """Return the mention with the narrowest dates among those that tell the latest status, else any."""
    dated = [item for item in group if item.days is not None]
    telling = [item for item in dated if item.mention.status == status] or dated
    best = min(telling, key=lambda item: (_width(item.days), item.mention_id), default=None)
    return best.mention if best is not None else None


def _width(days: Days | None) -> int:
    return days[1] - days[0] if days is not None else 0


def _summary(
    mentions: Sequence[EventMention],
    actor: tuple[str, ...],
    recipient: tuple[str, ...],
    what: str | None,
    status: Status,
) -> str:
    """Return the event in one line: ``IND, CHN: resume direct flights (planned)``."""
    trigger = most_common([mention.text.lower() for mention in mentions]) or ""
    who = ", ".join(actor) or "unknown"
    whom = f" → {', '.join(recipient)}" if recipient else ""
    return f"{who}{whom}: {' '.join(filter(None, (trigger, what)))} ({status})"


def _note(group: Sequence[SourcedEvent]) -> str | None:
    """Say in words what the mentions of a group have in common."""
    if len(group) == 1:
        return None
    parts = [f"{len(group)} mentions of {group[0].mention.type}"]
    for name, sets in (
        ("parties", [item.parties for item in group]),
        ("object words", [item.stems for item in group if item.stems]),
    ):
        counts = Counter(member for members in sets for member in members)
        shared = sorted(member for member, count in counts.items() if count > 1)
        if shared:
            parts.append(f"{name} in common: {', '.join(shared)}")
    if sum(item.days is not None for item in group) > 1:
        parts.append("dates fit")
    return "; ".join(parts)
