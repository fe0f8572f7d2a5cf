"""The actors of an article: its chains of mentions, those that stand for one actor joined.

"The Indian foreign minister", "Jaishankar" and "New Delhi" are three chains of words and one actor. Whom a
name stands for is worked out by ``pipeline_actors`` before the events are looked for; without that component
a state and the people known to hold office for it are one.
"""

from collections import Counter
from typing import Protocol

from spacy.tokens import Doc

from pipeline.records import Actor
from pipeline.relations.linking import Chain
from pipeline.relations.per_article import per_article
from pipeline.relations.reference import chains_of, nearest_name


class DocumentActors(Protocol):
    """What ``doc._.document_actors`` offers."""

    @property
    def focus(self) -> str | None:
        """The country that the article is mainly about, as ISO 3166-1 alpha-3."""

    def actor(self, start: int, end: int) -> Actor | None:
        """Return who the characters from ``start`` to ``end`` stand for."""


def document_actors(doc: Doc) -> DocumentActors | None:
    """Return who the names of an article stand for, where the pipeline has worked it out."""
    found: DocumentActors | None = doc._.document_actors if Doc.has_extension("document_actors") else None
    return found


@per_article
def actors_of(doc: Doc) -> list[Chain]:
    """Return the actors of an article with all their mentions, by first mention."""
    known = document_actors(doc)
    merged: dict[str, Chain] = {}
    for chain in chains_of(doc):
        identity = _identity(chain, known)
        if identity is None:
            continue
        actor = merged.setdefault(identity[0], Chain(*identity))
        actor.mentions.extend(chain.mentions)
    for actor in merged.values():
        actor.mentions = sorted({m.start: m for m in actor.mentions}.values(), key=lambda m: m.start)
    return sorted(merged.values(), key=lambda actor: actor.mentions[0].start)


def _identity(chain: Chain, known: DocumentActors | None) -> tuple[str, str] | None:
    """Return the code and kind of whom most mentions of a chain stand for; nobody for a region."""
    if known is None:
        return (chain.office, "state") if chain.office is not None else (chain.key, chain.kind)
    names = Counter(nearest_name(chain, mention) for mention in chain.mentions)
    found: Counter[tuple[str, str]] = Counter()
    for name, count in names.items():
        actor = known.actor(name.start, name.end)
        if actor is not None:
            found[actor.code, _kind(chain, actor)] += count
    return max(found, key=lambda identity: found[identity], default=None)


def _kind(chain: Chain, actor: Actor) -> str:
    """Return what an actor is seen as: whoever acts for a state as the state, a town as the place it is."""
    if actor.country is not None and actor.code == actor.country:
        return "state"
    return "place" if chain.kind == "place" and actor.kind == "organisation" else actor.kind
