"""Joining rankings of row ids into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

Ranking = list[tuple[int, float]]


def weighted_sum(cosines: Ranking, coverage: Ranking, weight: float) -> dict[int, float]:
    """Row id → cosine + `weight` × coverage, for each row of either ranking.

    A convex combination but for a factor; Bruch, Gai & Ingber, "An analysis of fusion functions
    for hybrid retrieval", ACM TOIS 42 (2023), doi:10.1145/3596512. A row without a cosine takes
    the lowest of `cosines`, one without coverage takes none: both stand below their ranking.
    """
    lowest = min((cosine for _, cosine in cosines), default=0.0)
    scores = dict(cosines)
    for row_id, share in coverage:
        scores[row_id] = scores.get(row_id, lowest) + weight * share
    return scores


def best_first(scores: Mapping[int, float]) -> Ranking:
    """(row id, score), best first; of equal scores the lower id."""
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def inserted(ranking: Ranking, rows: Sequence[int], at: int) -> Ranking:
    """`ranking` with `rows` behind its first `at`, but for those that are among these.

    They take the score of what they stand before, or behind if that is nothing.
    """
    head = ranking[:at]
    taken = {row_id for row_id, _ in head}
    moved = [row_id for row_id in rows if row_id not in taken]
    tail = [(row_id, score) for row_id, score in ranking[at:] if row_id not in moved]
    score = tail[0][1] if tail else head[-1][1] if head else 0.0
    return [*head, *((row_id, score) for row_id in moved), *tail]


def interleaved(rankings: Sequence[Ranking]) -> Ranking:
    """The first of each ranking, then the second of each, and so on; each row id once.

    No score is above the one before it.
    """
    in_turn = chain.from_iterable(zip_longest(*rankings))
    merged: dict[int, float] = {}
    lowest = float("inf")
    for pair in in_turn:
        if pair is not None and pair[0] not in merged:
            lowest = min(lowest, pair[1])
            merged[pair[0]] = lowest
    return list(merged.items())
