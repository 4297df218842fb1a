"""Approximate search with FAISS: only the lists of vectors nearest to the query are compared."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexDamagedError, UsageError
from embeddings.vector_index import Block, Blocks, Ids, Vectors
from embeddings.vector_index_base import (
    NOTHING,
    FaissIndex,
    Found,
    checked_block,
    faiss_threads,
    refuse_duplicates,
)
from embeddings.vector_index_exact import ExactIndex
from embeddings.vector_index_files import (
    REBUILD,
    flush,
    link_or_copy,
    read_index,
    write_index,
)

LISTS_FILE = "lists.faiss"
ADDED_FILE = "added.faiss"
REMOVED_FILE = "removed.npy"

# Measured on passages of e5-small (384 components; 11,657 real vectors, to 1,000,000 with noise),
# queries being questions about other texts and held-out passages; milliseconds are those of one
# thread's processor time (p95), beside flat float32: 6.4 at 70,000 vectors, 102 at 1,000,000.
#
#   vectors    lists  probed   recall@10  recall@50     ms   built in s
#      70,000    512      32        .977          -   0.61            2
#      70,000    512      64        .992       .964   1.39            2
#      70,000  1,024      64        .988       .932   0.69            4
#   1,000,000  2,048      32        .980          -   3.44           33
#   1,000,000  2,048      64        .992       .991   5.32           33
#   1,000,000  2,048     128        .997       .996   10.7           33
#
# Also tried. 8-bit vectors: half the room, but recall@10 never above .99 without a second look at
# float16 ones, and no faster. Centroids found by HNSW: same recall and time. One bit a component
# (RaBitQ) with a second look at 300 float16 vectors: half the time at equal recall, but all vectors
# twice. HNSW over all vectors (32 links): at 70,000 .989 in 0.35 ms, but 20 s to build, a third
# more room, and memory that is read all over. Training with 64 vectors a list: the same recall.
_LISTS_PER_ROOT = 2
_LEAST_PROBED = 64
_SEEN = 256  # vectors seen for each one asked for
_SAMPLE_PER_LIST = 32
_LEAST_PER_LIST = 16
_ROUNDS = 10
_SEED = 5
_MORE = 4


class IVFIndex(FaissIndex):
    """Vectors in lists that are never changed, what was added since, and what was removed since.

    Vectors lie as float16 in the list of the nearest of many centroids (FAISS's inverted file);
    a query is compared with those of the nearest lists. What is added later is searched exactly;
    what is removed from the lists is passed over ("tombstones"). Both cost time: `added` and
    `removed_share` tell when it is time to build anew. In the folder of a saved index the file
    of the lists is shared with the index that was loaded, so that a small change is a small
    write; loaded, it is mapped, so that its pages need not stay in memory.
    """

    def __init__(self, dimension: int, lists: Any, added: ExactIndex, removed: Ids) -> None:
        super().__init__(dimension)
        self._lists = lists
        self._added = added
        self._file: Path | None = None
        self._bury(removed)

    @classmethod
    def build(cls, dimension: int, count: int, blocks: Blocks) -> Self:
        """An index of the vectors that `blocks` gives twice over: to learn lists, then to add.

        `count` says about how many they are.

        Raises:
            UsageError: there are none, shapes or types do not fit, or an id comes twice.
        """
        with faiss_threads(1):
            lists = _trained(_sample(blocks(), dimension, count), count)
            for ids, vectors in blocks():
                checked_ids, rows = checked_block(ids, vectors, dimension)
                lists.add_with_ids(rows, checked_ids)
        index = cls(dimension, lists, ExactIndex(dimension), _NO_IDS)
        refuse_duplicates(index._listed, _NO_IDS)
        return index

    @classmethod
    def load(cls, folder: Path, dimension: int) -> Self:
        """The index saved in `folder`, whose bytes the caller has verified.

        Raises:
            IndexDamagedError: it is none of this dimension.
        """
        lists = read_index(folder / LISTS_FILE, mapped=True)
        if not isinstance(lists, faiss.IndexIVFScalarQuantizer) or lists.d != dimension:
            raise IndexDamagedError(
                f"{folder / LISTS_FILE} is a {type(lists).__name__} of dimension {lists.d}; lists "
                f"of float16 vectors of dimension {dimension} were expected.",
                remedy=REBUILD,
            )
        added = ExactIndex.load(folder / ADDED_FILE, dimension)
        loaded = cls(dimension, lists, added, _read_ids(folder / REMOVED_FILE))
        loaded._file = folder / LISTS_FILE
        return loaded

    def __len__(self) -> int:
        return self._in_lists + len(self._added)

    @property
    def ids(self) -> Ids:
        """All ids held (n,)."""
        kept = np.setdiff1d(self._listed, self._removed, assume_unique=True)
        return np.concatenate((kept, self._added.ids))

    @property
    def added(self) -> int:
        """How many vectors lie beside the lists."""
        return len(self._added)

    @property
    def removed_share(self) -> float:
        """Which part of the lists' vectors is passed over, 0 to 1."""
        return len(self._removed) / int(self._lists.ntotal)

    def _add(self, ids: Ids, rows: Vectors) -> None:
        self._added.add(ids, rows)

    def _remove(self, ids: Ids) -> None:
        self._added.remove(ids)
        self._bury(np.union1d(self._removed, np.intersect1d(ids, self._listed)))

    def nearest(self, rows: Vectors, count: int) -> Found:
        """The `count` best of each query (n, dimension), of the lists and of what was added."""
        parts = []
        if self._in_lists:
            parts.append(self._search_lists(rows, min(count, self._in_lists)))
        if len(self._added):
            parts.append(self._added.nearest(rows, min(count, len(self._added))))
        scores, ids = zip(*parts, strict=True)
        return np.hstack(scores), np.hstack(ids)

    def _search_lists(self, rows: Vectors, count: int) -> Found:
        """More are fetched, from more lists, until enough remain without those removed."""
        while True:
            scores, ids = self._lists.search(
                rows, self._fetched(count), params=self._parameters(count)
            )
            ids[_are_in(ids, self._removed)] = NOTHING
            if ((ids != NOTHING).sum(axis=1) >= min(count, self._in_lists)).all():
                return scores, ids
            count *= _MORE

    def _fetched(self, count: int) -> int:
        wanted = 2 * count if len(self._removed) else count
        return min(wanted, int(self._lists.ntotal))

    def _parameters(self, count: int) -> Any:
        """So many lists that they hold many times `count` vectors."""
        number = int(self._lists.nlist)
        per_list = int(self._lists.ntotal) / number
        parameters: Any = faiss.SearchParametersIVF()
        parameters.nprobe = min(number, max(_LEAST_PROBED, math.ceil(count * _SEEN / per_list)))
        return parameters

    def _bury(self, removed: Ids) -> None:
        """`removed`: all ids in the lists that are to be passed over, sorted."""
        self._removed = removed
        self._in_lists = int(self._lists.ntotal) - len(removed)

    def _write(self, path: Path) -> None:
        path.mkdir()
        if self._file is None:
            write_index(self._lists, path / LISTS_FILE)
        else:
            link_or_copy(self._file, path / LISTS_FILE)
        self._added.save(path / ADDED_FILE)
        _write_ids(self._removed, path / REMOVED_FILE)
        flush(path)

    @cached_property
    def _listed(self) -> Ids:
        """The ids in the lists, removed ones among them (n,)."""
        lists = self._lists.invlists
        parts = [
            faiss.rev_swig_ptr(lists.get_ids(number), lists.list_size(number))
            for number in range(self._lists.nlist)
        ]
        return np.concatenate(parts)


_NO_IDS = np.empty(0, dtype=np.int64)


def _trained(sample: Vectors, count: int) -> Any:
    """Empty lists for `count` vectors, about centroids of a sample (n, dimension) of them.

    The centroids are found by spherical k-means.
    """
    number = max(1, min(round(_LISTS_PER_ROOT * math.sqrt(count)), len(sample) // _LEAST_PER_LIST))
    dimension = sample.shape[1]
    lists = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        number,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,  # the vectors themselves, not their distance from the centroid
    )
    lists.cp.niter = _ROUNDS
    lists.cp.min_points_per_centroid = 1
    lists.cp.max_points_per_centroid = len(sample)
    lists.train(sample)
    return lists


def _sample(blocks: Iterable[Block], dimension: int, count: int) -> Vectors:
    """Vectors drawn evenly from all blocks (n, dimension): as many as training needs."""
    share = _LISTS_PER_ROOT * math.sqrt(count) * _SAMPLE_PER_LIST / count
    draw = np.random.default_rng(_SEED)
    parts = [np.empty((0, dimension), dtype=np.float32)]
    for ids, vectors in blocks:
        _, rows = checked_block(ids, vectors, dimension)
        parts.append(rows[draw.random(len(rows)) < share])
    sample = np.concatenate(parts)
    if not len(sample):
        raise UsageError("No vectors were given to make lists of; at least one was expected.")
    return sample


def _are_in(ids: Ids, some: Ids) -> NDArray[np.bool_]:
    """Which of `ids`, of any shape, are among some sorted ones (m,)."""
    if not len(some):
        return np.zeros(ids.shape, dtype=bool)
    places = np.minimum(np.searchsorted(some, ids), len(some) - 1)
    found: NDArray[np.bool_] = some[places] == ids
    return found


def _write_ids(ids: Ids, path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, ids, allow_pickle=False)
    flush(path)


def _read_ids(path: Path) -> Ids:
    try:
        ids: Ids = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as exc:
        raise IndexDamagedError(
            f"The list of removed vectors {path} is missing or damaged ({exc}).", remedy=REBUILD
        ) from exc
    return ids
