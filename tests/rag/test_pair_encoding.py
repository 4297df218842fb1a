"""A question and a passage as word pieces with their places."""

from __future__ import annotations

import pytest

from embeddings.unigram import END, START
from rag.readers.pair_encoding import MAX_TOKENS, EncodedPair, PairEncoder
from rag.readers.reading_model import ReadingModel

PASSAGE = "2007年，檢驗所（ＱＳ）搬到新址…… Room 12 於三樓。"


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return ReadingModel().encoder


def words_at(pair: EncodedPair, tokens: tuple[int, int]) -> str:
    first, last = (position - pair.first for position in tokens)
    return PASSAGE[pair.offsets[first][0] : pair.offsets[last][1]]


def test_a_pair_is_question_context_passage_between_marks(encoder: PairEncoder) -> None:
    pair = encoder.encode("搬到哪里?", "检验所", PASSAGE)
    assert pair.ids[0] == START
    assert pair.ids[-1] == END
    assert pair.ids.count(END) == 3
    assert len(pair.ids) == pair.first + len(pair.offsets) + 1


@pytest.mark.parametrize("words", ["2007年", "檢驗所", "新址", "Room 12", "三樓"])
def test_tokens_of_a_span_lead_back_to_its_words(encoder: PairEncoder, words: str) -> None:
    pair = encoder.encode("搬到哪里?", "", PASSAGE)
    start = PASSAGE.index(words)
    assert words in words_at(pair, pair.tokens_of(start, start + len(words)))


def test_script_width_and_case_do_not_matter(encoder: PairEncoder) -> None:
    traditional = encoder.encode("檢驗所ＱＳ", "標題", "檢驗所搬遷")
    simplified = encoder.encode("检验所qs", "标题", "检验所搬迁")
    assert traditional == simplified


def test_what_is_too_long_is_cut_and_a_span_beyond_is_said_to_be_gone(
    encoder: PairEncoder,
) -> None:
    passage = "质量监督检验检测机构应当依法履行职责。" * 60
    pair = encoder.encode("谁" * 500, "题" * 500, passage)
    assert len(pair.ids) == MAX_TOKENS
    assert pair.tokens_of(len(passage) - 3, len(passage)) == (-1, -1)
