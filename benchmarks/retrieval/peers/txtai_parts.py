"""What txtai loads by name through its own extension points: vectors and word search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from txtai.scoring import BM25
from txtai.vectors import STVectors, Vectors

from benchmarks.retrieval.peers.chinese import words
from benchmarks.retrieval.peers.e5_embedding import cached_embedder
from benchmarks.retrieval.peers.worker_options import WorkerOptions
from embeddings.base import Embedder

CACHE_SETTING = "cached_vectors"
_PASSAGE = "data"  # txtai's word for what is indexed


class CachedVectors(Vectors):  # type: ignore[misc]
    """Passages and questions get the vectors computed before."""

    def loadmodel(self, path: str) -> Embedder:
        """The embedder behind the file of vectors."""
        del path  # there is one model
        return _cached(self.config)

    def encode(self, data: list[str], category: str | None = None) -> Any:
        """Vectors (n, dimension) of passages, or of questions."""
        if category == _PASSAGE:
            return self.model.embed_passages(data)
        return self.model.embed_queries(data)


class CachedPassages(STVectors):  # type: ignore[misc]
    """Questions on torch; passages from the vectors computed before."""

    def encode(self, data: list[str], category: str | None = None) -> Any:
        """Vectors (n, dimension) of passages, or of questions."""
        if category == _PASSAGE:
            return _cached(self.config).embed_passages(data)
        return super().encode(data, category)


class ChineseBM25(BM25):  # type: ignore[misc]
    """txtai's BM25 over words cut by jieba."""

    def loadtokenizer(self) -> Callable[[str], list[str]]:
        """Words in the place of single characters."""
        return words


def cache_setting(options: WorkerOptions) -> dict[str, str]:
    """Where the vectors are, as txtai keeps it in its configuration."""
    return {"vectors": str(options.vectors), "cache_dir": str(options.cache_dir)}


def _cached(config: Mapping[str, Any]) -> Embedder:
    places = {name: Path(place) for name, place in config[CACHE_SETTING].items()}
    return cached_embedder(places["vectors"], places["cache_dir"])
