"""The kind of vector index that fits the number of vectors."""

from __future__ import annotations

from pathlib import Path

from embeddings.vector_index import Blocks
from embeddings.vector_index_base import FaissIndex
from embeddings.vector_index_exact import ExactIndex
from embeddings.vector_index_ivf import IVFIndex

# Up to here a query among all vectors (384 components) takes one thread 2.2 ms; lists take 1 ms.
EXACT_UP_TO = 50_000

# Searching these exactly adds 0.6 ms to a query.
_MOST_ADDED = 20_000
# Passing over a quarter of the vectors found costs next to nothing, over a half still little;
# but they take room on the disk, and the lists no longer fit what is in them.
_LARGEST_REMOVED_SHARE = 0.25


def build_index(dimension: int, count: int, blocks: Blocks) -> FaissIndex:
    """A new index of `count` vectors: exact up to `EXACT_UP_TO`, above it in lists."""
    if count > EXACT_UP_TO:
        return IVFIndex.build(dimension, count, blocks)
    index = ExactIndex(dimension)
    for ids, vectors in blocks():
        index.add(ids, vectors)
    return index


def load_index(path: Path, dimension: int) -> FaissIndex:
    """The index saved at `path`, of whichever kind; its bytes must have been verified.

    Raises:
        IndexDamagedError: there is none, or one of another dimension.
    """
    kind = IVFIndex if path.is_dir() else ExactIndex
    return kind.load(path, dimension)


def is_outgrown(index: FaissIndex) -> bool:
    """Whether what was added and removed made an index so slow that a new one should be built."""
    if isinstance(index, IVFIndex):
        return index.added > _MOST_ADDED or index.removed_share > _LARGEST_REMOVED_SHARE
    return len(index) > EXACT_UP_TO
