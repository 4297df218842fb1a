"""What the FAISS indexes share: checks of what is given, the order of results, saving."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import ArrayLike, NDArray

from corpus.errors import StoreError, UsageError
from embeddings.vector_index import Hit, Ids, Vectors
from embeddings.vector_index_files import put_in_place

Found = tuple[NDArray[np.float32], Ids]
"""Scores and ids (n, k) of n queries, in any order; the id of an empty place is NOTHING."""

NOTHING = -1


class FaissIndex(ABC):
    """A VectorIndex; an implementation writes the hooks `_add`, `_remove`, `nearest`, `_write`."""

    def __init__(self, dimension: int) -> None:
        if dimension < 1:
            raise UsageError(
                f"The dimension of a vector index is {dimension}; at least 1 was expected.",
                remedy="Give the embedder's dimension.",
            )
        self._dimension = dimension

    @abstractmethod
    def __len__(self) -> int:
        """How many vectors are held."""

    @property
    @abstractmethod
    def ids(self) -> Ids:
        """All ids held (n,), in no particular order."""

    @abstractmethod
    def _add(self, ids: Ids, rows: Vectors) -> None:
        """Adds one vector or more under ids that are not held."""

    @abstractmethod
    def _remove(self, ids: Ids) -> None:
        """Removes what is held under `ids`."""

    @abstractmethod
    def nearest(self, rows: Vectors, count: int) -> Found:
        """The `count` best of each query and perhaps more; 1 ≤ count ≤ len(self).

        For `search_many` and for indexes made of others: nothing is checked.
        """

    @abstractmethod
    def _write(self, path: Path) -> None:
        """Writes a file or folder that is not there yet, and flushes it to the disk."""

    def add(self, ids: ArrayLike, vectors: ArrayLike) -> None:
        """Add vectors (n, dimension) under new ids (n,)."""
        checked_ids, rows = checked_block(ids, vectors, self._dimension)
        if len(rows):
            refuse_duplicates(checked_ids, self.ids)
            self._add(checked_ids, rows)

    def remove(self, ids: ArrayLike) -> None:
        """Remove what is held under `ids`."""
        checked_ids = _checked_ids(ids)
        if len(checked_ids) and len(self):
            self._remove(checked_ids)

    def search(self, query: ArrayLike, top_k: int) -> list[Hit]:
        """The `top_k` pairs (id, cosine), or all, best first."""
        vector = np.asarray(query, dtype=np.float32)
        if vector.shape != (self._dimension,):
            raise UsageError(
                f"The query vector has shape {vector.shape}; ({self._dimension},) was expected.",
                remedy="Embed the query with the embedder that made the index.",
            )
        return self.search_many(vector[np.newaxis, :], top_k)[0]

    def search_many(self, queries: ArrayLike, top_k: int) -> list[list[Hit]]:
        """For each query the `top_k` pairs (id, cosine), or all, best first.

        One thread per call: a server answers several questions at once, and FAISS's threads
        wait for each other busily. With two of them on two busy cores a flat search among
        200,000 took 130 ms, with one 20 ms.
        """
        rows = _checked_rows(queries, self._dimension)
        if top_k < 1:
            raise UsageError(f"top_k is {top_k}; at least 1 was expected.")
        count = min(top_k, len(self))
        if count == 0 or not len(rows):
            return [[] for _ in rows]
        with faiss_threads(1):
            scores, ids = self.nearest(rows, count)
        return [
            _best_first(zip(row_ids, row_scores, strict=True))[:count]
            for row_ids, row_scores in zip(ids.tolist(), scores.tolist(), strict=True)
        ]

    def save(self, path: Path) -> None:
        """Write beside `path`, flush to the disk, then rename."""
        try:
            put_in_place(self._write, path)
        except (OSError, RuntimeError) as exc:  # FAISS raises RuntimeError for a full disk
            raise StoreError(
                f"The vector index cannot be written to {path}: {exc}.",
                remedy="Check that the folder exists, may be written to and has free space.",
            ) from exc


@contextmanager
def faiss_threads(count: int) -> Iterator[None]:
    """`count` threads for what the calling thread asks of FAISS inside the block."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def checked_block(ids: ArrayLike, vectors: ArrayLike, dimension: int) -> tuple[Ids, Vectors]:
    """Ids (n,) and vectors (n, dimension) as FAISS takes them.

    Raises:
        UsageError: shapes or types do not fit, or a component is not finite.
    """
    checked_ids = _checked_ids(ids)
    rows = _checked_rows(vectors, dimension)
    if len(checked_ids) != len(rows):
        raise UsageError(
            f"There are {len(checked_ids)} ids for {len(rows)} vectors; "
            "one id for each vector was expected."
        )
    if (checked_ids < 0).any():
        raise UsageError(f"The id {checked_ids.min()} is negative; ids from 0 on were expected.")
    return checked_ids, rows


def refuse_duplicates(ids: Ids, held: Ids) -> None:
    """UsageError if one of `ids` comes twice or is among those held."""
    unique, counts = np.unique(ids, return_counts=True)
    repeated = unique[(counts > 1) | np.isin(unique, held)]
    if len(repeated):
        raise UsageError(
            f"Vectors were added under ids that are in the index already or come twice: "
            f"{repeated[:5].tolist()} ({len(repeated)} in all).",
            remedy="Remove the old vectors first.",
        )


def _best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Highest score first; of equal scores the lower id, whatever order FAISS keeps."""
    found = (hit for hit in hits if hit[0] != NOTHING)
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


def _checked_rows(vectors: ArrayLike, dimension: int) -> Vectors:
    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    if rows.ndim != 2 or rows.shape[1] != dimension:
        raise UsageError(
            f"Vectors have shape {rows.shape}; (n, {dimension}) was expected.",
            remedy="Embed with the embedder that made the index.",
        )
    if not np.isfinite(rows).all():
        raise UsageError("A vector holds a component that is not finite.")
    return rows


def _checked_ids(ids: ArrayLike) -> Ids:
    """`ids` (n,) as int64; whole numbers only."""
    numbers = np.asarray(ids)
    if numbers.size == 0:
        return np.empty(0, dtype=np.int64)
    if numbers.ndim != 1 or numbers.dtype.kind != "i":
        raise UsageError(
            f"Ids have shape {numbers.shape} and type {numbers.dtype}; a row of signed whole "
            "numbers was expected."
        )
    return np.ascontiguousarray(numbers, dtype=np.int64)
