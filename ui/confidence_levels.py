"""How sure an answer is, in a word: high, medium or low."""

from __future__ import annotations

from enum import IntEnum


class ConfidenceLevel(IntEnum):
    """A level; its value is its place in the texts of pages, the highest first."""

    HIGH = 0
    MEDIUM = 1
    LOW = 2


# What `benchmarks.answers` counts for each level.
_LEAST = {ConfidenceLevel.HIGH: 0.85, ConfidenceLevel.MEDIUM: 0.65}


def level_of(confidence: float) -> ConfidenceLevel:
    """The level of a confidence in [0, 1]."""
    reached = (level for level, least in _LEAST.items() if confidence >= least)
    return next(reached, ConfidenceLevel.LOW)
