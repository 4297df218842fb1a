"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from playwright.sync_api import Browser

from embeddings.base import Embedder
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from embeddings.quantized_blocks import BlockFile
from embeddings.transformer_folder import write_transformer_folder
from rag.factory import open_indexer
from rag.settings import Settings
from tests.browser_kit import open_browser
from tests.server_kit import Server, running_server
from tests.tiny_model import TinyModel, write_tiny_model

SAMPLE_DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """Where prepared models are kept: the user's own cache, so that one is prepared only once."""
    stated = os.environ.get("WENYUAN_CACHE_DIR")
    return Path(stated) if stated else Path(platformdirs.user_cache_dir("wenyuan"))


@pytest.fixture(scope="session")
def embedder(cache_dir: Path) -> Embedder:
    """The default model itself; prepared now if it never was (a few seconds)."""
    return create_embedder(DEFAULT_EMBEDDER, cache_dir)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    """A block file with random weights."""
    return write_tiny_model(tmp_path_factory.mktemp("tiny") / "tiny.bin")


@pytest.fixture(scope="session")
def tiny_folder(tiny_model: TinyModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same model as a sentence-transformers folder."""
    folder = tmp_path_factory.mktemp("tiny-folder")
    prompts = {"query": "query: ", "document": "passage: "}
    write_transformer_folder(BlockFile(tiny_model.path), folder, prompts)
    return folder


@pytest.fixture(scope="session")
def index_of_sample_corpus(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Path:
    """A data folder with the sample corpus indexed by the default model; not to be changed."""
    data_dir = tmp_path_factory.mktemp("sample")
    open_indexer(Settings(data_dir, cache_dir), lambda _: None).index([SAMPLE_DOCUMENTS])
    return data_dir


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module: open for longer, it would get in the way of `asyncio.run`."""
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def server(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The real server over the sample corpus; not to be stopped."""
    folder = tmp_path_factory.mktemp("server")
    with running_server(index_of_sample_corpus, cache_dir, folder) as running:
        yield running
