"""Find the names of the shared gazetteer in a text: countries, peoples, cities, regions, bodies."""

from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.lexicon import read_lexicon

SHORTEST_CAPITALISED = 4
"""Names shorter than this are acronyms or could be words; they have no all-capitals variant."""

SHORTEST_ALIAS = 5
"""A shorter surname ("Xi", "Moon") is left to the trained component."""

MINOR_KINDS = {"city", "province"}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of ``pipeline/data/gazetteer.csv``.

    Attributes:
        matcher: Finds them; its keys are entity labels.
        minor: Names of towns and provinces, which people may bear too.
    """

    matcher: PhraseMatcher
    minor: frozenset[str]

    def find(self, doc: Doc) -> list[Span]:
        """Return the longest names that do not overlap, labelled, in order of the text."""
        found = self.matcher(doc, as_spans=True)
        return filter_spans(span for span in found if not _is_shouted_word(span))


def build_gazetteer(nlp: Language, lexicons: str | None = None) -> Gazetteer:
    """Build the matcher with the pipeline's own tokeniser.

    A name with several lines keeps the label of its first: which of its bearers is meant is for the
    normalise stage.
    """
    labels: dict[str, str] = {}
    minor = set()
    for row in read_lexicon("pipeline", "gazetteer.csv", lexicons):
        labels.setdefault(row["name"], row["label"])
        if row["kind"] in MINOR_KINDS:
            minor.add(row["name"])
        if len(row["name"]) >= SHORTEST_CAPITALISED and row["kind"] not in MINOR_KINDS:
            labels.setdefault(row["name"].upper(), row["label"])
    for row in read_lexicon("pipeline", "offices.csv", lexicons):
        for name in [row["name"], *row["aliases"].split(";")]:
            if len(name) >= SHORTEST_ALIAS and name not in labels:
                labels[name] = "PERSON"
                minor.add(name)
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    for label in sorted(set(labels.values())):
        names = (name for name, of_label in labels.items() if of_label == label)
        matcher.add(label, [_name_doc(nlp, name) for name in names])
    return Gazetteer(matcher, frozenset(minor))


def _name_doc(nlp: Language, name: str) -> Doc:
    """Tokenise a name; words of letters alone go without the tokeniser, which would take seconds in all."""
    words = name.split(" ")
    return Doc(nlp.vocab, words=words) if all(word.isalpha() for word in words) else nlp.make_doc(name)


def _is_shouted_word(span: Span) -> bool:
    """Return whether an acronym is but a word of a headline in capitals, as in "WHO WILL WIN"."""
    if len(span) > 1 or not (span[0].is_stop and span.text.isupper()):
        return False
    neighbours = [t for t in span.doc[max(0, span.start - 3) : span.end + 3] if t.is_alpha and len(t) > 1]
    return len(neighbours) > 2 and all(token.is_upper for token in neighbours)
