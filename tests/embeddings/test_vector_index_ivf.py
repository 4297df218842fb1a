from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import IndexDamagedError, StoreError, UsageError
from embeddings.base import Vectors, l2_normalized
from embeddings.vector_index import Block
from embeddings.vector_index_exact import ExactIndex
from embeddings.vector_index_ivf import ADDED_FILE, LISTS_FILE, REMOVED_FILE, IVFIndex

DIMENSION = 16
COUNT = 12_000


def clustered(count: int, seed: int) -> Vectors:
    """Rows (count, DIMENSION) of length 1 around 300 centres."""
    centres = np.random.default_rng(1).normal(size=(300, DIMENSION))
    draw = np.random.default_rng(seed)
    rows = centres[draw.integers(0, 300, count)] + 0.4 * draw.normal(size=(count, DIMENSION))
    return l2_normalized(rows.astype(np.float32)).astype(np.float16).astype(np.float32)


VECTORS = clustered(COUNT, 2)
QUERIES = clustered(100, 3)


def blocks() -> Iterator[Block]:
    for start in range(0, COUNT, 500):
        yield np.arange(start, start + 500), VECTORS[start : start + 500]


@pytest.fixture
def index() -> IVFIndex:
    return IVFIndex.build(DIMENSION, COUNT, blocks)


def best(ids: NDArray[np.int64], query: Vectors, top_k: int = 10) -> set[int]:
    """The ids, among `ids`, of the nearest vectors by exact cosine."""
    return set(ids[np.argsort(-(VECTORS[ids] @ query))[:top_k]].tolist())


def recall(index: IVFIndex, ids: NDArray[np.int64]) -> float:
    found = [{number for number, _ in index.search(query, 10)} for query in QUERIES]
    shares = [len(some & best(ids, query)) / 10 for some, query in zip(found, QUERIES, strict=True)]
    return float(np.mean(shares))


def test_nearly_all_of_the_best_are_found_with_their_exact_cosines(index: IVFIndex) -> None:
    assert recall(index, np.arange(COUNT)) >= 0.97
    for number, score in index.search(QUERIES[0], 10):
        assert score == pytest.approx(float(VECTORS[number] @ QUERIES[0]), abs=1e-6)


def test_the_same_vectors_make_the_same_index(index: IVFIndex) -> None:
    again = IVFIndex.build(DIMENSION, COUNT, blocks)

    assert again.search_many(QUERIES, 10) == index.search_many(QUERIES, 10)


@pytest.mark.parametrize("top_k", [3_000, COUNT, COUNT + 1])
def test_as_many_results_are_given_as_were_asked_for(index: IVFIndex, top_k: int) -> None:
    found = [number for number, _ in index.search(QUERIES[0], top_k)]

    assert len(set(found)) == len(found) == min(top_k, COUNT)


def test_results_are_as_many_even_where_the_nearest_lists_were_emptied(index: IVFIndex) -> None:
    near = sorted(best(np.arange(COUNT), QUERIES[0], 8_000))
    index.remove(near)

    found = index.search(QUERIES[0], 10)

    kept = np.setdiff1d(np.arange(COUNT), near)
    assert {number for number, _ in found} == best(kept, QUERIES[0])
    assert index.removed_share == pytest.approx(8_000 / COUNT)


def test_changes_lie_beside_the_lists_and_are_searched_exactly(index: IVFIndex) -> None:
    index.remove(np.arange(0, COUNT, 3))
    moved = np.arange(0, 900, 3)
    index.add(moved, VECTORS[moved])

    kept = np.union1d(np.setdiff1d(np.arange(COUNT), np.arange(0, COUNT, 3)), moved)
    assert index.added == 300
    assert index.removed_share == pytest.approx(1 / 3)
    assert len(index) == len(kept)
    assert np.array_equal(np.sort(index.ids), kept)
    assert recall(index, kept) >= 0.97
    for number in moved[:20]:
        assert index.search(VECTORS[number], 1)[0][0] == number


def test_a_vector_may_be_removed_added_and_removed_again(index: IVFIndex) -> None:
    for _ in range(2):
        index.remove([17])
        assert 17 not in index.ids
        index.add([17], VECTORS[17:18])
        assert index.search(VECTORS[17], 1)[0][0] == 17

    index.remove([17])
    assert index.search(VECTORS[17], 1)[0][0] != 17
    assert (len(index), index.added) == (COUNT - 1, 0)


def test_a_saved_index_shares_the_lists_of_the_one_it_came_from(
    index: IVFIndex, tmp_path: Path
) -> None:
    index.save(tmp_path / "first")
    second = IVFIndex.load(tmp_path / "first", DIMENSION)
    second.remove([5])
    second.add([COUNT], VECTORS[5:6])
    second.save(tmp_path / "second")

    third = IVFIndex.load(tmp_path / "second", DIMENSION)

    assert (tmp_path / "first" / LISTS_FILE).samefile(tmp_path / "second" / LISTS_FILE)
    assert third.search_many(QUERIES, 20) == second.search_many(QUERIES, 20)
    assert (len(third), third.added) == (COUNT, 1)
    assert IVFIndex.load(tmp_path / "first", DIMENSION).search(VECTORS[5], 1)[0][0] == 5


def test_a_loaded_index_goes_on_when_its_folder_was_deleted(
    index: IVFIndex, tmp_path: Path
) -> None:
    index.save(tmp_path / "index")
    loaded = IVFIndex.load(tmp_path / "index", DIMENSION)
    ExactIndex(DIMENSION).save(tmp_path / "index")

    assert loaded.search_many(QUERIES, 10) == index.search_many(QUERIES, 10)


def test_a_failed_save_leaves_the_old_folder(
    index: IVFIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    index.save(path)
    index.remove([5])

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        index.save(path)

    assert len(IVFIndex.load(path, DIMENSION)) == COUNT
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [LISTS_FILE, ADDED_FILE, REMOVED_FILE])
def test_a_folder_that_lacks_a_file_is_no_index(index: IVFIndex, name: str, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    (tmp_path / "index" / name).unlink()

    with pytest.raises(IndexDamagedError, match=name):
        IVFIndex.load(tmp_path / "index", DIMENSION)


def test_lists_of_another_kind_are_refused(index: IVFIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    other = tmp_path / "index" / LISTS_FILE
    other.unlink()
    faiss.write_index(faiss.IndexFlatIP(DIMENSION), str(other))

    with pytest.raises(IndexDamagedError, match="IndexFlatIP of dimension 16"):
        IVFIndex.load(tmp_path / "index", DIMENSION)


def test_an_id_that_comes_in_two_blocks_is_refused() -> None:
    with pytest.raises(UsageError, match="77"):
        IVFIndex.build(DIMENSION, 4, lambda: [([77, 1], VECTORS[:2]), ([77, 2], VECTORS[2:4])])


def test_lists_of_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="No vectors"):
        IVFIndex.build(DIMENSION, 60_000, list)
