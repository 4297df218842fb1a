"""Which embedder a name stands for; only the module of the chosen one is imported."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import cast

from embeddings.base import Embedder

DEFAULT_EMBEDDER = "bundled"

Progress = Callable[[str], None]
Loader = Callable[[str, Path, Progress], Embedder]

# Names with an implementation of their own → the module whose `load` makes it.
_MODULES = {DEFAULT_EMBEDDER: "embeddings.bundled"}
_ANY_OTHER_NAME = "embeddings.sentence_transformer"


def create_embedder(
    name: str, cache_dir: Path, progress: Callable[[str], None] | None = None
) -> Embedder:
    """The embedder `name`: "bundled", or a sentence-transformers model by name or folder.

    `cache_dir` keeps what has to be prepared once; `progress` hears of it in
    short sentences. Raises ModelError when the model cannot be had.
    """
    module = importlib.import_module(_MODULES.get(name, _ANY_OTHER_NAME))
    load = cast("Loader", module.load)
    return load(name, cache_dir, progress or _silent)


def _silent(_sentence: str) -> None:
    """Hears of progress and tells nobody."""
