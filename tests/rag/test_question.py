"""What a question asks for."""

from __future__ import annotations

import pytest

from corpus.errors import UsageError
from rag.question import MAX_QUESTION_LENGTH, QuestionKind, parse_question


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("大质检文化的三点驱动是哪三点?", QuestionKind.LIST, 3),
        ("“五型”服务包括哪些", QuestionKind.LIST, 5),
        ("两个“硬”分别指什么", QuestionKind.LIST, 2),
        ("這個方案有哪些內容？", QuestionKind.LIST, 0),
        ("六条禁令是哪十二条", QuestionKind.LIST, 12),
        ("What are the four steps of the inspection?", QuestionKind.LIST, 4),
        ("检验所什么时候搬的家", QuestionKind.DATE, 0),
        ("When was the bureau founded?", QuestionKind.DATE, 0),
        ("一共查办了多少起案件", QuestionKind.NUMBER, 0),
        ("How many cases were there?", QuestionKind.NUMBER, 0),
        ("会议由谁主持?", QuestionKind.PERSON, 0),
        ("会议在哪里开的?", QuestionKind.PLACE, 0),
        ("依据的是哪份文件?", QuestionKind.TITLE, 0),
        ("这个品牌叫什么?", QuestionKind.NAME, 0),
        ("为什么要搞轮岗?", QuestionKind.REASON, 0),
        ("复检怎么申请", QuestionKind.METHOD, 0),
        ("抽查的经费", QuestionKind.OTHER, 0),
    ],
)
def test_kind_and_count_are_read_from_the_wording(
    text: str, kind: QuestionKind, count: int
) -> None:
    question = parse_question(text)
    assert (question.kind, question.count) == (kind, count)


def test_topic_keeps_the_subject_and_drops_the_asking_words() -> None:
    topic = parse_question("請問電梯評估是哪三點?").topic
    assert "电梯评估" in topic
    assert "哪三点" not in topic


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "？？！", "……", "x" * 1001])
def test_questions_without_words_or_too_long_are_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_question(text)
    assert refused.value.remedy


def test_the_longest_allowed_question_is_accepted() -> None:
    assert parse_question("质" * MAX_QUESTION_LENGTH).text
