"""Putting retrieved passages into a better order before they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.question import Question
from rag.types import ScoredPassage


class Reranker(Protocol):
    """Reorders retrieved passages; ranks count from 1 again, none is added."""

    def rerank(self, question: Question, passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
        """`passages`, best first, in a new order."""


class RetrievalOrder:
    """Keeps the order of the retriever, which already fused meaning and words."""

    def rerank(
        self,
        question: Question,  # noqa: ARG002
        passages: Sequence[ScoredPassage],
    ) -> list[ScoredPassage]:
        """`passages` as they came."""
        return list(passages)
