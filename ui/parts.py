"""The heavy parts of the product, imported when a command first needs them.

numpy, FAISS, tantivy, LangChain, Gradio and the model's runtime take longer to import than
`wenyuan --help` may take in all. This is the only module that imports them, and it does
so by name; every other module of the command line gets them from here.
"""

from __future__ import annotations

import importlib
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rag.settings import Settings
from ui.terminal import notify

if TYPE_CHECKING:
    from starlette.types import ASGIApp

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


def changes_below(paths: Sequence[Path], data_dir: Path) -> Iterator[None]:
    """One item after each burst of changes below `paths`."""
    watching = importlib.import_module("ui.watching")
    return cast("Iterator[None]", watching.changes_below(paths, data_dir))


def open_app(settings: Settings) -> ASGIApp:
    """The product as a web application; raises IndexMissingError, StoreError or ModelError.

    Index and model first: what is wrong with them is told before Gradio's slow import.
    """
    factory = importlib.import_module("rag.factory")
    service = factory.open_service(settings, notify)
    server = importlib.import_module("ui.server")
    return cast("ASGIApp", server.create_app(service, settings, notify))


def run_app(app: ASGIApp, listener: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serves `app` until it is stopped; raises KeyboardInterrupt then."""
    importlib.import_module("ui.running").run_app(app, listener, on_ready)
