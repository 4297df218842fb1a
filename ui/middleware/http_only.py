"""No WebSockets: nothing here speaks them, and no other check would look at them."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class HttpOnly:
    """Refuses WebSockets."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection (ASGI)."""
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close"})  # before it was accepted: HTTP 403
            return
        await self._app(scope, receive, send)
