"""Follow-ups are completed from the turns before them; other questions stay as they are."""

from __future__ import annotations

import pytest

from rag.dialogue.completion import understandings
from rag.dialogue.turns import Turn
from rag.question import MAX_QUESTION_LENGTH

STAFF = Turn("今年处级干部一年要学满多少学时？", "不少于110学时", title="2024年度培训计划")
DAY = Turn("2023年质量月的开放日定在哪一天？", "9月16日")
RULER = Turn("测张力的那把快测尺是谁做出来的？", "白一帆")
TYPES = Turn("质监局提出的“六型机关”是哪六型？", items=("学习型", "效率型", "创新型"))
SCALES = Turn("菜市场的电子秤多长时间检定一次？", "每年一次")
NIGHTS = Turn("12315的夜间值守延长到几点？", "22时")
TOUR = Turn("When does the free guided tour start?", "14:00")
WARMTH = Turn("干燥的温度不得高于多少度？", "不得高于55度")


def first(question: str, *turns: Turn) -> str:
    return understandings(question, turns)[0].question


@pytest.mark.parametrize(
    ("turn", "question", "expected"),
    [
        # another year, name, attribute
        (DAY, "那2022年呢？", "2022年质量月的开放日定在哪一天？"),
        (DAY, "去年呢", "去年质量月的开放日定在哪一天？"),
        (STAFF, "那科级干部呢？", "今年科级干部一年要学满多少学时？"),
        (SCALES, "那出租车计价器呢？", "出租车计价器多长时间检定一次？"),
        (SCALES, "2008年呢？", "2008年菜市场的电子秤多长时间检定一次？"),
        (DAY, "地点呢？", "2023年质量月的开放日的地点在哪里？"),
        (SCALES, "合格率呢", "菜市场的电子秤的合格率是多少？"),
        (TOUR, "What about the night tour?", "When does the night tour start?"),
        # words that point back
        (TYPES, "它的核心是什么？", "质监局提出的“六型机关”的核心是什么？"),
        (RULER, "他是哪里人？", "白一帆是哪里人？"),
        (STAFF, "这份计划是谁写的？", "《2024年度培训计划》是谁写的？"),
        (TOUR, "How long does it take?", "How long does the free guided tour take?"),
        # questions without a subject
        (TYPES, "谁提出的？", "质监局提出的“六型机关”谁提出的？"),
        (NIGHTS, "从哪天开始？", "12315的夜间值守从哪天开始？"),
        (DAY, "主题是什么？", "2023年质量月的开放日的主题是什么？"),
        (NIGHTS, "为什么？", "为什么12315的夜间值守延长到22时？"),
        (WARMTH, "为什么", "为什么干燥的温度不得高于55度？"),
        # items of a list
        (TYPES, "第二点详细说说", "效率型，具体内容是什么？"),
        (TYPES, "最后一项呢", "创新型，具体内容是什么？"),
        (STAFF, "第六条是什么？", "《2024年度培训计划》第六条是什么？"),
    ],
)
def test_a_follow_up_becomes_a_question_of_its_own(
    turn: Turn, question: str, expected: str
) -> None:
    assert first(question, turn) == expected


@pytest.mark.parametrize(
    "question",
    [
        "给新电梯办使用登记，要准备哪些材料？",
        "卡在电梯里出不来了，该打哪个电话？",
        "其他单位的职工怎么报名参加培训？",
        "藕粉的地方标准从哪天起实施？",
        "哪些情况不予复检",
        "What are the opening hours of the reception hall?",
        "第九点" * 20,
        "公司及其分支机构怎样登记？",
        "职工和他的家属能不能参观？",
        "Which department wrote the yearly report and when was it filed?",
    ],
)
def test_a_question_with_a_subject_is_first_taken_as_it_stands(question: str) -> None:
    assert first(question, STAFF) == question


@pytest.mark.parametrize(
    "question", ["那2008年呢？", "它的核心是什么？", "还有呢？", "第二点详细说说", "为什么？"]
)
def test_the_first_question_is_never_changed(question: str) -> None:
    (only,) = understandings(question, ())
    assert (only.question, only.without) == (question, frozenset())


def test_a_short_question_without_subject_is_tried_with_the_last_one_first() -> None:
    carried, alone = understandings("要带哪些东西？", [STAFF])
    assert (carried.question, alone.question) == (
        "今年处级干部一年，要带哪些东西？",
        "要带哪些东西？",
    )


def test_more_is_the_last_question_without_what_was_told() -> None:
    told = frozenset({("h", 3, 9)})
    (more,) = understandings("还有呢？", [Turn("有哪些建议？", told=told)])
    assert (more.question, more.without) == ("有哪些建议？", told)


def test_the_subject_lives_on_through_several_turns() -> None:
    turns = [Turn("“啄木鸟”班组的组长是谁？", "田秀禾"), Turn("田秀禾是哪里人？", "望山县")]
    assert first("这个班组是什么时候成立的？", *turns) == "“啄木鸟”班组是什么时候成立的？"


def test_another_name_after_why_takes_the_question_before() -> None:
    why = Turn("为什么干燥的温度不得高于55度？")
    assert first("那原料的温度呢？", WARMTH, why) == "原料的温度不得高于多少度？"


def test_a_completed_question_is_never_longer_than_a_question_may_be() -> None:
    long = Turn(f"{'检' * 990}的费用由谁出？")
    for question in ("那2022年的呢？", "它的核心是什么？", "要带什么？", "为什么？", "地点呢？"):
        for meant in understandings(question, [long]):
            assert len(meant.question) <= MAX_QUESTION_LENGTH


def test_ten_thousand_turns_change_nothing() -> None:
    assert first("那2022年呢？", *[STAFF] * 10_000, DAY) == "2022年质量月的开放日定在哪一天？"


@pytest.mark.parametrize(
    "question", ["第零点说说", "第一百点", "那呢", "它", "他她它", "这个", "那？呢"]
)
def test_odd_follow_ups_are_survived(question: str) -> None:
    for turn in (STAFF, TYPES, TOUR, Turn("？a")):
        assert first(question, turn).strip()
