"""A logistic regression small enough to read: named features, weights in a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError


@dataclass(frozen=True, slots=True)
class LinearModel:
    """p = 1 / (1 + exp(-(w · x + b))) over named features."""

    features: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, row: NDArray[np.floating[Any]]) -> float:
        """The probability, in [0, 1], for one row of features (len(features),)."""
        return float(1.0 / (1.0 + np.exp(-(row @ np.asarray(self.weights) + self.bias))))


def load_model(path: Path) -> LinearModel:
    """The model of a calibration file.

    Raises:
        ModelError: the file is missing or holds no such model.
    """
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))["model"]
        weights = entry["weights"]
        return LinearModel(tuple(weights), tuple(map(float, weights.values())), entry["bias"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ModelError(
            f"The reader's calibration {path} cannot be read ({exc!r}).",
            remedy="Install Wenyuan again: the file belongs to it.",
        ) from exc
