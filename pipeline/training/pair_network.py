"""Fit the network of :mod:`pipeline.dedupe.event_network` on pairs of mentions, and write it as a lexicon."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from pipeline.dedupe.event_features import FEATURES
from pipeline.dedupe.event_network import BIAS, MISSING, OUTPUT, Network
from pipeline.training.learning import write_lexicon

Floats = NDArray[np.float64]
#: Features of pairs, [pairs, features], and whether the two of each are one happening.
Pairs = tuple[Floats, NDArray[np.bool_]]

HIDDEN = 24
PASSES, BATCH = 8, 1024
RATE, DECAY, DROPOUT = 3e-3, 1e-3, 0.1
# So often a pair is shown without contexts: another pipeline may give none.
BARE = 0.1
CONTEXT = FEATURES.index("verbs")
SOURCE = "ECB+"
NOTES = (
    "The network that says how likely two event mentions are one happening; see event_network.py.",
    "hidden: the weights from an input to the hidden layer; of the line 'output', those from there to the",
    "log odds, whose mean is the log odds of nothing. Learnt by pipeline.training.coreference.",
)


def learn_network(topics: Sequence[Pairs], seed: int = 0) -> Network:
    """Return the network that tells pairs of one happening from others."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    matrix = np.concatenate([features for features, _ in topics])
    mean, deviation = np.nanmean(matrix, axis=0), np.nanstd(matrix, axis=0) + 1e-6
    matrix[draw.random(len(matrix)) < BARE, CONTEXT:] = np.nan
    missing = [place for place in range(matrix.shape[1]) if np.isnan(matrix[:, place]).any()]
    layers = nn.Sequential(
        nn.Linear(matrix.shape[1] + len(missing), HIDDEN),
        nn.ReLU(),
        nn.Dropout(DROPOUT),
        nn.Linear(HIDDEN, 1),
    )
    untrained = _network(layers, mean, deviation, missing)
    same = np.concatenate([found for _, found in topics])
    _fit(layers, torch.tensor(untrained.inputs(matrix)).float(), torch.tensor(same).float())
    return _network(layers, mean, deviation, missing)


def _fit(layers: nn.Sequential, inputs: Tensor, same: Tensor) -> None:
    optimiser = torch.optim.AdamW(layers.parameters(), lr=RATE, weight_decay=DECAY)
    steps = PASSES * (len(inputs) // BATCH)
    decay = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, max(1, steps))
    for _ in range(PASSES):
        order = torch.randperm(len(inputs))
        for start in range(0, len(inputs) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            loss = functional.binary_cross_entropy_with_logits(layers(inputs[batch]).squeeze(1), same[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            decay.step()


def _network(layers: nn.Sequential, mean: Floats, deviation: Floats, missing: Sequence[int]) -> Network:
    first, last = layers[0], layers[-1]
    weights, bias, output = (
        values.detach().double().numpy() for values in (first.weight.T, first.bias, last.weight[0])
    )
    return Network(mean, deviation, missing, weights, bias, output, float(last.bias.detach()))


def write_network(network: Network, output: Path) -> None:
    """Write a network as the lexicon that :meth:`Network.of` reads."""
    names = [*FEATURES, *(MISSING + FEATURES[place] for place in network.missing)]
    scales = [*zip(network.mean, network.deviation, strict=True), *([("", "")] * len(network.missing))]
    rows = [
        (name, *map(_shown, scale), _joined(weights), SOURCE)
        for name, scale, weights in zip(names, scales, network.weights, strict=True)
    ]
    rows += [(BIAS, "", "", _joined(network.bias), SOURCE)]
    rows += [(OUTPUT, _shown(network.output_bias), "", _joined(network.output), SOURCE)]
    write_lexicon(output, NOTES, ("input", "mean", "deviation", "hidden", "source"), rows)


def _shown(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4f}"


def _joined(values: Floats) -> str:
    return " ".join(map(_shown, values))
