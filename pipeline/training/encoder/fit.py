"""Fine-tune the encoder; a run that was killed goes on from its last checkpoint."""

import json
import logging
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR

from pipeline.encoder.wordpieces import WordPieces
from pipeline.training.encoder.batches import Batch, Batcher
from pipeline.training.encoder.corpora import Corpus, read_corpora, shuffled
from pipeline.training.encoder.examples import LabelSets, Window, pack, recase
from pipeline.training.encoder.losses import Measured, measure, total
from pipeline.training.encoder.model import MultiTask, load_base

_LOGGER = logging.getLogger(__name__)

#: What a finished run leaves in its folder.
WEIGHTS_FILE, LABELS_FILE = "encoder.pt", "labels.json"

#: How often each corpus is read; a fraction reads that share of it.
PASSES = {
    "ewt": 7.3,
    "gum": 7.3,
    "gmb": 0.8,
    "crossner": 3.2,
    "swapped": 0.8,
    "wnut": 1.2,
    "btc": 0.65,
    "plover": 3.2,
    "gold": 5.7,
}
#: Words of a window, drawn anew for every pass over a document.
WINDOW_WORDS = (30, 120)
_REPORT_EVERY = 50
#: Share of the sentences in capitals, in title case, and in lower case.
RECASED_SHARE = 0.015


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train.

    Attributes:
        seed: Seed of everything that is drawn.
        batch_pieces: Word pieces of a batch, padding included.
        encoder_rate: Highest learning rate of the encoder.
        head_rate: Highest learning rate of the heads.
        warmup: Share of the steps over which the rates rise; then they fall to zero in a straight line.
        decay: Weight decay.
        checkpoint_seconds: Time between checkpoints.
    """

    seed: int = 20250814
    batch_pieces: int = 2400
    encoder_rate: float = 2.5e-4
    head_rate: float = 1.5e-3
    warmup: float = 0.06
    decay: float = 0.01
    checkpoint_seconds: float = 240.0


def fit(corpora: Path, gold: Path | None, base: Path, output: Path, settings: Settings) -> None:
    """Fine-tune the encoder and write it to ``encoder.pt``, with ``labels.json`` beside it.

    Args:
        corpora: Folder of the corpora.
        gold: Folder of annotated articles; None leaves them out.
        base: Folder of the pretrained model: config.json, model.safetensors, vocab.txt.
        output: Folder for the checkpoint and the result.
        settings: How to train.
    """
    output.mkdir(parents=True, exist_ok=True)
    rng = random.Random(settings.seed)
    found = read_corpora(corpora, gold, rng)
    labels = label_sets(found)
    (output / LABELS_FILE).write_text(json.dumps(asdict(labels), indent=1) + "\n", encoding="utf-8")
    model = learn(found, PASSES, labels, base, output / "checkpoint.pt", settings, rng)
    torch.save(model.state_dict(), output / WEIGHTS_FILE)


def learn(
    corpora: Sequence[Corpus],
    passes: Mapping[str, float],
    labels: LabelSets,
    base: Path,
    checkpoint: Path,
    settings: Settings,
    rng: random.Random,
) -> MultiTask:
    """Fine-tune a pretrained encoder and its heads on corpora.

    Args:
        corpora: What to learn from.
        passes: How often each corpus is read, by its name.
        labels: The classes of all tasks.
        base: Folder of the pretrained model.
        checkpoint: File to go on from, if it is there, and to write to now and then.
        settings: How to train.
        rng: Draws the windows and their order.
    """
    windows = draw_windows(corpora, passes, rng)
    batcher = Batcher(WordPieces(read_vocabulary(base)), labels)
    plan = batcher.plan(windows, settings.batch_pieces, rng)
    _LOGGER.info("%d windows in %d batches", len(windows), len(plan))
    torch.manual_seed(settings.seed)
    model = MultiTask(load_base(base), labels)
    _Run(model, batcher, windows, plan, checkpoint, settings).go()
    return model


def read_vocabulary(base: Path) -> list[str]:
    """Return the word pieces of a pretrained model in the order of their ids."""
    return (base / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]


def label_sets(corpora: Sequence[Corpus]) -> LabelSets:
    """Return the classes of all tasks; the root of a tree has no relation."""
    found = LabelSets.of(s for corpus in corpora for document in corpus.documents for s in document)
    return LabelSets(found.words, found.names, tuple(dep for dep in found.deps if dep != "ROOT"))


def draw_windows(corpora: Sequence[Corpus], passes: Mapping[str, float], rng: random.Random) -> list[Window]:
    """Return the windows of all passes in the order of training: each corpus is spread over the whole run."""
    placed: list[tuple[float, int, Window]] = []
    for corpus in corpora:
        windows: list[Window] = []
        whole, part = divmod(passes[corpus.name], 1)
        for number in range(int(whole) + (part > 0)):
            documents = ([recase(s, rng, RECASED_SHARE) for s in d] for d in shuffled(corpus.documents, rng))
            drawn = [window for d in documents for window in pack(d, rng.randint(*WINDOW_WORDS))]
            rng.shuffle(drawn)
            windows += drawn if number < whole else drawn[: round(part * len(drawn))]
        placed += [((index + rng.random()) / len(windows), len(placed), w) for index, w in enumerate(windows)]
    return [window for _, _, window in sorted(placed, key=lambda item: item[:2])]


class _Run:
    def __init__(
        self,
        model: MultiTask,
        batcher: Batcher,
        windows: Sequence[Window],
        plan: Sequence[Sequence[int]],
        checkpoint: Path,
        settings: Settings,
    ) -> None:
        self.model, self.batcher, self.windows, self.plan = model, batcher, windows, plan
        self.checkpoint, self.settings = checkpoint, settings
        steps = len(plan)
        rise = max(1, round(settings.warmup * steps))
        self.optimizer = AdamW(self._groups(), betas=(0.9, 0.98), eps=1e-6, fused=True)
        self.scheduler = LambdaLR(
            self.optimizer, lambda step: min((step + 1) / rise, (steps - step) / max(1, steps - rise))
        )

    def _groups(self) -> Iterator[dict[str, Any]]:
        for rate, inside in ((self.settings.encoder_rate, True), (self.settings.head_rate, False)):
            named = [
                (n, p) for n, p in self.model.named_parameters() if n.startswith("encoder.bert") is inside
            ]
            for decay, matrices in ((self.settings.decay, True), (0.0, False)):
                chosen = [parameter for _, parameter in named if (parameter.dim() > 1) is matrices]
                yield {"params": chosen, "lr": rate, "weight_decay": decay}

    def go(self) -> None:
        """Train from the last checkpoint to the end of the plan."""
        step = self._resume()
        saved = began = time.monotonic()
        pieces, seen = 0, Seen()
        self.model.train()
        while step < len(self.plan):
            batch = self.batcher([self.windows[index] for index in self.plan[step]])
            seen.add(self._learn(batch))
            step += 1
            pieces += int(batch.mask.sum())
            if step % _REPORT_EVERY == 0:
                rate = pieces / (time.monotonic() - began)
                _LOGGER.info("step %d of %d, %.0f pieces/s: %s", step, len(self.plan), rate, seen)
                seen = Seen()
            if time.monotonic() - saved > self.settings.checkpoint_seconds:
                self._save(step)
                saved = time.monotonic()
        self._save(step)

    def _learn(self, batch: Batch) -> Measured:
        measured = measure(self.model, batch)
        if measured:
            total(measured).backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.optimizer.zero_grad(set_to_none=True)
        self.scheduler.step()
        return measured

    def _save(self, step: int) -> None:
        unfinished = self.checkpoint.with_suffix(".unfinished")
        state = {
            "step": step,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(),
            "random": torch.get_rng_state(),
        }
        torch.save(state, unfinished)
        unfinished.replace(self.checkpoint)

    def _resume(self) -> int:
        if not self.checkpoint.is_file():
            return 0
        state = torch.load(self.checkpoint, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scheduler.load_state_dict(state["scheduler"])
        torch.set_rng_state(state["random"])
        _LOGGER.info("going on from step %d", state["step"])
        return int(state["step"])


class Seen:
    """Mean loss and share of right words of each task since the last report."""

    def __init__(self) -> None:
        self._counts: dict[str, list[float]] = {}

    def add(self, measured: Measured) -> None:
        """Count one batch."""
        for task, (loss, right, number) in measured.items():
            counts = self._counts.setdefault(task, [0.0, 0, 0])
            counts[0] += float(loss.detach()) * number
            counts[1] += right
            counts[2] += number

    def __str__(self) -> str:
        items = sorted(self._counts.items())
        return ", ".join(f"{task} {loss / n:.3f} {right / n:.1%}" for task, (loss, right, n) in items)
