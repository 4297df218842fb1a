"""Embedder and retriever inside a LangChain chain."""

from __future__ import annotations

from pathlib import Path

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore

from embeddings.base import Embedder
from rag.factory import open_pipeline
from rag.langchain_retriever import WenyuanRetriever
from rag.settings import Settings


def test_the_hybrid_retriever_runs_in_a_chain(
    index_of_sample_corpus: Path, cache_dir: Path
) -> None:
    pipeline = open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    retriever = WenyuanRetriever.over(pipeline, top_k=3)
    assert isinstance(retriever, BaseRetriever)

    def as_context(documents: list[Document]) -> str:
        return "\n".join(f"{entry.metadata['source']}: {entry.page_content}" for entry in documents)

    chain = (
        {"context": retriever | as_context, "question": RunnablePassthrough()}
        | ChatPromptTemplate.from_template("资料:{context}\n问题:{question}")
        | RunnableLambda(lambda prompt: prompt.to_string())
    )
    prompt = chain.invoke("加油机的静置时间为什么改成30秒?")
    assert "加油机计量监督检查作业指引.md" in prompt
    assert "30秒" in prompt


def test_documents_carry_the_place_of_their_passage(
    index_of_sample_corpus: Path, cache_dir: Path
) -> None:
    pipeline = open_pipeline(Settings(index_of_sample_corpus, cache_dir), lambda _: None)
    found = WenyuanRetriever.over(pipeline, top_k=4).invoke("老旧电梯安全评估")
    expected = pipeline.search("老旧电梯安全评估", 4)
    assert [entry.page_content for entry in found] == [entry.passage.text for entry in expected]
    first = found[0].metadata
    assert (first["rank"], first["source"]) == (1, expected[0].passage.source)
    assert first["end"] - first["start"] == len(found[0].page_content)


def test_the_embedder_serves_a_langchain_vector_store(embedder: Embedder) -> None:
    assert isinstance(embedder, Embeddings)
    store = InMemoryVectorStore(embedder)
    store.add_texts(["电梯每年检验一次。", "食堂周一供应饺子。"])
    assert store.similarity_search("电梯多久检验?", k=1)[0].page_content == "电梯每年检验一次。"
