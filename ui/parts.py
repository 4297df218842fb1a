"""The heavy parts of the product, imported when a command first needs them.

numpy, FAISS, tantivy, LangChain and the model's runtime take longer to import than
`wenyuan --help` may take in all. This is the only module that imports them, and it does
so by name; every other module of the command line gets them from here.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rag.settings import Settings
from ui.terminal import notify

if TYPE_CHECKING:
    from corpus.store import LibraryStore
    from rag.indexing import Indexer
    from rag.pipeline import QAPipeline


def open_pipeline(settings: Settings) -> QAPipeline:
    """What answers questions; raises IndexMissingError or ModelError."""
    factory = importlib.import_module("rag.factory")
    return cast("QAPipeline", factory.open_pipeline(settings, notify))


def open_indexer(settings: Settings) -> Indexer:
    """What turns files into the index; raises StoreError, ModelError or BusyError."""
    factory = importlib.import_module("rag.factory")
    return cast("Indexer", factory.open_indexer(settings, notify))


def open_store(settings: Settings) -> LibraryStore:
    """The library of documents and passages; raises IndexMissingError or StoreError."""
    factory = importlib.import_module("rag.factory")
    return cast("LibraryStore", factory.open_store(settings))


def prepare_model(name: str, cache_dir: Path) -> None:
    """Makes the embedding model ready and lets it embed a word; raises ModelError."""
    factory = importlib.import_module("embeddings.factory")
    factory.create_embedder(name, cache_dir, notify).embed_queries(["文渊"])
