"""Vectors that stand in for those of passages where only time and memory are measured.

A search that compares a question with every passage takes as long whatever the vectors are.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from embeddings.base import Embedder, TextRole, Vectors

# In place of a file of vectors.
STAND_INS = Path("stand-ins")


class StandInEmbedder(Embedder):
    """A direction for every text, the same each time; Gaussian, so none is preferred."""

    batch_size = 4096

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension

    @property
    def dimension(self) -> int:
        """As given."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Of no model."""
        return "stand-ins"

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        del role
        return np.stack([self._direction(text) for text in texts])

    def _direction(self, text: str) -> Vectors:
        seed = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
        generator = np.random.default_rng(int.from_bytes(seed, "little"))
        return generator.standard_normal(self._dimension, dtype=np.float32)
