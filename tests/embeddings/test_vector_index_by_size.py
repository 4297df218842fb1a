from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings import vector_index_by_size
from embeddings.base import Vectors, l2_normalized
from embeddings.vector_index_base import FaissIndex
from embeddings.vector_index_by_size import build_index, is_outgrown, load_index
from embeddings.vector_index_exact import ExactIndex
from embeddings.vector_index_ivf import IVFIndex

VECTORS: Vectors = l2_normalized(np.random.default_rng(4).normal(size=(60, 8)).astype(np.float32))


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index_by_size, "EXACT_UP_TO", 30)
    monkeypatch.setattr(vector_index_by_size, "_MOST_ADDED", 5)


def built(count: int) -> FaissIndex:
    halves = np.array_split(np.arange(count), 2)
    return build_index(8, count, lambda: [(half, VECTORS[half]) for half in halves])


@pytest.mark.parametrize(("count", "kind"), [(0, ExactIndex), (30, ExactIndex), (31, IVFIndex)])
def test_the_number_of_vectors_decides_the_kind(
    count: int, kind: type[FaissIndex], tmp_path: Path
) -> None:
    index = built(count)
    index.save(tmp_path / "index")

    for one in (index, load_index(tmp_path / "index", 8)):
        assert isinstance(one, kind)
        assert sorted(one.ids.tolist()) == list(range(count))


def test_either_kind_takes_the_place_of_the_other(tmp_path: Path) -> None:
    for count in (31, 30, 31, 31):
        built(count).save(tmp_path / "index")
        assert len(load_index(tmp_path / "index", 8)) == count
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_an_exact_index_is_outgrown_above_its_size() -> None:
    index = built(30)
    assert not is_outgrown(index)
    index.add([50], VECTORS[50:51])
    assert is_outgrown(index)


def test_lists_are_outgrown_when_much_was_added() -> None:
    index = built(40)
    index.add(range(40, 45), VECTORS[40:45])
    assert not is_outgrown(index)
    index.add([45], VECTORS[45:46])
    assert is_outgrown(index)


def test_lists_are_outgrown_when_a_quarter_was_removed() -> None:
    index = built(40)
    index.remove(range(10))
    assert not is_outgrown(index)
    index.remove([10])
    assert is_outgrown(index)
