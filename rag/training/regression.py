"""Rows of features for the regressions of the calibration."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from rag.readers.linear_model import LinearModel
from rag.training.askings import Way


@dataclass(slots=True)
class Rows:
    """Features and what is true of them, for a regression."""

    features: list[NDArray[np.float64]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    def add(self, features: NDArray[np.float64], way: Way, *, right: bool) -> None:
        """One row more."""
        self.features.append(features)
        self.right.append(right)
        self.ways.append(way)

    def fit(self, names: tuple[str, ...], *, balanced: bool = False) -> LinearModel:
        """The regression of the rows; `balanced`: as many right as wrong, of either sort."""
        model = LogisticRegression(max_iter=2000).fit(
            np.array(self.features), self.right, self._balance() if balanced else None
        )
        weights = tuple(round(float(weight), 5) for weight in model.coef_[0])
        return LinearModel(names, weights, round(float(model.intercept_[0]), 5))

    def _balance(self) -> NDArray[np.float64]:
        groups = list(zip((way.is_office for way in self.ways), self.right, strict=True))
        counts = Counter(groups)
        weights = np.array([1 / counts[group] for group in groups])
        balanced: NDArray[np.float64] = weights * (len(groups) / weights.sum())
        return balanced

    def settled(self, model: LinearModel) -> LinearModel:
        """The regression with 0.5 where Youden's index of the made-up documents is largest."""
        office = np.array([way.is_office for way in self.ways])
        answerable = np.array([way.is_answered for way in self.ways])[office]
        right = np.array(self.right)[office]
        logits = np.array([model.logit(features) for features in self.features])[office]
        best, border = -1.0, 0.0
        ordered = np.sort(logits)
        for least in (ordered[1:] + ordered[:-1]) / 2:
            given = logits >= least
            index = (given & right)[answerable].mean() + (~given)[~answerable].mean()
            if index > best:
                best, border = float(index), float(least)
        return replace(model, bias=round(model.bias - border, 5))
