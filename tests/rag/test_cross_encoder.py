"""A real cross-encoder, tiny and random, as the reranker."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from sentence_transformers import CrossEncoder

from corpus.errors import ModelError
from rag.factory import open_indexer, open_pipeline
from rag.pipeline import QAPipeline
from rag.question import parse_question
from rag.reranker import RetrievalOrder, create_reranker
from rag.settings import Settings
from rag.types import ScoredPassage
from tests.library_kit import rule, write
from tests.pipeline_kit import passage
from tests.tiny_cross_encoder import logit, write_tiny_cross_encoder

QUESTION = parse_question("电梯检验")
TEXTS = ("泵站检修规程", "电梯由班组负责", "雨季计划", "季度计划", "检验", "电梯")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    write_tiny_cross_encoder(folder)
    return folder


def retrieved(*texts: str) -> list[ScoredPassage]:
    return [
        ScoredPassage(passage(text), rank, 1 / rank) for rank, text in enumerate(texts, start=1)
    ]


def silent(_sentence: str) -> None:
    """Hears that a model is loaded."""


def expected_score(folder: Path, text: str) -> float:
    found = passage(text)
    value = logit(folder, QUESTION.text, f"{found.context}\n{text}")
    return 1 / (1 + math.exp(-value))


def test_passages_come_by_the_models_own_scores_with_new_ranks(folder: Path) -> None:
    found = create_reranker(str(folder), silent).rerank(QUESTION, retrieved(*TEXTS))
    scores = {text: expected_score(folder, text) for text in TEXTS}
    assert [one.passage.text for one in found] == sorted(TEXTS, key=lambda text: -scores[text])
    assert [one.passage.text for one in found] != list(TEXTS)
    assert [one.rank for one in found] == [1, 2, 3, 4, 5, 6]
    for one in found:
        assert one.score == pytest.approx(scores[one.passage.text], abs=1e-5)


@pytest.mark.parametrize("activation", [torch.nn.Sigmoid, torch.nn.Identity])
def test_scores_are_the_same_whatever_activation_a_model_was_saved_with(
    activation: type[torch.nn.Module], folder: Path, tmp_path: Path
) -> None:
    model = CrossEncoder(str(folder), device="cpu", activation_fn=activation())
    model.save(str(tmp_path / "saved"))
    found = create_reranker(str(tmp_path / "saved"), silent).rerank(QUESTION, retrieved(*TEXTS))
    for one in found:
        assert one.score == pytest.approx(expected_score(folder, one.passage.text), abs=1e-5)


def test_passages_beyond_the_depth_follow_in_their_order_with_lower_scores(folder: Path) -> None:
    reranker = create_reranker(str(folder), silent)
    many = retrieved(*(TEXTS[n % 6] * (n + 1) for n in range(reranker.depth + 5)))
    found = reranker.rerank(QUESTION, many)
    assert [one.passage for one in found[-5:]] == [one.passage for one in many[-5:]]
    assert {one.passage.text for one in found} == {one.passage.text for one in many}
    assert [one.rank for one in found] == list(range(1, len(many) + 1))
    assert all(first.score >= second.score for first, second in pairwise(found))
    assert all(0 < one.score <= 1 for one in found)


def test_equal_passages_keep_their_order(folder: Path) -> None:
    first, second = retrieved("电梯", "电梯")
    same = [first, replace(second, passage=replace(second.passage, source="docs/b.txt"))]
    found = create_reranker(str(folder), silent).rerank(QUESTION, same)
    assert [one.passage.source for one in found] == ["docs/a.txt", "docs/b.txt"]


def test_a_passage_that_is_too_long_for_the_model_is_cut(folder: Path) -> None:
    (found,) = create_reranker(str(folder), silent).rerank(QUESTION, retrieved("电梯" * 500))
    assert 0 < found.score < 1


def test_nothing_found_stays_nothing(folder: Path) -> None:
    assert create_reranker(str(folder), silent).rerank(QUESTION, []) == []


def test_none_keeps_the_order_of_retrieval() -> None:
    reranker = create_reranker("none", silent)
    assert isinstance(reranker, RetrievalOrder)
    assert reranker.rerank(QUESTION, retrieved(*TEXTS)) == retrieved(*TEXTS)


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such", "/no/such/folder", "a b: ?"])
def test_an_unknown_name_is_told_with_its_remedy(name: str) -> None:
    with pytest.raises(ModelError, match="There is no reranker") as caught:
        create_reranker(name, silent)
    assert "hf download" in caught.value.remedy
    assert 'WENYUAN_RERANKER) to "none"' in caught.value.remedy


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no reranker") as caught:
        create_reranker(str(tmp_path), silent)
    assert "CrossEncoder.save" in caught.value.remedy


def test_an_embedding_model_is_refused(tiny_folder: Path) -> None:
    with pytest.raises(ModelError, match="of type unknown; a CrossEncoder") as caught:
        create_reranker(str(tiny_folder), silent)
    assert "embedding_model" in caught.value.remedy


def test_a_model_without_a_trained_head_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    config = json.loads((copy / "config.json").read_text(encoding="utf-8"))
    config["architectures"] = ["BertModel"]
    (copy / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match="of type BertModel; a CrossEncoder was expected"):
        create_reranker(str(copy), silent)


def test_a_classifier_of_several_labels_is_refused(tmp_path: Path) -> None:
    write_tiny_cross_encoder(tmp_path / "three", labels=3)
    with pytest.raises(ModelError, match="gives 3 scores"):
        create_reranker(str(tmp_path / "three"), silent)


@pytest.mark.parametrize("content", ["{", "[]", "\udcff"])
def test_a_damaged_description_is_told(folder: Path, tmp_path: Path, content: str) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    (copy / "config.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError, match=r"config\.json") as caught:
        create_reranker(str(copy), silent)
    assert "Copy the whole folder" in caught.value.remedy


def test_damaged_weights_are_told(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    weights = (copy / "model.safetensors").read_bytes()
    (copy / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    with pytest.raises(ModelError, match="cannot be loaded"):
        create_reranker(str(copy), silent)


def test_loading_and_scoring_open_no_connection(folder: Path) -> None:
    code = (
        "import sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        print('network', event, args)\n"
        "sys.addaudithook(hook)\n"
        "from corpus.errors import ModelError\n"
        "from rag.question import parse_question\n"
        "from rag.reranker import create_reranker\n"
        "from tests.rag.test_cross_encoder import retrieved\n"
        "reranker = create_reranker(sys.argv[1], lambda _: None)\n"
        "print(len(reranker.rerank(parse_question('电梯'), retrieved('检验', '电梯'))))\n"
        "try:\n"
        "    create_reranker('BAAI/never-in-any-cache', print)\n"
        "except ModelError:\n"
        "    print('not found')\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert result.stdout.split("\n") == ["2", "not found", ""]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Path:
    home = tmp_path_factory.mktemp("library")
    docs = write(home / "docs", **{f"d{number}": rule(number) for number in range(3)})
    open_indexer(Settings(home / "data", cache_dir), silent).index([docs])
    return home / "data"


def pipeline(data: Path, cache_dir: Path, reranker: str) -> QAPipeline:
    return open_pipeline(Settings(data, cache_dir, reranker=reranker, top_k=3), silent)


def test_a_search_gives_the_rerankers_best_of_all_it_chose_from(
    data: Path, cache_dir: Path, folder: Path
) -> None:
    plain = pipeline(data, cache_dir, "none").search("泵站检修由谁负责", 1_000)
    reranked = pipeline(data, cache_dir, str(folder))
    depth = create_reranker(str(folder), silent).depth
    best = {one.passage.passage_id for one in plain[:depth]}
    found = reranked.search("泵站检修由谁负责", 2)
    everything = reranked.search("泵站检修由谁负责", 1_000)
    assert found == everything[:2]
    assert {one.passage.passage_id for one in everything[:depth]} == best
    assert len(everything) == len(plain)
    asked = parse_question("泵站检修由谁负责")
    assert everything == create_reranker(str(folder), silent).rerank(asked, plain)


def test_a_question_is_answered_from_the_rerankers_best(
    data: Path, cache_dir: Path, folder: Path
) -> None:
    reranked = pipeline(data, cache_dir, str(folder))
    question = "巴西队哪一年夺得世界杯?"
    answer = reranked.answer(question)
    assert list(answer.nearest) == reranked.search(question, 3)
