"""The few words given beside an answer are whole, short and the value asked for."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.collection import Collection, SourceText
from corpus.types import Passage
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.reading_model import PassageReading
from rag.readers.sentences import ReadPassage, ReadSentence
from rag.readers.short_answers import short_answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [SourceText("一.txt", "", "读者应当在收到通知之日起15日内书面申请复核。")]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("short"))


def shortened(
    question: str, sentence: str, span: str, library: Collection, *, is_all: bool = False
) -> str | None:
    """The short answer where the model points at `span` of `sentence`."""
    first = sentence.index(span)
    marks = np.eye(len(sentence), dtype=np.float32)
    places = tuple((place, place + 1) for place in range(len(sentence)))
    reading = PassageReading(3.0, marks[first], marks[first + len(span) - 1], places)
    passage = Passage("p", "d", "一.txt", (), "", "", "", 0, len(sentence), sentence, "h")
    read = ReadSentence(ReadPassage(passage, 1, reading, 0.9), 0, len(sentence), sentence, 0.9)
    return short_answer(parse_question(question), read, library, is_all=is_all)


APPLY = "读者应当在收到通知之日起15日内书面申请复核，逾期不再受理。"
POWER_CUT = "因为线路检修，图书馆全天停电，请互相转告。"
REPEAL = "2018年印发的《馆藏图书借阅办法》（馆发〔2018〕22号）同时废止，不再执行。"


@pytest.mark.parametrize(
    ("question", "sentence", "span", "expected"),
    [
        ("多少日内可以申请复核？", APPLY, "15日", "15日内"),
        ("多少日内可以申请复核？", APPLY, "5日", "15日内"),
        ("哪个文件废止了？", REPEAL, "《馆藏图书借阅办法", "《馆藏图书借阅办法》"),
        ("哪个文件废止了？", REPEAL, "馆藏图书借阅办法》", "《馆藏图书借阅办法》"),
        ("要几个人？", "夜间巡查不得少于2人，并且应当带上对讲机。", "2人", "不得少于2人"),
        ("谁负责？", "闭馆以后的安全由保卫科负责，馆员不再留守。", "卫科", "保卫科"),
        ("打什么电话？", "遇到停电请拨值班电话8612，不要自行合闸。", "值班电话", "值班电话8612"),
        (
            "Where to meet?",
            "Please gather at the basketball court.",
            "sketball court",
            "basketball court",
        ),
    ],
)
def test_words_numbers_and_brackets_are_kept_whole(
    library: Collection, question: str, sentence: str, span: str, expected: str
) -> None:
    assert shortened(question, sentence, span, library) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        ("为什么停电？", POWER_CUT, "线路检修"),
        ("哪些证件可以办卡？", "身份证、护照和军官证都可以用来办卡。", "身份证、护照和军官证"),
        ("罚款怎么交？", "罚款可以在服务台当面交清，也可以扫码支付。", "在服务台当面交清"),
    ],
)
def test_reasons_lists_and_ways_are_said_shortly_where_one_sentence_is_all(
    library: Collection, question: str, sentence: str, span: str
) -> None:
    assert shortened(question, sentence, span, library, is_all=True) == span
    assert shortened(question, sentence, span, library) is None


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        ("今天停电吗？", POWER_CUT, "全天停电"),
        ("这份通知的主要内容是什么？", POWER_CUT, "图书馆全天停电"),
    ],
)
def test_yes_or_no_and_summaries_are_never_said_shortly(
    library: Collection, question: str, sentence: str, span: str
) -> None:
    assert shortened(question, sentence, span, library, is_all=True) is None


@pytest.mark.parametrize(
    ("question", "sentence", "span"),
    [
        ("哪个文件废止了？", REPEAL, "《馆藏图书借阅办法》（馆发〔2018〕22"),
        ("平均等待时间是多少？", "平均等待时间（分钟） | 16.8 | 13.9", "平均等待时间（分钟"),
        ("等待了多少分钟？", "读者普遍反映等待时间太久，希望增加窗口。", "等待时间"),
        ("为什么停电？", POWER_CUT, "线路检修"),
    ],
)
def test_words_that_are_no_short_answer_are_left_out(
    library: Collection, question: str, sentence: str, span: str
) -> None:
    assert shortened(question, sentence, span, library) is None
