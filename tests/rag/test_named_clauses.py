"""A question that names a clause by its number is answered by that clause and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.collection import Collection, SourceText
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.base import Reading
from rag.readers.extractive import MAX_ANSWER_LENGTH, ExtractiveReader
from rag.readers.named_clauses import find_clause_answer
from rag.settings import Settings

CANALS = """清河县水渠管护条例

第一章　总　则

第一条　为了管好水渠，根据有关法律，制定本条例。

第二条　本县水渠的规划、建设、管护，适用本条例。
法律、法规另有规定的，从其规定。

第二章　监督检查

第三条　县水务局每年春灌以前检查水渠。
检查的内容包括：
（一）渠道是否畅通；
（二）闸门能否开关；
（三）管护人员是否到位。
检查的结果在村里公布。

第四条　有下列情形之一的，由县水务局责令改正，可以处五百元以上的罚款：
（一）在渠道上私开口子的；
（二）向渠道倾倒垃圾的。

第五条　管护人员应当做到：
1. 每天巡渠一次；
2. 雨后查看闸门；
3. 发现决口立即报告。

第三章　附　则

第六条　本条例自2024年1月1日起施行。依照《青山县农田用水条例》第四十条已经处理的，不再处理。

清河县水务局
2023年12月1日
"""
LIBRARY_RULES = (
    "青山县图书馆借阅管理办法（试行）\n\n"
    + "\n\n".join(
        (
            "第一条 为了方便读者借阅图书，制定本办法。",
            "第二条 读者凭借书证入馆，一人一证，不得转借。",
            "第三条 图书每次可以借十五本，借期三十天。",
            "第四条 "
            + "".join(
                f"{name}阅览室每天八点开门，晚上九点闭馆，周末照常开放，读者凭证入座，离开时把书放回原处。"
                for name in ("报刊", "少儿", "外文", "地方志", "古籍", "电子", "盲文")
            ),
            "第四条之一 寒暑假期间，少儿阅览室延长开放一小时。",
            "第五条 本办法自公布之日起施行。",
        )
    )
    + "\n"
)
NOTICE = """关于印发两项制度的通知

县水务发〔2023〕7号

各乡镇水管站：

现将《巡渠人员考勤办法》和《水管站值班规则》印发给你们，请遵照执行。

清河县水务局
2023年5月6日

附件1

巡渠人员考勤办法

第一条 巡渠人员每天到站签到。

第二条 迟到三次的，扣发当月补贴。

第三条 请假应当提前一天告诉站长。

附件2

水管站值班规则

第一条 水管站汛期昼夜有人值班。

第二条 值班人员每两小时记录一次水位。
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [
        SourceText("水渠.txt", "清河县水渠管护条例", CANALS),
        SourceText("图书馆.txt", "青山县图书馆借阅管理办法（试行）", LIBRARY_RULES),
        SourceText("通知.txt", "关于印发两项制度的通知", NOTICE),
    ]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("clauses"))


@pytest.fixture(scope="module")
def reader() -> ExtractiveReader:
    return ExtractiveReader()


def read(question: str, collection: Collection, reader: ExtractiveReader) -> Reading:
    passages = collection.retriever.retrieve(question, 10)
    return reader.read(parse_question(question), passages, collection)


def texts_of(reading: Reading) -> list[str]:
    return [statement.text for statement in reading.statements]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "清河县水渠管护条例第二条规定了什么？",
            [
                "第二条　本县水渠的规划、建设、管护，适用本条例。",
                "法律、法规另有规定的，从其规定。",
            ],
        ),
        ("《清河县水渠管护条例》第二条第二款是什么内容", ["法律、法规另有规定的，从其规定。"]),
        ("《水渠管护条例》第2条第1款怎么规定的", ["本县水渠的规划、建设、管护，适用本条例。"]),
        ("水渠条例第三条第（三）项", ["（三）管护人员是否到位。"]),
        ("请问水渠条例第三条第二款第二项说的是什么", ["（二）闸门能否开关；"]),
        ("水渠条例第三条第三款是怎么说的", ["检查的结果在村里公布。"]),
        ("條例第五條第三項的內容", ["3. 发现决口立即报告。"]),
        (
            "条例第四条",
            [
                "第四条　有下列情形之一的，由县水务局责令改正，可以处五百元以上的罚款：",
                "（一）在渠道上私开口子的；",
                "（二）向渠道倾倒垃圾的。",
            ],
        ),
        ("借阅管理办法第二条讲了什么", ["第二条 读者凭借书证入馆，一人一证，不得转借。"]),
        ("借阅办法第四条之一", ["第四条之一 寒暑假期间，少儿阅览室延长开放一小时。"]),
        (
            "借阅办法第二条和第三条分别规定了什么",
            [
                "第二条 读者凭借书证入馆，一人一证，不得转借。",
                "第三条 图书每次可以借十五本，借期三十天。",
            ],
        ),
        ("考勤办法第二条怎么规定", ["第二条 迟到三次的，扣发当月补贴。"]),
        ("《水管站值班规则》第二条的内容", ["第二条 值班人员每两小时记录一次水位。"]),
        (
            "条例第六条说什么",
            [
                "第六条　本条例自2024年1月1日起施行。",
                "依照《青山县农田用水条例》第四十条已经处理的，不再处理。",
            ],
        ),
    ],
)
def test_the_named_clause_is_quoted(
    collection: Collection, reader: ExtractiveReader, question: str, expected: list[str]
) -> None:
    reading = read(question, collection, reader)
    assert texts_of(reading) == expected
    assert reading.confidence > Settings(Path(), Path()).min_confidence
    for statement in reading.statements:
        (evidence,) = statement.evidence
        stored = collection.text_of(evidence.passage)
        assert stored[evidence.start : evidence.end] == statement.text == evidence.quote
        assert evidence.passage.start <= evidence.start < evidence.passage.end


def test_without_a_name_the_first_document_that_has_the_clause_answers(
    collection: Collection, reader: ExtractiveReader
) -> None:
    (text,) = texts_of(read("第四条之一规定了什么", collection, reader))
    assert text.startswith("第四条之一 寒暑假期间")


@pytest.mark.parametrize(
    "question",
    [
        "水渠条例第二十条规定了什么",
        "水渠条例第三条第九款规定了什么",
        "水渠条例第四条第（五）项是什么",
        "水渠条例第二章第六条规定了什么",
        "水渠条例第九章讲什么",
        "水渠条例第二条和第三十条规定了什么",
        "水渠条例第二十条规定罚款多少元",
        "借阅办法第六条规定了什么",
        "考勤办法第四条规定了什么",
        "水管站值班规则第三条规定了什么",
        "《清河县计划用水办法》第二条规定了什么",
        "青山县水渠条例第二条规定了什么",
        "清河县消防条例第二条规定了什么",
        "国水发〔2010〕12号第二条规定了什么",
        "《清河县消防条例》第二条规定罚款多少元",
        "第九十九条规定了什么",
    ],
)
def test_a_clause_that_does_not_exist_is_refused(
    collection: Collection, reader: ExtractiveReader, question: str
) -> None:
    reading = read(question, collection, reader)
    assert reading.statements == ()
    assert reading.confidence == 0.0


def test_a_long_article_is_cut_at_the_usual_length(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = texts_of(read("借阅管理办法第四条是什么", collection, reader))
    said = "".join(texts)
    assert said.startswith("第四条 报刊阅览室每天八点开门")
    assert said in LIBRARY_RULES
    assert MAX_ANSWER_LENGTH - 60 < len(said) <= MAX_ANSWER_LENGTH


def test_a_chapter_is_told_by_its_heading_and_the_first_sentences_of_its_articles(
    collection: Collection, reader: ExtractiveReader
) -> None:
    assert texts_of(read("水渠条例第二章讲什么", collection, reader)) == [
        "第二章　监督检查",
        "第三条　县水务局每年春灌以前检查水渠。",
        "第四条　有下列情形之一的，由县水务局责令改正，可以处五百元以上的罚款：",
        "第五条　管护人员应当做到：",
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("水渠条例第三条规定检查的结果在哪里公布", "检查的结果在村里公布。"),
        ("《借阅管理办法》第三条图书每次可以借多少本", "第三条 图书每次可以借十五本，借期三十天。"),
    ],
)
def test_what_else_is_asked_is_answered_from_the_named_clause(
    collection: Collection, reader: ExtractiveReader, question: str, expected: str
) -> None:
    assert texts_of(read(question, collection, reader)) == [expected]


def test_words_that_the_clause_lacks_are_looked_for_in_its_document_only(
    collection: Collection, reader: ExtractiveReader
) -> None:
    reading = read("《巡渠人员考勤办法》第二条对早退怎么处理", collection, reader)
    places = [place for statement in reading.statements for place in statement.evidence]
    assert places
    assert {place.passage.source for place in places} == {"通知.txt"}


@pytest.mark.parametrize(
    "question",
    [
        "水渠条例第四条以外还有哪些处罚",
        "水渠条例第三条和第四条有什么区别",
        "第四条什么时候修改的",
        "哪些行为会被县水务局罚款",
        "灌溉第三方检查的结果是什么",
    ],
)
def test_a_question_for_something_else_names_no_clause_to_be_quoted(
    collection: Collection, question: str
) -> None:
    passages = [scored.passage for scored in collection.retriever.retrieve(question, 10)]
    assert find_clause_answer(parse_question(question), passages, collection) is None
