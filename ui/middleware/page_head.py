"""Own elements in the head of Gradio's page, where browsers meet them first.

What Gradio itself is told to put there, its scripts add after they have run: too late for a
style without a flash, and for choosing the language that they are to speak.
"""

from __future__ import annotations

from starlette._utils import get_route_path
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEAD = b"<head>"
# Gradio names a manifest at the root of the host, where there is none.
_MANIFEST = b'<link rel="manifest" href="/manifest.json" />'


class PageHead:
    """Puts `head`, HTML, at the beginning of the head of the page at `path`."""

    def __init__(self, app: ASGIApp, path: str, head: str) -> None:
        self._app = app
        self._path = path
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        is_page = scope["type"] == "http" and get_route_path(scope) == self._path
        if not is_page or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                body = self._with_head(b"".join(parts))
                MutableHeaders(scope=start)["content-length"] = str(len(body))
                await send(start)
                await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, collect)

    def _with_head(self, page: bytes) -> bytes:
        return page.replace(_MANIFEST, b"", 1).replace(_HEAD, _HEAD + self._head, 1)
