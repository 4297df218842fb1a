"""A question in, an answer with its exact sources out."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from corpus.errors import UsageError
from rag.citations import CitedLine, check_citations, cite, joined
from rag.events import AnswerEvent, CitationFound, Finished, Stage, StageStarted, TextAdded
from rag.question import Question, parse_question
from rag.readers.base import Library, Reader, Reading
from rag.reranker import Reranker
from rag.retriever import Retriever
from rag.types import Answer, AnswerStatus, ScoredPassage

NEAREST = 5
MAX_TOP_K = 10_000


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
        *_, last = self.stream(question, answer_id=answer_id)
        assert isinstance(last, Finished)
        return last.answer

    def stream(self, question: str, *, answer_id: str | None = None) -> Iterator[AnswerEvent]:
        """What happens while one question is answered; `Finished` comes last.

        The work of a step is done when the event after it is asked for, so that who asks no
        further stops it. The index is opened before the first event.

        Raises:
            UsageError: the question is empty, without words or too long; raised at once.
            WenyuanError: the index or the model cannot be used; raised by the iterator.
        """
        return self._events(parse_question(question), answer_id or uuid.uuid4().hex)

    def search(self, query: str, top_k: int) -> list[ScoredPassage]:
        """The `top_k` best passages for a query, best first; fewer where there are fewer.

        Raises:
            UsageError: the query is empty, without words or too long, or `top_k` is no whole
                number from 1 to `MAX_TOP_K`.
            WenyuanError: the index or the model cannot be used.
        """
        _check_top_k(top_k)
        asked = parse_question(query)
        retrieved = self._retrieve(self._snapshot().retriever, asked, top_k)
        return self._reranker.rerank(asked, retrieved)[:top_k]

    def _retrieve(self, retriever: Retriever, asked: Question, top_k: int) -> list[ScoredPassage]:
        """At least as many passages as the reranker wants to choose from, if there are."""
        return retriever.retrieve(asked.text, max(top_k, self._reranker.depth))

    def _events(self, asked: Question, answer_id: str) -> Iterator[AnswerEvent]:
        started = time.perf_counter()
        snapshot = self._snapshot()
        library = snapshot.library
        yield StageStarted(Stage.RETRIEVE)
        retrieved = self._retrieve(snapshot.retriever, asked, self._top_k)
        yield StageStarted(Stage.RERANK)
        passages = self._reranker.rerank(asked, retrieved)[: self._top_k]
        yield StageStarted(Stage.READ)
        reading = self._reader.read(asked, passages, library)
        yield StageStarted(Stage.CITE)
        lines = cite(reading.statements, library) if self._is_answer(reading) else []
        text, citations = joined(lines)
        check_citations(text, citations, library.text_of)
        yield from _spoken(lines)
        yield Finished(
            Answer(
                id=answer_id,
                question=asked.text,
                status=AnswerStatus.ANSWERED if lines else AnswerStatus.NO_EVIDENCE,
                answer=text if lines else None,
                short_answer=reading.short_answer if lines else None,
                citations=citations,
                nearest=() if lines else tuple(passages[:NEAREST]),
                reader=self._reader.name,
                elapsed_ms=(time.perf_counter() - started) * 1000,
            )
        )

    def _is_answer(self, reading: Reading) -> bool:
        return bool(reading.statements) and reading.confidence >= self._min_confidence


def _check_top_k(top_k: int) -> None:
    if isinstance(top_k, bool) or not isinstance(top_k, int) or not 1 <= top_k <= MAX_TOP_K:
        raise UsageError(
            f"top_k is {top_k!r}; a whole number from 1 to {MAX_TOP_K:,} was expected.",
            remedy="Say how many passages you want, for example 10.",
        )


def _spoken(lines: Sequence[CitedLine]) -> Iterator[CitationFound | TextAdded]:
    """Each line as a piece of `joined(lines)`, after the citations that are new in it."""
    for place, line in enumerate(lines):
        yield from map(CitationFound, line.new_citations)
        yield TextAdded(f"\n{line.text}" if place else line.text)
