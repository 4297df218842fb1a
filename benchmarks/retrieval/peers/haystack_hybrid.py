"""Haystack: DocumentSplitter, InMemoryDocumentStore with BM25 and vectors, joined by rank.

As shipped: 200 words between spaces a passage, so that nearly every Chinese document stays whole;
BM25 over single Chinese characters. Helped: whole sentences up to 500 characters by the
splitter's own `splitting_function`, and BM25 over jieba's words. For quality the same scores come
from `haystack_scores`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from haystack import Document, component
from haystack import Pipeline as HaystackPipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.retrieval.peers.chinese import HELPED_CHARACTERS, whole_sentences, words
from benchmarks.retrieval.peers.e5_embedding import (
    PASSAGE_PREFIX,
    QUERY_PREFIX,
    cached_embedder,
    model_folder,
)
from benchmarks.retrieval.peers.haystack_scores import ScoresFromArrays
from benchmarks.retrieval.peers.located import checked_span
from benchmarks.retrieval.peers.registry import EmbeddingSource
from benchmarks.retrieval.peers.worker_options import WorkerOptions, read_options
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve

DEFAULT_TOP_K = 10
_FILE = "documents.json"


class HaystackHybrid(Pipeline):
    """Haystack's two pipelines, for indexing and for questions, over its store in memory."""

    def __init__(self, options: WorkerOptions) -> None:
        self._options = options
        for_quality = options.embedding is EmbeddingSource.ONNX_CACHED
        self._store_type = _STORES[options.helped, for_quality]
        self._bm25 = InMemoryBM25Retriever(InMemoryDocumentStore())
        self._vectors = InMemoryEmbeddingRetriever(InMemoryDocumentStore())
        self._questions = self._question_pipeline()

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Cuts, embeds and saves; how many passages."""
        store = self._store_type()
        pipeline = HaystackPipeline()
        pipeline.add_component("splitter", splitter(helped=self._options.helped))
        pipeline.add_component("embedder", _document_embedder(self._options))
        pipeline.add_component("writer", DocumentWriter(store))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        documents = [Document(content=text.body, meta={"text_id": text.text_id}) for text in texts]
        pipeline.run({"splitter": {"documents": documents}})
        by_id = {text.text_id: text for text in texts}
        for document in store.storage.values():
            text = by_id[document.meta["text_id"]]
            checked_span(text, document.meta["split_idx_start"], document.content)
        store.save_to_disk(str(folder / _FILE))
        self._answer_from(store)
        return int(store.count_documents())

    def load(self, folder: Path) -> None:
        """Loads what `save_to_disk` wrote."""
        self._answer_from(self._store_type.load_from_disk(str(folder / _FILE)))

    def search(self, question: str, top_k: int) -> list[Span]:
        """The passages with the highest sums of reciprocal ranks."""
        each_side = max(top_k, DEFAULT_TOP_K)
        answer = self._questions.run(
            {
                "text_embedder": {"text": question},
                "bm25_retriever": {"query": question, "top_k": each_side},
                "embedding_retriever": {"top_k": each_side},
                "document_joiner": {"top_k": top_k},
            }
        )
        return [_span(document) for document in answer["document_joiner"]["documents"]]

    def _answer_from(self, store: InMemoryDocumentStore) -> None:
        self._bm25.document_store = self._vectors.document_store = store

    def _question_pipeline(self) -> HaystackPipeline:
        pipeline = HaystackPipeline()
        pipeline.add_component("text_embedder", _text_embedder(self._options))
        pipeline.add_component("embedding_retriever", self._vectors)
        pipeline.add_component("bm25_retriever", self._bm25)
        pipeline.add_component(
            "document_joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion")
        )
        pipeline.connect("text_embedder.embedding", "embedding_retriever.query_embedding")
        pipeline.connect("bm25_retriever", "document_joiner")
        pipeline.connect("embedding_retriever", "document_joiner")
        pipeline.warm_up()
        return pipeline


class ChineseDocumentStore(InMemoryDocumentStore):  # type: ignore[misc]
    """The store in memory with jieba in the place of its word pattern."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.tokenizer = words


class ChineseScoresFromArrays(ScoresFromArrays, ChineseDocumentStore):
    """The same for quality."""


# (helped, for quality) → the store.
_STORES = {
    (False, False): InMemoryDocumentStore,
    (False, True): ScoresFromArrays,
    (True, False): ChineseDocumentStore,
    (True, True): ChineseScoresFromArrays,
}


@component
class CachedDocumentEmbedder:
    """Documents get the vectors computed before."""

    def __init__(self, options: WorkerOptions) -> None:
        self._options = options

    @component.output_types(documents=list[Document])  # type: ignore[untyped-decorator]
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """The documents with their vectors."""
        vectors = cached_embedder(self._options.vectors, self._options.cache_dir).embed_documents(
            [document.content for document in documents]
        )
        pairs = zip(documents, vectors, strict=True)
        return {"documents": [replace(document, embedding=vector) for document, vector in pairs]}


@component
class CachedTextEmbedder:
    """Questions get the vectors computed before."""

    def __init__(self, options: WorkerOptions) -> None:
        self._cached = cached_embedder(options.vectors, options.cache_dir)

    @component.output_types(embedding=list[float])  # type: ignore[untyped-decorator]
    def run(self, text: str) -> dict[str, list[float]]:
        """The question's vector."""
        return {"embedding": self._cached.embed_query(text)}


def splitter(*, helped: bool) -> DocumentSplitter:
    """The splitter of either variant."""
    if not helped:
        return DocumentSplitter()
    return DocumentSplitter(
        split_by="function", splitting_function=partial(whole_sentences, most=HELPED_CHARACTERS)
    )


def _document_embedder(options: WorkerOptions) -> Any:
    if options.embedding is not EmbeddingSource.TORCH:
        return CachedDocumentEmbedder(options)
    return SentenceTransformersDocumentEmbedder(
        model=model_folder(options.cache_dir), prefix=PASSAGE_PREFIX, progress_bar=False
    )


def _text_embedder(options: WorkerOptions) -> Any:
    if options.embedding is EmbeddingSource.ONNX_CACHED:
        return CachedTextEmbedder(options)
    return SentenceTransformersTextEmbedder(
        model=model_folder(options.cache_dir), prefix=QUERY_PREFIX, progress_bar=False
    )


def _span(document: Document) -> Span:
    start = document.meta["split_idx_start"]
    return Span(document.meta["text_id"], start, start + len(document.content))


if __name__ == "__main__":
    serve(HaystackHybrid(read_options()))
