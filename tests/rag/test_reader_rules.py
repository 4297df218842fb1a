"""What goes with the best sentence, and years, tables and main headings that mislead."""

from __future__ import annotations

import pytest

from benchmarks.collection import Collection, SourceText
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.announcing import announces, announces_count
from rag.readers.base import Reading
from rag.readers.extractive import MAX_ANSWER_LENGTH, ExtractiveReader
from rag.readers.sentences import read_sentences
from rag.readers.years import OTHER_YEAR, AskedYears

CLUB = """摄影社小记

摄影社成立于五年前，现有社员三十人，活动室在东楼。

社里有三条大家商定的规矩。第一条，器材当天归还。第二条，暗房里不许说笑。第三条，照片先给被拍的人看。

每年春天社里办一次展览，地点在图书馆大厅。
"""
TRIP = """赴青山镇参观报告

一、缘起
去年冬天，青山镇文化站来信邀请，我馆遂组成五人小组前往。

二、经过
第一天参观了竹编合作社，第二天参观了青山小学和镇档案室。

三、参观观感
（一）旧书有人管。镇上的旧书都登记造册，借阅记录保存完好，令人佩服。
（二）孩子爱看书。每个教室都有书角，午休时间坐满了人，没有人吵闹。

四、建议
我馆应当尽快给旧报纸编目，并派人前去学习修补技术。
"""
REPORT = """图书馆2023年工作总结和2024年工作打算

一、2023年工作情况

近三年主要数字如下：

指标 | 2021年 | 2022年 | 2023年
举办讲座（场） | 61 | 72 | 85
新办借书证（张） | 1,204 | 1,377 | 1,590

（一）读者活动

全年举办讲座85场，听众九千人，比上年多一千人。

（二）馆藏建设

全年购入图书两万册，修补旧书三百册，清点了全部期刊。

二、2024年工作打算

1. 安排讲座120场，重点面向老年读者。
2. 新开两个社区分馆，延长夜间开放时间。
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [
        SourceText("社.txt", "摄影社小记", CLUB),
        SourceText("报告.txt", "赴青山镇参观报告", TRIP),
        SourceText("总结.txt", "图书馆2023年工作总结和2024年工作打算", REPORT),
    ]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def reader() -> ExtractiveReader:
    return ExtractiveReader()


def read(question: str, collection: Collection, reader: ExtractiveReader) -> Reading:
    passages = collection.retriever.retrieve(question, 10)
    return reader.read(parse_question(question), passages, collection)


def texts_of(reading: Reading) -> list[str]:
    return [statement.text for statement in reading.statements]


def test_a_sentence_that_announces_brings_what_it_announces(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = texts_of(read("摄影社有什么规矩？", collection, reader))
    assert texts == [
        "社里有三条大家商定的规矩。",
        "第一条，器材当天归还。",
        "第二条，暗房里不许说笑。",
        "第三条，照片先给被拍的人看。",
    ]
    assert sum(map(len, texts)) <= MAX_ANSWER_LENGTH


def test_main_headings_are_no_answer(collection: Collection, reader: ExtractiveReader) -> None:
    texts = texts_of(read("赴青山镇参观了哪些单位？", collection, reader))
    assert not {"缘起", "经过", "参观观感", "建议"} & set(texts)


def test_a_heading_that_only_repeats_the_title_leads_into_no_answer(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = texts_of(read("赴青山镇参观了哪些单位？", collection, reader))
    assert texts != ["旧书有人管", "孩子爱看书"]


def test_main_headings_answer_a_question_for_the_parts(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = texts_of(read("赴青山镇参观报告分为哪几个部分？", collection, reader))
    assert texts == ["缘起", "经过", "参观观感", "建议"]


def test_the_head_of_a_table_goes_with_its_row_and_its_column_is_the_short_answer(
    collection: Collection, reader: ExtractiveReader
) -> None:
    reading = read("2022年新办借书证多少张？", collection, reader)
    head, row = texts_of(reading)
    assert head == "指标 | 2021年 | 2022年 | 2023年"
    assert row == "新办借书证（张） | 1,204 | 1,377 | 1,590"
    assert reading.short_answer == "1,377"
    for statement in reading.statements:
        (evidence,) = statement.evidence
        assert REPORT[evidence.start : evidence.end] == statement.text


def test_the_sentence_of_the_asked_year_wins(
    collection: Collection, reader: ExtractiveReader
) -> None:
    (text,) = texts_of(read("2024年安排讲座多少场？", collection, reader))
    assert "120场" in text
    assert "2022年" in texts_of(read("2022年举办讲座多少场？", collection, reader))[0]


def test_a_year_that_the_documents_do_not_speak_of_is_refused(
    collection: Collection, reader: ExtractiveReader
) -> None:
    asked = read("2023年举办讲座多少场？", collection, reader)
    other = read("2019年举办讲座多少场？", collection, reader)
    assert asked.confidence > OTHER_YEAR >= other.confidence


@pytest.mark.parametrize(
    ("question", "part", "expected"),
    [
        ("2023年清点了什么？", "清点了全部期刊", 1.0),
        ("2024年清点了什么？", "清点了全部期刊", OTHER_YEAR),
        ("2022年听众多少人？", "比上年多一千人", OTHER_YEAR),
        ("2021年办了多少借书证？", "1,204", 1.0),
        ("2020年办了多少借书证？", "1,204", OTHER_YEAR),
        ("2022年来信邀请了谁？", "文化站来信", 1.0),
    ],
)
def test_which_year_a_sentence_speaks_of(
    collection: Collection, reader: ExtractiveReader, question: str, part: str, expected: float
) -> None:
    asked = parse_question(question)
    passages = reader.read_passages(asked, collection.retriever.retrieve(question, 20))
    sentence = next(entry for entry in read_sentences(passages) if part in entry.text)
    assert AskedYears(asked, collection).share_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("社里有三条大家商定的规矩。", True),
        ("需要带的材料如下：", True),
        ("现提出以下四点意见。", True),
        ("The rules are as follows.", True),
        ("这是一个老问题。", False),
        ("35岁以下的有41人。", False),
        ("活动室在东楼。", False),
    ],
)
def test_which_sentences_announce(*, sentence: str, expected: bool) -> None:
    assert announces(sentence) is expected


def test_a_sentence_announces_as_many_things_as_it_counts() -> None:
    assert announces_count("现提出以下四点意见。", 4)
    assert not announces_count("会议听取了四项汇报，议定如下事项。", 5)
