"""How sure a difference between two pipelines is that answered the same questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
CONFIDENCE = 0.95
_SEED = 20_101
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean difference and the percentile interval around it, `CONFIDENCE` wide."""

    mean: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the difference is more than chance would explain."""
        return self.low > 0 or self.high < 0


def paired_interval(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> Interval:
    """The difference of two means over the same questions, both (n,), n ≥ 1.

    Paired bootstrap over questions with `RESAMPLES` resamples and a fixed seed; Efron & Tibshirani
    1993, An Introduction to the Bootstrap, chapter 13.

    Raises:
        ValueError: the lengths differ, or there is nothing to compare.
    """
    if ours.shape != theirs.shape or ours.size == 0:
        raise ValueError(
            f"Measures of {ours.shape} and {theirs.shape} questions cannot be paired; both "
            "pipelines must have been asked the same ones, at least one."
        )
    differences = ours - theirs
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(_resampled_means(differences), [tail, 100 - tail])
    return Interval(float(differences.mean()), float(low), float(high))


def _resampled_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means (RESAMPLES,) of `values` (n,) drawn n times with replacement."""
    generator = np.random.default_rng(_SEED)
    portions = []
    for _ in range(RESAMPLES // _PORTION):
        drawn = generator.integers(len(values), size=(_PORTION, len(values)), dtype=np.int32)
        portions.append(values[drawn].mean(axis=1))
    return np.concatenate(portions)
