"""Joining several rankings into one."""

from __future__ import annotations

from collections.abc import Sequence

RRF_K = 60


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], k: int = RRF_K
) -> list[tuple[int, float]]:
    """Fuses rankings of ids, best first, into (id, score), best first.

    score(d) = sum over rankings of 1 / (k + rank(d)), rank from 1; Cormack, Clarke
    & Büttcher, SIGIR 2009, doi:10.1145/1571941.1572114. Ties keep the order of the
    first ranking that names an id.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
