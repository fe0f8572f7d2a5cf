"""Who the names and noun phrases of an article stand for."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from pipeline.ids import content_id
from pipeline.normalise.countries import (
    Bearer,
    CountryContext,
    country_of_currency,
    read_state_names,
)
from pipeline.normalise.name_clusters import cluster_organisations, cluster_people, trimmed
from pipeline.normalise.noun_phrases import (
    POSSESSIVES,
    Phrase,
    apposition_before,
    apposition_behind,
    longest_noun,
    read_acting_nouns,
    take_apart,
    title_before,
    words_of,
)
from pipeline.normalise.offices import office_on
from pipeline.normalise.organisations import bearers_in, country_in, is_state_body, neighbour_country
from pipeline.records import Actor, ActorKind, EntityMention

PLACES = frozenset({"city", "province"})
ELSEWHERE = frozenset({"counterpart", "counterparts"})  # offices of another country
OWNER_LINKS = frozenset({"of", "for", "from", "to", "in", "at"})


class ActorResolver:
    """Make canonical actors of the names and noun phrases of articles."""

    def __init__(self, lexicons: str | None = None) -> None:
        """Read the lexicons; ``lexicons`` is a folder with a user's own entries."""
        self._lexicons = lexicons

    def resolve_document(self, doc: Doc) -> "DocumentActors":
        """Return the actors of one article, whose ``doc.ents`` are set."""
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
        self._state_names = read_state_names(lexicons)
        self._published: str | None = doc._.published if Doc.has_extension("published") else None
        entities = [trimmed(ent, lexicons) for ent in doc.ents]
        self._inside = {token.i: ent for ent in entities for token in ent}
        self._entities = entities
        self._whole = {(ent.start, ent.end): name for ent, name in zip(doc.ents, entities, strict=True)}
        self._people = cluster_people(self._labelled("PERSON"))
        self._organisations = cluster_organisations(self._labelled("ORG"))
        self._context = CountryContext(self._country_evidence(), lexicons)
        self._spans: dict[tuple[int, int], Actor | None] = {}
        self._used: dict[str, Actor] = {}
        self._offices: dict[str, tuple[str, str | None]] = {}
        self._find_offices()
        self.entities = tuple(
            EntityMention(ent.start_char, ent.end_char, ent.text, ent.label_, self._at(ent.start, ent.end))
            for ent in doc.ents
        )

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Every actor asked for so far, the entities' included, by id."""
        return tuple(self._used[key] for key in sorted(self._used))

    @property
    def focus(self) -> str | None:
        """The country that the article is mainly about, as ISO 3166-1 alpha-3."""
        return self._context.focus

    def actor(self, start: int, end: int) -> Actor | None:
        """Return who a span of the text stands for.

        Args:
            start: Offset of its first character.
            end: Offset behind its last character.

        Returns:
            The actor; None for a pronoun, a region, or a span without a noun.
        """
        span = self._doc.char_span(start, end, alignment_mode="expand")
        return self._at(span.start, span.end) if span is not None else None

    def _at(self, start: int, end: int) -> Actor | None:
        if (start, end) not in self._spans:
            self._spans[start, end] = self._resolve(start, end)
        actor = self._spans[start, end]
        if actor is not None:
            self._used.setdefault(actor.actor_id, actor)
        return actor

    def _labelled(self, label: str) -> Sequence[Span]:
        return [ent for ent in self._entities if ent.label_ == label]

    def _country_evidence(self) -> Iterator[tuple[str, int]]:
        """Yield each name with its offset; for someone known to be in office, the state's."""
        for ent in self._entities:
            office = office_on(ent.text, self._published, self._lexicons)
            name = self._state_names.get(office.code) if office is not None else None
            yield name or ent.text, ent.start_char
        for expression in self._doc._.numbers if self._doc.has_extension("numbers") else ():
            country = country_of_currency(expression.unit, self._lexicons)
            if country is not None:
                yield self._state_names.get(country, ""), expression.start

    # --- phrases ------------------------------------------------------------------------------------

    def _resolve(self, start: int, end: int) -> Actor | None:
        if (start, end) in self._whole:
            name = self._whole[start, end]
            start, end = name.start, name.end
        phrase = take_apart(self._doc, start, end, self._inside)
        if phrase is None:
            return None
        entity = self._inside.get(phrase.head.i)
        if entity is not None:
            return self._entity_actor(entity)
        return self._acting(phrase, default=self.focus) or self._group(phrase)

    def _acting(self, phrase: Phrase, default: str | None) -> Actor | None:
        """Return whom a common noun acts for: a state, an international body, an organisation."""
        noun = longest_noun(phrase.base, self._nouns.heads)
        if noun is None:
            return None
        if noun in ELSEWHERE:
            default = None
        named = map(self._entity_actor, self._beside(phrase))
        beside = [actor for actor in named if actor is not None]
        if noun in self._nouns.acts_for:
            body = next((actor for actor in beside if actor.kind in {"organisation", "igo"}), None)
            if body is not None and body.country is None:
                return body
        if noun not in self._nouns.of_states or self._is_private(phrase, noun):
            return None
        code = next((actor.country for actor in beside if actor.country is not None), None) or default
        return self._state(code) if code is not None else None

    def _beside(self, phrase: Phrase) -> list[Span]:
        """Return the names in the base, then the first that "of" or "for" adds to it."""
        spans = self._entities_in(phrase.base)
        if len(phrase.rest) and phrase.rest[0].lower_ in OWNER_LINKS:
            spans += self._entities_in(phrase.rest)[:1]
        return spans

    def _entities_in(self, span: Span) -> list[Span]:
        found = {
            self._inside[token.i].start: self._inside[token.i] for token in span if token.i in self._inside
        }
        return list(found.values())

    def _is_private(self, phrase: Phrase, noun: str) -> bool:
        """Return whether a modifier takes the office or body from the state: "opposition leaders"."""
        words = phrase.base[: len(phrase.base) - len(noun.split())]
        private = words_of("former", self._lexicons) if noun in self._nouns.ministry else self._nouns.private
        return any(token.lower_ in private for token in words if token.i not in self._inside)

    def _group(self, phrase: Phrase) -> Actor:
        """Return a group by its noun phrase, in lower case but for the names in it."""
        words = list(phrase.base)
        owner = max((index for index, token in enumerate(words) if token.text in POSSESSIVES), default=-1)
        words = words[owner + 1 :] or words
        text = self._doc[words[0].i : words[-1].i + 1].text
        if words[0].i not in self._inside and words[0].is_title:
            text = text[0].lower() + text[1:]
        names = (self._entity_actor(ent) for ent in self._beside(phrase))
        country = next((actor.country for actor in names if actor is not None and actor.country), None)
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
        if ent.label_ in {"NORP", "GPE"}:
            return _make("group" if ent.label_ == "NORP" else "organisation", ent.text, None)
        return None

    def _bearer_actor(self, ent: Span, bearer: Bearer) -> Actor | None:
        if bearer.kind == "region":
            return None
        if bearer.kind == "people" or (bearer.kind == "demonym" and _is_bare_plural(ent)):
            return _make("group", ent.text, bearer.code or None)
        if bearer.kind in PLACES or bearer.kind == "company":
            return _make("organisation", ent.text, bearer.code or None)
        return self._state(bearer.code)

    def _state(self, code: str) -> Actor:
        """Return a state by its code, or an international body by its name."""
        name = self._state_names.get(code)
        return _make("state", name, code) if name is not None else _make("igo", code, None)

    def _organisation(self, ent: Span) -> Actor:
        name = self._organisations.get(ent.text, ent.text)
        bearer = self._context.bearer(name)
        if bearer is not None and bearer.kind not in PLACES:
            return self._state(bearer.code) if bearer.code else _make("organisation", name, None)
        part_of = next((b for b in bearers_in(name, self._context.bearer) if b.kind == "agency"), None)
        if part_of is not None:
            return self._state(part_of.code)
        if is_state_body(name, self._nouns):
            code = country_in(name, self._context.bearer) or neighbour_country(
                ent, self._inside, self._context.bearer
            )
            code = code or self.focus
            if code is not None:
                return self._state(code)
        return _make("organisation", name, None)

    # --- people -------------------------------------------------------------------------------------

    def _person(self, ent: Span) -> Actor:
        name = self._people.get(ent.text, ent.text)
        code, role = self._offices.get(name, (None, None))
        if code is None:
            return _make("person", name, None)
        return _make("person", name, code if code in self._state_names else None, role, code)

    def _find_offices(self) -> None:
        """Note whom each person acts for, and in which office.

        A nationality in a title or apposition goes first, then the table of offices, last an office without
        a nationality, which is one of the country in focus.
        """
        weaker: dict[str, tuple[str, str | None]] = {}
        not_now: set[str] = set()
        for ent in self._labelled("PERSON"):
            name = self._people.get(ent.text, ent.text)
            title = title_before(ent, self._inside, self._lexicons)
            if name in self._offices or name in not_now:
                continue
            if title is not None and self._speaks_for_self(title):
                not_now.add(name)
                continue
            said = [title, apposition_behind(ent), apposition_before(ent, self._lexicons)]
            for words in filter(None, said):
                office = self._office_in(words, default=None)
                if office is not None:
                    self._offices.setdefault(name, office)
            for words in filter(None, said):
                office = self._office_in(words, default=self.focus)
                if office is not None and (words is title or self._is_minister(office)):
                    weaker.setdefault(name, office)
        for name in dict.fromkeys(self._people.values()):
            office = self._office_held(name) or weaker.get(name)
            if office is not None and name not in not_now:
                self._offices.setdefault(name, office)

    def _is_minister(self, office: tuple[str, str | None]) -> bool:
        return office[1] is not None and office[1].split()[-1] in self._nouns.ministry

    def _speaks_for_self(self, title: Span) -> bool:
        """Return whether a title names a past office or an elected one, or one of a province or city."""
        if any(token.lower_ in words_of("former", self._lexicons) for token in title):
            return True
        if longest_noun(title, self._nouns.part) is not None:
            return True
        bearers = (self._context.bearer(ent.text) for ent in self._entities_in(title))
        return any(bearer is not None and bearer.kind == "province" for bearer in bearers)

    def _office_in(self, words: Span, default: str | None) -> tuple[str, str | None] | None:
        phrase = take_apart(self._doc, words.start, words.end, self._inside)
        if phrase is None or any(token.lower_ in words_of("former", self._lexicons) for token in phrase.base):
            return None
        noun = longest_noun(phrase.base, self._nouns.offices)
        if noun is None or noun in self._nouns.part:
            return None
        actor = self._acting(phrase, default)
        return (actor.code, noun) if actor is not None and actor.kind in {"state", "igo"} else None

    def _office_held(self, name: str) -> tuple[str, str] | None:
        """Return the office that the table has for a person under any name that the article uses."""
        names = [name, *(form for form, full in self._people.items() if full == name)]
        offices = (office_on(form, self._published, self._lexicons) for form in names)
        return next(((office.code, office.role) for office in offices if office is not None), None)


def _is_bare_plural(ent: Span) -> bool:
    """Return whether a people's name is a plural without article: "Thais", but not "the Thais"."""
    before = ent.doc[ent.start - 1].lower_ if ent.start > 0 else ""
    return ent.text.endswith("s") and not ent.text.endswith("ss") and before != "the" and _ends_phrase(ent)


def _ends_phrase(ent: Span) -> bool:
    """Return whether no noun follows, so that the name is no adjective ("Swiss banks")."""
    return ent.end >= len(ent.doc) or ent.doc[ent.end].pos_ not in {"NOUN", "PROPN", "ADJ"}


def _make(
    kind: ActorKind, name: str, country: str | None, role: str | None = None, code: str | None = None
) -> Actor:
    """Make an actor; it prints whom it acts for, a state its country, all others their name."""
    printed = code or (country if kind == "state" and country is not None else name)
    return Actor(content_id(kind, name), name, kind, country, role, printed)
