"""Questions for a list get each item's own heading words, in order, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.collection import Collection, SourceText
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.extractive import ExtractiveReader

TEXT = """窗口服务规定

做好窗口服务要抓住四个环节。一是热情接待。来人起身相迎,问明来意。二是一次告知。所缺材料一张单子写全。\
三是限时办结。普通事项五个工作日内办完。四是回访改进。每月抽一成办事人电话回访。

窗口工作人员有三条禁令:(1)不得离岗;(2)不得收受礼品;(3)不得推诿。

大厅周一到周五开放,周末由值班人员负责。
"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    folder: Path = tmp_path_factory.mktemp("lists")
    return Collection.build([SourceText("规定.txt", "窗口服务规定", TEXT)], embedder, folder)


@pytest.fixture(scope="module")
def reader() -> ExtractiveReader:
    return ExtractiveReader()


def items(question: str, collection: Collection, reader: ExtractiveReader) -> list[str]:
    passages = collection.retriever.retrieve(question, 5)
    reading = reader.read(parse_question(question), passages, collection)
    return [statement.text for statement in reading.statements]


@pytest.mark.parametrize("question", ["窗口服务要抓住哪四个环节?", "窗口服務有哪些環節"])
def test_items_come_in_order_by_their_own_words(
    collection: Collection, reader: ExtractiveReader, question: str
) -> None:
    expected = ["热情接待", "一次告知", "限时办结", "回访改进"]
    assert items(question, collection, reader) == expected


def test_the_count_in_the_question_chooses_between_lists(
    collection: Collection, reader: ExtractiveReader
) -> None:
    assert items("窗口工作人员有哪三条禁令?", collection, reader) == [
        "不得离岗",
        "不得收受礼品",
        "不得推诿",
    ]


def test_every_item_quotes_its_own_place(collection: Collection, reader: ExtractiveReader) -> None:
    passages = collection.retriever.retrieve("窗口服务的四个环节是哪些?", 5)
    question = parse_question("窗口服务的四个环节是哪些?")
    reading = reader.read(question, passages, collection)
    for statement in reading.statements:
        (evidence,) = statement.evidence
        assert TEXT[evidence.start : evidence.end] == statement.text == evidence.quote
        assert evidence.passage.start <= evidence.start < evidence.passage.end
