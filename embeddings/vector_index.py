"""Search among vectors: the protocol, and FAISS."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self

import faiss
import numpy as np
from numpy.typing import ArrayLike, NDArray

from corpus.errors import IndexDamagedError, StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]
Hit = tuple[int, float]

_CHECKSUM_LENGTH = 32  # bytes, behind what FAISS wrote and reads
_PORTION = 1 << 20
_REBUILD = "Delete the file and index again: it is rebuilt from the library, nothing is lost."


class VectorIndex(Protocol):
    """Vectors under 64-bit ids, found by cosine; every vector given is of length 1.

    Searches may run from several threads at once, but not while the index is changed.
    """

    def __len__(self) -> int:
        """How many vectors are held."""
        ...

    def add(self, ids: ArrayLike, vectors: ArrayLike) -> None:
        """Add vectors (n, dimension) under new ids (n,); UsageError if an id is held or twice."""
        ...

    def remove(self, ids: ArrayLike) -> None:
        """Remove what is held under `ids`; ids that are not held are no error."""
        ...

    def search(self, query: ArrayLike, top_k: int) -> list[Hit]:
        """At most `top_k` pairs (id, cosine) for a query (dimension,), best first.

        Of equal scores the lower id comes first.
        """
        ...

    def search_many(self, queries: ArrayLike, top_k: int) -> list[list[Hit]]:
        """The same for each row of queries (n, dimension)."""
        ...

    def save(self, path: Path) -> None:
        """Write all to `path`, which holds either the old or the new index at any time."""
        ...


class FaissIndex:
    """Exact search with FAISS: every vector is compared with the query."""

    def __init__(self, dimension: int) -> None:
        if dimension < 1:
            raise UsageError(
                f"The dimension of a vector index is {dimension}; at least 1 was expected.",
                remedy="Give the embedder's dimension.",
            )
        self._dimension = dimension
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))

    @classmethod
    def load(cls, path: Path, dimension: int) -> Self:
        """The index saved at `path`; IndexDamagedError if it is none of this dimension."""
        loaded = cls(dimension)
        loaded._index = _read(path, dimension)
        return loaded

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """All ids held, in the order in which they were added."""
        held: Ids = faiss.vector_to_array(self._index.id_map)
        return held

    def add(self, ids: ArrayLike, vectors: ArrayLike) -> None:
        """Add vectors (n, dimension) under new ids (n,)."""
        checked_ids = _checked_ids(ids)
        rows = self._checked_rows(vectors)
        if len(checked_ids) != len(rows):
            raise UsageError(
                f"There are {len(checked_ids)} ids for {len(rows)} vectors; "
                "one id for each vector was expected."
            )
        self._refuse_duplicates(checked_ids)
        if len(rows):
            self._index.add_with_ids(rows, checked_ids)

    def remove(self, ids: ArrayLike) -> None:
        """Remove what is held under `ids`."""
        checked_ids = _checked_ids(ids)
        if len(checked_ids) and len(self):
            self._index.remove_ids(checked_ids)

    def search(self, query: ArrayLike, top_k: int) -> list[Hit]:
        """At most `top_k` pairs (id, cosine), best first."""
        vector = np.asarray(query, dtype=np.float32)
        if vector.shape != (self._dimension,):
            raise UsageError(
                f"The query vector has shape {vector.shape}; ({self._dimension},) was expected.",
                remedy="Embed the query with the embedder that made the index.",
            )
        return self.search_many(vector[np.newaxis, :], top_k)[0]

    def search_many(self, queries: ArrayLike, top_k: int) -> list[list[Hit]]:
        """For each query at most `top_k` pairs (id, cosine), best first."""
        rows = self._checked_rows(queries)
        if top_k < 1:
            raise UsageError(f"top_k is {top_k}; at least 1 was expected.")
        count = min(top_k, len(self))
        if count == 0 or not len(rows):
            return [[] for _ in rows]
        scores, ids = self._index.search(rows, count)
        return [
            _best_first(zip(row_ids, row_scores, strict=True))
            for row_ids, row_scores in zip(ids.tolist(), scores.tolist(), strict=True)
        ]

    def save(self, path: Path) -> None:
        """Write beside `path`, flush to the disk, then rename."""
        try:
            _write_and_rename(self._index, path)
        except (OSError, RuntimeError) as exc:  # FAISS raises RuntimeError for a full disk
            raise StoreError(
                f"The vector index cannot be written to {path}: {exc}.",
                remedy="Check that the folder exists, may be written to and has free space.",
            ) from exc

    def _checked_rows(self, vectors: ArrayLike) -> Vectors:
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.ndim != 2 or rows.shape[1] != self._dimension:
            raise UsageError(
                f"Vectors have shape {rows.shape}; (n, {self._dimension}) was expected.",
                remedy="Embed with the embedder that made the index.",
            )
        if not np.isfinite(rows).all():
            raise UsageError("A vector holds a component that is not finite.")
        return rows

    def _refuse_duplicates(self, ids: Ids) -> None:
        unique, counts = np.unique(ids, return_counts=True)
        repeated = unique[(counts > 1) | np.isin(unique, self.ids)]
        if len(repeated):
            raise UsageError(
                f"Vectors were added under ids that are in the index already or come twice: "
                f"{repeated[:5].tolist()} ({len(repeated)} in all).",
                remedy="Remove the old vectors first.",
            )


def _best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Highest score first; of equal scores the lower id, whatever order FAISS keeps."""
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))


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


def _write_and_rename(index: Any, path: Path) -> None:
    """An index has one writer, so one name for what is unfinished is enough."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        faiss.write_index(index, str(unfinished))
        with unfinished.open("r+b") as file:
            file.write(_checksum(file, unfinished.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    """A rename lasts through a power cut only when its folder was flushed too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(file: BinaryIO, length: int) -> bytes:
    """BLAKE2b of the first `length` bytes; leaves `file` standing behind them."""
    total = hashlib.blake2b(digest_size=_CHECKSUM_LENGTH)
    while length and (portion := file.read(min(length, _PORTION))):
        total.update(portion)
        length -= len(portion)
    return total.digest()


def _read(path: Path, dimension: int) -> Any:
    try:
        if not path.is_file() or not _is_whole(path):
            raise IndexDamagedError(
                f"The vector index {path} is missing, incomplete or damaged.", remedy=_REBUILD
            )
        index = faiss.read_index(str(path))
    except (OSError, RuntimeError) as exc:
        raise StoreError(
            f"The vector index {path} cannot be read: {exc}.",
            remedy="Check that the file may be read; if it may, delete it and index again.",
        ) from exc
    if not _is_ours(index, dimension):
        raise IndexDamagedError(
            f"The vector index {path} is a {type(index).__name__} of dimension {index.d}; an "
            f"exact inner-product index with ids, of dimension {dimension}, was expected.",
            remedy=_REBUILD,
        )
    return index


def _is_whole(path: Path) -> bool:
    """Whether the checksum at the end fits: FAISS takes a damaged length for a true one."""
    length = path.stat().st_size - _CHECKSUM_LENGTH
    if length < 0:
        return False
    with path.open("rb") as file:
        return _checksum(file, length) == file.read()


def _is_ours(index: Any, dimension: int) -> bool:
    return (
        isinstance(index, faiss.IndexIDMap2)
        and index.d == dimension
        and index.metric_type == faiss.METRIC_INNER_PRODUCT
        and isinstance(faiss.downcast_index(index.index), faiss.IndexFlat)
    )
