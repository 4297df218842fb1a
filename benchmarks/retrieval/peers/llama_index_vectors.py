"""LlamaIndex with its defaults: SentenceSplitter, VectorStoreIndex in memory.

As shipped: 1,024 tokens of its own tokenizer, 200 overlapping. Helped: a `chunking_tokenizer_fn`
that knows where Chinese sentences end, and passages that the embedding model reads to their end.
For quality the same similarities come from `llama_index_scores`.
The text's id is a passage's only metadata, kept out of what is embedded or searched.
"""

from __future__ import annotations

from pathlib import Path

from llama_index.core import (
    Document,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import NodeWithScore, TextNode
from llama_index.core.vector_stores import SimpleVectorStore
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.retrieval.peers.chinese import sentences
from benchmarks.retrieval.peers.e5_embedding import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    cached_embedder,
    model_folder,
)
from benchmarks.retrieval.peers.llama_index_scores import ScoresFromMatrix
from benchmarks.retrieval.peers.located import checked_span
from benchmarks.retrieval.peers.registry import EmbeddingSource
from benchmarks.retrieval.peers.worker_options import WorkerOptions, read_options
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve

HELPED_TOKENS, HELPED_OVERLAP = 512, 50
_TEXT_ID = "text_id"
_CACHED_BATCH = 512


class LlamaIndexVectors(Pipeline):
    """LlamaIndex's vector index, kept in memory and persisted as it persists it."""

    def __init__(self, options: WorkerOptions) -> None:
        self._embedding = embedding(options)
        for_quality = options.embedding is EmbeddingSource.ONNX_CACHED
        self._store_type = ScoresFromMatrix if for_quality else SimpleVectorStore
        self._splitter = splitter(helped=options.helped)
        self._index: VectorStoreIndex

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Cuts, embeds and persists; how many passages."""
        documents = [document(text) for text in texts]
        self._index = VectorStoreIndex.from_documents(
            documents,
            storage_context=StorageContext.from_defaults(vector_store=self._store_type()),
            transformations=[self._splitter],
            embed_model=self._embedding,
        )
        nodes = list(self._index.docstore.docs.values())
        by_id = {text.text_id: text for text in texts}
        for node in nodes:
            checked_span(by_id[node.metadata[_TEXT_ID]], node.start_char_idx, node.text)
        self._index.storage_context.persist(str(folder))
        return len(nodes)

    def load(self, folder: Path) -> None:
        """Loads what `persist` wrote."""
        storage = StorageContext.from_defaults(
            vector_store=self._store_type.from_persist_dir(str(folder)), persist_dir=str(folder)
        )
        self._index = load_index_from_storage(storage, embed_model=self._embedding)

    def search(self, question: str, top_k: int) -> list[Span]:
        """The nearest passages."""
        return spans(self._index.as_retriever(similarity_top_k=top_k).retrieve(question))


class CachedEmbedding(BaseEmbedding):  # type: ignore[misc]
    """Passages from the vectors computed before; questions too, unless `queries` embeds them."""

    def __init__(self, options: WorkerOptions, queries: BaseEmbedding | None = None) -> None:
        super().__init__(model_name="multilingual-e5-small", embed_batch_size=_CACHED_BATCH)
        self._options = options
        self._queries = queries
        self._cached = None if queries else cached_embedder(options.vectors, options.cache_dir)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self._cached = self._cached or cached_embedder(
            self._options.vectors, self._options.cache_dir
        )
        return self._cached.embed_documents(texts)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        if self._queries is not None:
            vector: list[float] = self._queries.get_query_embedding(query)
            return vector
        assert self._cached is not None
        return self._cached.embed_query(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def splitter(*, helped: bool) -> SentenceSplitter:
    """The splitter of either variant."""
    if not helped:
        return SentenceSplitter()
    return SentenceSplitter(
        chunk_size=HELPED_TOKENS, chunk_overlap=HELPED_OVERLAP, chunking_tokenizer_fn=sentences
    )


def document(text: SourceText) -> Document:
    """A document whose id is known to nobody but us."""
    return Document(
        text=text.body,
        metadata={_TEXT_ID: text.text_id},
        excluded_embed_metadata_keys=[_TEXT_ID],
        excluded_llm_metadata_keys=[_TEXT_ID],
    )


def spans(found: list[NodeWithScore]) -> list[Span]:
    """Where the passages found stand in their bodies."""
    return [_span(each.node) for each in found]


def embedding(options: WorkerOptions) -> BaseEmbedding:
    """LlamaIndex's own interface to the weights."""
    if options.embedding is EmbeddingSource.ONNX_CACHED:
        return CachedEmbedding(options)
    torch = HuggingFaceEmbedding(
        model_name=model_folder(options.cache_dir),
        query_instruction=QUERY_PREFIX,
        text_instruction=PASSAGE_PREFIX,
    )
    if options.embedding is EmbeddingSource.TORCH:
        return torch
    return CachedEmbedding(options, torch)


def _span(node: TextNode) -> Span:
    return Span(node.metadata[_TEXT_ID], node.start_char_idx, node.end_char_idx)


if __name__ == "__main__":
    serve(LlamaIndexVectors(read_options()))
