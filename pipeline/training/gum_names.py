"""Names from GUM's entity annotation: mentions whose head is a proper noun.

GUM marks every mention of every entity, named or not, in the MISC column (``Entity=(3-person-…``). The name
is the run of proper nouns around the mention's head.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.training.conllu import Sentence, parse_sentences
from pipeline.training.gazetteer import CALENDAR, is_country, is_demonym, titles
from pipeline.training.names import UNKNOWN, Name, NamedSentence, our_label, strip_titles

#: GUM's entity types; what is not listed (object, abstract, animal …) has no label of ours: unknown.
GUM_LABELS = {"person": "PERSON", "organization": "ORG", "place": "place", "event": "EVENT"}

_BRACKET = re.compile(
    r"\((?P<open>[0-9]+(?:\[[0-9/]+\])?)-(?P<type>[a-z]+)[^()]*|(?P<close>[0-9]+(?:\[[0-9/]+\])?)?\)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an entity, from the word ``start`` to before ``end``."""

    start: int
    end: int
    kind: str


def read_gum_names(path: Path) -> list[NamedSentence]:
    """Read the names of a GUM file."""
    return [named_sentence(sentence) for sentence in parse_sentences(path.read_text(encoding="utf-8"))]


def named_sentence(sentence: Sentence) -> NamedSentence:
    """Turn the mentions of a sentence into names; other proper nouns are unknown."""
    words = tuple(word.text for word in sentence.words)
    names: dict[int, Name] = {}
    # Outer mentions come last and win: "University of Oxford" over "Oxford".
    for mention in sorted(mentions(sentence), key=lambda mention: mention.end - mention.start):
        name = _name(mention, sentence)
        if name:
            names = {start: other for start, other in names.items() if not _overlap(other, name)}
            names[name.start] = name
    taken = {index for name in names.values() for index in range(name.start, name.end)}
    rest = [
        name for index in range(len(words)) if index not in taken and (name := _left_over(index, sentence))
    ]
    found = sorted((*names.values(), *rest), key=lambda name: name.start)
    return NamedSentence(words, tuple(word.space for word in sentence.words), tuple(found))


def mentions(sentence: Sentence) -> Iterator[Mention]:
    """Yield the mentions that open and close within the sentence."""
    opened: list[tuple[str, str, int]] = []
    for index, word in enumerate(sentence.words):
        entity = next((part for part in word.misc.split("|") if part.startswith("Entity=")), "")
        for bracket in _BRACKET.finditer(entity):
            if bracket["open"]:
                opened.append((bracket["open"], bracket["type"], index))
                continue
            matching = [item for item in opened if bracket["close"] in (None, item[0])]
            if matching:
                opened.remove(matching[-1])
                yield Mention(matching[-1][2], index + 1, matching[-1][1])


def _name(mention: Mention, sentence: Sentence) -> Name | None:
    span = range(mention.start, mention.end)
    head = next((index for index in span if _head_outside(index, span, sentence)), mention.start)
    if not _is_proper(head, sentence) or mention.kind == "time":
        return None
    start, end = head, head + 1
    while start - 1 in span and _is_proper(start - 1, sentence):
        start -= 1
    end = _end_of_name(end, mention, sentence)
    words = tuple(word.text for word in sentence.words)
    text = " ".join(words[start:end])
    name = Name(start, end, _label(mention.kind, text))
    if name.label == "PERSON":
        name = strip_titles(name, words)
    return name if name.start < name.end else None


def _label(kind: str, text: str) -> str:
    if is_demonym(text):
        return "NORP"
    label = our_label(GUM_LABELS.get(kind, UNKNOWN), text)
    # A state that acts is an organization to GUM.
    return "GPE" if label == "ORG" and is_country(text) else label


def _end_of_name(end: int, mention: Mention, sentence: Sentence) -> int:
    """Go on over proper nouns, and over ``of`` or ``of the`` in front of one unless a person is named."""
    while end < mention.end:
        following = [word.text for word in sentence.words[end : end + 2]]
        step = 1 + (following[:1] == ["of"]) + (following == ["of", "the"])
        of_person = step > 1 and mention.kind == "person"
        if of_person or end + step > mention.end or not _is_proper(end + step - 1, sentence):
            return end
        end += step
    return end


def _head_outside(index: int, span: range, sentence: Sentence) -> bool:
    head = sentence.words[index].head
    return head not in span or head == index


def _is_proper(index: int, sentence: Sentence) -> bool:
    # By XPOS: "United" of "United States" is an ADJ in UD, but NNP.
    return sentence.words[index].tag in {"NNP", "NNPS"}


def _left_over(index: int, sentence: Sentence) -> Name | None:
    text = sentence.words[index].text
    if text[:1].isupper() and is_demonym(text):
        return Name(index, index + 1, "NORP")
    if _is_proper(index, sentence) and text not in CALENDAR | titles():
        return Name(index, index + 1, UNKNOWN)
    return None


def _overlap(left: Name, right: Name) -> bool:
    return left.start < right.end and right.start < left.end
