"""Reciprocal rank fusion."""

from __future__ import annotations

import pytest

from rag.fusion import reciprocal_rank_fusion


def test_scores_are_those_of_the_paper() -> None:
    fused = reciprocal_rank_fusion([[7, 3], [3, 9]], k=60)
    assert [item for item, _ in fused] == [3, 7, 9]
    assert [score for _, score in fused] == pytest.approx([1 / 62 + 1 / 61, 1 / 61, 1 / 62])


def test_nothing_in_gives_nothing_out() -> None:
    assert reciprocal_rank_fusion([[], []]) == []
