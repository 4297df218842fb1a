"""LlamaIndex's vectors and its BM25Retriever, fused by QueryFusionRetriever's reciprocal rank.

No language model: `num_queries=1`. As shipped, BM25's word pattern takes a run of Chinese
characters for one word, and passages without any word of the question come along with score 0.
Helped: as `llama_index_vectors`, and BM25 over jieba's words; passages with score 0 are dropped.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bm25s
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, NodeWithScore, QueryBundle
from llama_index.core.vector_stores.utils import node_to_metadata_dict
from llama_index.retrievers.bm25 import BM25Retriever

from benchmarks.retrieval.peers.chinese import words
from benchmarks.retrieval.peers.llama_index_vectors import LlamaIndexVectors, spans
from benchmarks.retrieval.peers.worker_options import WorkerOptions, read_options
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import serve

_WORD_BETWEEN_SPACES = r"\S+"
_WORDS = "bm25"  # folder of the word index


class LlamaIndexFused(LlamaIndexVectors):
    """The vector index and BM25 over the same passages."""

    def __init__(self, options: WorkerOptions) -> None:
        super().__init__(options)
        self._retriever = ChineseBM25Retriever if options.helped else BM25Retriever
        self._words: bm25s.BM25

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Cuts, embeds, indexes words and persists; how many passages."""
        count = super().index(texts, folder)
        words_of_passages = self._retriever.from_defaults(docstore=self._index.docstore)
        words_of_passages.persist(str(folder / _WORDS))
        self._load_words(folder)
        return count

    def load(self, folder: Path) -> None:
        """Loads both indexes."""
        super().load(folder)
        self._load_words(folder)

    def search(self, question: str, top_k: int) -> list[Span]:
        """The passages with the highest sums of reciprocal ranks, `top_k` of each side joined."""
        fused = QueryFusionRetriever(
            [
                self._index.as_retriever(similarity_top_k=top_k),
                self._retriever(existing_bm25=self._words, similarity_top_k=top_k),
            ],
            llm=MockLLM(),
            mode=FUSION_MODES.RECIPROCAL_RANK,
            similarity_top_k=top_k,
            num_queries=1,
            use_async=False,
        )
        return spans(fused.retrieve(question))

    def _load_words(self, folder: Path) -> None:
        """As persisted: only then does the index carry the passages of its places."""
        self._words = self._retriever.from_persist_dir(str(folder / _WORDS)).bm25


class ChineseBM25Retriever(BM25Retriever):  # type: ignore[misc]
    """BM25Retriever over words cut by jieba: its own class only takes a pattern of words."""

    def __init__(self, nodes: list[BaseNode] | None = None, **options: Any) -> None:
        options["token_pattern"] = _WORD_BETWEEN_SPACES
        options["skip_stemming"] = True
        if nodes is not None:
            options["existing_bm25"] = _words_index(nodes)
        super().__init__(**options)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        question = " ".join(words(query_bundle.query_str))
        if not question:
            return []
        return [node for node in super()._retrieve(QueryBundle(question)) if node.score > 0]


def _words_index(nodes: list[BaseNode]) -> bm25s.BM25:
    corpus = [node_to_metadata_dict(node) | {"node_id": node.node_id} for node in nodes]
    index = bm25s.BM25(corpus=corpus)
    index.index([words(node.text) for node in nodes], show_progress=False)
    return index


if __name__ == "__main__":
    serve(LlamaIndexFused(read_options()))
