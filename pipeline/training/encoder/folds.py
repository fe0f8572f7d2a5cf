"""What an encoder makes of articles that it has not seen: ``python -m pipeline.training.encoder.folds``.

The model's encoder has seen the triggers of all annotated articles, and is surer of them than of those of
any other article. Weights that join its judgement with other evidence must not be learned from such scores.
So the articles are split into folds, for each fold an encoder is fine-tuned on the other articles and on
the records of PLOVER, and this encoder scores the words of the fold (stacking: Wolpert 1992).
"""

import logging
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import numpy as np
import torch
from numpy.typing import NDArray
from spacy.lang.en import English

from pipeline.encoder.wordpieces import WordPieces
from pipeline.training.encoder.batches import Batcher
from pipeline.training.encoder.corpora import PLOVER, Corpus, read_gold, read_plover
from pipeline.training.encoder.examples import LabelSets, Sentence, pack
from pipeline.training.encoder.fit import Settings, learn, read_vocabulary
from pipeline.training.encoder.model import MultiTask
from pipeline.training.tokenizer import tune_tokenizer
from pipeline.training.train import default_base

#: How often each corpus is read. One task needs fewer steps than all, and lower rates.
PASSES = {"plover": 4.0, "gold": 8.0}
SETTINGS = Settings(batch_pieces=1200, encoder_rate=1.2e-4, head_rate=1e-3)
_WINDOW_WORDS = 100

Scores = NDArray[np.float32]


def score_folds(gold: Path, corpora: Path, base: Path, output: Path, folds: int) -> None:
    """Write for each article ``DOC.npz`` with the log probabilities of event types for each of its words.

    Args:
        gold: Folder of annotated articles.
        corpora: Folder of the corpora.
        base: Folder of the pretrained encoder.
        output: Folder for the scores (``starts``: the raw offset of each word; ``scores``: [words, types];
            ``types``: their names) and for checkpoints.
        folds: Into how many parts the articles are split.
    """
    nlp = English()
    tune_tokenizer(nlp)
    output.mkdir(parents=True, exist_ok=True)
    paths = sorted(gold.glob("*.json"))
    articles = [read_gold(path, nlp) for path in paths]
    plover = Corpus("plover", [[sentence] for sentence in read_plover(corpora / PLOVER, nlp)])
    types = LabelSets.of(s for document in (*articles, *plover.documents) for s in document).words["event"]
    labels = LabelSets({"event": types}, ("O",), ())
    for fold in range(folds):
        held_out = range(fold, len(paths), folds)
        if all((output / f"{paths[number].stem}.npz").is_file() for number in held_out):
            continue
        learned = [article for number, article in enumerate(articles) if number % folds != fold]
        found = [plover, Corpus("gold", learned)]
        checkpoint = output / f"fold-{fold}.pt"
        model = learn(found, PASSES, labels, base, checkpoint, SETTINGS, random.Random(SETTINGS.seed))
        batcher = Batcher(WordPieces(read_vocabulary(base)), labels)
        for number in held_out:
            scores = score_words(model, batcher, articles[number])
            starts = np.array(list(_starts(paths[number], nlp)), dtype=np.int64)
            np.savez(
                output / f"{paths[number].stem}.npz", starts=starts, scores=scores, types=np.array(types)
            )


def score_words(model: MultiTask, batcher: Batcher, sentences: Sequence[Sentence]) -> Scores:
    """Return the log probability of each event type for each word of an article: [words, types]."""
    model.eval()
    found = []
    with torch.inference_mode():
        for window in pack(sentences, _WINDOW_WORDS):
            words = model.heads["event"](model.word_vectors(batcher([window]))).log_softmax(-1).numpy()
            found += [words[start : start + len(s.words)] for start, s in window.placed()]
    return np.concatenate(found)


def _starts(path: Path, nlp: English) -> Iterator[int]:
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        doc = nlp.make_doc(file.read())
    return (token.idx for token in doc if not token.is_space)


@click.command()
@click.option("--gold", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--corpora", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--base", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--folds", default=3, show_default=True)
def main(gold: Path, corpora: Path, base: Path | None, output: Path, folds: int) -> None:
    """Score the words of annotated articles with encoders that have not learned from them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    score_folds(gold, corpora, base or default_base(), output, folds)


if __name__ == "__main__":
    main()
