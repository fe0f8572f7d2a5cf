"""How likely two event mentions are one happening by what they have in common: a small neural network.

One hidden layer. A number goes in less its mean and divided by its deviation, one that is unknown as 0, and
beside each number that may be unknown goes in whether it is. The weights are learnt from ECB+ by
``pipeline.training.coreference``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np

from pipeline.dedupe.blocks import Floats
from pipeline.dedupe.event_features import FEATURES
from pipeline.lexicon import read_lexicon

#: Scores are rounded to so many digits: how a machine adds up must not decide which pair goes first.
DIGITS = 6
#: Rows of the file that are no inputs.
BIAS, OUTPUT = "bias", "output"
#: What stands before a feature whose input is whether it is unknown.
MISSING = "unknown "


@dataclass(frozen=True, slots=True)
class Network:
    """A network with one hidden layer.

    Attributes:
        mean: Of each feature that is known, [features].
        deviation: Likewise.
        missing: The features that may be unknown, by their place.
        weights: From the inputs to the hidden layer, [features + missing, hidden].
        bias: Of the hidden layer.
        output: From the hidden layer to the log odds, [hidden].
        output_bias: The log odds of nothing.
    """

    mean: Floats
    deviation: Floats
    missing: Sequence[int]
    weights: Floats
    bias: Floats
    output: Floats
    output_bias: float

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]], features: Sequence[str] = FEATURES) -> Self:
        """Read a network from the rows of its file."""
        table = {row["input"]: row for row in rows}
        hidden = {
            name: np.array([float(value) for value in row["hidden"].split()]) for name, row in table.items()
        }
        missing = [place for place, name in enumerate(features) if MISSING + name in table]
        names = [*features, *(MISSING + features[place] for place in missing)]
        return cls(
            np.array([float(table[name]["mean"]) for name in features]),
            np.array([float(table[name]["deviation"]) for name in features]),
            missing,
            np.array([hidden[name] for name in names]),
            hidden[BIAS],
            hidden[OUTPUT],
            float(table[OUTPUT]["mean"]),
        )

    def inputs(self, matrix: Floats) -> Floats:
        """Return what goes into the network for rows of features."""
        unknown = np.isnan(matrix)
        scaled = np.where(unknown, 0.0, (matrix - self.mean) / self.deviation)
        return np.concatenate([scaled, unknown[:, list(self.missing)]], axis=1)

    def odds(self, matrix: Floats) -> Floats:
        """Return the log odds of each row of features."""
        hidden = np.maximum(self.inputs(matrix) @ self.weights + self.bias, 0.0)
        odds: Floats = np.round(hidden @ self.output + self.output_bias, DIGITS)
        return odds


@cache
def network() -> Network:
    """Return the network of the package."""
    return Network.of(read_lexicon("pipeline.dedupe", "event_network.csv"))
