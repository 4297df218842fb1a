from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from embeddings.base import l2_normalized
from embeddings.factory import create_embedder
from embeddings.sentence_transformer import folder_fingerprint
from tests.tiny_model import PIECES, TinyModel


def test_a_written_folder_gives_the_exact_vectors_with_its_prompts(
    tiny_folder: Path, tiny_model: TinyModel, tmp_path: Path
) -> None:
    embedder = create_embedder(str(tiny_folder), tmp_path)

    query = embedder.embed_query_vector("电梯")
    passage = embedder.embed_passages(["电梯"])[0]

    for vector, words in (
        (query, ["▁que", "ry", ":", "▁", "电梯"]),
        (passage, ["▁passage", ":", "▁", "电梯"]),
    ):
        ids = [0, *(PIECES.index(word) for word in words), 2]
        expected = l2_normalized(tiny_model.mean_vector(ids)[np.newaxis])[0]
        np.testing.assert_allclose(vector, expected, atol=1e-5)


def test_the_fingerprint_is_that_of_the_content_not_of_the_place(
    tiny_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)

    assert folder_fingerprint(copy) == folder_fingerprint(tiny_folder)


@pytest.mark.parametrize(
    "name", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json", "config.json"]
)
def test_the_fingerprint_follows_weights_and_configuration(
    name: str, tiny_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)
    content = bytearray((copy / name).read_bytes())
    content[-2] ^= 1
    (copy / name).write_bytes(content)

    assert folder_fingerprint(copy) != folder_fingerprint(tiny_folder)


def test_the_fingerprint_follows_the_prompts(tiny_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)
    settings = copy / "config_sentence_transformers.json"
    content = json.loads(settings.read_text(encoding="utf-8"))
    content["prompts"]["query"] = "question: "
    settings.write_text(json.dumps(content), encoding="utf-8")

    assert folder_fingerprint(copy) != folder_fingerprint(tiny_folder)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no embedding model"):
        create_embedder(str(tmp_path), tmp_path)


def test_a_folder_with_damaged_weights_is_told(tiny_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(tiny_folder, copy)
    weights = (copy / "model.safetensors").read_bytes()
    (copy / "model.safetensors").write_bytes(weights[: len(weights) // 2])

    with pytest.raises(ModelError, match="cannot be loaded"):
        create_embedder(str(copy), tmp_path)


@pytest.mark.parametrize(
    "name", ["no-such-model", "nobody/no-such-model", "/no/such/folder", "bad name: ?", ""]
)
def test_an_unknown_name_is_told_with_its_remedy(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError) as error:
        create_embedder(name, tmp_path)
    assert "bundled" in error.value.remedy


def test_loading_opens_no_connection(tiny_folder: Path, tmp_path: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "def hook(event, args):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        print('network', event, args)\n"
        "sys.addaudithook(hook)\n"
        "from corpus.errors import ModelError\n"
        "from embeddings.factory import create_embedder\n"
        "place = pathlib.Path(sys.argv[1])\n"
        "print(len(create_embedder(sys.argv[1], place).embed_query('电梯')))\n"
        "try:\n"
        "    create_embedder('intfloat/never-in-any-cache', place)\n"
        "except ModelError:\n"
        "    print('not found')\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", code, str(tiny_folder)], capture_output=True, text=True, check=True
    )

    assert result.stdout.split("\n") == ["64", "not found", ""]
