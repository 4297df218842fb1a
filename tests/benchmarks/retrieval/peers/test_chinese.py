from __future__ import annotations

import pytest

from benchmarks.retrieval.peers.chinese import sentences, whole_sentences, words

BODY = "检测机构应当复检。“何时复检?”七日内,逾期不受理!\n联系人:王某……电话见附件"


def test_sentences_end_behind_their_closing_quotes() -> None:
    assert sentences(BODY) == [
        "检测机构应当复检。",
        "“何时复检?”",
        "七日内,逾期不受理!\n",
        "联系人:王某……",
        "电话见附件",
    ]


@pytest.mark.parametrize("most", [1, 4, 9, 15, 300])
def test_passages_joined_again_are_the_body(most: int) -> None:
    passages = whole_sentences(BODY, most)
    assert "".join(passages) == BODY
    assert max(map(len, passages)) <= most


def test_passages_take_as_many_sentences_as_fit() -> None:
    assert whole_sentences(BODY, 16) == [
        "检测机构应当复检。“何时复检?”",
        "七日内,逾期不受理!\n",
        "联系人:王某……电话见附件",
    ]


def test_a_long_sentence_is_cut_behind_its_commas() -> None:
    assert whole_sentences("一二三,四五六,七八九十。", 5) == ["一二三,", "四五六,", "七八九十。"]


def test_an_empty_body_has_no_passage() -> None:
    assert whole_sentences("", 300) == []


def test_words_are_jiebas_with_their_parts_in_lower_case() -> None:
    parts = ["中国", "科学", "学院", "科学院", "中国科学院"]
    assert words("中国科学院 ISO9001!") == [*parts, "iso9001"]
