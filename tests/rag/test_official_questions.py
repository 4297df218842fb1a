"""What an official document states of itself answers who asks for it by number or title."""

from __future__ import annotations

import pytest

from benchmarks.collection import Collection, SourceText
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.base import Reading
from rag.readers.extractive import ExtractiveReader
from rag.readers.official_questions import read_official_question

FLOOD = """清河县水务局文件

清水发〔2024〕17号

关于做好2024年汛期巡渠和
闸门检修工作的通知

各乡镇水管站：

为了做好防汛工作，现就有关事项通知如下。

一、巡渠范围
干渠和支渠全部巡查，每天早晚各一次，险段每两小时一次，由专人做好记录。

二、检修安排
闸门五月底以前全部检修完毕，备用零件由县水务局统一采购后分发到站。

三、工作要求
（一）落实到人。每段水渠写明巡渠人的姓名和电话。
（二）按时上报。每周五下午报送巡渠记录。

清河县水务局
青山县水务局
2024年4月9日

抄送：县防汛办。
"""
REPLY = """关于同意修建蓄水池的批复

清水复〔2023〕5号

北坡水管站：

你站关于修建蓄水池的请示收悉。经研究，同意修建，并提出以下三点要求：一是容量不少于三百立方米；二是雨季以前完工；三是费用自筹一半。清水发〔2022〕8号同时停止执行。

清河县水务局　2023年11月20日
"""
RULES = """清河县水渠管护办法

（清水发〔2021〕3号）

第一章 总则

第一条 为了管好水渠，制定本办法。

第二章 附则

第二条 本办法自2021年6月1日起施行。
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [
        SourceText("汛期.txt", "关于做好2024年汛期巡渠和闸门检修工作的通知", FLOOD),
        SourceText("批复.txt", "关于同意修建蓄水池的批复", REPLY),
        SourceText("办法.txt", "清河县水渠管护办法", RULES),
    ]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("official"))


def stated(question: str, collection: Collection) -> Reading | None:
    passages = [scored.passage for scored in collection.retriever.retrieve(question, 10)]
    return read_official_question(parse_question(question), passages, collection)


def texts_of(reading: Reading | None) -> list[str]:
    assert reading is not None
    for statement in reading.statements:
        (evidence,) = statement.evidence
        stored = {"关于做": FLOOD, "关于同": REPLY, "清河县": RULES}[evidence.passage.title[:3]]
        assert stored[evidence.start : evidence.end] == statement.text
    return [statement.text for statement in reading.statements]


TITLE = ["关于做好2024年汛期巡渠和", "闸门检修工作的通知"]
HEADINGS = ["巡渠范围", "检修安排", "工作要求"]
REQUIRED = [
    "（一）落实到人。每段水渠写明巡渠人的姓名和电话。",
    "（二）按时上报。每周五下午报送巡渠记录。",
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("关于做好2024年汛期巡渠和闸门检修工作的通知的主要内容是什么？", HEADINGS),
        ("汛期巡渠和闸门检修工作的通知主要讲了什么", [*TITLE, *HEADINGS]),
        ("清水发〔2024〕17号是关于什么的？", TITLE),
        ("请问清水发[2024]第17号文的标题是什么", TITLE),
        ("〔2024〕17号文件是关于什么的", TITLE),
        ("清水发〔2024〕17号的主要内容是什么", HEADINGS),
        ("清水发〔2024〕17号有哪些内容", HEADINGS),
        ("清水发〔2024〕17号部署了哪些任务", HEADINGS),
        ("清水发〔2024〕17号讲了什么", [*TITLE, *HEADINGS]),
        ("清水发〔2024〕17号的主要要求是什么", REQUIRED),
        ("清水发〔2024〕17号提出了哪些要求", REQUIRED),
        ("清水发〔2024〕17号文什么时候发的", ["2024年4月9日"]),
        ("清水发〔2024〕17号的印发日期是哪天", ["2024年4月9日"]),
        ("清水发〔2024〕17号是谁发的", ["清河县水务局", "青山县水务局"]),
        ("清水發〔2024〕17號是哪個單位印發的", ["清河县水务局", "青山县水务局"]),
        ("清水复〔2023〕5号是关于什么的", ["关于同意修建蓄水池的批复"]),
        ("清水复〔2023〕5号什么时候发的", ["清河县水务局　2023年11月20日"]),
        ("《关于同意修建蓄水池的批复》是谁发的", ["清河县水务局　2023年11月20日"]),
        (
            "清水复〔2023〕5号的主要要求有哪些",
            ["容量不少于三百立方米", "雨季以前完工", "费用自筹一半"],
        ),
        ("清水发〔2021〕3号的主要内容", ["第一章 总则", "第二章 附则"]),
    ],
)
def test_a_document_states_it_in_its_own_lines(
    collection: Collection, question: str, expected: list[str]
) -> None:
    assert texts_of(stated(question, collection)) == expected


def test_the_day_and_the_issuer_are_the_short_answer(collection: Collection) -> None:
    day = stated("清水复〔2023〕5号什么时候发的", collection)
    issuer = stated("清水复〔2023〕5号是谁发的", collection)
    assert day is not None
    assert issuer is not None
    assert (day.short_answer, issuer.short_answer) == ("2023年11月20日", "清河县水务局")


@pytest.mark.parametrize(
    "question",
    [
        "清水发〔2024〕17号要求什么时候报送巡渠记录",
        "清水发〔2024〕17号什么时候开始执行",
        "清水发〔2024〕17号印发后哪份文件停止执行",
        "清水发〔2022〕8号是关于什么的",
        "清水发〔2021〕3号是谁发的",
        "清水发〔2021〕3号什么时候发的",
        "《北坡蓄水池养护手册》是谁写的",
        "汛期巡渠的通知是谁发的",
        "哪个文件是关于汛期巡渠的",
    ],
)
def test_what_is_not_just_asked_or_not_stated_is_left_to_the_reader(
    collection: Collection, question: str
) -> None:
    assert stated(question, collection) is None


@pytest.mark.parametrize(
    "question", ["国水发〔2010〕12号是关于什么的", "清林发〔2024〕17号是谁发的"]
)
def test_a_number_that_no_document_bears_or_cites_is_refused(
    collection: Collection, question: str
) -> None:
    reading = stated(question, collection)
    assert reading is not None
    assert reading.statements == ()
    assert reading.confidence == 0.0


def test_the_reader_says_it(collection: Collection) -> None:
    question = "清水发〔2024〕17号文什么时候发的"
    passages = collection.retriever.retrieve(question, 10)
    reading = ExtractiveReader().read(parse_question(question), passages, collection)
    assert texts_of(reading) == ["2024年4月9日"]
    assert reading.short_answer == "2024年4月9日"
