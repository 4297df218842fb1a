"""Phrases in quotation marks of all kinds."""

from __future__ import annotations

import pytest

from rag.query.quoted import quoted_phrases


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("推动大质检文化,所谓“三点”驱动是哪三点?", ("三点",)),
        ('质检局的"五型"服务和"方圆文化"', ("五型", "方圆文化")),
        ("「鞍馬六郎偵探事務所」的日常工作", ("鞍馬六郎偵探事務所",)),
        ("『方圓』是什麼", ("方圓",)),
        ("《产品质量法》第三条", ("产品质量法",)),
        ("什么是“双证书“和“一体化”？", ("双证书", "一体化")),
        (
            "“关于《抽查细则》的说明”怎么讲",
            ("关于《抽查细则》的说明", "抽查细则"),
        ),
        ("五个‘硬’分别指什么", ("硬",)),
        ("“三点”与“三点”", ("三点",)),
        ("没有引号的问题", ()),
        ("只有一边的“引号", ()),
        ("“……”是什么", ()),
        ("the director's plan and the bureau's budget", ()),
    ],
)
def test_phrases_come_out_as_written(question: str, phrases: tuple[str, ...]) -> None:
    assert quoted_phrases(question) == phrases


def test_no_more_than_eight_phrases_are_taken() -> None:
    assert len(quoted_phrases("".join(f"“词{i}”" for i in range(30)))) == 8
