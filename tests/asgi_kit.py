"""Requests straight into an ASGI application, byte for byte as a server would hand them on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.settings import Settings
from ui.middleware import guard

OWN_HOST = ("host", "127.0.0.1:7860")
_SETTINGS = Settings(Path("/nowhere"), Path("/nowhere"))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `received` is how many bytes of the body were taken from the client."""

    status: int
    headers: dict[str, str]
    body: bytes
    received: int

    @property
    def shape(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def request(
    app: ASGIApp,
    target: str,
    *headers: tuple[str, str],
    method: str = "GET",
    body: Sequence[bytes] = (b"",),
) -> Reply:
    """One request; `target` is what stands in its first line, still encoded."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": ("192.0.2.7", 50000),
        "server": ("127.0.0.1", 7860),
    }
    return asyncio.run(_exchange(app, scope, body))


def own_request(app: ASGIApp, target: str, *headers: tuple[str, str], **more: Any) -> Reply:
    """As `request`, with a Host header that is ours."""
    return request(app, target, OWN_HOST, *headers, **more)


def assert_problem(reply: Reply, status: int) -> None:
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.shape["status"] == status
    assert reply.shape["detail"]
    assert reply.shape["remedy"]
    assert reply.headers["x-content-type-options"] == "nosniff"


def guarded(app: ASGIApp | None = None, **settings: Any) -> ASGIApp:
    """`app`, or one that echoes, behind all middlewares."""
    return guard(app or echo, replace(_SETTINGS, **settings))


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that tells what reached it."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    told = {
        "path": scope["path"],
        "root_path": scope["root_path"],
        "raw_path": scope["raw_path"].decode(),
        "scheme": scope["scheme"],
        "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
        "body": length,
    }
    await JSONResponse(told)(scope, receive, send)


async def _exchange(app: ASGIApp, scope: Scope, body: Sequence[bytes]) -> Reply:
    left = list(body)
    received = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal received
        if not left:
            return {"type": "http.disconnect"}
        chunk = left.pop(0)
        received += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    return Reply(
        start["status"],
        {name.decode().lower(): value.decode() for name, value in start["headers"]},
        b"".join(message.get("body", b"") for message in rest),
        received,
    )
