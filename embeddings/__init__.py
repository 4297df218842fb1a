"""Texts to vectors, and the search among vectors."""

from embeddings.base import Embedder, TextRole
from embeddings.factory import DEFAULT_EMBEDDER, create_embedder
from embeddings.vector_index import VectorIndex
from embeddings.vector_index_by_size import build_index, load_index

__all__ = [
    "DEFAULT_EMBEDDER",
    "Embedder",
    "TextRole",
    "VectorIndex",
    "build_index",
    "create_embedder",
    "load_index",
]
