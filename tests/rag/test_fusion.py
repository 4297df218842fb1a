"""Rankings joined: the weighted sum, and turns."""

from __future__ import annotations

import pytest

from rag.fusion import best_first, inserted, interleaved, weighted_sum


def test_cosine_and_weighed_coverage_are_added() -> None:
    scores = weighted_sum([(7, 0.9), (3, 0.8)], [(3, 0.5), (9, 0.2)], weight=0.4)
    assert scores == pytest.approx({7: 0.9, 3: 0.8 + 0.2, 9: 0.8 + 0.08})


def test_a_row_without_a_cosine_stands_below_all_that_have_one_and_as_much_coverage() -> None:
    scores = weighted_sum([(1, 0.9), (2, 0.7)], [(2, 0.3), (5, 0.3)], weight=1.0)
    assert scores[5] == pytest.approx(scores[2])
    assert weighted_sum([], [(5, 0.3)], weight=2.0) == pytest.approx({5: 0.6})


def test_of_equal_scores_the_lower_row_comes_first() -> None:
    assert best_first({4: 0.5, 2: 0.5, 9: 0.7}) == [(9, 0.7), (2, 0.5), (4, 0.5)]


def test_rows_are_put_in_behind_the_first_and_keep_scores_falling() -> None:
    ranking = [(1, 0.9), (2, 0.8), (3, 0.7), (4, 0.6)]
    assert inserted(ranking, [2, 8, 4], at=2) == [(1, 0.9), (2, 0.8), (8, 0.7), (4, 0.7), (3, 0.7)]
    assert inserted(ranking[:1], [8], at=2) == [(1, 0.9), (8, 0.9)]
    assert inserted([], [], at=2) == []


def test_rankings_take_turns_and_name_each_row_once() -> None:
    merged = interleaved([[(1, 0.9), (2, 0.8), (3, 0.7)], [(2, 0.95), (5, 0.2)]])
    assert [row for row, _ in merged] == [1, 2, 5, 3]


def test_scores_never_rise_where_rankings_take_turns() -> None:
    scores = [score for _, score in interleaved([[(1, 0.3)], [(2, 0.9), (3, 0.8)]])]
    assert scores == sorted(scores, reverse=True)


def test_nothing_in_gives_nothing_out() -> None:
    assert weighted_sum([], [], weight=1.0) == {}
    assert interleaved([[], []]) == []
