"""A question in, an answer with its exact sources out."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Protocol

from rag.citations import check_citations, cite
from rag.question import Question, parse_question
from rag.readers.base import Library, Reader, Reading
from rag.reranker import Reranker
from rag.retriever import Retriever
from rag.types import Answer, AnswerStatus, ScoredPassage

NEAREST = 5


class Snapshot(Protocol):
    """One published state of the index: what a question is answered from."""

    @property
    def retriever(self) -> Retriever:
        """Finds passages of this state."""

    @property
    def library(self) -> Library:
        """Looks up what a reader needs of this state."""


class QAPipeline:
    """Answers questions: retrieve → rerank → read → cite.

    Safe to call from several threads at once. Each question is answered from one
    published state of the index, the newest when it is asked.
    """

    def __init__(
        self,
        snapshot: Callable[[], Snapshot],
        reranker: Reranker,
        reader: Reader,
        *,
        top_k: int,
        min_confidence: float,
    ) -> None:
        self._snapshot = snapshot
        self._reranker = reranker
        self._reader = reader
        self._top_k = top_k
        self._min_confidence = min_confidence

    def answer(self, question: str, *, answer_id: str | None = None) -> Answer:
        """Answers one question from the documents, or says that they do not answer it.

        Raises:
            UsageError: the question is empty, without words or too long.
            WenyuanError: the index or the model cannot be used.
        """
        started = time.perf_counter()
        asked = parse_question(question)
        snapshot = self._snapshot()
        retrieved = snapshot.retriever.retrieve(asked.text, self._top_k)
        passages = self._reranker.rerank(asked, retrieved)
        reading = self._reader.read(asked, passages, snapshot.library)
        return self._cited(
            reading, asked, passages, snapshot.library, answer_id or uuid.uuid4().hex, started
        )

    def search(self, query: str, top_k: int) -> list[ScoredPassage]:
        """The `top_k` best passages for a query, best first.

        Raises:
            UsageError: the query is empty, without words or too long, or `top_k` below 1.
            WenyuanError: the index or the model cannot be used.
        """
        return self._snapshot().retriever.retrieve(parse_question(query).text, top_k)

    def _cited(
        self,
        reading: Reading,
        question: Question,
        passages: Sequence[ScoredPassage],
        library: Library,
        answer_id: str,
        started: float,
    ) -> Answer:
        answered = bool(reading.statements) and reading.confidence >= self._min_confidence
        text, citations = cite(reading.statements) if answered else (None, ())
        if text is not None:
            check_citations(text, citations, library.text_of)
        return Answer(
            id=answer_id,
            question=question.text,
            status=AnswerStatus.ANSWERED if answered else AnswerStatus.NO_EVIDENCE,
            answer=text,
            short_answer=reading.short_answer if answered else None,
            citations=citations,
            nearest=() if answered else tuple(passages[:NEAREST]),
            reader=self._reader.name,
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )
