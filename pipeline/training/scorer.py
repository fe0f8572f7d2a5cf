"""Score tokens, sentences, tags, lemmas and trees predicted from raw text, and names.

The measures are those of the CoNLL 2018 shared task (Zeman et al. 2018, section 3.1): gold and predicted
words are aligned by their characters without whitespace, and a word that the other side does not have is an
error of recall or precision. Each score is the F1 of what the two sides agree on.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

#: What is compared of two aligned words; ``LAS`` ignores subtypes of relations, ``LAS full`` does not.
WORD_MEASURES = ("UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS", "LAS full")
MEASURES = ("Words", "Sentences", *WORD_MEASURES)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """A word as the scorer sees it; ``head`` is an index into the same text's words, None for a root."""

    text: str
    pos: str
    tag: str
    morph: str
    lemma: str
    head: int | None
    dep: str
    starts_sentence: bool


@dataclass(slots=True)
class Counts:
    """How many items were right, how many there are in the gold standard, how many were predicted."""

    correct: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted items that are right; 0 if nothing was predicted."""
        return self.correct / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold items that were found; 0 if there are none."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.gold + self.predicted
        return 2 * self.correct / total if total else 0.0

    def add(self, correct: int, gold: int, predicted: int) -> None:
        """Add the counts of one more text."""
        self.correct += correct
        self.gold += gold
        self.predicted += predicted


@dataclass(slots=True)
class SyntaxScore:
    """Running counts of every measure over the texts of a treebank."""

    counts: dict[str, Counts] = field(default_factory=lambda: {name: Counts() for name in MEASURES})

    def add(self, gold: Sequence[ScoredWord], predicted: Sequence[ScoredWord]) -> None:
        """Count one text.

        Raises:
            ValueError: The two sides are not the same text.
        """
        gold_spans, predicted_spans = _word_spans(gold), _word_spans(predicted)
        if "".join(word.text for word in gold) != "".join(word.text for word in predicted):
            raise ValueError("gold and predicted words are not of the same text")
        gold_sentences, found_sentences = _sentences(gold, gold_spans), _sentences(predicted, predicted_spans)
        self.counts["Sentences"].add(
            len(gold_sentences & found_sentences), len(gold_sentences), len(found_sentences)
        )
        gold_at = {span: index for index, span in enumerate(gold_spans)}
        aligned = [(gold_at[span], index) for index, span in enumerate(predicted_spans) if span in gold_at]
        self.counts["Words"].add(len(aligned), len(gold), len(predicted))
        agreements: Counter[str] = Counter()
        for gold_index, index in aligned:
            same_head = _head_span(gold[gold_index], gold_spans) == _head_span(
                predicted[index], predicted_spans
            )
            agreements.update(_agreements(gold[gold_index], predicted[index], same_head=same_head))
        for name in WORD_MEASURES:
            self.counts[name].add(agreements[name], len(gold), len(predicted))

    def as_percentages(self) -> dict[str, float]:
        """F1 of every measure, in percent, to two decimals."""
        return {name: round(100 * counts.f1, 2) for name, counts in self.counts.items()}


def _word_spans(words: Iterable[ScoredWord]) -> list[Span]:
    spans = []
    end = 0
    for word in words:
        start, end = end, end + len(word.text)
        spans.append((start, end))
    return spans


def _sentences(words: Sequence[ScoredWord], spans: Sequence[Span]) -> set[Span]:
    starts = [span[0] for word, span in zip(words, spans, strict=True) if word.starts_sentence]
    ends = [*starts[1:], spans[-1][1] if spans else 0]
    return set(zip(starts, ends, strict=True))


def _head_span(word: ScoredWord, spans: Sequence[Span]) -> Span | None:
    return None if word.head is None else spans[word.head]


def _agreements(gold: ScoredWord, predicted: ScoredWord, *, same_head: bool) -> Iterable[str]:
    if gold.pos == predicted.pos:
        yield "UPOS"
    if gold.tag == predicted.tag:
        yield "XPOS"
    if gold.morph == predicted.morph:
        yield "UFeats"
    if gold.lemma in (predicted.lemma, "_"):
        yield "Lemmas"
    if not same_head:
        return
    yield "UAS"
    if gold.dep.partition(":")[0] == predicted.dep.partition(":")[0]:
        yield "LAS"
    if gold.dep == predicted.dep:
        yield "LAS full"


LabelledSpan = tuple[int, int, str]


@dataclass(slots=True)
class NameScore:
    """Running counts of names: right are those with exactly the same characters and label."""

    counts: dict[str, Counts] = field(default_factory=dict)

    def add(
        self, gold: Iterable[LabelledSpan], predicted: Iterable[LabelledSpan], unknown: Iterable[Span] = ()
    ) -> None:
        """Count one text; predictions that touch a span of unknown annotation are left out."""
        unknown = list(unknown)
        gold_names = set(gold)
        found = {
            name for name in predicted if not any(name[0] < end and start < name[1] for start, end in unknown)
        }
        for label in sorted({name[2] for name in gold_names | found}):
            of_label = {name for name in gold_names if name[2] == label}
            found_of_label = {name for name in found if name[2] == label}
            counts = self.counts.setdefault(label, Counts())
            counts.add(len(of_label & found_of_label), len(of_label), len(found_of_label))

    def total(self) -> Counts:
        """Counts of all labels together."""
        total = Counts()
        for counts in self.counts.values():
            total.add(counts.correct, counts.gold, counts.predicted)
        return total

    def as_percentages(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 in percent and the number of gold names, of all and of each label."""
        rows = {"all": self.total(), **dict(sorted(self.counts.items()))}
        return {
            label: {
                "P": round(100 * counts.precision, 2),
                "R": round(100 * counts.recall, 2),
                "F1": round(100 * counts.f1, 2),
                "gold": counts.gold,
            }
            for label, counts in rows.items()
        }
