"""The words of a question that the word index is not asked for."""

from __future__ import annotations

import pytest

from rag.query.asking_words import content_of


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("请问云江市2019年抽检了多少批次?", "云江市2019年抽检了 批次?"),
        ("年假是怎么规定的？", "年假 ？"),
        ("电梯检验所什么时候搬的家", "电梯检验所 搬的家"),
        ("新白河车站的实际位置在哪里？", "新白河车站的实际位置在 ？"),
        ("你好，我想了解一下电梯安全评估的范围", "电梯安全评估的范围"),
        ("劳驾帮我查一下复检的期限", "复检的期限"),
        ("能不能告诉我抽查的经费从哪里来", "抽查的经费从 来"),
        ("介绍一下质量月", "质量月"),
        ("抽查的经费由谁承担？谢谢大家！", "抽查的经费由 承担？"),
        ("請問電梯評估的對象有哪些", "電梯評估的對象有"),
        ("第二期工程被称为什么", "第二期工程被称为"),
        ("Could you please tell me when the institute was founded?", "institute founded?"),
        ("I would like to know how many lifts there are in Qingjiang", "lifts Qingjiang"),
    ],
)
def test_politeness_and_asking_words_are_dropped(question: str, content: str) -> None:
    assert content_of(question) == content


@pytest.mark.parametrize(
    "question",
    [
        "编制说明的要求",
        "应急预案与应急",
        "可以查询个人档案的部门",
        "请查处无证经营的单位",
        "任何人不得擅自拆封",
        "上海证券交易所查验规则",
        "IT department budget, May 2019",
    ],
)
def test_the_same_words_stay_where_they_are_content(question: str) -> None:
    assert content_of(question) == question


def test_words_in_quotation_marks_are_never_dropped() -> None:
    assert content_of("“多少钱”是什么意思") == "“多少钱”"
    assert content_of("《为什么是云江》的作者是谁") == "《为什么是云江》的作者是"


@pytest.mark.parametrize(
    "question", ["什么是什么", "请问什么时候", "谁?", "what is it", "🙂", "的"]
)
def test_a_question_that_only_asks_is_kept_whole(question: str) -> None:
    assert content_of(question) == question
