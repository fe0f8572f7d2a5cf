"""The mentions of all articles, on disk until they are joined."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, islice
from typing import Generic, TypeVar

from pipeline.dedupe.blocks import Blocks
from pipeline.dedupe.clusters import Affinity, cluster
from pipeline.dedupe.event_pairs import EventPairs
from pipeline.dedupe.events import ENOUGH as ENOUGH_OF_EVENTS
from pipeline.dedupe.events import event_keys
from pipeline.dedupe.figure_pairs import ENOUGH as ENOUGH_OF_FIGURES
from pipeline.dedupe.figure_pairs import FigurePairs
from pipeline.dedupe.figures import figure_keys, figure_part
from pipeline.dedupe.mentions import (
    Source,
    SourcedEvent,
    SourcedFigure,
    events_in,
    figures_in,
    source_of,
    sourced_event,
    sourced_figure,
)
from pipeline.dedupe.profiles import Profile, profile_of_article
from pipeline.dedupe.shelf import Shelf, Shelves
from pipeline.dedupe.workspace import Workspace
from pipeline.records import ArticleResult, EventMention, FigureMention

# So many mentions of a kind and articles are at hand at a time, those that were looked at last.
MENTIONS, ARTICLES = 30_000, 60_000
# So many distinct figures or events are made into rows at a time.
GROUPS = 1_000

# The fields of a mention but the reasons of the others.
_NEEDED = {
    kind: tuple(field.name for field in fields(kind) if field.name not in {"rules", "evidence"})
    for kind in (FigureMention, EventMention)
}

Mention = TypeVar("Mention", FigureMention, EventMention)
Kept = TypeVar("Kept", "KeptFigure", "KeptEvent")
Value = TypeVar("Value")
Item = TypeVar("Item", SourcedFigure, SourcedEvent)


@dataclass(frozen=True, slots=True)
class KeptFigure:
    """What is kept of a figure mention: it and its article."""

    source: Source
    mention_id: str
    mention: FigureMention


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """What is kept of an event mention: it, its article, what is compared of its sentence."""

    source: Source
    mention_id: str
    mention: EventMention
    sentence_number: int
    sentence: Profile


class Pending:
    """The mentions of all articles until they are joined.

    Args:
        work: Where it is found out which of them meet.
    """

    def __init__(self, work: Workspace) -> None:
        shelves = Shelves()
        self._profiles = shelves.numbered("profiles", Profile)
        self._figures = shelves.numbered("figures", KeptFigure)
        self._events = shelves.numbered("events", KeptEvent)
        self._figure_blocks, self._event_blocks = Blocks(work, "figures"), Blocks(work, "events")
        self._work = work
        self._n_articles = 0

    def taking_in(self, results: Iterable[ArticleResult]) -> Iterator[ArticleResult]:
        """Yield the articles as they come, and keep what the joining needs of each."""
        for result in results:
            self._add(result)
            yield result

    def _add(self, result: ArticleResult) -> None:
        source = source_of(result, self._n_articles)
        self._profiles[source.number] = profile_of_article(result)
        for figure in figures_in(result, source):
            mention = _without_reasons(figure.mention)
            self._figures[len(self._figure_blocks)] = KeptFigure(source, figure.mention_id, mention)
            part, keys = figure_part(figure), figure_keys(figure)
            self._figure_blocks.add(part, source.published or "", figure.mention_id, keys)
        for event in events_in(result, source):
            happening = _without_reasons(event.mention)
            kept = KeptEvent(source, event.mention_id, happening, event.sentence_number, event.sentence)
            self._events[len(self._event_blocks)] = kept
            part, keys = event.mention.type, event_keys(event)
            self._event_blocks.add(part, source.published or "", event.mention_id, keys)
        self._n_articles += 1

    def figures(self, duplicates: Mapping[str, str]) -> Iterator[list[SourcedFigure]]:
        """Yield the mentions of each distinct figure.

        Args:
            duplicates: Per repeated article, the article that it repeats.
        """

        def revive(kept: KeptFigure) -> SourcedFigure:
            return sourced_figure(kept.mention, _repeating(kept.source, duplicates), kept.mention_id)

        read = _reader(self._figures, self._figure_blocks, revive)
        pairs = FigurePairs(read, self._profiles_at_hand())
        return self._groups(self._figure_blocks, read, pairs, ENOUGH_OF_FIGURES)

    def events(self, duplicates: Mapping[str, str]) -> Iterator[list[SourcedEvent]]:
        """Yield the mentions of each happening.

        Args:
            duplicates: Per repeated article, the article that it repeats.
        """

        def revive(kept: KeptEvent) -> SourcedEvent:
            source = _repeating(kept.source, duplicates)
            return sourced_event(kept.mention, source, kept.sentence_number, kept.sentence, kept.mention_id)

        read = _reader(self._events, self._event_blocks, revive)
        pairs = EventPairs(read, self._profiles_at_hand())
        return self._groups(self._event_blocks, read, pairs, ENOUGH_OF_EVENTS)

    def _profiles_at_hand(self) -> "Recent[Profile]":
        return Recent(lambda numbers: self._profiles.several(numbers).items(), ARTICLES)

    def _groups(
        self, blocks: Blocks, read: "Recent[Item]", affinity: Affinity, enough: float
    ) -> Iterator[list[Item]]:
        groups = cluster(len(blocks), blocks.pairs(), affinity, enough, self._work)
        while some := list(islice(groups, GROUPS)):
            places = list(chain.from_iterable(some))
            items = iter(read(places))
            yield from (list(islice(items, len(group))) for group in some)


def _reader(shelf: Shelf[int, Kept], blocks: Blocks, revive: Callable[[Kept], Item]) -> "Recent[Item]":
    """Return what reads the mentions of a kind by their places."""

    def read(places: Sequence[int]) -> Iterator[tuple[int, Item]]:
        numbers = blocks.order[places].tolist()
        kept = shelf.several(numbers)
        return ((place, revive(kept[number])) for place, number in zip(places, numbers, strict=True))

    return Recent(read, MENTIONS)


def _repeating(source: Source, duplicates: Mapping[str, str]) -> Source:
    """Return a source with the article that it repeats, if any."""
    origin = duplicates.get(source.doc_id)
    return replace(source, origin=origin) if origin else source


class Recent(Generic[Value]):
    """Values by number, those that were asked for last at hand, the others made when they are asked for.

    Args:
        make: Returns the values of some numbers, each with its number.
        most: How many are at hand at least, if so many were asked for.
    """

    def __init__(self, make: Callable[[Sequence[int]], Iterable[tuple[int, Value]]], most: int) -> None:
        self._make, self._most = make, most
        self._at_hand: OrderedDict[int, Value] = OrderedDict()

    def __call__(self, numbers: Sequence[int]) -> list[Value]:
        """Return the values of different numbers, in their order."""
        at_hand = self._at_hand
        missing = [number for number in numbers if number not in at_hand]
        if missing:
            at_hand.update(self._make(missing))
        for number in numbers:
            at_hand.move_to_end(number)
        while len(at_hand) > max(self._most, len(numbers)):
            at_hand.popitem(last=False)
        return [at_hand[number] for number in numbers]


def _without_reasons(mention: Mention) -> Mention:
    """Return a mention without the reasons of its fields."""
    kept = {name: getattr(mention, name) for name in _NEEDED[type(mention)]}
    return type(mention)(**kept)
