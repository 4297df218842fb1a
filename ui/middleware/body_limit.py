"""No request may bring more than a question needs."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.problems import problem_response

MAX_BODY_BYTES = 256 * 1024
# What is read and dropped of a body that was refused, so that a client which sends all of it
# before it listens gets the answer; past that the connection is cut.
_DROPPED_BYTES = 32 * 1024 * 1024
_DROPPING_SECONDS = 5.0


class BodyLimit:
    """Refuses bodies above MAX_BODY_BYTES; others are read whole before the app runs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        body = None if _stated_length(scope) > MAX_BODY_BYTES else await _read(receive)
        if body is None:
            await _refuse(scope, receive, send)
        else:
            await self._app(scope, _replayed(body, receive), send)


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return _stated_length(scope) > 0 or "transfer-encoding" in headers


def _stated_length(scope: Scope) -> int:
    """The Content-Length; 0 when there is none (the server has refused other nonsense)."""
    stated = Headers(scope=scope).get("content-length", "0")
    return int(stated) if stated.isascii() and stated.isdigit() else 0


async def _read(receive: Receive) -> list[Message] | None:
    """The messages that bring the body, or that the client left; None: it is too long."""
    messages, length = [], 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if length > MAX_BODY_BYTES:
            return None
        messages.append(message)
        if not message.get("more_body", False):
            return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replay


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if Headers(scope=scope).get("expect", "").lower() != "100-continue":
        await _drop_body(receive)
    problem = problem_response(
        413,
        f"The body is longer than {MAX_BODY_BYTES // 1024} KiB.",
        "Send only a question.",
        headers={"Connection": "close"},
    )
    await problem(scope, receive, send)


async def _drop_body(receive: Receive) -> None:
    left = _DROPPED_BYTES
    try:
        async with asyncio.timeout(_DROPPING_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
