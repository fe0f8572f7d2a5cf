"""Distinct events: mentions of one happening, with its status from article to article."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from functools import cache

from pipeline.dedupe.clusters import cluster, pairs_of
from pipeline.dedupe.history import history_of, latest_status
from pipeline.dedupe.mentions import Interval, SourcedEvent, jaccard, overlap
from pipeline.dedupe.merge import first_published, last_published, most_common
from pipeline.ids import content_id
from pipeline.lexicon import read_lexicon
from pipeline.records import Event, EventMention, Status, StatusChange

# Evidence that two mentions of one type with the same parties are one happening, and how much is enough.
SAME_OBJECT, SAME_TRIGGER, SAME_PLACE, SAME_DATES, SAME_PARTIES, SAME_ARTICLE = 0.6, 0.3, 0.2, 0.4, 0.2, 0.1
ENOUGH = 0.6
# A visitor comes back to the same host within two months too rarely to be taken for another visit.
SAME_VISIT, VISIT_WINDOW = 0.4, 62
# A plan may slip by this many days and still be the plan that was carried out.
PLAN_SLIP = 92
# An undated mention can be of the same happening only if the articles are this many days apart at most.
UNDATED_WINDOW = 400
# Dates as wide as this many days say little about which happening is meant.
WIDE = 400
STEM_PREFIX = 5

RECIPROCAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "ASSAULT", "SANCTION"})


def join_events(
    mentions: Sequence[SourcedEvent],
) -> tuple[tuple[Event, ...], tuple[StatusChange, ...], dict[str, str]]:
    """Return the distinct events, their history and each mention's event id, all sorted."""
    mentions = sorted(mentions, key=lambda item: (item.source.published or "", item.mention_id))
    links = (
        (score, left, right)
        for left, right in pairs_of([list(_keys(item)) for item in mentions])
        if (score := _link(mentions[left], mentions[right])) >= ENOUGH
    )
    groups = [[mentions[index] for index in group] for group in cluster(mentions, links, _compatible)]
    ids = {item.mention_id: _event_id(group) for group in groups for item in group}
    events = sorted(map(_merge, groups), key=lambda event: event.event_id)
    changes = [change for group in groups for change in history_of(_event_id(group), group)]
    changes.sort(key=lambda change: (change.event_id, change.published or "", change.doc_id))
    return tuple(events), tuple(changes), ids


def _keys(item: SourcedEvent) -> Iterator[Hashable]:
    """Yield blocking keys: type and party with a stem of the object or trigger, or with the date."""
    if item.mention.mode == "visit":
        yield "visit", item.mention.actor, item.mention.recipient
    for party in item.parties or {""}:
        for stem in item.stems | {stem[:STEM_PREFIX] for stem in item.trigger}:
            yield item.mention.type, party, stem
        if item.dates is not None:
            yield item.mention.type, party, item.dates[0][:7]


def _link(left: SourcedEvent, right: SourcedEvent) -> float:
    """Return how much speaks for two mentions being one happening, 0 where they cannot be."""
    if not _compatible(left, right):
        return 0.0
    score = SAME_PARTIES * jaccard(left.parties, right.parties)
    score += SAME_OBJECT * overlap(left.stems, right.stems)
    score += SAME_TRIGGER * _same_family(left.trigger, right.trigger)
    score += SAME_PLACE * overlap(left.place, right.place)
    score += SAME_DATES * _same_dates(left.dates, right.dates)
    score += SAME_VISIT * _same_visit(left, right)
    return score + SAME_ARTICLE * (left.source.doc_id == right.source.doc_id)


def _same_visit(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether the same visitor goes to the same host in articles of the same weeks."""
    one, other = left.mention, right.mention
    same = one.mode == other.mode == "visit" and (one.actor, one.recipient) == (other.actor, other.recipient)
    return same and bool(one.recipient) and _published_apart(left, right) <= VISIT_WINDOW


def _compatible(left: SourcedEvent, right: SourcedEvent) -> bool:
    one, other = left.mention, right.mention
    if one.type != other.type or (one.mode == "visit") != (other.mode == "visit"):
        return False
    if left.stems and right.stems and not _related(left, right):
        return False
    return _same_parties(left, right) and _dates_fit(left, right)


def _related(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether two objects may be one; a happening with another object is another happening."""
    if left.stems & right.stems:
        return True
    return _same_dates(left.dates, right.dates) > 0 and _same_family(left.trigger, right.trigger) > 0


def _same_parties(left: SourcedEvent, right: SourcedEvent) -> bool:
    """Whether one mention's parties are all among the other's, in roles that do not contradict."""
    if not left.parties or not right.parties:
        return left.source.doc_id == right.source.doc_id
    if not (left.parties <= right.parties or right.parties <= left.parties):
        return False
    one, other = left.mention, right.mention
    if one.recipient and other.recipient and one.type not in RECIPROCAL:
        swapped = set(one.actor) & set(other.recipient) and not set(one.actor) & set(other.actor)
        return not swapped
    return True


def _same_family(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two triggers are forms of one word (resume, resumption)."""
    return bool({stem[:STEM_PREFIX] for stem in left} & {stem[:STEM_PREFIX] for stem in right})


def _days(interval: Interval) -> tuple[int, int]:
    return date.fromisoformat(interval[0]).toordinal(), date.fromisoformat(interval[1]).toordinal()


def _same_dates(left: Interval | None, right: Interval | None) -> float:
    """Return 1 for overlapping dates that are narrow enough to tell, half for wide ones, else 0."""
    if left is None or right is None:
        return 0.0
    (start, end), (other_start, other_end) = _days(left), _days(right)
    if start > other_end or other_start > end:
        return 0.0
    return 1.0 if max(end - start, other_end - other_start) <= WIDE else 0.0


def _dates_fit(left: SourcedEvent, right: SourcedEvent) -> bool:
    if left.dates is not None and right.dates is not None:
        (start, end), (other_start, other_end) = _days(left.dates), _days(right.dates)
        apart = max(start - other_end, other_start - end)
        planned = {left.mention.status, right.mention.status} & {"planned", "possible"}
        return apart <= (PLAN_SLIP if planned else 0)
    return _published_apart(left, right) <= UNDATED_WINDOW


def _published_apart(left: SourcedEvent, right: SourcedEvent) -> int:
    """Return the days between two publications, 0 where one is unknown."""
    if left.source.published is None or right.source.published is None:
        return 0
    return abs(_ordinal(left.source.published) - _ordinal(right.source.published))


@cache
def _ordinal(published: str) -> int:
    return date.fromisoformat(
        (published + "-01-01")[:10] if len(published) == 4 else (published + "-01")[:10]
    ).toordinal()


def _event_id(group: Sequence[SourcedEvent]) -> str:
    return content_id("event", min(item.mention_id for item in group))


@cache
def _scale() -> dict[tuple[str, str], tuple[str, float]]:
    rows = read_lexicon("pipeline", "plover.csv")
    return {(row["type"], row["mode"]): (row["quad"], float(row["intensity"])) for row in rows}


def _merge(group: Sequence[SourcedEvent]) -> Event:
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
        event_id=_event_id(group),
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
    dated = [item for item in group if item.dates is not None]
    telling = [item for item in dated if item.mention.status == status] or dated
    best = min(telling, key=lambda item: (_width(item.dates), item.mention_id), default=None)
    return best.mention if best is not None else None


def _width(interval: Interval | None) -> int:
    if interval is None:
        return 0
    start, end = _days(interval)
    return end - start


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
    if sum(item.dates is not None for item in group) > 1:
        parts.append("dates fit")
    return "; ".join(parts)
