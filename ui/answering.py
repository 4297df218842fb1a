"""Questions of many people at once: a few are worked on, the others wait in line."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TypeVar

from corpus.errors import OverloadedError
from rag.events import AnswerEvent, Finished, Stage, StageStarted
from rag.factory import QAService
from rag.types import Answer, ScoredPassage
from ui.conversations import ALONE, Talk

DEFAULT_WAITING = 200
# A thread that was left behind works until the end of its step, beside the one that
# took its place; so there are more threads than places, but not any number.
_THREADS_PER_PLACE = 4

_Result = TypeVar("_Result")


class Line:
    """`places` for work; who finds none waits, in the order of coming, with at most `waiting`.

    For one event loop at a time; not for several threads.
    """

    def __init__(self, places: int, waiting: int) -> None:
        self._free = places
        self._limit = waiting
        self._waiting: deque[asyncio.Future[None]] = deque()

    def join(self) -> asyncio.Future[None]:
        """A turn: done when a place is had, perhaps at once. `leave` must follow.

        Raises:
            OverloadedError: the line is full.
        """
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._free:
            self._free -= 1
            turn.set_result(None)
        elif len(self._waiting) < self._limit:
            self._waiting.append(turn)
        else:
            raise OverloadedError(
                f"{self._limit:,} questions are waiting already.", remedy="Try again in a minute."
            )
        return turn

    def leave(self, turn: asyncio.Future[None]) -> None:
        """Gives up a place or the waiting for it; the first in line takes the place."""
        if turn in self._waiting:
            self._waiting.remove(turn)
            return
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():
                first.set_result(None)
                return
        self._free += 1


class AnswerRun:
    """One question on its way: its events as they arrive, for one listener.

    The work goes on whether or not the listener keeps up, so that a slow one holds no place.
    """

    def __init__(
        self,
        arrivals: asyncio.Queue[AnswerEvent | None],
        work: asyncio.Task[None],
        is_over: threading.Event,
    ) -> None:
        self._arrivals = arrivals
        self._work = work
        self._is_over = is_over

    async def next(self) -> AnswerEvent | None:
        """The next event, None after the last; may be cancelled without losing one.

        Raises:
            WenyuanError: the question cannot be answered.
        """
        event = await self._arrivals.get()
        if event is None:
            await self._work
        return event

    def leave(self) -> None:
        """Gives the place free at once; the step at work is the last one."""
        self._is_over.set()
        self._work.cancel()


class Answering:
    """Answers questions in worker threads, so many at a time, first come first served.

    Args:
        service: what answers.
        at_once: how many questions are worked on at a time; None: one per processor core.
        waiting: how many more may wait.
    """

    def __init__(
        self, service: QAService, *, at_once: int | None = None, waiting: int = DEFAULT_WAITING
    ) -> None:
        places = at_once or _processor_cores()
        self._pipeline = service.pipeline
        self._line = Line(places, waiting)
        self._threads = ThreadPoolExecutor(places * _THREADS_PER_PLACE, "wenyuan-answering")

    def start(self, question: str, answer_id: str | None = None, talk: Talk = ALONE) -> AnswerRun:
        """Puts a question in line; its first event is `WAIT` when it must wait.

        `talk` is the conversation that it belongs to.

        Raises:
            UsageError: the question is empty, without words or too long.
            OverloadedError: too many are waiting.
        """
        stream = self._pipeline.stream(question, answer_id=answer_id, earlier=talk.earlier)
        turn = self._line.join()
        arrivals: asyncio.Queue[AnswerEvent | None] = asyncio.Queue()
        if not turn.done():
            arrivals.put_nowait(StageStarted(Stage.WAIT))
        is_over = threading.Event()
        loop = asyncio.get_running_loop()

        def work() -> None:
            for event in stream:
                if is_over.is_set():
                    return
                if isinstance(event, Finished):
                    talk.on_answer(event.answer)
                loop.call_soon_threadsafe(arrivals.put_nowait, event)

        def end(task: asyncio.Task[None]) -> None:
            is_over.set()
            self._line.leave(turn)
            arrivals.put_nowait(None)
            if not task.cancelled():
                task.exception()  # looked at, so that asyncio reports none that nobody awaits

        # Not at the end of the task itself: one that is cancelled early never begins.
        task = asyncio.create_task(self._in_turn(turn, work))
        task.add_done_callback(end)
        return AnswerRun(arrivals, task, is_over)

    async def events(
        self, question: str, answer_id: str | None = None, talk: Talk = ALONE
    ) -> AsyncGenerator[AnswerEvent, None]:
        """What happens while a question is answered; who leaves early gives the place free.

        Raises:
            UsageError: the question is empty, without words or too long.
            OverloadedError: too many are waiting.
            WenyuanError: the index or the model cannot be used.
        """
        run = self.start(question, answer_id, talk)
        try:
            while (event := await run.next()) is not None:
                yield event
        finally:
            run.leave()

    async def answer(
        self, question: str, answer_id: str | None = None, talk: Talk = ALONE
    ) -> Answer:
        """The answer; raises as `events` does."""
        async with aclosing(self.events(question, answer_id, talk)) as events:
            finished = [event.answer async for event in events if isinstance(event, Finished)]
        return finished[0]

    async def search(self, query: str, top_k: int) -> list[ScoredPassage]:
        """The `top_k` best passages, found in turn with the questions.

        Raises:
            UsageError: the query is empty, without words or too long, or `top_k` below 1.
            OverloadedError: too many are waiting.
            WenyuanError: the index or the model cannot be used.
        """
        turn = self._line.join()
        try:
            return await self._in_turn(turn, lambda: self._pipeline.search(query, top_k))
        finally:
            self._line.leave(turn)

    def close(self) -> None:
        """Takes no more questions; what waits for a thread is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_turn(self, turn: asyncio.Future[None], work: Callable[[], _Result]) -> _Result:
        await turn
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _processor_cores() -> int:
    """Those that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
