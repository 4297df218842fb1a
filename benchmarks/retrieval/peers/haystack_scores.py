"""Haystack's scores without its loops over all documents: for quality, never for speed.

`InMemoryDocumentStore` scores every document in Python for every question, which takes seconds
among 20,000. Here the same numbers come from arrays that are kept between questions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cached_property
from typing import Any

import numpy as np
from haystack import Document
from haystack.document_stores.in_memory import InMemoryDocumentStore
from numpy.typing import NDArray

_K1, _B, _DELTA = 1.5, 0.75, 0.5  # Haystack's defaults for BM25L

Floats = NDArray[np.float64]
Postings = tuple[NDArray[np.int64], Floats]


class ScoresFromArrays(InMemoryDocumentStore):  # type: ignore[misc]
    """A store that gets no more documents once it was asked."""

    def filter_documents(self, filters: dict[str, Any] | None = None) -> list[Document]:
        """All documents: BM25's only filter wants a content, and each has one."""
        del filters
        return list(self.storage.values())

    def _score_bm25l(self, query: str, documents: list[Document]) -> list[tuple[Document, float]]:
        scores = np.zeros(len(documents))
        for token in dict.fromkeys(self._tokenize_bm25(query)):
            if token in self._postings:
                places, counts = self._postings[token]
                scores[places] += self._bm25l(counts, self._relative_lengths[places])
        return list(zip(documents, scores.tolist(), strict=True))

    def _bm25l(self, counts: Floats, relative_lengths: Floats) -> Floats:
        """BM25L of one word in the documents that have it; Lv & Zhai 2011."""
        weight = math.log((len(self._relative_lengths) + 1.0) / (len(counts) + 0.5))
        damped = counts / (1 - _B + _B * relative_lengths) + _DELTA
        return weight * (1.0 + _K1) * damped / (_K1 + damped)

    def _compute_query_embedding_similarity_scores(
        self, *, embedding: list[float], documents: list[Document], scale_score: bool
    ) -> list[float]:
        assert len(documents) == len(self._matrix)
        assert not scale_score
        scores: list[float] = (self._matrix @ np.array(embedding)).tolist()
        return scores

    @cached_property
    def _matrix(self) -> Floats:
        return np.array([document.embedding for document in self.storage.values()])

    @cached_property
    def _relative_lengths(self) -> Floats:
        lengths = [self._bm25_attr[name].doc_len for name in self.storage]
        relative: Floats = np.array(lengths) / self._avg_doc_len
        return relative

    @cached_property
    def _postings(self) -> dict[str, Postings]:
        """Word → places of the documents that have it, and how often each has it."""
        found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, name in enumerate(self.storage):
            for token, count in self._bm25_attr[name].freq_token.items():
                found[token].append((place, count))
        return {token: _columns(pairs) for token, pairs in found.items()}


def _columns(pairs: list[tuple[int, int]]) -> Postings:
    places, counts = zip(*pairs, strict=True)
    return np.array(places), np.array(counts, dtype=np.float64)
