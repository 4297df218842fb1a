"""A logistic regression small enough to read: named features and their weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LinearModel:
    """p = 1 / (1 + exp(-(w · x + b))) over named features."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def logit(self, row: NDArray[np.floating[Any]]) -> float:
        """The log odds, w · x + b, for one row of features (len(features),)."""
        return float(row @ np.asarray(self.weights) + self.bias)

    def probability(self, row: NDArray[np.floating[Any]]) -> float:
        """The probability, in [0, 1], for one row of features (len(features),)."""
        return float(1.0 / (1.0 + np.exp(-self.logit(row))))
