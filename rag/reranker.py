"""Putting retrieved passages into a better order before they are read."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, cast

from rag.question import Question
from rag.types import ScoredPassage

NO_RERANKER = "none"
READER_RERANKER = "reader"

# Imported only where such a model was asked for: it imports torch.
_CROSS_ENCODER = "rag.cross_encoder"

Notify = Callable[[str], None]


class Reranker(Protocol):
    """Reorders retrieved passages; ranks count from 1 again, none is added or left out."""

    @property
    def depth(self) -> int:
        """How many passages it wants to choose from, ≥ 0; it gets what is asked for if more."""

    def rerank(self, question: Question, passages: Sequence[ScoredPassage]) -> list[ScoredPassage]:
        """`passages`, best first, in a new order."""


class RetrievalOrder:
    """Keeps the order of the retriever, which already fused meaning and words."""

    depth = 0

    def rerank(
        self,
        question: Question,  # noqa: ARG002
        passages: Sequence[ScoredPassage],
    ) -> list[ScoredPassage]:
        """`passages` as they came."""
        return list(passages)


def in_order_of(passages: Sequence[ScoredPassage], scores: Sequence[float]) -> list[ScoredPassage]:
    """The first of `passages`, which have `scores` in [0, 1], best first; the others behind them.

    Of these each has the lowest score times scored / rank, so that scores fall throughout.
    """
    scored = zip(passages, scores, strict=False)
    best_first = sorted(scored, key=lambda pair: -pair[1])
    ordered = [
        ScoredPassage(found.passage, rank, score)
        for rank, (found, score) in enumerate(best_first, start=1)
    ]
    lowest = ordered[-1].score if ordered else 0.0
    behind = enumerate(passages[len(scores) :], start=len(scores) + 1)
    ordered += [
        replace(found, rank=rank, score=lowest * len(scores) / rank) for rank, found in behind
    ]
    return ordered


def create_reranker(name: str, notify: Notify) -> Reranker:
    """The reranker `name`: "none", or a sentence-transformers CrossEncoder by name or folder.

    Raises:
        ModelError: there is no such model on this machine, or it cannot be used.
    """
    if name == NO_RERANKER:
        return RetrievalOrder()
    load = cast("Callable[[str, Notify], Reranker]", importlib.import_module(_CROSS_ENCODER).load)
    return load(name, notify)
