"""Pick one value for a row from the mentions that it joins."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from pipeline.dedupe.mentions import Source

Value = TypeVar("Value")


class Sourced(Protocol):
    """A mention that knows its source."""

    @property
    def source(self) -> Source: ...  # noqa: D102 - see the class


def most_common(values: Sequence[Value]) -> Value | None:
    """Return the value stated most often; among equals the longest, then the first in sort order."""
    if not values:
        return None
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], -len(str(value)), str(value)))


def union(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return every member once, the most often named first."""
    counts = Counter(member for members in lists for member in members)
    return tuple(sorted(counts, key=lambda member: (-counts[member], member)))


def first_published(group: Sequence[Sourced]) -> str | None:
    """Return the earliest known publication date of a group."""
    return min((item.source.published for item in group if item.source.published), default=None)


def last_published(group: Sequence[Sourced]) -> str | None:
    """Return the latest known publication date of a group."""
    return max((item.source.published for item in group if item.source.published), default=None)
