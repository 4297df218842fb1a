"""txtai: Embeddings(hybrid=True, content=True), its vectors and its BM25 added up.

As shipped: whole documents, as txtai cuts none by itself; BM25 over single Chinese characters.
Helped: whole sentences up to 500 characters, BM25 over jieba's words, and exact search among
vectors where txtai takes an approximate index above 5,000.
On torch the model's own prompts give the prefixes: txtai passes them on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from txtai import Embeddings

from benchmarks.retrieval.peers import txtai_parts
from benchmarks.retrieval.peers.chinese import HELPED_CHARACTERS, whole_sentences
from benchmarks.retrieval.peers.e5_embedding import model_folder
from benchmarks.retrieval.peers.located import checked_span
from benchmarks.retrieval.peers.registry import EmbeddingSource
from benchmarks.retrieval.peers.worker_options import WorkerOptions, read_options
from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve

_PARTS = txtai_parts.__name__
_METHODS = {
    EmbeddingSource.ONNX_CACHED: f"{_PARTS}.CachedVectors",
    EmbeddingSource.TORCH: "sentence-transformers",
    EmbeddingSource.TORCH_QUERIES: f"{_PARTS}.CachedPassages",
}


class TxtaiHybrid(Pipeline):
    """txtai's embeddings database."""

    def __init__(self, options: WorkerOptions) -> None:
        self._options = options
        self._embeddings = Embeddings(configuration(options))
        self._one_at_a_time = Lock()  # txtai leaves this to its callers

    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Embeds, indexes and saves; how many passages."""
        self._embeddings.index(
            (name(span), passage) for text in texts for span, passage in self._passages(text)
        )
        self._embeddings.save(str(folder))
        return int(self._embeddings.count())

    def load(self, folder: Path) -> None:
        """Loads what `save` wrote."""
        self._embeddings.load(str(folder), config=configuration(self._options))

    def search(self, question: str, top_k: int) -> list[Span]:
        """The passages with the highest sums of both scores."""
        with self._one_at_a_time:
            found = self._embeddings.search(question, limit=top_k)
        return [named(each["id"]) for each in found]

    def _passages(self, text: SourceText) -> Iterator[tuple[Span, str]]:
        passages = (
            whole_sentences(text.body, HELPED_CHARACTERS) if self._options.helped else [text.body]
        )
        start = 0
        for passage in passages:
            yield checked_span(text, start, passage), passage
            start += len(passage)


def configuration(options: WorkerOptions) -> dict[str, Any]:
    """The configuration of either variant."""
    shipped = {
        "path": model_folder(options.cache_dir),
        "method": _METHODS[options.embedding],
        "hybrid": True,
        "content": True,
        txtai_parts.CACHE_SETTING: txtai_parts.cache_setting(options),
    }
    if not options.helped:
        return shipped
    words = {"method": f"{_PARTS}.ChineseBM25", "terms": True, "normalize": True}
    return shipped | {"scoring": words, "faiss": {"components": "IDMap,Flat"}}


def name(span: Span) -> str:
    """A passage's id in txtai."""
    return f"{span.start}-{span.end}-{span.text_id}"


def named(identity: str) -> Span:
    """The span with this id."""
    start, end, text_id = identity.split("-", 2)
    return Span(text_id, int(start), int(end))


if __name__ == "__main__":
    serve(TxtaiHybrid(read_options()))
