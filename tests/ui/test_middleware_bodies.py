"""How much a request may bring."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from starlette.types import Message

from tests.asgi_kit import OWN_HOST, Reply, assert_problem, guarded, request
from ui.middleware.body_limit import MAX_BODY_BYTES

CHUNKED = ("transfer-encoding", "chunked")


def post(*headers: tuple[str, str], body: Sequence[bytes]) -> Reply:
    return request(guarded(), "/api/ask", OWN_HOST, *headers, method="POST", body=body)


def length(size: int) -> tuple[str, str]:
    return ("content-length", str(size))


@pytest.mark.parametrize("header", [length(MAX_BODY_BYTES), CHUNKED])
def test_a_body_up_to_the_limit_arrives_whole(header: tuple[str, str]) -> None:
    chunks = [b"x" * (MAX_BODY_BYTES // 4)] * 4
    assert post(header, body=chunks).shape["body"] == MAX_BODY_BYTES


@pytest.mark.parametrize("header", [length(10 * 1024 * 1024), CHUNKED])
def test_a_body_of_ten_megabytes_is_refused(header: tuple[str, str]) -> None:
    chunks = [b"x" * 65536] * 160
    reply = post(header, body=chunks)
    assert_problem(reply, 413)
    assert reply.headers["connection"] == "close"


def test_a_client_that_asks_first_is_spared_the_sending() -> None:
    chunks = [b"x" * 65536] * 160
    headers = (length(10 * 1024 * 1024), ("expect", "100-continue"))
    reply = post(*headers, body=chunks)
    assert (reply.status, reply.received) == (413, 0)


def test_a_body_without_end_is_cut_off() -> None:
    chunks = [b"x" * 1024 * 1024] * 100
    reply = post(CHUNKED, body=chunks)
    assert reply.status == 413
    assert reply.received < 40 * 1024 * 1024


def test_a_client_that_leaves_while_it_sends_is_told_to_the_app() -> None:
    assert post(length(100), body=[]).shape["body"] == 0


def test_websockets_are_refused() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect() -> None:
        await guarded()({"type": "websocket", "path": "/chat/"}, receive, send)

    asyncio.run(connect())
    assert sent == [{"type": "websocket.close"}]
