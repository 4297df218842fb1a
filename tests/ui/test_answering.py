"""Many questions at once: turns, order, leaving, and a full line."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from typing import Any

import pytest

from corpus.errors import IndexMissingError, OverloadedError, UsageError
from corpus.types import Passage
from rag.events import AnswerEvent, Finished, Stage, StageStarted, TextAdded
from tests.pipeline_kit import (
    FIRST,
    PATIENCE,
    SECOND,
    TEXT,
    GatedReader,
    GivenReader,
    OnePassage,
    OneSnapshot,
    OneText,
    service,
    statement,
)
from ui.answering import Answering

ANSWER = f"{FIRST}[1]\n{SECOND}[2]"
WAIT = StageStarted(Stage.WAIT)
READ = StageStarted(Stage.READ)


def run(test: Coroutine[Any, Any, None]) -> None:
    async def within() -> None:
        async with asyncio.timeout(PATIENCE):
            await test

    asyncio.run(within())


@pytest.fixture
def reader() -> GatedReader:
    return GatedReader()


@pytest.fixture
def answering(reader: GatedReader) -> Answering:
    return Answering(service(reader), at_once=1, waiting=2)


async def began(reader: GatedReader, readings: int) -> None:
    await asyncio.to_thread(reader.wait_for, readings)


async def collected(answering: Answering, question: str) -> list[AnswerEvent]:
    return [event async for event in answering.events(question)]


def test_events_arrive_as_the_pipeline_tells_them(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        reader.let_through()
        events = await collected(answering, "何时成立?")
        stages = [event.stage for event in events if isinstance(event, StageStarted)]
        assert stages == [Stage.RETRIEVE, Stage.RERANK, Stage.READ, Stage.CITE]
        assert "".join(event.text for event in events if isinstance(event, TextAdded)) == ANSWER
        assert isinstance(events[-1], Finished)

    run(test())


def test_an_answer_is_that_of_the_last_event(answering: Answering, reader: GatedReader) -> None:
    async def test() -> None:
        reader.let_through()
        answer = await answering.answer("何时成立?", "七")
        assert (answer.id, answer.answer) == ("七", ANSWER)

    run(test())


def test_questions_are_read_one_by_one_in_the_order_of_coming(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        asked = [asyncio.create_task(collected(answering, f"问{n}")) for n in range(3)]
        await began(reader, 1)
        assert reader.asked == ["问0"]
        reader.let_through(3)
        first, *others = await asyncio.gather(*asked)
        assert reader.asked == ["问0", "问1", "问2"]
        assert first[0] == StageStarted(Stage.RETRIEVE)
        assert [events[:2] for events in others] == [[WAIT, StageStarted(Stage.RETRIEVE)]] * 2

    run(test())


def test_several_places_are_used_at_once(reader: GatedReader) -> None:
    async def test() -> None:
        answering = Answering(service(reader), at_once=2)
        asked = [asyncio.create_task(answering.answer(f"问{n}")) for n in range(2)]
        await began(reader, 2)
        reader.let_through(2)
        await asyncio.gather(*asked)

    run(test())


def test_who_leaves_gives_the_place_free_though_its_step_still_runs(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        async with aclosing(answering.events("走")) as leaving:
            while await anext(leaving) != READ:
                pass
            await began(reader, 1)
            staying = asyncio.create_task(collected(answering, "留"))
        await began(reader, 2)
        reader.let_through(2)
        events = await staying
        assert events[0] in (WAIT, StageStarted(Stage.RETRIEVE))
        assert isinstance(events[-1], Finished)

    run(test())


def test_a_cancelled_question_gives_the_place_free(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        leaving = asyncio.create_task(answering.answer("走"))
        await began(reader, 1)
        leaving.cancel()
        reader.let_through(2)
        assert (await answering.answer("留")).answer == ANSWER
        with pytest.raises(asyncio.CancelledError):
            await leaving

    run(test())


def test_who_leaves_the_line_is_never_read(answering: Answering, reader: GatedReader) -> None:
    async def test() -> None:
        first = asyncio.create_task(answering.answer("一"))
        await began(reader, 1)
        async with aclosing(answering.events("二")) as leaving:
            assert await anext(leaving) == WAIT
            third = asyncio.create_task(answering.answer("三"))
        reader.let_through(2)
        await asyncio.gather(first, third)
        assert reader.asked == ["一", "三"]

    run(test())


def test_a_question_that_leaves_before_it_began_takes_no_place(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        for _ in range(5):
            answering.start("走").leave()
            await asyncio.sleep(0)
        reader.let_through(1)
        assert (await answering.answer("留")).answer == ANSWER

    run(test())


def test_the_step_that_runs_when_the_listener_leaves_is_the_last(reader: GatedReader) -> None:
    checked = []

    class Library(OneText):
        def text_of(self, _: Passage) -> str:
            checked.append("cite")
            return TEXT

    async def test() -> None:
        snapshot = OneSnapshot(library=Library())
        answering = Answering(service(reader, lambda: snapshot), at_once=1)
        run_of_one = answering.start("走")
        await began(reader, 1)
        run_of_one.leave()
        reader.let_through(2)
        await answering.answer("留")
        assert checked == ["cite"] * 2  # both citations of the second question only

    run(test())


def test_a_slow_listener_holds_no_place(answering: Answering, reader: GatedReader) -> None:
    async def test() -> None:
        reader.let_through(2)
        async with aclosing(answering.events("慢")) as slow:
            await anext(slow)
            assert (await answering.answer("快")).answer == ANSWER
            *_, last = [event async for event in slow]
            assert isinstance(last, Finished)

    run(test())


def test_events_may_be_taken_and_closed_by_different_tasks(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        events = answering.events("走")
        await asyncio.create_task(anext(events))
        await began(reader, 1)
        await asyncio.create_task(events.aclose())
        reader.let_through(2)
        assert (await answering.answer("留")).answer == ANSWER

    run(test())


def test_a_full_line_refuses_and_takes_again_when_somebody_has_left(
    answering: Answering, reader: GatedReader
) -> None:
    async def test() -> None:
        runs = [answering.start(f"问{n}") for n in range(3)]
        with pytest.raises(OverloadedError, match="2 questions are waiting"):
            await answering.answer("太多")
        runs[2].leave()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        runs[2] = answering.start("再来")
        reader.let_through(3)
        for each in runs:
            while await each.next() is not None:
                pass
        assert reader.asked == ["问0", "问1", "再来"]

    run(test())


def test_a_wrong_question_is_refused_though_the_line_is_full(reader: GatedReader) -> None:
    async def test() -> None:
        answering = Answering(service(reader), at_once=1, waiting=0)
        first = answering.start("一")
        with pytest.raises(UsageError, match="empty"):
            await answering.answer(" ")
        first.leave()
        reader.let_through()

    run(test())


def test_an_error_reaches_the_listener_and_frees_the_place() -> None:
    states = [IndexMissingError("There is no index."), None]

    def snapshot() -> OneSnapshot:
        if error := states.pop(0):
            raise error
        return OneSnapshot()

    async def test() -> None:
        answering = Answering(service(GivenReader(statement(FIRST)), snapshot), at_once=1)
        with pytest.raises(IndexMissingError):
            await answering.answer("一")
        assert (await answering.answer("二")).answer == f"{FIRST}[1]"

    run(test())


def test_a_search_waits_for_its_turn(answering: Answering, reader: GatedReader) -> None:
    async def test() -> None:
        first = asyncio.create_task(answering.answer("一"))
        await began(reader, 1)
        searching = asyncio.create_task(answering.search("二", 1))
        leaving = asyncio.create_task(answering.search("三", 1))
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await answering.search("四", 1)
        leaving.cancel()
        reader.let_through()
        await first
        assert [found.rank for found in await searching] == [1]

    run(test())


def test_a_search_refuses_what_is_no_query() -> None:
    async def test() -> None:
        answering = Answering(service(GivenReader(), lambda: OneSnapshot(OnePassage())))
        with pytest.raises(UsageError, match="no words"):
            await answering.search("?", 1)

    run(test())
