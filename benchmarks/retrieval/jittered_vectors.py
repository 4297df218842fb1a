"""As many vectors as are asked for, made of fewer real ones.

Each is a real vector, drawn at random, plus Gaussian noise of one length in all directions; the
cosine between the two is drawn between `LEAST_COSINE` and `GREATEST_COSINE`. So the made vectors
lie in the places where real ones lie, as many passages of like content would, and no two are
alike. As noise has no structure to be learnt, an index has it harder with them than with real ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval.sets.files import BenchmarkDataError
from embeddings.base import Vectors, l2_normalized
from embeddings.vector_index import Ids

LEAST_COSINE, GREATEST_COSINE = 0.95, 0.98

_BLOCK = 10_000
_SEED = 20


@dataclass(frozen=True, slots=True)
class JitteredVectors:
    """`count` vectors around those of `real` (n, dimension), the same each time they are made."""

    real: Vectors
    count: int

    def blocks(self) -> Iterator[tuple[Ids, Vectors]]:
        """Ids from 0 on and their vectors (n, dimension), as rounded to float16."""
        for start in range(0, self.count, _BLOCK):
            ids = np.arange(start, min(start + _BLOCK, self.count))
            draw = np.random.default_rng((_SEED, start))
            chosen = self.real[draw.integers(0, len(self.real), len(ids))]
            yield ids, jittered(chosen, draw).astype(np.float16).astype(np.float32)


def jittered(rows: Vectors, draw: np.random.Generator) -> Vectors:
    """Rows (n, dimension) of length 1 with noise; of length 1 again.

    Noise of standard deviation s in each of d directions is almost orthogonal to a row and of
    length s√d, so that the cosine to the row becomes c = 1 / √(1 + s²d).
    """
    cosines = draw.uniform(LEAST_COSINE, GREATEST_COSINE, (len(rows), 1)).astype(np.float32)
    deviations = np.sqrt((cosines**-2 - 1) / np.float32(rows.shape[1]))
    return l2_normalized(rows + deviations * draw.standard_normal(rows.shape, dtype=np.float32))


def cached_vectors(path: Path, dimension: int) -> Vectors:
    """All vectors (n, dimension) of a vector cache, of length 1, in the order of their keys.

    Raises:
        BenchmarkDataError: there is no such file, or it holds none.
    """
    if not path.is_file():
        raise BenchmarkDataError(
            f"There is no vector cache {path}.",
            remedy="Name the one of an earlier run, or give --data FOLDER without --cache.",
        )
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT vector FROM vectors ORDER BY key").fetchall()
    if not rows:
        raise BenchmarkDataError(
            f"The vector cache {path} holds no vectors.",
            remedy="Give --data FOLDER without --cache: vectors are then made here.",
        )
    halves: NDArray[np.float16] = np.frombuffer(b"".join(row[0] for row in rows), dtype=np.float16)
    return l2_normalized(halves.reshape(-1, dimension).astype(np.float32))
