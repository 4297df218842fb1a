"""What turns the numbers of a reading model into probabilities, from a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from rag.readers.linear_model import LinearModel
from rag.readers.reading_model import RESTORE

PASSAGE_FEATURES = ("relevance", "nearness")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regressions.

    Attributes:
        ranking: `PASSAGE_FEATURES` in the retriever's order → the passage answers.
        passage: `PASSAGE_FEATURES` in the order that the reader gets → the passage answers.
        answer: `CONFIDENCE_FEATURES` → the best sentence answers.
    """

    ranking: LinearModel
    passage: LinearModel
    answer: LinearModel

    def by_name(self) -> dict[str, LinearModel]:
        """The regressions, as they stand in a file."""
        return {"ranking": self.ranking, "passage": self.passage, "answer": self.answer}


def passage_features(relevance: float, rank: int) -> NDArray[np.float64]:
    """Features (len(PASSAGE_FEATURES),): the model's relevance, and one over the rank, from 1."""
    return np.array([relevance, 1 / rank])


def load_calibration(path: Path) -> Calibration:
    """The regressions in a calibration file.

    Raises:
        ModelError: the file is missing or does not hold them.
    """
    try:
        models = json.loads(path.read_text(encoding="utf-8"))["models"]
        return Calibration(
            **{
                name: LinearModel(
                    tuple(entry["weights"]),
                    tuple(map(float, entry["weights"].values())),
                    float(entry["bias"]),
                )
                for name, entry in models.items()
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise ModelError(
            f"The reader's calibration {path} cannot be read ({exc!r}).",
            remedy=RESTORE,
        ) from exc
