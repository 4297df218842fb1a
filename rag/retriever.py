"""From a query to ranked passages: by meaning, by words, or by both."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from corpus.errors import UsageError
from corpus.types import Passage
from embeddings.base import Embedder
from embeddings.vector_index import VectorIndex
from rag.fusion import reciprocal_rank_fusion
from rag.lexical_index import LexicalIndex
from rag.types import ScoredPassage

FUSION_DEPTH = 50

PassageLookup = Callable[[Sequence[int]], Mapping[int, Passage]]
Ranking = list[tuple[int, float]]


class Retriever(ABC):
    """Finds passages for a query; an implementation ranks row ids in `rank`."""

    def __init__(self, lookup: PassageLookup) -> None:
        self._lookup = lookup

    @abstractmethod
    def rank(self, query: str, top_k: int) -> Ranking:
        """Up to `top_k` (row id, score), best first, higher is better."""

    def rank_named(self, query: str, top_k: int) -> Ranking:  # noqa: ARG002
        """As `rank`, for the passages in the place that the query names by number (第十二条)."""
        return []

    def retrieve(self, query: str, top_k: int) -> list[ScoredPassage]:
        """Up to `top_k` passages, best first.

        Raises:
            UsageError: `top_k` is below 1.
        """
        if top_k < 1:
            raise UsageError(f"top_k is {top_k}.", remedy="Ask for at least one passage.")
        ranking = self.rank(query, top_k)
        passages = self._lookup([row_id for row_id, _ in ranking])
        return [
            ScoredPassage(passages[row_id], rank, score)
            for rank, (row_id, score) in enumerate(ranking, start=1)
        ]


class DenseRetriever(Retriever):
    """Cosine between the vectors of query and passage."""

    def __init__(self, lookup: PassageLookup, index: VectorIndex, embedder: Embedder) -> None:
        super().__init__(lookup)
        self._index = index
        self._embedder = embedder

    def rank(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank`; the score is the cosine."""
        return self._index.search(self._embedder.embed_query_vector(query), top_k)


class LexicalRetriever(Retriever):
    """BM25 over words."""

    def __init__(self, lookup: PassageLookup, index: LexicalIndex) -> None:
        super().__init__(lookup)
        self._index = index

    def rank(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank`; the score is BM25."""
        return self._index.search(query, top_k)

    def rank_named(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank_named`; the score is BM25."""
        return self._index.search_named(query, top_k)


class HybridRetriever(Retriever):
    """Several retrievers over the same rows, fused by reciprocal rank.

    Passages in the place that a query names by its number come before all others.
    """

    def __init__(self, lookup: PassageLookup, parts: Sequence[Retriever]) -> None:
        super().__init__(lookup)
        self._parts = parts

    def rank(self, query: str, top_k: int) -> Ranking:
        """As `Retriever.rank`; reciprocal rank fusion's score, in a named place plus one."""
        depth = max(FUSION_DEPTH, top_k)
        rankings = [[row_id for row_id, _ in part.rank(query, depth)] for part in self._parts]
        fused = reciprocal_rank_fusion(rankings)
        named = dict.fromkeys(
            row for part in self._parts for row, _ in part.rank_named(query, depth)
        )
        return _named_first(fused, named)[:top_k] if named else fused[:top_k]


def _named_first(fused: Ranking, named: Mapping[int, None]) -> Ranking:
    scores = dict(fused)
    first = sorted(named, key=lambda row: -scores.get(row, 0.0))
    rest = [(row, score) for row, score in fused if row not in named]
    return [(row, 1.0 + scores.get(row, 0.0)) for row in first] + rest
