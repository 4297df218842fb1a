"""Whether two sentences are built alike."""

from __future__ import annotations

import re
from itertools import takewhile

_CLAUSE_MARK = re.compile("[，,、；;]")


def shared_start(first: str, second: str) -> int:
    """How many characters two strings have in common at their start."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def clause_lengths(words: str) -> list[int]:
    """The lengths of the parts between commas."""
    return [len(clause) for clause in _CLAUSE_MARK.split(words)]


def are_alike(first: str, second: str) -> bool:
    """Whether all clauses are about as long, or a single one of similar length shares words.

    "加强学习，提升能力" and "改进作风，树立形象" are alike, and so are "抓好源头" and "抓好过程".
    """
    lengths, others = clause_lengths(first), clause_lengths(second)
    if len(lengths) != len(others):
        return False
    if len(lengths) > 1:
        return all(abs(a - b) <= 1 for a, b in zip(lengths, others, strict=True))
    if abs(lengths[0] - others[0]) > 3:
        return False
    start, end = shared_start(first, second), shared_start(first[::-1], second[::-1])
    return start >= 2 or end >= 2 or (end == 1 and lengths == others)
