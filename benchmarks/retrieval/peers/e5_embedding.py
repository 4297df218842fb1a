"""multilingual-e5-small for every peer: the product's ONNX embedder, or its folder for torch.

The prefixes "query: " and "passage: ", without which the model was not trained, are put by our
embedder itself; on torch each peer puts them through its own option.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.retrieval.peers.registry import PeerError

if TYPE_CHECKING:
    from embeddings.base import Embedder

DIMENSION = 384
QUERY_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "


def cached_embedder(vectors: Path, cache_dir: Path) -> Embedder:
    """The product's embedder behind the file `vectors`, or what stands in for it.

    Imported when called, so that a peer which only answers questions on torch does not carry it.
    """
    from benchmarks.retrieval.cached_embedder import CachedEmbedder  # noqa: PLC0415
    from benchmarks.retrieval.stand_ins import STAND_INS, StandInEmbedder  # noqa: PLC0415
    from embeddings.factory import DEFAULT_EMBEDDER, create_embedder  # noqa: PLC0415

    if vectors == STAND_INS:
        return StandInEmbedder(DIMENSION)
    model_folder(cache_dir)  # tells of a model that was never prepared
    return CachedEmbedder(create_embedder(DEFAULT_EMBEDDER, cache_dir, print), vectors)


def model_folder(cache_dir: Path) -> str:
    """The sentence-transformers folder that `wenyuan prepare` has made.

    Raises:
        PeerError: there is none.
    """
    found = next(cache_dir.glob("*/modules.json"), None)
    if found is None:
        raise PeerError(f"No prepared embedding model under {cache_dir}. Run: wenyuan prepare")
    return str(found.parent)
