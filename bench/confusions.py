"""Precision and recall by class, and what is taken for what, from annotated and found mentions."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Mention = dict[str, Any]
Pair = tuple[Mention, Mention]


@dataclass(frozen=True, slots=True)
class Matched:
    """The mentions of a set of articles.

    Attributes:
        annotated: All annotated mentions.
        found: All found ones.
        pairs: Each annotated mention with the found one that overlaps it.
    """

    annotated: Sequence[Mention]
    found: Sequence[Mention]
    pairs: Sequence[Pair]

    def missed(self) -> list[Mention]:
        """Return the annotated mentions that were not found."""
        paired = {id(wanted) for wanted, _ in self.pairs}
        return [mention for mention in self.annotated if id(mention) not in paired]

    def spurious(self) -> list[Mention]:
        """Return the found mentions that are not annotated."""
        paired = {id(found) for _, found in self.pairs}
        return [mention for mention in self.found if id(mention) not in paired]


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How well one class is found.

    Attributes:
        name: The class.
        annotated: Mentions that are annotated with it.
        found: Mentions that were given it.
        right: Those that are right.
        missed: Annotated ones at whose place nothing was found.
        spurious: Found ones at whose place nothing is annotated.
    """

    name: str
    annotated: int
    found: int
    right: int
    missed: int
    spurious: int

    @property
    def precision(self) -> float | None:
        """Share of the found ones that are right; None where none was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the annotated ones that are right; None where none is annotated."""
        return self.right / self.annotated if self.annotated else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where nothing is annotated or found."""
        total = self.annotated + self.found
        return 2 * self.right / total if total else None


def by_class(matched: Matched, field: str, is_right: Callable[[Mention, Mention], bool]) -> list[ClassScore]:
    """Return the scores of every class of a field that is annotated or found, by name.

    Args:
        matched: The mentions.
        field: The field that holds the class.
        is_right: Whether a found mention is right, given the annotated one.
    """
    annotated = Counter(mention[field] for mention in matched.annotated)
    found = Counter(mention[field] for mention in matched.found)
    right = Counter(wanted[field] for wanted, given in matched.pairs if is_right(wanted, given))
    missed = Counter(mention[field] for mention in matched.missed())
    spurious = Counter(mention[field] for mention in matched.spurious())
    return [
        ClassScore(name, annotated[name], found[name], right[name], missed[name], spurious[name])
        for name in sorted(annotated | found)
    ]


def confusions(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield each annotated class, the other class that was found, and how often, the most frequent first."""
    counts = Counter((wanted, given) for wanted, given in pairs if wanted != given)
    for (wanted, given), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield wanted, given, count
