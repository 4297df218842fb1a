"""Any sentence-transformers model, from a folder or from the local model cache.

Importing this module imports torch: `embeddings.factory` does so only when such a
model is asked for. Nothing is ever fetched from the network.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from corpus.errors import ModelError
from embeddings.base import Embedder, TextRole, Vectors
from embeddings.local_models import LOADING_ERRORS, MODULES_FILE, WantedModel, local_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The names under which models keep their prompt for texts that are to be found.
_PASSAGE_PROMPTS = ("document", "passage", "corpus")
_WANTED = WantedModel(
    "embedding model", "sentence-transformers", 'use the default, "bundled"', "SentenceTransformer"
)
_DEFINING_SUFFIXES = frozenset({".json", ".safetensors", ".bin", ".model", ".txt"})


class SentenceTransformerEmbedder(Embedder):
    """A model that sentence-transformers has loaded from `folder`, with its own prompts."""

    def __init__(self, model: SentenceTransformer, folder: Path) -> None:
        self._model = model
        self._fingerprint = folder_fingerprint(folder)
        self._dimension = int(model.encode(["."], show_progress_bar=False).shape[1])
        self._passage_prompt = next(
            (model.prompts[name] for name in _PASSAGE_PROMPTS if model.prompts.get(name)), None
        )
        self._one_at_a_time = Lock()  # a fast tokenizer may not be used by two threads

    @property
    def dimension(self) -> int:
        """As the model gives it."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Hash over all files of the folder that define the model, prompts included."""
        return self._fingerprint

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        options: dict[str, Any] = {"batch_size": len(texts), "show_progress_bar": False}
        with self._one_at_a_time:
            if role is TextRole.QUERY:
                vectors = self._model.encode_query(texts, **options)
            else:
                options["prompt"] = self._passage_prompt
                vectors = self._model.encode_document(texts, **options)
        return np.asarray(vectors, dtype=np.float32)


def load(
    name: str, cache_dir: Path, progress: Callable[[str], None]
) -> SentenceTransformerEmbedder:
    """The model in the folder `name`, or in the local Hugging Face cache under that name."""
    del cache_dir  # nothing is prepared
    folder = local_folder(name, _WANTED)
    progress(f"Loading the embedding model {name}.")
    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except LOADING_ERRORS as exc:
        raise ModelError(
            f"The embedding model in {folder} cannot be loaded: {exc}.",
            remedy="Copy the whole folder of a sentence-transformers model there once more.",
        ) from exc
    return SentenceTransformerEmbedder(model, folder)


def folder_fingerprint(folder: Path) -> str:
    """Hash over names and contents of the files that define the model in `folder`."""
    total = hashlib.sha256()
    for path in _defining_files(folder):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\0".encode())
    return f"sentence-transformers-{total.hexdigest()[:16]}"


def _defining_files(folder: Path) -> Iterator[Path]:
    """Configuration, tokenizer and weights; not the copies for other engines below."""
    for place in sorted({folder, *_module_folders(folder)}):
        for path in sorted(place.iterdir()):
            if path.is_file() and path.suffix in _DEFINING_SUFFIXES:
                yield path


def _module_folders(folder: Path) -> list[Path]:
    modules = folder / MODULES_FILE
    if not modules.is_file():
        return []
    paths = (folder / entry["path"] for entry in json.loads(modules.read_text(encoding="utf-8")))
    return [path for path in paths if path.is_dir()]
