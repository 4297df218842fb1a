"""What the confidence looks at: dates, words and values that the question has or wants."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.collection import Collection, SourceText
from corpus.types import Passage
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.confidence import CONFIDENCE_FEATURES, confidence_features
from rag.readers.reading_model import PassageReading
from rag.readers.sentences import ReadPassage, ReadSentence

TEXT = "2023年4月,班组被授予工人先锋号,奖牌挂在墙上。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    return Collection.build(
        [SourceText("s", "", TEXT), SourceText("t", "", "食堂供应早餐。")],
        embedder,
        tmp_path_factory.mktemp("confidence"),
    )


def features(question: str, library: Collection, sentence: str = TEXT) -> dict[str, float]:
    marks = np.eye(len(sentence), dtype=np.float32)
    places = tuple((place, place + 1) for place in range(len(sentence)))
    reading = PassageReading(2.5, marks[0], marks[3], places)
    passage = Passage("p", "d", "s", (), "", "", "", 0, len(sentence), sentence, "h")
    source = ReadPassage(passage, 1, reading, 0.8)
    read = ReadSentence(source, 0, len(sentence), sentence, 0.4)
    row = confidence_features(parse_question(question), [read], library)
    return dict(zip(CONFIDENCE_FEATURES, row.tolist(), strict=True))


def test_relevance_and_share(library: Collection) -> None:
    row = features("班组得了什么荣誉？", library)
    assert row["relevance"] == 2.5
    assert row["share"] == pytest.approx(np.log(0.5))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("2023年班组得了什么荣誉？", 0.0),
        ("2021年班组得了什么荣誉？", 1.0),
        ("班组得了什么荣誉？", 0.0),
    ],
)
def test_dates_of_the_question_that_are_not_there(
    question: str, missing: float, library: Collection
) -> None:
    assert features(question, library)["dates_missing"] == missing


def test_words_of_the_question_that_are_not_there(library: Collection) -> None:
    none = features("班组被授予工人先锋号", library)["words_missing"]
    some = features("班组被授予工人先锋号的奖金", library)["words_missing"]
    most = features("食堂的早餐几点供应", library)["words_missing"]
    assert none == 0
    assert 0 < some < most


def test_words_of_another_language_are_not_missed(library: Collection) -> None:
    assert features("Which award did the team receive?", library)["words_missing"] == 0


@pytest.mark.parametrize(
    ("question", "sentence", "lacks"),
    [
        ("发了多少奖金？", TEXT, True),
        ("发了多少奖金？", "奖金五千元。", False),
        ("发了多少奖金？", "第三条　奖金另行通知。", True),
        ("奖金什么时候发？", "奖金次日起发放。", False),
        ("奖金什么时候发？", "奖金由财务科发放。", True),
        ("什么时候授予的？", TEXT, False),
        ("谁发奖金？", "奖金由财务科发放。", False),
    ],
)
def test_a_value_that_is_wanted_and_not_told(
    question: str, sentence: str, *, lacks: bool, library: Collection
) -> None:
    assert features(question, library, sentence)["value_missing"] == lacks
