"""The trained model: it finds the words that answer, and damage is said plainly."""

from __future__ import annotations

import numpy as np
import pytest

from rag.readers.reading_model import ReadingModel

RIGHT = "2007年,检验所由老城区搬到高新区科园路26号,占地40亩。所长由李明担任。"
OTHER = "检验所每年举办两期培训班,学员来自各县区。"


@pytest.fixture(scope="module")
def model() -> ReadingModel:
    return ReadingModel()


def test_the_passage_that_answers_is_the_more_relevant_and_the_span_answers(
    model: ReadingModel,
) -> None:
    right, other = model.read("检验所是哪一年搬家的?", [("检验所简介", RIGHT), ("", OTHER)])
    assert right.relevance > other.relevance
    span = right.best_span(0, len(RIGHT))
    assert span is not None
    assert "2007" in RIGHT[slice(*span)]


def test_shares_are_probabilities_that_add_up(model: ReadingModel) -> None:
    reading = model.read("谁是所长?", [("", RIGHT)])[0]
    middle = RIGHT.index("所长")
    parts = reading.share_of(0, middle), reading.share_of(middle, len(RIGHT))
    assert sum(parts) == pytest.approx(1.0, abs=1e-4)
    assert parts[1] > parts[0]


def test_a_reading_does_not_depend_on_what_else_is_read(model: ReadingModel) -> None:
    alone = model.read("谁是所长?", [("", RIGHT)])[0]
    among = model.read("谁是所长?", [("", OTHER), ("", RIGHT), ("", OTHER)])[1]
    assert alone.relevance == among.relevance
    np.testing.assert_array_equal(alone.starts, among.starts)


def test_nothing_to_read_gives_nothing(model: ReadingModel) -> None:
    assert model.read("谁?", []) == []
    empty = model.read("谁?", [("", "")])[0]
    assert empty.best_span(0, 0) is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("所长是谁？", "检验所设三个科室。" * 1200),
        ("所长是谁" * 300, "所长是李明。"),
        ("合计多少？", "1 | 2 | 3\n4 | 5 | 6\n7.5% | 8,000 | -9"),
        ("WTO是谁のもの？", "WTO 成員國 заявил: 😀 成员国 𠮷野家"),
        ("所长\x00是\x1b谁？", "所长\x07是\u200b李明\ufeff。\x00"),
    ],
)
def test_odd_input_is_read(model: ReadingModel, question: str, text: str) -> None:
    (reading,) = model.read(question, [("检验所" * 100, text)])
    assert np.isfinite(reading.relevance)
    span = reading.best_span(0, len(text))
    assert span is not None
    assert 0 <= span[0] < span[1] <= len(text)
