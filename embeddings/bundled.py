"""The default embedder: multilingual-e5-small in int8 on ONNX Runtime.

Loading imports neither torch nor transformers. Texts are encoded one at a time,
each on one thread and as many at once as there are processors: nothing is padded, a
vector does not depend on what else stands in its batch, and no thread waits for
another one in the middle of a product, which stalls on a busy machine.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from embeddings import prepared_model
from embeddings.base import Embedder, TextRole, Vectors
from embeddings.onnx_session import open_session
from embeddings.unigram import UnigramTokenizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DIMENSION = 384
MAX_TOKENS = 512

_COSINE_SPREAD = 0.0624

_PREFIXES = {
    TextRole.QUERY: prepared_model.QUERY_PREFIX,
    TextRole.PASSAGE: prepared_model.PASSAGE_PREFIX,
}


class BundledEmbedder(Embedder):
    """multilingual-e5-small, read from a prepared folder."""

    batch_size = 64

    def __init__(self, folder: Path, threads: int) -> None:
        encoder = folder / prepared_model.ENCODER_FOLDER
        self._tokenizer = _tokenizer(encoder)
        self._session = open_session(
            encoder / prepared_model.GRAPH_FILE,
            "Install the pinned versions (pip install -r requirements.txt); should that not "
            f"help, delete {folder}: it is prepared anew.",
        )
        self._threads = threads

    @property
    def dimension(self) -> int:
        """384."""
        return DIMENSION

    @property
    def fingerprint(self) -> str:
        """Name, source and recipe of the model."""
        return prepared_model.fingerprint()

    @property
    def cosine_spread(self) -> float:
        """As it was measured once."""
        return _COSINE_SPREAD

    def _encode(self, texts: list[str], role: TextRole) -> Vectors:
        prefixed = [_PREFIXES[role] + text for text in texts]
        if len(prefixed) == 1:
            return self._encode_one(prefixed[0])
        with ThreadPoolExecutor(min(self._threads, len(prefixed))) as pool:
            return np.concatenate(list(pool.map(self._encode_one, prefixed)))

    def _encode_one(self, text: str) -> Vectors:
        """Vector (1, dimension) of one text with its prefix."""
        ids = np.array([self._tokenizer.encode(text)], dtype=np.int64)
        mean: Vectors = self._session.run(None, {prepared_model.GRAPH_INPUT: ids})[0]
        return mean


def load(name: str, cache_dir: Path, progress: Callable[[str], None]) -> BundledEmbedder:
    """The default embedder, prepared in `cache_dir` first if it is not there or damaged."""
    del name  # this module has one model
    folder = cache_dir / prepared_model.FOLDER_NAME
    if not prepared_model.is_complete(folder):
        # Imports the package onnx, which is of no use once the model is prepared.
        from embeddings.preparation import prepare  # noqa: PLC0415

        prepare(folder, progress)
    return BundledEmbedder(folder, threads=len(os.sched_getaffinity(0)))


def _tokenizer(encoder: Path) -> UnigramTokenizer:
    pieces = (encoder / prepared_model.PIECES_FILE).read_text(encoding="utf-8").split("\n")
    scores = np.load(encoder / prepared_model.SCORES_FILE).tolist()
    return UnigramTokenizer(pieces, scores, MAX_TOKENS)
