"""What a question's events tell, and in which order."""

from __future__ import annotations

import pytest

from corpus.errors import IndexMissingError, UsageError
from rag.citations import CitationError
from rag.events import AnswerEvent, CitationFound, Finished, Stage, StageStarted, TextAdded
from rag.readers.base import Evidence, Statement
from rag.types import AnswerStatus
from tests.pipeline_kit import (
    FIRST,
    SECOND,
    GivenReader,
    OnePassage,
    OneSnapshot,
    passage,
    pipeline,
    statement,
)

STAGES = [Stage.RETRIEVE, Stage.RERANK, Stage.READ, Stage.CITE]


def test_stages_come_first_then_each_statement_after_its_citation_then_the_answer() -> None:
    said = pipeline(GivenReader(statement(SECOND), statement(FIRST))).stream("何时成立?")
    events = list(said)
    finished = events[-1]
    assert isinstance(finished, Finished)
    second, first = finished.answer.citations
    assert [second.quote, first.quote] == [SECOND, FIRST]
    assert events[:-1] == [
        *map(StageStarted, STAGES),
        CitationFound(second),
        TextAdded(f"{SECOND}[1]"),
        CitationFound(first),
        TextAdded(f"\n{FIRST}[2]"),
    ]


def test_texts_joined_are_the_answer() -> None:
    reader = GivenReader(statement(FIRST), statement(SECOND), statement(FIRST))
    events = list(pipeline(reader).stream("何时成立?"))
    text = "".join(event.text for event in events if isinstance(event, TextAdded))
    assert isinstance(events[-1], Finished)
    assert text == events[-1].answer.answer == f"{FIRST}[1]\n{SECOND}[2]\n{FIRST}[1]"


def test_a_span_that_is_used_twice_is_announced_once() -> None:
    events = pipeline(GivenReader(statement(FIRST), statement(FIRST))).stream("何时成立?")
    assert sum(isinstance(event, CitationFound) for event in events) == 1


def test_a_refusal_has_no_text_and_no_citation() -> None:
    events = list(pipeline(GivenReader(statement(FIRST), confidence=0.4)).stream("何时成立?"))
    assert events[:-1] == list(map(StageStarted, STAGES))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (answer.status, answer.answer, answer.citations) == (AnswerStatus.NO_EVIDENCE, None, ())
    assert [near.passage for near in answer.nearest] == [passage()]
    assert (answer.confidence, answer.more) == (0.0, ())


def test_an_answer_carries_the_readers_confidence() -> None:
    answer = pipeline(GivenReader(statement(FIRST), confidence=0.7)).answer("何时成立?")
    assert answer.confidence == 0.7


def test_an_answer_carries_the_id_and_the_question_it_was_asked_with() -> None:
    answer = pipeline(GivenReader(statement(FIRST))).answer("  何时成立? ", answer_id="七")
    assert (answer.id, answer.question, answer.reader) == ("七", "何时成立?", "given")
    assert answer.elapsed_ms > 0


def test_a_wrong_question_is_refused_before_anything_is_asked_for() -> None:
    with pytest.raises(UsageError, match="no words"):
        pipeline(GivenReader()).stream("?!")


def test_a_missing_index_is_told_before_the_first_event() -> None:
    def no_index() -> OneSnapshot:
        raise IndexMissingError("There is no index.")

    events = pipeline(GivenReader(), no_index).stream("何时成立?")
    with pytest.raises(IndexMissingError):
        next(events)


def test_nothing_more_is_done_when_no_further_event_is_asked_for() -> None:
    retriever = OnePassage()
    events = pipeline(GivenReader(), lambda: OneSnapshot(retriever)).stream("何时成立?")
    assert next(events) == StageStarted(Stage.RETRIEVE)
    assert retriever.queries == []


def test_a_quote_that_is_not_in_the_document_is_never_said() -> None:
    forged = Statement("丙局。", (Evidence(passage(), 0, 3, "丙局。", 0.9),))
    said: list[AnswerEvent] = []
    with pytest.raises(CitationError):
        said.extend(pipeline(GivenReader(forged)).stream("何时成立?"))
    assert not any(isinstance(event, TextAdded) for event in said)
