"""How well PLOVER's records are read unseen: ``python -m pipeline.training.encoder.plover``.

The model's encoder and event tagger have learned from the gold standard records of PLOVER, so what they make
of them says little. Here the pretrained encoder, which has seen no record, stays as it is, and a softmax
regression learns the types from its vectors, each part of the records from the others. How strongly its
weights are held back is chosen inside the records that it learns from (nested cross-validation: Varma and
Simon 2006).
"""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
import torch
from spacy.lang.en import English
from torch import Tensor
from torch.nn import functional

from pipeline.encoder.wordpieces import WordPieces
from pipeline.training.encoder.batches import Batcher
from pipeline.training.encoder.corpora import NO_EVENT, PLOVER, read_plover
from pipeline.training.encoder.examples import LabelSets, Sentence, Window
from pipeline.training.encoder.fit import read_vocabulary
from pipeline.training.encoder.model import MultiTask, load_base
from pipeline.training.tokenizer import tune_tokenizer
from pipeline.training.train import default_base

#: Strengths of the prior to choose from; of equally good ones the first is taken, the strongest.
PENALTIES = (1000.0, 100.0, 10.0, 1.0)
_BATCH = 32
_STEPS = 100


def evaluate(corpora: Path, base: Path, folds: int) -> dict[str, object]:
    """Return the share of records that get the right type unseen, and which type is taken for which.

    Args:
        corpora: Folder of the corpora.
        base: Folder of the pretrained encoder.
        folds: Into how many parts the records are split; at least 3.

    Returns:
        ``records`` and ``folds``: their numbers; ``penalties``: the strength chosen for each fold;
        ``accuracy``; ``confusion``: [annotated type, given type, records], right ones included.
    """
    nlp = English()
    tune_tokenizer(nlp)
    records = list(read_plover(corpora / PLOVER, nlp))
    annotated = [next(label for label in record.labels["event"] if label) for record in records]
    names = sorted(set(annotated))
    types = torch.tensor([names.index(name) for name in annotated])
    given, penalties = cross_validate(record_vectors(records, base), types, fold_of(records, folds))
    pairs = Counter(zip(annotated, (names[number] for number in given.tolist()), strict=True))
    return {
        "records": len(records),
        "folds": folds,
        "penalties": penalties,
        "accuracy": round(float((given == types).double().mean()), 4),
        "confusion": [[*pair, number] for pair, number in sorted(pairs.items())],
    }


def fold_of(records: Sequence[Sentence], folds: int) -> Tensor:
    """Return the fold of each record, by turns; records of one sentence lie in the same fold."""
    sentences = {words: number for number, words in enumerate(dict.fromkeys(r.words for r in records))}
    return torch.tensor([sentences[record.words] % folds for record in records])


def record_vectors(records: Sequence[Sentence], base: Path) -> Tensor:
    """Return for each record the mean vector of its triggers beside that of all words: [records, 2 * width].

    A trigger is the first word of a phrase that is marked as the event.
    """
    labels = LabelSets({"event": (NO_EVENT,)}, (NO_EVENT,), ())  # its heads stay unused
    model = MultiTask(load_base(base), labels).eval()
    batcher = Batcher(WordPieces(read_vocabulary(base)), labels)
    found = []
    with torch.inference_mode():
        for first in range(0, len(records), _BATCH):
            some = records[first : first + _BATCH]
            words = model.word_vectors(batcher([Window((record,)) for record in some]))
            for record, vectors in zip(some, words.split([len(r.words) for r in some]), strict=True):
                triggers = [index for index, label in enumerate(record.labels["event"]) if label]
                found.append(torch.cat([vectors[triggers].mean(0), vectors.mean(0)]))
    return torch.stack(found).double()


def cross_validate(vectors: Tensor, types: Tensor, folds: Tensor) -> tuple[Tensor, list[float]]:
    """Return the type given to each record by what was learned from the other folds, and their penalties."""
    given = torch.empty_like(types)
    penalties = []
    for fold in folds.unique().tolist():
        seen = folds != fold
        penalties.append(_best_penalty(vectors[seen], types[seen], folds[seen]))
        given[~seen] = learn_and_answer(vectors[seen], types[seen], vectors[~seen], penalties[-1])
    return given, penalties


def _best_penalty(vectors: Tensor, types: Tensor, folds: Tensor) -> float:
    def right(penalty: float) -> int:
        number = 0
        for fold in folds.unique().tolist():
            seen = folds != fold
            given = learn_and_answer(vectors[seen], types[seen], vectors[~seen], penalty)
            number += int((given == types[~seen]).sum())
        return number

    return max(PENALTIES, key=right)


def learn_and_answer(vectors: Tensor, types: Tensor, asked: Tensor, penalty: float) -> Tensor:
    """Learn a softmax regression under a Gaussian prior and return the likeliest type of each asked vector.

    Args:
        vectors: What to learn from, [records, width]; all vectors are standardised by these.
        types: The number of each record's type.
        asked: The vectors whose type is asked for, [asked, width].
        penalty: Strength of the prior of the weights around zero.
    """
    middle, spread = vectors.mean(0), vectors.std(0).clamp(min=1e-6)
    known = (vectors - middle) / spread
    classes = int(types.max()) + 1
    weights = known.new_zeros(known.shape[1], classes, requires_grad=True)
    bias = known.new_zeros(classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        wrong = functional.cross_entropy(known @ weights + bias, types, reduction="sum")
        total: Tensor = wrong + penalty / 2 * weights.square().sum()
        total.backward()
        return total

    optimizer.step(loss)
    answers: Tensor = ((asked - middle) / spread @ weights + bias).argmax(1)
    return answers


@click.command()
@click.option("--corpora", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--base", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--folds", type=click.IntRange(min=3), default=5, show_default=True)
def main(corpora: Path, base: Path | None, output: Path, folds: int) -> None:
    """Cross-validate the types of PLOVER's records on vectors of the pretrained encoder."""
    found = evaluate(corpora, base or default_base(), folds)
    output.write_text(json.dumps(found) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
