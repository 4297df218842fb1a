"""From a query to ranked passages: what every retriever promises; by meaning, by words alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence

from corpus.errors import UsageError
from corpus.types import Passage
from embeddings.base import Embedder
from embeddings.vector_index import VectorIndex
from rag.fusion import Ranking
from rag.lexical_index import LexicalIndex
from rag.types import ScoredPassage

PassageLookup = Callable[[Sequence[int]], Mapping[int, Passage]]


class Retriever(ABC):
    """Finds passages for a query; an implementation ranks row ids in `rank`."""

    def __init__(self, lookup: PassageLookup) -> None:
        self._lookup = lookup

    @abstractmethod
    def rank(self, query: str, top_k: int) -> Ranking:
        """Up to `top_k` (row id, score), best first, higher is better."""

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
