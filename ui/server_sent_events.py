"""Events of an answer as server-sent events (text/event-stream)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from corpus.errors import WenyuanError
from rag.events import AnswerEvent, CitationFound, Finished, StageStarted, TextAdded
from rag.types import answer_as_json, citation_as_json
from ui.answering import AnswerRun
from ui.json_output import json_text
from ui.problems import error_as_problem

EVENT_STREAM = "text/event-stream"

_log = logging.getLogger(__name__)


def wants_events(accept: str) -> bool:
    """Whether the header `Accept` names text/event-stream, and not with q=0."""
    for media_range in accept.split(","):
        media_type, _, parameters = media_range.partition(";")
        if media_type.strip().lower() == EVENT_STREAM:
            return parameters.replace(" ", "").rstrip("0").rstrip(".") != "q="
    return False


async def event_stream(
    run: AnswerRun, first: AnswerEvent, keep_alive_seconds: float
) -> AsyncGenerator[bytes, None]:
    """`first` and all further events of `run`; an error becomes the event `error`.

    While nothing happens a comment is sent from time to time, so that no proxy takes the
    connection for dead. When the client goes away the run is left.
    """
    try:
        yield _encoded(first)
        async for event in _with_pauses(run, keep_alive_seconds):
            yield KEEPALIVE_COMMENT if event is None else _encoded(event)
    except Exception as error:  # noqa: BLE001 - the response has begun: only an event can tell it
        if not isinstance(error, WenyuanError):
            _log.exception("a question failed while its answer was being sent")
        yield _event("error", error_as_problem(error))
    finally:
        run.leave()


async def _with_pauses(run: AnswerRun, seconds: float) -> AsyncGenerator[AnswerEvent | None, None]:
    """The events of a run, and None whenever there was none for so many seconds."""
    while True:
        clock = asyncio.timeout(seconds)
        try:
            async with clock:
                event = await run.next()
        except TimeoutError:
            if not clock.expired():
                raise
            yield None
            continue
        if event is None:
            return
        yield event


def _encoded(event: AnswerEvent) -> bytes:
    match event:
        case StageStarted(stage):
            return _event("stage", {"name": stage.value})
        case TextAdded(text):
            return _event("token", {"text": text})
        case CitationFound(citation):
            return _event("citation", citation_as_json(citation))
        case Finished(answer):
            return _event("done", answer_as_json(answer))


def _event(name: str, shape: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json_text(shape))
