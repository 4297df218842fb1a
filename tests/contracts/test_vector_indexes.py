"""One behaviour for every vector index, compared by value with NumPy."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import IndexDamagedError, StoreError, UsageError
from embeddings.base import l2_normalized
from embeddings.vector_index_base import FaissIndex
from embeddings.vector_index_exact import ExactIndex
from embeddings.vector_index_ivf import IVFIndex

DIMENSION = 12

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kind:
    """An implementation: how one is made that holds some vectors, and how one is read."""

    name: str
    filled: Callable[[Ids, Floats], FaissIndex]
    load: Callable[[Path, int], FaissIndex]

    def empty(self, dimension: int = DIMENSION) -> FaissIndex:
        index = self.filled(np.array([2**61]), np.eye(1, dimension, dtype=np.float32))
        index.remove([2**61])
        return index


def exact_index(ids: Ids, vectors: Floats) -> ExactIndex:
    index = ExactIndex(vectors.shape[1])
    index.add(ids, vectors)
    return index


def lists(ids: Ids, vectors: Floats) -> IVFIndex:
    return IVFIndex.build(vectors.shape[1], len(ids), lambda: [(ids, vectors)])


def lists_with_changes(ids: Ids, vectors: Floats) -> IVFIndex:
    """Half of the vectors added later; what was between them in the lists, removed."""
    half = (len(ids) + 1) // 2
    gone = np.arange(2**62, 2**62 + half)
    first = np.concatenate((ids[:half], gone))
    index = lists(first, np.concatenate((vectors[:half], -vectors[:half])))
    index.remove(gone)
    index.add(ids[half:], vectors[half:])
    return index


KINDS = [
    Kind("exact", exact_index, ExactIndex.load),
    Kind("lists", lists, IVFIndex.load),
    Kind("lists with changes", lists_with_changes, IVFIndex.load),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    chosen: Kind = request.param
    return chosen


@pytest.fixture
def vectors() -> Floats:
    """Of length 1, with components that float16 can hold."""
    drawn = np.random.default_rng(5).normal(size=(60, DIMENSION)).astype(np.float32)
    return l2_normalized(drawn).astype(np.float16).astype(np.float32)


@pytest.fixture
def ids() -> Ids:
    """Not in order, far apart, one beyond 32 bits."""
    drawn = np.random.default_rng(6).permutation(60).astype(np.int64) * 1_000_003
    drawn[0] = 2**60
    return drawn


@pytest.fixture
def index(kind: Kind, ids: Ids, vectors: Floats) -> FaissIndex:
    return kind.filled(ids, vectors)


def exact(ids: Ids, vectors: Floats, query: Floats) -> list[tuple[int, float]]:
    scores = vectors.astype(np.float64) @ query.astype(np.float64)
    return [(int(ids[i]), float(scores[i])) for i in np.argsort(-scores)]


def assert_same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    assert [number for number, _ in found] == [number for number, _ in expected]
    np.testing.assert_allclose([s for _, s in found], [s for _, s in expected], atol=1e-6)


@pytest.mark.parametrize("top_k", [1, 7, 60])
def test_search_gives_the_exact_cosines_best_first(
    index: FaissIndex, ids: Ids, vectors: Floats, top_k: int
) -> None:
    for query in vectors[:5]:
        assert_same(index.search(query, top_k), exact(ids, vectors, query)[:top_k])


def test_search_many_gives_each_query_its_own_result(
    index: FaissIndex, ids: Ids, vectors: Floats
) -> None:
    for found, query in zip(index.search_many(vectors[:9], 4), vectors[:9], strict=True):
        assert_same(found, exact(ids, vectors, query)[:4])


def test_more_results_than_vectors_are_all_vectors(index: FaissIndex, vectors: Floats) -> None:
    assert len(index.search(vectors[0], 1000)) == 60


def test_an_empty_index_finds_nothing(kind: Kind, vectors: Floats) -> None:
    empty = kind.empty()

    assert len(empty) == 0
    assert empty.search(vectors[0], 5) == []
    assert empty.search_many(vectors[:2], 5) == [[], []]


def test_no_queries_give_no_results(index: FaissIndex, vectors: Floats) -> None:
    assert index.search_many(vectors[:0], 5) == []


def test_equal_vectors_come_in_the_order_of_their_ids(kind: Kind, vectors: Floats) -> None:
    index = kind.filled(np.array([9, 4, 7]), vectors[[0, 0, 0]])

    assert [number for number, _ in index.search(vectors[0], 3)] == [4, 7, 9]


def test_removed_vectors_are_no_longer_found(index: FaissIndex, ids: Ids, vectors: Floats) -> None:
    index.remove(ids[10:50])

    kept = np.r_[0:10, 50:60]
    assert len(index) == 20
    for query in vectors[8:12]:
        assert_same(index.search(query, 60), exact(ids[kept], vectors[kept], query))


def test_removing_unknown_ids_or_none_changes_nothing(index: FaissIndex) -> None:
    index.remove([-5, 17])
    index.remove([])

    assert len(index) == 60


def test_an_id_can_be_added_again_after_its_removal(
    index: FaissIndex, ids: Ids, vectors: Floats
) -> None:
    index.remove(ids[:1])
    index.add(ids[:1], -vectors[:1])

    number, score = index.search(-vectors[0], 1)[0]
    assert number == ids[0]
    assert score == pytest.approx(1, abs=1e-3)


def test_an_id_that_is_held_already_is_refused(
    index: FaissIndex, ids: Ids, vectors: Floats
) -> None:
    with pytest.raises(UsageError, match=str(ids[3])):
        index.add([5, ids[3]], vectors[:2])
    assert len(index) == 60


def test_the_same_id_twice_in_one_call_is_refused(kind: Kind, vectors: Floats) -> None:
    index = kind.empty()

    with pytest.raises(UsageError, match="77"):
        index.add([77, 8, 77], vectors[:3])
    assert len(index) == 0


def test_wrong_shapes_and_values_are_refused(kind: Kind, vectors: Floats) -> None:
    index = kind.empty()
    with_nan = vectors[:1].copy()
    with_nan[0, 3] = np.nan

    for wrong in (vectors[:, :5], vectors[0], with_nan):
        with pytest.raises(UsageError):
            index.add(np.arange(len(wrong)), wrong)
    with pytest.raises(UsageError):
        index.add([1, 2, 3], vectors[:2])
    with pytest.raises(UsageError):
        index.add([1.5], vectors[:1])
    with pytest.raises(UsageError):
        index.search(vectors[0, :5], 3)
    with pytest.raises(UsageError):
        index.search(vectors[0], 0)
    with pytest.raises(UsageError, match="-1"):
        index.add([-1], vectors[:1])
    assert len(index) == 0


def test_a_saved_index_gives_the_same_results_and_can_be_changed(
    index: FaissIndex, kind: Kind, vectors: Floats, tmp_path: Path
) -> None:
    path = tmp_path / "向量 索引.faiss"
    index.save(path)

    loaded = kind.load(path, DIMENSION)

    assert len(loaded) == 60
    assert loaded.search_many(vectors, 60) == index.search_many(vectors, 60)
    loaded.add([5], vectors[:1])
    loaded.save(path)
    assert len(kind.load(path, DIMENSION)) == 61
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_an_empty_index_can_be_saved(kind: Kind, tmp_path: Path) -> None:
    kind.empty().save(tmp_path / "empty")

    assert len(kind.load(tmp_path / "empty", DIMENSION)) == 0


@pytest.mark.parametrize("content", [b"", b"not an index", bytes(5000)])
def test_a_file_of_another_kind_is_no_index(kind: Kind, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_bytes(content)

    with pytest.raises(IndexDamagedError) as error:
        kind.load(path, DIMENSION)
    assert error.value.remedy


def test_a_missing_file_or_a_folder_is_no_index(kind: Kind, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing", tmp_path):
        with pytest.raises(IndexDamagedError):
            kind.load(path, DIMENSION)


def test_an_index_of_another_dimension_is_refused(
    index: FaissIndex, kind: Kind, tmp_path: Path
) -> None:
    index.save(tmp_path / "index")

    with pytest.raises(IndexDamagedError, match=r"dimension 12.*dimension 13"):
        kind.load(tmp_path / "index", 13)


def test_a_failed_save_leaves_the_old_index(
    index: FaissIndex, kind: Kind, vectors: Floats, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "index"
    index.save(path)
    index.add([1], vectors[:1])

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        index.save(path)

    assert len(kind.load(path, DIMENSION)) == 60
    assert [file.name for file in tmp_path.iterdir()] == ["index"]


def test_saving_into_a_missing_folder_is_an_error(index: FaissIndex, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        index.save(tmp_path / "missing" / "index")


def test_searches_may_run_at_the_same_time(index: FaissIndex, vectors: Floats) -> None:
    expected = [index.search(query, 10) for query in vectors]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda query: index.search(query, 10), [*vectors] * 5))

    assert found == expected * 5
