"""The product's embedder with a cache behind it: for quality, where speed is not measured."""

from __future__ import annotations

from pathlib import Path

from benchmarks.retrieval.vector_cache import VectorCache
from embeddings.base import Embedder, TextRole, Vectors


class CachedEmbedder(Embedder):
    """Gives `inner`'s vectors, rounded to float16 as the library keeps them."""

    batch_size = 4096

    def __init__(self, inner: Embedder, path: Path) -> None:
        self._inner = inner
        self._caches = {
            role: VectorCache(path, f"{inner.fingerprint}/{role}", inner.dimension)
            for role in TextRole
        }

    @property
    def dimension(self) -> int:
        """As the inner embedder's."""
        return self._inner.dimension

    @property
    def fingerprint(self) -> str:
        """As the inner embedder's."""
        return self._inner.fingerprint

    @property
    def cosine_spread(self) -> float:
        """As the inner embedder's."""
        return self._inner.cosine_spread

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        embed = self._inner.embed_queries if role is TextRole.QUERY else self._inner.embed_passages
        return self._caches[role].vectors(texts, embed)
