"""A question-answering pipeline with real parts but for what it finds and reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from corpus.types import Passage, short_hash
from rag.factory import QAService
from rag.fusion import Ranking
from rag.generation import Generation
from rag.pipeline import QAPipeline
from rag.question import Question
from rag.readers.base import Evidence, Library, Reader, Reading, Statement
from rag.reranker import RetrievalOrder
from rag.retriever import Retriever
from rag.types import ScoredPassage

TEXT = "甲局成立于2001年。乙局成立于2002年。"
FIRST, SECOND = TEXT[:11], TEXT[11:]
PATIENCE = 30.0


def passage(text: str = TEXT) -> Passage:
    return Passage("p", "d", "docs/a.txt", (), "题", "", "", 0, len(text), text, short_hash(text))


def statement(quote: str, text: str = TEXT) -> Statement:
    start = text.index(quote)
    evidence = Evidence(passage(text), start, start + len(quote), quote, 0.9)
    return Statement(quote, (evidence,))


class OnePassage(Retriever):
    """Finds the same passage for every query."""

    def __init__(self) -> None:
        super().__init__(lambda ids: dict.fromkeys(ids, passage()))
        self.queries: list[str] = []

    def rank(self, query: str, top_k: int) -> Ranking:
        self.queries.append(query)
        return [(1, 0.5)]


class OneText:
    """A library of one text."""

    def locator_of(self, passage: Passage, _start: int, _end: int) -> Mapping[str, object] | None:
        return passage.locator

    def text_of(self, _: Passage) -> str:
        return TEXT

    def passages_of(self, asked: Passage) -> Sequence[Passage]:
        return [asked]

    def tokens(self, text: str) -> list[str]:
        return list(text)

    def rarity(self, _: str) -> float:
        return 1.0


@dataclass(frozen=True)
class OneSnapshot:
    """What every question is answered from."""

    retriever: Retriever = field(default_factory=OnePassage)
    library: Library = field(default_factory=OneText)


class GivenReader:
    """Says the same for every question."""

    name = "given"

    def __init__(self, *statements: Statement, confidence: float = 1.0) -> None:
        self._reading = Reading(statements, confidence)

    def read(self, question: Question, passages: Sequence[ScoredPassage], _: Library) -> Reading:
        return self._reading


class GatedReader(GivenReader):
    """Holds every reading until it is let through; `asked` tells what was read, in order."""

    def __init__(self, *statements: Statement) -> None:
        super().__init__(*(statements or (statement(FIRST), statement(SECOND))))
        self.asked: list[str] = []
        self._come = threading.Condition()
        self._gate = threading.Semaphore(0)

    def read(self, question: Question, passages: Sequence[ScoredPassage], _: Library) -> Reading:
        with self._come:
            self.asked.append(question.text)
            self._come.notify_all()
        assert self._gate.acquire(timeout=PATIENCE), "nobody opened the gate"
        return super().read(question, passages, _)

    def let_through(self, readings: int = 1) -> None:
        self._gate.release(readings)

    def wait_for(self, readings: int) -> None:
        """Until so many readings have begun; not for use on an event loop."""
        with self._come:
            assert self._come.wait_for(lambda: len(self.asked) >= readings, PATIENCE)


def pipeline(reader: Reader, snapshot: Callable[[], OneSnapshot] = OneSnapshot) -> QAPipeline:
    return QAPipeline(snapshot, RetrievalOrder(), reader, top_k=3, min_confidence=0.5)


def service(reader: Reader, snapshot: Callable[[], OneSnapshot] = OneSnapshot) -> QAService:
    def generation() -> Generation:
        snapshot()
        return cast("Generation", None)

    return QAService(pipeline(reader, snapshot), generation)
