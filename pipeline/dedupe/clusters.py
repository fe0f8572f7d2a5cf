"""Clusters from scored links, merged best link first and only where the whole clusters agree."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

# A block larger than this holds a commonplace key; its members are compared with their neighbours in
# order of publication only, so that the number of pairs stays linear.
WINDOW = 100


def pairs_of(keys: Sequence[Iterable[Hashable]]) -> Iterator[tuple[int, int]]:
    """Yield each pair of items that share a key, once, the smaller index first.

    Args:
        keys: Per item, its blocking keys; items in order of publication.
    """
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for index, own in enumerate(keys):
        for key in own:
            for other in blocks[key][-WINDOW:]:
                if other != index and (other, index) not in seen:
                    seen.add((other, index))
                    yield other, index
            blocks[key].append(index)


def cluster(
    items: Sequence[Item],
    links: Iterable[tuple[float, int, int]],
    compatible: Callable[[Item, Item], bool],
) -> list[list[int]]:
    """Return clusters of item indices.

    Args:
        items: The items.
        links: Scored pairs of indices; the highest score is merged first, ties by index.
        compatible: Whether two items may stand in one cluster. Two clusters are merged only if every
            member of one is compatible with every member of the other, so that a vague mention cannot
            bridge two that contradict each other.
    """
    members = {index: [index] for index in range(len(items))}
    home = list(range(len(items)))
    for _, left, right in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        first, second = home[left], home[right]
        if first == second:
            continue
        if all(compatible(items[a], items[b]) for a in members[first] for b in members[second]):
            for index in members[second]:
                home[index] = first
            members[first] += members.pop(second)
    return [sorted(group) for group in members.values()]
