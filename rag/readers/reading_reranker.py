"""The trained reader's judgement as an order of passages."""

from __future__ import annotations

from collections.abc import Sequence

from rag.question import Question
from rag.readers.calibration import passage_features
from rag.readers.linear_model import LinearModel
from rag.readers.passage_reader import PassageReader
from rag.reranker import in_order_of
from rag.types import ScoredPassage

DEPTH = 15


class ReadingReranker:
    """Orders passages by the probability that they answer.

    Args:
        reader: reads them.
        model: a regression over `PASSAGE_FEATURES`.
    """

    depth = DEPTH

    def __init__(self, reader: PassageReader, model: LinearModel) -> None:
        self._reader = reader
        self._model = model

    def rerank(self, question: Question, passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
        """`passages` by that probability; those that need not be read follow in their order."""
        readings = self._reader.read_until_settled(question, passages[: self.depth])
        scores = [
            self._model.probability(passage_features(reading.relevance, scored.rank))
            for reading, scored in zip(readings, passages, strict=False)
        ]
        return in_order_of(passages, scores)
