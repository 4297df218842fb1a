"""The hybrid retriever for LangChain chains and agents."""

from __future__ import annotations

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from rag.pipeline import QAPipeline
from rag.types import ScoredPassage, passage_as_json


class WenyuanRetriever(BaseRetriever):
    """LangChain's retriever interface over a pipeline's search.

    Every document's `page_content` is the passage's text; its `metadata` is the Passage
    shape without the text: source, title, section, start, end, rank, score and so on.
    """

    search: Callable[[str, int], list[ScoredPassage]]
    top_k: int = 5

    @classmethod
    def over(cls, pipeline: QAPipeline, top_k: int = 5) -> WenyuanRetriever:
        """A retriever that gives the `top_k` best passages of `pipeline`."""
        return cls(search=pipeline.search, top_k=top_k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        del run_manager  # LangChain passes it; a search has no steps to report
        return [_as_langchain(scored) for scored in self.search(query, self.top_k)]


def _as_langchain(scored: ScoredPassage) -> LangChainDocument:
    metadata = passage_as_json(scored)
    text = metadata.pop("text")
    return LangChainDocument(id=scored.passage.passage_id, page_content=text, metadata=metadata)
