from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest

from corpus.errors import IndexDamagedError, UsageError
from embeddings.base import Vectors, l2_normalized
from embeddings.vector_index_exact import ExactIndex


def unit_rows(count: int, dimension: int) -> Vectors:
    drawn = np.random.default_rng(3).normal(size=(count, dimension)).astype(np.float32)
    return l2_normalized(drawn)


def write_as_before_float16(path: Path, ids: list[int], vectors: Vectors) -> None:
    """As former versions wrote it: float32, with a checksum behind what FAISS reads."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(vectors, np.array(ids))
    faiss.write_index(index, str(path))
    with path.open("ab") as file:
        file.write(b"c" * 32)


def test_a_file_of_float32_is_taken_over(tmp_path: Path) -> None:
    vectors = unit_rows(4, 8)
    write_as_before_float16(tmp_path / "old", [4, 1, 9, 7], vectors)

    index = ExactIndex.load(tmp_path / "old", 8)
    index.remove([9])

    assert index.ids.tolist() == [4, 1, 7]
    number, score = index.search(vectors[3], 1)[0]
    assert number == 7
    assert score == pytest.approx(1, abs=1e-3)


def test_an_empty_file_of_float32_is_taken_over(tmp_path: Path) -> None:
    write_as_before_float16(tmp_path / "old", [], unit_rows(0, 8))

    assert len(ExactIndex.load(tmp_path / "old", 8)) == 0


def test_a_faiss_index_without_ids_is_refused(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatIP(8), str(tmp_path / "flat"))

    with pytest.raises(IndexDamagedError, match="IndexFlatIP of dimension 8"):
        ExactIndex.load(tmp_path / "flat", 8)


def test_a_vector_takes_two_bytes_a_component(tmp_path: Path) -> None:
    sizes = []
    for count in (100, 1_100):
        index = ExactIndex(256)
        index.add(np.arange(count), unit_rows(count, 256))
        index.save(tmp_path / "index")
        sizes.append((tmp_path / "index").stat().st_size)

    assert sizes[1] - sizes[0] == 1_000 * (256 * 2 + 8)


def test_a_dimension_below_one_is_refused() -> None:
    with pytest.raises(UsageError, match="dimension of a vector index is 0"):
        ExactIndex(0)
