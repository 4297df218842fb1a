from __future__ import annotations

from pathlib import Path

from embeddings.bundled import BundledEmbedder
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from embeddings.prepared_model import FOLDER_NAME
from embeddings.sentence_transformer import SentenceTransformerEmbedder


def test_the_default_name_stands_for_the_bundled_model(embedder: object, cache_dir: Path) -> None:
    assert DEFAULT_EMBEDDER == "bundled"
    assert isinstance(embedder, BundledEmbedder)
    assert (cache_dir / FOLDER_NAME / "modules.json").is_file()


def test_any_folder_stands_for_a_sentence_transformers_model(
    tiny_folder: Path, tmp_path: Path
) -> None:
    told: list[str] = []

    created = create_embedder(str(tiny_folder), tmp_path, told.append)

    assert isinstance(created, SentenceTransformerEmbedder)
    assert str(tiny_folder) in told[0]
