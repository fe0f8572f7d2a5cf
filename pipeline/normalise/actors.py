"""Who the names and noun phrases of an article stand for."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from spacy.tokens import Doc, Span

from pipeline.ids import content_id
from pipeline.normalise.countries import OF_A_STATE, Bearer, CountryContext, read_state_names
from pipeline.normalise.name_clusters import cluster_organisations, cluster_people
from pipeline.normalise.noun_phrases import POSSESSIVES, Phrase, longest_noun, read_acting_nouns, take_apart
from pipeline.normalise.offices import known_offices, office_on
from pipeline.records import Actor, ActorKind, EntityMention

LONGEST_TITLE = 14
TITLE_LINKS = frozenset({"of", "for", "and", "the", "'s", "’s", "-", "&", "to"})  # noqa: RUF001
FORMER = frozenset({"former", "ex", "ex-", "late", "then", "deposed", "ousted", "then-", "onetime"})
PLACES = frozenset({"city", "province"})
BODY_LINKS = frozenset({"of", "for"})
BANKS = frozenset({"central", "reserve", "national"})


class ActorResolver:
    """Make canonical actors of the names and noun phrases of articles."""

    def __init__(self, lexicons: str | None = None) -> None:
        """Read the lexicons; ``lexicons`` is a folder with a user's own entries."""
        self._lexicons = lexicons

    def resolve_document(self, doc: Doc) -> "DocumentActors":
        """Return the actors of one article with its named entities."""
        return DocumentActors(doc, self._lexicons)


class DocumentActors:
    """The actors of one article.

    Attributes:
        entities: Every named entity, linked to its actor where it is one.
    """

    def __init__(self, doc: Doc, lexicons: str | None = None) -> None:
        """Settle the article's names; ``doc.ents`` must be set."""
        self._doc = doc
        self._lexicons = lexicons
        self._nouns = read_acting_nouns(lexicons)
        self._published: str | None = doc._.published if Doc.has_extension("published") else None
        self._inside = {token.i: ent for ent in doc.ents for token in ent}
        self._context = CountryContext(((ent.text, ent.start_char) for ent in doc.ents), lexicons)
        self._people = cluster_people([ent for ent in doc.ents if ent.label_ == "PERSON"])
        self._organisations = cluster_organisations([ent for ent in doc.ents if ent.label_ == "ORG"])
        self._spans: dict[tuple[int, int], Actor | None] = {}
        self._used: dict[str, Actor] = {}
        self._offices: dict[str, tuple[str | None, str | None]] = {}
        self._find_offices()
        self.entities = tuple(
            EntityMention(
                ent.start_char, ent.end_char, ent.text, ent.label_, self.actor(ent.start_char, ent.end_char)
            )
            for ent in doc.ents
        )

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Every actor asked for so far, the entities' included, by id."""
        return tuple(self._used[key] for key in sorted(self._used))

    def actor(self, start: int, end: int) -> Actor | None:
        """Return who a span of the text stands for.

        Args:
            start: Offset of its first character.
            end: Offset behind its last character.

        Returns:
            The actor; None for a pronoun, a region, or a span without a noun.
        """
        span = self._doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return None
        key = (span.start, span.end)
        if key not in self._spans:
            self._spans[key] = self._resolve(span.start, span.end)
        actor = self._spans[key]
        if actor is not None:
            self._used.setdefault(actor.actor_id, actor)
        return actor

    # --- phrases ------------------------------------------------------------------------------------

    def _resolve(self, start: int, end: int) -> Actor | None:
        phrase = take_apart(self._doc, start, end, self._inside)
        if phrase is None:
            return None
        entity = self._inside.get(phrase.head.i)
        if entity is not None:
            return self._entity_actor(entity)
        return self._acting(phrase, default=self._context.focus) or self._group(phrase)

    def _acting(self, phrase: Phrase, default: str | None) -> Actor | None:
        """Return whom a common noun acts for: a state, an international body, an organisation."""
        noun = longest_noun(phrase.base, self._nouns.body | self._nouns.office | self._nouns.acts_for)
        if noun is None:
            return None
        beside = self._beside(phrase)
        if noun in self._nouns.acts_for:
            body = next((a for a in beside if a.kind in {"organisation", "igo"}), None)
            if body is not None:
                return body
        if noun not in self._nouns.body | self._nouns.office or self._is_private(phrase):
            return None
        code = next((a.country for a in beside if a.country is not None), None) or default
        return (
            self._state(code, role=noun if noun in self._nouns.office else None) if code is not None else None
        )

    def _beside(self, phrase: Phrase) -> list[Actor]:
        """Return the actors named in the base, then those that "of" or "for" add to it."""
        spans = [ent for ent in self._entities_in(phrase.base)]
        if len(phrase.rest) and phrase.rest[0].lower_ in BODY_LINKS | {"from", "to", "in", "at"}:
            spans += self._entities_in(phrase.rest)[:1]
        return [actor for actor in map(self._entity_actor, spans) if actor is not None]

    def _entities_in(self, span: Span) -> list[Span]:
        return list(
            {ent.start: ent for token in span if (ent := self._inside.get(token.i)) is not None}.values()
        )

    def _is_private(self, phrase: Phrase) -> bool:
        noun = longest_noun(phrase.base, self._nouns.body | self._nouns.office | self._nouns.acts_for)
        words = phrase.base[: len(phrase.base) - len((noun or "").split())]
        return any(t.lower_ in self._nouns.private for t in words if t.i not in self._inside)

    def _group(self, phrase: Phrase) -> Actor | None:
        """Return a group by its noun phrase, in lower case but for the names in it."""
        words = list(phrase.base)
        owner = max((k for k, token in enumerate(words) if token.text in POSSESSIVES), default=-1)
        words = words[owner + 1 :] or words
        while len(words) > 1 and words[0].i not in self._inside and words[0].like_num:
            words = words[1:]
        first = words[0]
        text = self._doc[first.i : words[-1].i + 1].text
        if first.i not in self._inside and not first.is_upper and first.is_sent_start:
            text = text[0].lower() + text[1:]
        country = next((a.country for a in self._beside(phrase) if a.country is not None), None)
        return _make("group", " ".join(text.split()), country)

    # --- names --------------------------------------------------------------------------------------

    def _entity_actor(self, ent: Span) -> Actor | None:
        if ent.label_ == "PERSON":
            return self._person(ent)
        bearer = self._context.bearer(ent.text)
        if bearer is not None:
            return self._bearer_actor(ent, bearer)
        if ent.label_ == "ORG":
            return self._organisation(ent)
        if ent.label_ == "NORP":
            return _make("group", ent.text, None)
        return _make("organisation", ent.text, None) if ent.label_ == "GPE" else None

    def _bearer_actor(self, ent: Span, bearer: Bearer) -> Actor | None:
        if bearer.kind in {"region", "people"}:
            return _make("group", ent.text, None) if bearer.kind == "people" else None
        if bearer.kind == "company":
            return _make("organisation", ent.text, None)
        if bearer.kind in PLACES:
            return _make("organisation", ent.text, bearer.code)
        if bearer.kind in OF_A_STATE and bearer.code in read_state_names(self._lexicons):
            return self._state(bearer.code)
        return _make("igo", bearer.code, None)

    def _state(self, code: str, role: str | None = None) -> Actor:
        names = read_state_names(self._lexicons)
        if code not in names:
            return _make("igo", code, None)
        return _make("state", names[code], code) if role is None else _make("state", names[code], code)

    def _organisation(self, ent: Span) -> Actor:
        name = self._organisations.get(ent.text, ent.text)
        bearer = self._context.bearer(name)
        if bearer is not None:
            known = self._bearer_actor(ent, bearer)
            if known is not None:
                return known
        if self._is_state_body(name):
            code = self._country_of(ent, name)
            if code is not None:
                return self._state(code)
        return _make("organisation", name, None)

    def _is_state_body(self, name: str) -> bool:
        """Return whether a name's head says that it is part of a state: "Ministry of Defence", "Supreme Court"."""
        words = name.lower().replace("-", " ").split()
        cut = next((k for k, word in enumerate(words) if word in BODY_LINKS and k > 0), len(words))
        head = words[cut - 1]
        if head == "bank":
            return any(word in BANKS for word in words[:cut])
        return head in self._nouns.body and not any(word in self._nouns.private for word in words[:cut])

    def _country_of(self, ent: Span, name: str) -> str | None:
        """Return the state named in a body's name, just before it, or behind it; else the one in focus."""
        words = name.split()
        for size in range(len(words), 0, -1):
            for at in range(len(words) - size + 1):
                bearer = self._context.bearer(" ".join(words[at : at + size]))
                if bearer is not None and bearer.kind in OF_A_STATE:
                    return bearer.code
        return self._neighbour_country(ent) or self._context.focus

    def _neighbour_country(self, ent: Span) -> str | None:
        before = self._doc[max(0, ent.start - 2) : ent.start]
        after = self._doc[ent.end : ent.end + 3]
        for token in [
            *reversed(list(before)),
            *(after if len(after) and after[0].lower_ in {"of", "in"} else ()),
        ]:
            other = self._inside.get(token.i)
            bearer = self._context.bearer(other.text) if other is not None else None
            if bearer is not None and bearer.kind in OF_A_STATE:
                return bearer.code
            if other is None and token.text not in POSSESSIVES and token.lower_ not in {"of", "in", "the"}:
                break
        return None

    # --- people -------------------------------------------------------------------------------------

    def _person(self, ent: Span) -> Actor:
        name = self._people.get(ent.text, ent.text)
        code, role = self._offices.get(name, (None, None))
        if code is None:
            return _make("person", name, None, role)
        names = read_state_names(self._lexicons)
        return _make("person", name, code if code in names else None, role, code=code)

    def _find_offices(self) -> None:
        """Note whom each person acts for, with the role: what the article says, else the table of offices."""
        found = self._offices
        former: set[str] = set()
        for ent in self._doc.ents:
            if ent.label_ != "PERSON":
                continue
            name = self._people.get(ent.text, ent.text)
            title = self._title_before(ent)
            if title is not None and any(token.lower_ in FORMER for token in title):
                former.add(name)
            elif name not in found and (office := self._office_said(ent, title)) is not None:
                found[name] = office
        for name in sorted(set(self._people.values()) - set(found) - former):
            office_held = self._office_known(name)
            if office_held is not None:
                found[name] = office_held

    def _office_known(self, name: str) -> tuple[str, str] | None:
        office = office_on(name, self._published, self._lexicons)
        if office is None and self._published is None and known_offices(name, self._lexicons):
            office = known_offices(name, self._lexicons)[-1]
        return (office.code, office.role) if office is not None else None

    def _title_before(self, ent: Span) -> Span | None:
        """Return the words before a name that belong to its title: "the Egyptian president"."""
        start = ent.start
        while start > max(0, ent.start - LONGEST_TITLE) and self._in_title(start - 1, ent.start):
            start = self._inside[start - 1].start if start - 1 in self._inside else start - 1
        return self._doc[start : ent.start] if start < ent.start else None

    def _in_title(self, index: int, name_start: int) -> bool:
        token = self._doc[index]
        if self._doc[index + 1].is_sent_start and index + 1 < name_start:
            return False
        if index in self._inside:
            return self._inside[index].label_ != "PERSON"
        known = (
            self._nouns.body
            | self._nouns.office
            | self._nouns.acts_for
            | self._nouns.private
            | self._nouns.part
        )
        word = token.lower_
        return (
            token.text[:1].isupper()
            or word in known
            or word in TITLE_LINKS
            or word in FORMER
            or word in MODIFIERS
        )

    def _office_said(self, ent: Span, title: Span | None) -> tuple[str, str | None] | None:
        """Return the office that a title before, or an apposition behind a name gives its bearer."""
        if title is not None:
            office = self._office_in(title.start, title.end, default=self._context.focus)
            if office is not None:
                return office
        return self._office_behind(ent)

    def _office_behind(self, ent: Span) -> tuple[str, str | None] | None:
        doc, at = self._doc, ent.end
        if at >= len(doc) or doc[at].text != ",":
            return None
        end = at + 1
        while end < min(len(doc), at + LONGEST_TITLE) and doc[end].text not in {",", ".", ";", ")", "—"}:
            end += 1
        start = at + 1
        while start < end and doc[start].lower_ in {"the", "a", "an", "who", "is", "was", "also"}:
            start += 1
        return self._office_in(start, end, default=None)

    def _office_in(self, start: int, end: int, default: str | None) -> tuple[str, str | None] | None:
        phrase = take_apart(self._doc, start, end, self._inside)
        if phrase is None or any(token.lower_ in FORMER for token in phrase.base):
            return None
        noun = longest_noun(phrase.base, self._nouns.office | self._nouns.part)
        if noun is None or noun in self._nouns.part:
            return None
        actor = self._acting(phrase, default)
        if actor is None or actor.kind not in {"state", "igo"}:
            return None
        return actor.code, noun

    @cached_property
    def focus(self) -> str | None:
        """The country that the article is mainly about."""
        return self._context.focus


MODIFIERS = frozenset(
    "foreign defence defense finance interior home health trade commerce energy oil education justice transport "
    "deputy vice acting interim caretaker prime crown supreme top senior chief external affairs union national "
    "security economic economy culture tourism environment agriculture press state military army police navy new "
    "outgoing incoming embattled veteran assistant permanent special".split()
)


def _make(
    kind: ActorKind, name: str, country: str | None, role: str | None = None, code: str | None = None
) -> Actor:
    """Make an actor; it prints its country if it is a state, else its name."""
    printed = code or (country if kind == "state" and country is not None else name)
    return Actor(content_id(kind, name), name, kind, country, role, printed)


def codes(actors: Iterable[Actor | None]) -> Sequence[str]:
    """Return the codes of actors, each once, in order."""
    return list(dict.fromkeys(actor.code for actor in actors if actor is not None))
