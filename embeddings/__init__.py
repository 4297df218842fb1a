"""Texts to vectors, and the search among vectors."""

from embeddings.base import Embedder, TextRole
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from embeddings.vector_index import FaissIndex, VectorIndex

__all__ = [
    "DEFAULT_EMBEDDER",
    "Embedder",
    "FaissIndex",
    "TextRole",
    "VectorIndex",
    "create_embedder",
]
