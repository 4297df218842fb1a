"""The readers as they are asked for by name, with a whole, a missing and a damaged model."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.collection import Collection, SourceText
from corpus.errors import ModelError
from embeddings.base import Embedder
from rag.question import parse_question
from rag.readers.calibration import load_calibration
from rag.readers.extractive import CALIBRATION_FILE
from rag.readers.factory import SENTENCES, open_reader
from rag.readers.reading_model import (
    GRAPH_FILE,
    MODEL_FOLDER,
    PIECES_FILE,
    SCORES_FILE,
    WEIGHTS_FILE,
    ReadingModel,
)

TEXT = "读者凭读者证借书。每人一次最多借阅十册,借期三十天。逾期归还的,每册每天收取一角。"
OTHER = "食堂早餐七点开始供应,午餐十一点半开始。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Collection:
    texts = [SourceText("rules", "借阅规定", TEXT), SourceText("canteen", "食堂", OTHER)]
    return Collection.build(texts, embedder, tmp_path_factory.mktemp("readers"))


@pytest.mark.parametrize("name", ["extractive", SENTENCES])
def test_each_reader_quotes_the_sentence_that_answers(
    name: str, library: Collection, embedder: Embedder
) -> None:
    reader, reranker = open_reader(name, embedder)
    question = parse_question("一次最多可以借几册书？")
    found = library.retriever.retrieve(question.text, 5)
    ordered = reranker.rerank(question, found)
    assert {each.passage for each in ordered} == {each.passage for each in found}
    reading = reader.read(question, ordered, library)
    assert "最多借阅十册" in reading.statements[0].text
    assert 0 <= reading.confidence <= 1
    assert reader.name == name


@pytest.mark.parametrize("name", ["extractive", SENTENCES])
def test_no_passages_no_answer(name: str, library: Collection, embedder: Embedder) -> None:
    reader, reranker = open_reader(name, embedder)
    question = parse_question("一次最多可以借几册书？")
    assert reranker.rerank(question, []) == []
    reading = reader.read(question, [], library)
    assert (reading.statements, reading.confidence) == ((), 0.0)


@pytest.mark.parametrize("name", [GRAPH_FILE, WEIGHTS_FILE, PIECES_FILE, SCORES_FILE])
@pytest.mark.parametrize("harm", ["missing", "cut"])
def test_a_harmed_model_is_named_with_its_remedy(name: str, harm: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    path = folder / name
    content = path.read_bytes()
    path.unlink() if harm == "missing" else path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ModelError) as raised:
        ReadingModel(folder)
    assert str(folder) in raised.value.message
    assert "git checkout" in raised.value.remedy
    assert "--reader sentences" in raised.value.remedy


@pytest.mark.parametrize("content", ["", "{}", '{"models": {"ranking": {}}}', "[1]"])
def test_a_harmed_calibration_is_named_with_its_remedy(content: str, tmp_path: Path) -> None:
    path = tmp_path / CALIBRATION_FILE
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError) as raised:
        load_calibration(path)
    assert str(path) in raised.value.message
    assert raised.value.remedy
