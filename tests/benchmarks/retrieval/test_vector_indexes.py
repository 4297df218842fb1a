"""The vector index beside flat search: what vectors are made of, and what is measured of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.retrieval import vector_indexes
from benchmarks.retrieval.jittered_vectors import (
    GREATEST_COSINE,
    LEAST_COSINE,
    JitteredVectors,
    cached_vectors,
    jittered,
)
from benchmarks.retrieval.sets.files import BenchmarkDataError
from benchmarks.retrieval.vector_cache import VectorCache
from benchmarks.retrieval.vector_indexes import Measured, Searches, main, measure
from embeddings import vector_index_by_size
from embeddings.base import Vectors, l2_normalized

DIMENSION = 64


def unit_rows(count: int, dimension: int = DIMENSION) -> Vectors:
    drawn = np.random.default_rng(8).normal(size=(count, dimension)).astype(np.float32)
    return l2_normalized(drawn)


REAL = unit_rows(40)


def test_noise_leaves_a_vector_near_itself() -> None:
    rows = unit_rows(2_000, 384)

    noisy = jittered(rows, np.random.default_rng(1))

    cosines = (rows * noisy).sum(axis=1)
    assert np.linalg.norm(noisy, axis=1) == pytest.approx(1, abs=1e-5)
    assert cosines.min() > LEAST_COSINE - 0.02
    assert cosines.max() < GREATEST_COSINE + 0.02
    assert cosines.mean() == pytest.approx((LEAST_COSINE + GREATEST_COSINE) / 2, abs=0.003)


def test_made_vectors_are_the_same_each_time_and_no_two_alike() -> None:
    vectors = JitteredVectors(REAL, 10_500)
    ids, rows = (np.concatenate(parts) for parts in zip(*vectors.blocks(), strict=True))
    again = np.concatenate([block for _, block in vectors.blocks()])

    assert np.array_equal(ids, np.arange(10_500))
    assert np.array_equal(rows, again)
    assert len(np.unique(rows, axis=0)) == 10_500
    assert np.array_equal(rows, rows.astype(np.float16).astype(np.float32))
    assert (rows @ REAL.T).max(axis=1).min() > 0.9


def test_all_vectors_of_a_cache_are_read(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "vectors.sqlite", "model", DIMENSION)
    kept = cache.vectors([f"text {n}" for n in range(40)], lambda texts: REAL[: len(texts)])

    read = cached_vectors(tmp_path / "vectors.sqlite", DIMENSION)

    assert sorted(read.tolist()) == sorted(kept.tolist())


def test_a_missing_or_empty_cache_is_told(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkDataError, match="no vector cache"):
        cached_vectors(tmp_path / "none", DIMENSION)
    VectorCache(tmp_path / "empty", "model", DIMENSION)
    with pytest.raises(BenchmarkDataError, match="holds no vectors"):
        cached_vectors(tmp_path / "empty", DIMENSION)


def measured(flat: list[set[int]], ours: list[set[int]]) -> Measured:
    found = [
        Searches(tuple(frozenset(ids) for ids in each), (0.1,) * len(each)) for each in (flat, ours)
    ]
    return Measured(9, "kind", found[0], found[1], 0, 0, 0, 0, 0)


def test_recall_counts_flats_best_that_were_found() -> None:
    assert measured([{1, 2, 3}, {4}], [{3, 2, 9}, {4}]).recall == pytest.approx(3 / 4)
    assert measured([{1}, {2}], [{2}, {1}]).recall == 0


@pytest.mark.parametrize(("count", "kind"), [(400, "ExactIndex"), (3_000, "IVFIndex")])
def test_the_products_index_is_measured_beside_flat_search(
    count: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index_by_size, "EXACT_UP_TO", 500)

    found = measure(JitteredVectors(REAL, count), unit_rows(20))

    assert (found.count, found.kind) == (count, kind)
    assert found.recall > 0.95
    assert found.flat_size == count * DIMENSION * 4
    assert count * DIMENSION * 2 < found.size < count * DIMENSION * 4
    assert len(found.ours.seconds) == len(found.flat.seconds) == 20


def test_missing_data_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", [vector_indexes.__name__, "--data", str(tmp_path)])

    assert main() == 2
    assert "cmrc2018" in capsys.readouterr().err


def test_no_vectors_at_all_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--data", str(tmp_path), "--vectors", "0"]
    monkeypatch.setattr("sys.argv", [vector_indexes.__name__, *arguments])

    with pytest.raises(SystemExit):
        main()
    assert "from 1 on" in capsys.readouterr().err
