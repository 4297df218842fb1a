"""Whatever is searched for or asked: passages, or an error that says what to do."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.errors import UsageError
from rag.factory import open_pipeline
from rag.manifest import read_manifest
from rag.pipeline import MAX_TOP_K, QAPipeline
from rag.question import MAX_QUESTION_LENGTH, WordlessQuestionError
from rag.settings import Settings
from rag.types import AnswerStatus
from tests.odd_queries import ODD_QUERIES

HALF_PAIRS = "电梯\udce9\ud83d电话"


@pytest.fixture(scope="module")
def pipeline(index_of_sample_corpus: Path, cache_dir: Path) -> QAPipeline:
    return open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)


@pytest.mark.parametrize("query", [*ODD_QUERIES, HALF_PAIRS])
def test_an_odd_query_finds_as_many_passages_as_were_asked_for(
    pipeline: QAPipeline, query: str
) -> None:
    found = pipeline.search(query, 4)
    assert [one.rank for one in found] == [1, 2, 3, 4]
    assert all(first.score >= second.score for first, second in pairwise(found))
    assert all(math.isfinite(one.score) for one in found)
    assert len({one.passage.passage_id for one in found}) == 4


@pytest.mark.parametrize("query", ODD_QUERIES)
def test_an_odd_question_that_nothing_answers_is_not_answered(
    pipeline: QAPipeline, query: str
) -> None:
    answer = pipeline.answer(query)
    assert (answer.question, answer.status) == (query, AnswerStatus.NO_EVIDENCE)
    assert answer.nearest


def test_a_question_with_half_characters_is_answered_as_without_them(
    pipeline: QAPipeline,
) -> None:
    """电梯电话, the number to call from a lift, stands in the corpus."""
    answer, plain = (pipeline.answer(query) for query in (HALF_PAIRS, "电梯 电话"))
    assert answer.question == HALF_PAIRS
    assert (answer.status, answer.answer) == (plain.status, plain.answer)


@pytest.mark.parametrize("query", ["😀", "😀👍🏽", "\ud83d\udce9", "?!……", "___"])
def test_a_query_without_letters_and_digits_is_refused(pipeline: QAPipeline, query: str) -> None:
    for door in (pipeline.answer, lambda asked: pipeline.search(asked, 3)):
        with pytest.raises(WordlessQuestionError, match="holds no words") as caught:
            door(query)
        assert caught.value.remedy == "Ask in words or numbers."


def test_one_character_more_than_the_longest_query_is_refused(pipeline: QAPipeline) -> None:
    with pytest.raises(UsageError, match="1,001 characters; at most 1,000"):
        pipeline.search("闸" * (MAX_QUESTION_LENGTH + 1), 3)


@pytest.mark.parametrize("top_k", [0, -1, MAX_TOP_K + 1, 10**30, 1.5, math.nan, "3", None, True])
def test_top_k_that_is_no_number_of_passages_is_refused(pipeline: QAPipeline, top_k: int) -> None:
    with pytest.raises(UsageError) as caught:
        pipeline.search("电梯", top_k)
    told = f"top_k is {top_k!r}; a whole number from 1 to 10,000 was expected."
    assert caught.value.message == told
    assert caught.value.remedy


def test_top_k_beyond_the_corpus_gives_each_passage_at_most_once(
    pipeline: QAPipeline, index_of_sample_corpus: Path
) -> None:
    held = read_manifest(index_of_sample_corpus).counts.passages
    found = pipeline.search("电梯", MAX_TOP_K)
    assert len(found) == len({one.passage.passage_id for one in found}) == held
