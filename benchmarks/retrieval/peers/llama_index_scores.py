"""LlamaIndex's similarities without its loop over all passages: for quality, never for speed.

`SimpleVectorStore` takes one cosine after the other in Python for every question. Here the same
numbers come from a matrix that is kept between questions.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from llama_index.core.vector_stores import (
    SimpleVectorStore,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from numpy.typing import NDArray


class ScoresFromMatrix(SimpleVectorStore):  # type: ignore[misc]
    """A store that gets no more passages once it was asked."""

    def query(self, query: VectorStoreQuery, **options: Any) -> VectorStoreQueryResult:
        """The nearest passages; vectors are of length 1, so that products are cosines."""
        del options
        similarities = self._matrix @ np.array(query.query_embedding)
        nearest = np.argsort(-similarities, kind="stable")[: query.similarity_top_k]
        return VectorStoreQueryResult(
            similarities=similarities[nearest].tolist(),
            ids=[self._names[place] for place in nearest],
        )

    @cached_property
    def _names(self) -> list[str]:
        return list(self.data.embedding_dict)

    @cached_property
    def _matrix(self) -> NDArray[np.float64]:
        return np.array(list(self.data.embedding_dict.values()))
