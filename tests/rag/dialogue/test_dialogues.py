"""Conversations on the sample corpus, over the real pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.dialogues import Judged, talk
from rag.dialogue.turns import Turn, remembered, turn_of
from rag.factory import open_pipeline
from rag.pipeline import QAPipeline
from rag.settings import Settings
from rag.types import AnswerStatus

MIN_RIGHT, MIN_ANSWERED = 0.85, 0.7


@pytest.fixture(scope="module")
def pipeline(index_of_sample_corpus: Path, cache_dir: Path) -> QAPipeline:
    return open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)


@pytest.fixture(scope="module")
def judged(pipeline: QAPipeline) -> list[Judged]:
    return list(talk(pipeline))


def test_follow_ups_find_the_right_source(judged: list[Judged]) -> None:
    follow_ups = [each for each in judged if each.is_follow_up]
    assert len(follow_ups) >= 60
    assert sum(each.right_source for each in follow_ups) >= MIN_RIGHT * len(follow_ups)
    assert sum(each.is_answered for each in follow_ups) >= MIN_ANSWERED * len(follow_ups)
    assert sum(each.understood for each in follow_ups) >= MIN_RIGHT * len(follow_ups)


def test_first_and_new_questions_are_answered_as_without_a_conversation(
    judged: list[Judged],
) -> None:
    others = [each for each in judged if not each.is_follow_up]
    assert len(others) >= 40
    assert [each.name for each in others if not each.is_unchanged] == []


def test_what_was_typed_and_what_was_understood_are_both_told(pipeline: QAPipeline) -> None:
    first = pipeline.answer("“啄木鸟”班组的组长是谁？")
    assert first.understood_as is None
    second = pipeline.answer("她是哪里人？", earlier=remembered((), first))
    assert (second.question, second.understood_as) == ("她是哪里人？", "田秀禾是哪里人？")
    assert "望山县" in (second.answer or "")


def test_more_tells_nothing_twice(index_of_sample_corpus: Path, cache_dir: Path) -> None:
    settings = Settings(index_of_sample_corpus, cache_dir, min_confidence=0.0)
    pipeline = open_pipeline(settings, lambda _: None)
    question = "電梯受困救援平均多久到場？"
    turns: tuple[Turn, ...] = ()
    told: set[tuple[str, int, int]] = set()
    for asked in (question, "还有呢？", "还有呢？", "还有呢？"):
        answer = pipeline.answer(asked, earlier=turns)
        cited = {(each.passage.text_hash, each.start, each.end) for each in answer.citations}
        assert not cited & told
        told |= cited
        turns = remembered(turns, answer)
    assert len(told) >= 3


def test_a_refused_turn_is_remembered_as_a_question_only(pipeline: QAPipeline) -> None:
    answer = pipeline.answer("火星基地的食堂几点开饭？")
    assert answer.status is AnswerStatus.NO_EVIDENCE
    assert turn_of(answer) == Turn("火星基地的食堂几点开饭？")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("你是谁？", "根据收录的 14 份文件"),
        ("你好", "我是文渊"),
        ("你能做什么", "可以接着问"),
        ("有哪些资料？", "一共收录了 14 份文件"),
        ("关于老旧电梯有几份文件？", "标题里有“老旧电梯”的文件有 1 份，只在正文里提到的有 1 份"),
        ("谢谢！", "不客气"),
        ("How many documents are there?", "There are 14 documents"),
        ("What can you do?", "Every sentence of an answer has a number"),
    ],
)
def test_questions_about_the_product_are_answered_from_the_index(
    pipeline: QAPipeline, question: str, said: str
) -> None:
    answer = pipeline.answer(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert said in (answer.answer or "")
    assert (answer.citations, answer.reader) == ((), "about")
    assert remembered((), answer) == ()


@pytest.mark.parametrize(
    "question",
    [
        "你们局长是谁？",
        "你能做主的事项有哪些？",
        "谢谢参与的单位有哪些？",
        "有哪些材料要提交？",
        "关于电梯的通知是谁发的？",
    ],
)
def test_questions_on_what_documents_say_are_no_small_talk(
    pipeline: QAPipeline, question: str
) -> None:
    assert pipeline.answer(question).reader != "about"
