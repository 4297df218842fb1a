"""LangChain: RecursiveCharacterTextSplitter 500/50, vectors in FAISS, no word search.

As shipped: the splitter's own separators. Helped: Chinese ends of sentences and clauses as
separators, kept at the end of a passage.
"""

from __future__ import annotations

from pathlib import Path

from langchain_community.vectorstores import FAISS
from langchain_core.embeddings import Embeddings
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.retrieval.peers.e5_embedding import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    cached_embedder,
    model_folder,
)
from benchmarks.retrieval.peers.located import checked_span
from benchmarks.retrieval.peers.registry import EmbeddingSource
from benchmarks.retrieval.peers.worker_options import WorkerOptions, read_options
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve

CHUNK_SIZE, CHUNK_OVERLAP = 500, 50  # characters
CHINESE_SEPARATORS = ["\n\n", "\n", "[。！？!?…]", "[；;：:]", "[，,、]", " ", ""]


class LangChainFaiss(Pipeline):
    """LangChain's splitter and its FAISS store."""

    def __init__(self, options: WorkerOptions) -> None:
        self._embeddings = _embeddings(options)
        self._splitter = splitter(helped=options.helped)
        self._store: FAISS

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Cuts, embeds and saves; how many passages."""
        documents = self._splitter.create_documents(
            [text.body for text in texts], [{"text_id": text.text_id} for text in texts]
        )
        by_id = {text.text_id: text for text in texts}
        for document in documents:
            text = by_id[document.metadata["text_id"]]
            checked_span(text, document.metadata["start_index"], document.page_content)
        self._store = FAISS.from_documents(documents, self._embeddings)
        self._store.save_local(str(folder))
        return len(documents)

    def load(self, folder: Path) -> None:
        """Loads what `save_local` wrote."""
        self._store = FAISS.load_local(
            str(folder), self._embeddings, allow_dangerous_deserialization=True
        )

    def search(self, question: str, top_k: int) -> list[Span]:
        """The nearest passages."""
        return [
            Span(
                document.metadata["text_id"],
                document.metadata["start_index"],
                document.metadata["start_index"] + len(document.page_content),
            )
            for document in self._store.similarity_search(question, k=top_k)
        ]


class PassagesFromCache(Embeddings):
    """Questions on torch; passages from the vectors computed before."""

    def __init__(self, queries: Embeddings, options: WorkerOptions) -> None:
        self._queries = queries
        self._options = options

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return cached_embedder(self._options.vectors, self._options.cache_dir).embed_documents(
            texts
        )

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._queries.embed_query(text)


def splitter(*, helped: bool) -> RecursiveCharacterTextSplitter:
    """The splitter of either variant."""
    if not helped:
        return RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
        )
    return RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_SIZE,
        chunk_overlap=CHUNK_OVERLAP,
        add_start_index=True,
        separators=CHINESE_SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
    )


def _embeddings(options: WorkerOptions) -> Embeddings:
    if options.embedding is EmbeddingSource.ONNX_CACHED:
        return cached_embedder(options.vectors, options.cache_dir)
    torch = HuggingFaceEmbeddings(
        model_name=model_folder(options.cache_dir),
        encode_kwargs={"prompt": PASSAGE_PREFIX},
        query_encode_kwargs={"prompt": QUERY_PREFIX},
    )
    if options.embedding is EmbeddingSource.TORCH:
        return torch
    return PassagesFromCache(torch, options)


if __name__ == "__main__":
    serve(LangChainFaiss(read_options()))
