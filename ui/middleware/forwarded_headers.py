"""What a client says about proxies in front is forgotten: anybody can send such headers."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

# Gradio builds addresses from the first two, other software from the rest.
_FORGOTTEN = frozenset(
    (
        b"x-forwarded-host",
        b"x-gradio-server",
        b"forwarded",
        b"x-forwarded-port",
        b"x-forwarded-prefix",
        b"x-forwarded-server",
        b"x-http-method-override",
        b"x-original-host",
        b"x-original-url",
        b"x-rewrite-url",
        b"x-script-name",
    )
)
_PROTOCOL = b"x-forwarded-proto"
_SCHEMES = {b"http": "http", b"https": "https"}


class ForwardedHeaders:
    """Drops every such header but a plain `X-Forwarded-Proto`, which becomes the scheme.

    That one is believed from anybody because it only decides whether the addresses in this
    one answer begin with http or https, and answers are never kept for others.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] == "http":
            scope = {**scope, **_believed(scope)}
        await self._app(scope, receive, send)


def _believed(scope: Scope) -> dict[str, object]:
    headers = [pair for pair in scope["headers"] if pair[0] not in _FORGOTTEN]
    stated = [value for name, value in headers if name == _PROTOCOL]
    if len(stated) == 1 and stated[0] in _SCHEMES:
        return {"headers": headers, "scheme": _SCHEMES[stated[0]]}
    return {"headers": [pair for pair in headers if pair[0] != _PROTOCOL]}
