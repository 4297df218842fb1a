"""The interval of a paired difference."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.retrieval.bootstrap import paired_interval


def test_equal_measures_differ_by_nothing() -> None:
    same = np.array([1.0, 0.0, 1.0])
    interval = paired_interval(same, same)
    assert (interval.mean, interval.low, interval.high) == (0.0, 0.0, 0.0)
    assert not interval.excludes_zero


def test_a_constant_difference_is_certain() -> None:
    interval = paired_interval(np.full(20, 0.75), np.full(20, 0.5))
    assert (interval.low, interval.mean, interval.high) == (0.25, 0.25, 0.25)
    assert interval.excludes_zero


def test_the_interval_is_that_of_the_normal_approximation_for_many_questions() -> None:
    differences = np.repeat([1.0, 0.0, -1.0], [200, 700, 100])
    interval = paired_interval(differences, np.zeros(1000))
    deviation = differences.std() / np.sqrt(1000)
    assert interval.mean == pytest.approx(0.1)
    assert interval.low == pytest.approx(0.1 - 1.96 * deviation, abs=0.002)
    assert interval.high == pytest.approx(0.1 + 1.96 * deviation, abs=0.002)


def test_pairs_matter() -> None:
    """Two pipelines that fail on the same questions differ more surely than two that do not."""
    ours = np.repeat([1.0, 0.0], [60, 40])
    theirs = np.repeat([1.0, 0.0], [50, 50])
    assert paired_interval(ours, theirs).excludes_zero
    assert not paired_interval(ours, theirs[::-1]).excludes_zero


def test_a_worse_pipeline_differs_too() -> None:
    interval = paired_interval(np.zeros(50), np.repeat([1.0, 0.0], [25, 25]))
    assert interval.high < 0
    assert interval.excludes_zero


def test_a_second_run_gives_the_same() -> None:
    ours, theirs = np.repeat([1.0, 0.0], [7, 3]), np.repeat([0.0, 1.0], [6, 4])
    assert paired_interval(ours, theirs) == paired_interval(ours, theirs)


@pytest.mark.parametrize("sizes", [(3, 4), (0, 0)])
def test_what_cannot_be_paired_is_refused(sizes: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cannot be paired"):
        paired_interval(np.zeros(sizes[0]), np.zeros(sizes[1]))
