"""Link the mentions of an article that stand for the same actor into chains.

Names are linked by their words, state nouns without a nationality ("the ministry") to the state in focus,
pronouns and definite nouns to the last mention that agrees in kind and number, subjects first: the recency
and role preferences of Lappin and Leass (1994), without their weights.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.lexicon import per_folder, read_lexicon
from pipeline.relations.mentions import Mention, find_mentions, words_of
from pipeline.relations.people import HOME, People, bare_phrase
from pipeline.relations.per_article import sentence_back, sentence_of
from pipeline.relations.states import state_in_focus

_SENTENCES_BACK = 4
_QUOTED_BACK = 2  # sentences that a quotation may go on after its speaker was named
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_DEFINITE = frozenset({"the", "this", "that"})

Key = tuple[str, str]


@dataclass(slots=True)
class Chain:
    """The mentions of one actor in an article.

    Attributes:
        key: What identifies it within the article: a state's code, a name, a noun phrase.
        kind: What it is.
        mentions: In textual order.
        office: The state for which a person holds office.
    """

    key: str
    kind: str
    mentions: list[Mention] = field(default_factory=list)
    office: str | None = None


@per_folder
def _refers_to(lexicons: str | None = None) -> dict[str, str]:
    rows = read_lexicon("pipeline.relations", "reference_words.csv", lexicons)
    return {row["word"]: row["refers_to"] for row in rows if row["group"] == "pronoun"}


@per_folder
def _speech_verbs(lexicons: str | None = None) -> frozenset[str]:
    return frozenset(row["lemma"] for row in read_lexicon("pipeline.relations", "speech_verbs.csv", lexicons))


def link_mentions(doc: Doc) -> list[Chain]:
    """Return the actors of an article with their mentions, in the order of their first mention."""
    return _Linker(doc).chains


class _Linker:
    """Links mentions from left to right."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.mentions = find_mentions(doc)
        self._starts = [mention.start for mention in self.mentions]
        self.people = People(doc, self.mentions)
        self.acronyms = _acronyms(doc)
        self.by_key: dict[str, Chain] = {}
        self.of_mention: dict[int, list[Chain]] = {}
        for mention in self.mentions:
            for key, kind in self._keys(mention):
                chain = self.by_key.setdefault(key, Chain(key, kind, office=self.people.offices.get(key)))
                chain.mentions.append(mention)
                self.of_mention.setdefault(mention.start, []).append(chain)

    @property
    def chains(self) -> list[Chain]:
        return sorted(self.by_key.values(), key=lambda chain: chain.mentions[0].start)

    def _keys(self, mention: Mention) -> list[Key]:
        """Return for whom a mention stands: nobody, one actor, or several ("both countries")."""
        if mention.kind == "pronoun" and _refers_to().get(mention.name.root.lower_) == "speaker":
            speaker = self._speaker(mention)
            return self._keys(speaker) if speaker is not None else []
        if mention.kind == "pronoun":
            return [(chain.key, chain.kind) for chain in self._antecedents(mention)]
        person = self._person(mention)
        if person is not None:
            return [(person, "person")]
        if mention.kind == "state":
            return [(mention.code or self._focus(mention), "state")]
        if self._is_pair(mention):
            return [(chain.key, chain.kind) for chain in self._recent_states(mention)]
        if mention.named:
            return [(self._name_key(mention), mention.kind)]
        last = self._last_organisation(mention) if self._is_definite_body(mention) else None
        return [(last.key, last.kind) if last is not None else (bare_phrase(mention.name), mention.kind)]

    def _person(self, mention: Mention) -> str | None:
        if mention.kind == "person" and mention.named:
            return self.people.key(mention.name)
        if mention.kind != "person" and self.people.is_part_of_name(mention):
            return self.people.key(mention.name)
        return self.people.called(mention)

    def _focus(self, mention: Mention) -> str:
        state = state_in_focus(self.doc, mention.start)
        return state[0] if state is not None else HOME

    def _name_key(self, mention: Mention) -> str:
        """Return the key of a name: that of an earlier body whose name holds all its words."""
        name = self.acronyms.get(mention.name.text, mention.name.text).lower().removeprefix("the ")
        words = set(name.split())
        if mention.kind == "organisation" and words - words_of("common in names"):
            for key, chain in self.by_key.items():
                if chain.kind == "organisation" and words <= set(key.split()):
                    return key
        return name

    def _is_definite_body(self, mention: Mention) -> bool:
        before = self.doc[mention.start - 1].lower_ if mention.start else ""
        if mention.name.root.lower_ in words_of("out of office"):
            return False
        return mention.kind == "organisation" and before in _DEFINITE and mention.end - mention.start == 1

    def _is_pair(self, mention: Mention) -> bool:
        words = {token.lower_ for token in self.doc[max(mention.start - 2, 0) : mention.end]}
        paired = words_of("pair") | words_of("plural state")
        return bool(words & {"two", "both"}) and mention.name.root.lower_ in paired

    def _recent_states(self, mention: Mention) -> list[Chain]:
        """Return the last two states named before "both countries", in textual order."""
        found: dict[str, Chain] = {}
        for other in reversed([m for m in self.mentions if m.end <= mention.start]):
            for chain in self.of_mention.get(other.start, []):
                if chain.kind == "state" and len(found) < 2:
                    found.setdefault(chain.key, chain)
        return list(reversed(found.values()))

    def _last_organisation(self, mention: Mention) -> Chain | None:
        """Return the last body named before "the company", one so called in its name first."""
        noun = mention.noun.noun if mention.noun is not None else ""
        bodies = [
            c for c in self.by_key.values() if c.kind == "organisation" and any(m.named for m in c.mentions)
        ]
        called = [c for c in bodies if any(noun in m.name.text.lower() for m in c.mentions)]
        return max(called or bodies, key=lambda chain: chain.mentions[-1].start, default=None)

    def _speaker(self, mention: Mention) -> Mention | None:
        """Return whom "I" and "we" quote: the subject of a verb of saying in the sentence, else the last."""
        start, end = sentence_back(self.doc, mention.start, _QUOTED_BACK).start, sentence_of(mention.name).end
        near = self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        saying = [m for m in near if _says(m) and _refers_to().get(m.name.root.lower_) != "speaker"]
        return saying[-1] if saying else None

    def _antecedents(self, mention: Mention) -> list[Chain]:
        """Return for whom a pronoun stands: the last that agrees, subjects of a sentence first."""
        wanted = _refers_to().get(mention.name.root.lower_, "")
        first = sentence_back(self.doc, mention.name.start, _SENTENCES_BACK - 1).start
        near = self.mentions[bisect_left(self._starts, first) : bisect_left(self._starts, mention.start)]
        fitting = [m for m in near if m.start in self.of_mention and _agrees(m, wanted)]
        if not fitting:
            return []
        best = max(fitting, key=lambda m: (sentence_of(m.name).start, m.head.dep_ in _SUBJECTS, m.start))
        return self.of_mention[best.start]


def _says(mention: Mention) -> bool:
    verb = mention.head.head
    return mention.head.dep_ in _SUBJECTS and verb.pos_ == "VERB" and verb.lemma_.lower() in _speech_verbs()


def _agrees(mention: Mention, wanted: str) -> bool:
    """Return whether a mention, itself a pronoun perhaps, can be what a kind of pronoun refers to."""
    root = mention.name.root
    plural = root.tag_ in {"NNS", "NNPS"}
    if mention.kind == "pronoun":
        return _refers_to().get(root.lower_) == wanted
    if wanted == "person":
        holder = mention.kind == "state" and mention.noun is not None and mention.noun.acts_for
        return not plural and (mention.kind == "person" or holder)
    if wanted == "body":
        return mention.kind in {"state", "organisation"}
    return wanted == "several" and (plural or mention.kind == "group")


def _acronyms(doc: Doc) -> dict[str, str]:
    """Return the full names of acronyms: spelt out ("Popular Union (UP)"), or the initials of a name."""
    found: dict[str, str] = {}
    for entity in doc.ents:
        inside = doc[entity.end + 1] if entity.end + 2 < len(doc) and doc[entity.end].text == "(" else None
        if inside is not None and inside.is_upper:
            found.setdefault(inside.text, entity.text)
        initials = [token.text[0] for token in entity if token.text[:1].isupper()]
        if len(initials) > 1:
            found.setdefault("".join(initials), entity.text)
    return found
