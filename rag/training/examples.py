"""What the reader learns from: questions with passages that answer them, or only seem to."""

from __future__ import annotations

import random
from dataclasses import dataclass

NO_SPAN = -1
_NO_MARK_SHARE, _SPOKEN_SHARE, _SAID_SHARE = 0.4, 0.45, 0.6
# What is written, and what people type instead of it.
_SPOKEN = (
    ("什么时候", "啥时候"),
    ("何时", "什么时候"),
    ("为什么", "为啥"),
    ("为何", "为什么"),
    ("原因是什么", "为什么"),
    ("如何", "怎么"),
    ("怎样", "咋样"),
    ("怎么", "咋"),
    ("处理", "处置"),
    ("怎么处理", "怎么办"),
    ("哪一年", "哪年"),
    ("哪一天", "哪天"),
    ("多少钱", "几多钱"),
    ("费用", "钱"),
    ("是什么", "是啥"),
    ("什么", "啥"),
    ("何处", "哪儿"),
    ("哪里", "什么地方"),
    ("位于", "在"),
    ("由谁负责", "归谁管"),
    ("负责", "管"),
    ("哪些", "什么"),
    ("提交", "交"),
    ("办理", "办"),
    ("申请", "申报"),
    ("需要", "要"),
    ("应当", "该"),
    ("应该", "要"),
    ("可以", "能"),
    ("能够", "能"),
    ("是否", "是不是"),
    ("不得", "不准"),
    ("不予", "不给"),
    ("禁止", "不让"),
    ("必须", "得"),
    ("至少", "最少"),
    ("不超过", "最多"),
    ("成立", "设立"),
    ("担任", "当"),
    ("获得", "拿到"),
    ("举行", "办"),
    ("使用", "用"),
    ("购买", "买"),
    ("承担", "出"),
    ("联系电话", "电话"),
    ("之后", "以后"),
    ("因为", "由于"),
    ("主要", ""),
    ("的时间", "是什么时候"),
    ("作者", "写的人"),
    ("规定", "要求"),
)
_OPENINGS = ("请问", "我想问一下，", "想问问", "帮忙查一下", "麻烦问下")
_OPENING_SHARE = 0.12


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
            if written in question and chance.random() < _SAID_SHARE:
                question = question.replace(written, said)
    if chance.random() < _OPENING_SHARE and not question.isascii():
        question = chance.choice(_OPENINGS) + question
    return question
