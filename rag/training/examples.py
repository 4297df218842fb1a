"""What the reader learns from: questions with passages that answer them, or only seem to."""

from __future__ import annotations

import random
from dataclasses import dataclass

NO_SPAN = -1
_NO_MARK_SHARE, _SPOKEN_SHARE = 0.4, 0.3
_SPOKEN = (
    ("什么时候", "啥时候"),
    ("为什么", "为啥"),
    ("如何", "怎么"),
    ("哪一年", "哪年"),
    ("何时", "什么时候"),
    ("多少钱", "几多钱"),
    ("是什么", "是啥"),
    ("什么", "啥"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A pair to learn from.

    `[start, end)` is the answer in `passage`, or (NO_SPAN, NO_SPAN); `relevant` tells
    whether the passage answers. A relevant pair without span teaches relevance only.
    """

    question: str
    context: str
    passage: str
    start: int
    end: int
    relevant: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """What is learnt in one step: a pair, and one of which the passage is less relevant.

    `worse` None: there is none to compare with.
    """

    pair: Example
    worse: Example | None = None

    @property
    def longest(self) -> int:
        """Characters of the longer passage."""
        return max(len(self.pair.passage), len(self.worse.passage) if self.worse else 0)


def spoken(question: str, chance: random.Random) -> str:
    """The question as people type it: often without mark, sometimes in spoken words."""
    if chance.random() < _NO_MARK_SHARE:
        question = question.rstrip("？?")
    if chance.random() < _SPOKEN_SHARE:
        for written, said in _SPOKEN:
            question = question.replace(written, said)
    return question
