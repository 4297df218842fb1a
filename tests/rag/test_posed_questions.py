"""A question that a document poses itself is answered with what stands under it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.collection import Collection, SourceText
from embeddings.base import Embedder
from rag.factory import open_pipeline
from rag.question import parse_question
from rag.readers.base import Reading
from rag.readers.extractive import MAX_ANSWER_LENGTH, ExtractiveReader
from rag.readers.posed_questions import find_posed_answer
from rag.settings import Settings
from rag.types import AnswerStatus
from tests.conftest import SAMPLE_DOCUMENTS

LIBRARY_DESK = """图书馆读者问答

一、问：借书证丢了怎么补办？

答：带身份证到二楼服务台挂失，当场补发新证，工本费5元。

二、问：研究生一次能借几本书？

答：十五本。其中外文书不超过四本，期刊只能在馆内阅览。

三、问：逾期三天以上还书要交罚款吗？

答：要交。每本每天一角，最多收五元。

四、问：寒假期间阅览室开放吗？

答：开放，但周日闭馆。

五、问：2023年新增藏书多少册？

答：新增两万一千册。

六、问：自习室的座位怎么预约？

答：需要以下三步：
1. 登录座位系统；
2. 选择时段；
3. 到馆扫码签到。
"""
ESSAY = """操场改建记

什么是透水跑道

透水跑道是用多孔材料铺成的跑道，雨水可以直接渗到地下。它的孔隙率约为两成。

为什么要换掉煤渣跑道

煤渣跑道扬尘大，雨后积水，学生跑步时常常滑倒。学校每年补渣要花三万元，家长也多次来信。

有人问，夏天跑道烫不烫？实测表面温度比塑胶跑道低六度。
"""
QUESTIONNAIRE = """食堂满意度问卷

1. 您对食堂的饭菜价格满意吗？
2. 您对食堂的饭菜口味满意吗？
3. 您希望食堂增加哪些窗口？
"""
LONG = "校车为什么改线\n\n" + "".join(
    f"{name}街正在修路，原来的站点搬到了{name}街仓库的门口，请提前十分钟到站。"
    for name in ("枫林", "柳荫", "桂花", "梧桐", "银杏", "海棠", "丁香", "石榴")
)


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    folder: Path = tmp_path_factory.mktemp("posed")
    texts = [
        SourceText("问答.txt", "图书馆读者问答", LIBRARY_DESK),
        SourceText("操场.txt", "操场改建记", ESSAY),
        SourceText("问卷.txt", "食堂满意度问卷", QUESTIONNAIRE),
        SourceText("校车.txt", "校车公告", f"校车公告\n\n{LONG}\n"),
    ]
    return Collection.build(texts, embedder, folder)


@pytest.fixture(scope="module")
def reader() -> ExtractiveReader:
    return ExtractiveReader()


def read(question: str, collection: Collection, reader: ExtractiveReader) -> Reading:
    passages = collection.retriever.retrieve(question, 5)
    return reader.read(parse_question(question), passages, collection)


def posed(question: str, collection: Collection) -> str | None:
    passages = [scored.passage for scored in collection.retriever.retrieve(question, 8)]
    found = find_posed_answer(parse_question(question), passages, collection)
    if found is None:
        return None
    return collection.text_of(found.passage)[found.start : found.end]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("借书证丢了怎么补办？", "带身份证到二楼服务台挂失，当场补发新证，工本费5元。"),
        ("借書證丟了怎麼補辦", "带身份证到二楼服务台挂失，当场补发新证，工本费5元。"),
        ("请问借书证丢了该如何补办呢", "带身份证到二楼服务台挂失，当场补发新证，工本费5元。"),
        ("研究生一次可以借多少本书", "十五本。"),
        ("逾期三天以上还书要不要交罚款", "要交。"),
        ("什么是透水跑道？", "透水跑道是用多孔材料铺成的跑道，雨水可以直接渗到地下。"),
        ("透水跑道是什么", "透水跑道是用多孔材料铺成的跑道，雨水可以直接渗到地下。"),
        ("为什么要换掉煤渣跑道？", "煤渣跑道扬尘大，雨后积水，学生跑步时常常滑倒。"),
        ("有人问，夏天跑道烫不烫？", "实测表面温度比塑胶跑道低六度。"),
    ],
)
def test_what_stands_under_the_question_answers_it(
    collection: Collection, reader: ExtractiveReader, question: str, first: str
) -> None:
    reading = read(question, collection, reader)
    assert reading.statements[0].text == first
    assert reading.confidence > Settings(Path(), Path()).min_confidence


def test_the_answer_ends_where_the_next_question_begins(collection: Collection) -> None:
    answer = posed("研究生一次能借几本书？", collection)
    assert answer == "十五本。其中外文书不超过四本，期刊只能在馆内阅览。"


def test_items_under_the_question_belong_to_the_answer(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = [entry.text for entry in read("自习室的座位怎么预约？", collection, reader).statements]
    assert texts[0] == "需要以下三步："
    assert texts[1:] == ["1. 登录座位系统；", "2. 选择时段；", "3. 到馆扫码签到。"]


@pytest.mark.parametrize(
    "question",
    [
        "校园卡丢了怎么补办？",
        "借书证丢了怎么没人补办？",
        "本科生一次能借几本书？",
        "研究生一次能还几本书？",
        "逾期五天以上还书要交罚款吗？",
        "逾期三天以上不还书要交罚款吗？",
        "暑假期间阅览室开放吗？",
        "寒假期间阅览室几点开放？",
        "寒假期间阅览室不开放吗？",
        "寒假之前阅览室开放吗？",
        "2024年新增藏书多少册？",
        "2023年新增期刊多少册？",
        "什么是透水砖？",
        "为什么要换掉塑胶跑道？",
        "为什么？",
    ],
)
def test_a_question_that_is_only_similar_is_not_posed(
    collection: Collection, question: str
) -> None:
    assert posed(question, collection) is None


@pytest.mark.parametrize(
    "question",
    ["您对食堂的饭菜价格满意吗？", "您对食堂的饭菜口味满意吗？", "您希望食堂增加哪些窗口？"],
)
def test_questions_without_answers_answer_nothing(collection: Collection, question: str) -> None:
    assert posed(question, collection) is None


def test_of_a_long_answer_the_first_sentences_are_said(
    collection: Collection, reader: ExtractiveReader
) -> None:
    texts = [entry.text for entry in read("校车为什么改线？", collection, reader).statements]
    assert LONG.split("\n\n")[1].startswith("".join(texts))
    assert MAX_ANSWER_LENGTH - 40 < sum(map(len, texts)) <= MAX_ANSWER_LENGTH


def test_every_sentence_quotes_its_own_place(
    collection: Collection, reader: ExtractiveReader
) -> None:
    for statement in read("研究生一次能借几本书？", collection, reader).statements:
        (evidence,) = statement.evidence
        assert LIBRARY_DESK[evidence.start : evidence.end] == statement.text == evidence.quote
        assert evidence.passage.start <= evidence.start < evidence.passage.end


def test_every_question_of_the_sample_faq_gets_its_own_answer(
    index_of_sample_corpus: Path, cache_dir: Path
) -> None:
    pipeline = open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    text = (SAMPLE_DOCUMENTS / "计量与特种设备办事问答.md").read_text(encoding="utf-8")
    pairs = re.findall(r"\*\*问：(.*?)\*\*\n\n答：(.*?)(?=\n\n\*\*|\n\n##|\Z)", text, re.DOTALL)
    assert len(pairs) == 12
    for question, expected in pairs:
        answer = pipeline.answer(question)
        assert answer.status is AnswerStatus.ANSWERED, question
        assert answer.citations, question
        assert all(citation.quote in expected for citation in answer.citations), question
