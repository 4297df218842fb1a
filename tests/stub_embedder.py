"""A deterministic embedder without a model, for tests of what uses embedders."""

from __future__ import annotations

import itertools
import zlib

import numpy as np

from corpus.normalize import search_form
from embeddings.base import Embedder, TextRole, Vectors


class HashEmbedder(Embedder):
    """Counts character pairs in `dimension` buckets: texts that share pairs are near.

    `calls` counts the texts that were encoded, so that a test can tell what was reused.
    """

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension
        self.calls = 0

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def fingerprint(self) -> str:
        return f"character-pairs-{self._dimension}"

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        self.calls += len(texts)
        return np.stack([self._counts(text) for text in texts])

    def _counts(self, text: str) -> Vectors:
        folded = f"^{search_form(text)}$"
        counts = np.zeros(self._dimension, dtype=np.float32)
        for first, second in itertools.pairwise(folded):
            counts[zlib.crc32((first + second).encode()) % self._dimension] += 1
        return counts
