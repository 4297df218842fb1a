"""A question in, an answer with its exact sources out."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from corpus.errors import UsageError
from corpus.types import Passage
from rag.citations import CitedLine, check_citations, cite, joined
from rag.dialogue.completion import Completed, understandings
from rag.dialogue.turns import Turn
from rag.events import AnswerEvent, CitationFound, Finished, Stage, StageStarted, TextAdded
from rag.question import Question, parse_question
from rag.readers.base import Library, Reader, Reading
from rag.reranker import Reranker
from rag.retriever import Retriever
from rag.types import Answer, AnswerStatus, Citation, ScoredPassage

NEAREST = 5
# What stands for a reader where the product itself or the list of documents was asked about.
ABOUT = "about"
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

    `about` answers questions about the product and its documents as such, None for all others.

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
        about: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._snapshot = snapshot
        self._reranker = reranker
        self._reader = reader
        self._top_k = top_k
        self._min_confidence = min_confidence
        self._about = about

    def answer(
        self, question: str, *, answer_id: str | None = None, earlier: Sequence[Turn] = ()
    ) -> Answer:
        """Answers one question from the documents, or says that they do not answer it.

        After the turns `earlier`, oldest first, a follow-up is completed from them.

        Raises:
            UsageError: the question is empty, without words or too long.
            WenyuanError: the index or the model cannot be used.
        """
        *_, last = self.stream(question, answer_id=answer_id, earlier=earlier)
        assert isinstance(last, Finished)
        return last.answer

    def stream(
        self, question: str, *, answer_id: str | None = None, earlier: Sequence[Turn] = ()
    ) -> Iterator[AnswerEvent]:
        """What happens while one question is answered; `Finished` comes last.

        After the turns `earlier`, oldest first, a follow-up is completed from them.

        The work of a step is done when the event after it is asked for, so that who asks no
        further stops it. The index is opened before the first event.

        Raises:
            UsageError: the question is empty, without words or too long; raised at once.
            WenyuanError: the index or the model cannot be used; raised by the iterator.
        """
        asked = parse_question(question)
        return self._events(asked, earlier, answer_id or uuid.uuid4().hex)

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

    def _events(
        self, typed: Question, earlier: Sequence[Turn], answer_id: str
    ) -> Iterator[AnswerEvent]:
        started = time.perf_counter()
        if (said := self._about(typed.text)) is not None:
            yield TextAdded(said)
            yield Finished(_about_product(typed, said, answer_id, started))
            return
        snapshot = self._snapshot()
        first, *others = understandings(typed.text, earlier)
        asked = parse_question(first.question)
        passages, reading = yield from self._read(snapshot, asked, first)
        for other in others:
            if self._is_answer(reading):
                break
            retried = parse_question(other.question)
            found, again = yield from self._read(snapshot, retried, other)
            if self._is_answer(again):
                asked, passages, reading = retried, found, again
        yield StageStarted(Stage.CITE)
        library = snapshot.library
        lines = cite(reading.statements, library) if self._is_answer(reading) else []
        text, citations = joined(lines)
        check_citations(text, citations, library.text_of)
        yield from _spoken(lines)
        yield Finished(
            Answer(
                id=answer_id,
                question=typed.text,
                understood_as=asked.text if asked.text != typed.text else None,
                status=AnswerStatus.ANSWERED if lines else AnswerStatus.NO_EVIDENCE,
                answer=text if lines else None,
                short_answer=reading.short_answer if lines else None,
                confidence=float(reading.confidence) if lines else 0.0,
                citations=citations,
                nearest=() if lines else tuple(passages[:NEAREST]),
                more=_not_cited(passages, citations) if lines else (),
                reader=self._reader.name,
                elapsed_ms=(time.perf_counter() - started) * 1000,
            )
        )

    def _read(
        self, snapshot: Snapshot, asked: Question, meant: Completed
    ) -> Generator[AnswerEvent, None, tuple[list[ScoredPassage], Reading]]:
        """The passages that were found and what was read in them."""
        yield StageStarted(Stage.RETRIEVE)
        wanted = self._top_k + len(meant.without)
        retrieved = self._retrieve(snapshot.retriever, asked, wanted)
        yield StageStarted(Stage.RERANK)
        fresh = [each for each in retrieved if not _holds_any(each.passage, meant.without)]
        passages = self._reranker.rerank(asked, fresh)[: self._top_k]
        yield StageStarted(Stage.READ)
        return passages, self._reader.read(asked, passages, snapshot.library)

    def _is_answer(self, reading: Reading) -> bool:
        return bool(reading.statements) and reading.confidence >= self._min_confidence


def _about_product(typed: Question, said: str, answer_id: str, started: float) -> Answer:
    """An answer that rests on no passage."""
    return Answer(
        id=answer_id,
        question=typed.text,
        status=AnswerStatus.ANSWERED,
        answer=said,
        reader=ABOUT,
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )


def _not_cited(
    passages: Sequence[ScoredPassage], citations: Sequence[Citation]
) -> tuple[ScoredPassage, ...]:
    """Those of `passages` that hold no word of a citation."""
    cited = {(each.passage.text_hash, each.start, each.end) for each in citations}
    return tuple(each for each in passages if not _holds_any(each.passage, cited))


def _holds_any(passage: Passage, told: AbstractSet[tuple[str, int, int]]) -> bool:
    return any(
        text_hash == passage.text_hash and passage.start <= start and end <= passage.end
        for text_hash, start, end in told
    )


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
