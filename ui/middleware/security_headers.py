"""Headers that tell browsers what a page may load, who may frame it, and what may be kept."""

from __future__ import annotations

import re
from collections.abc import Collection

from starlette._utils import get_route_path
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
_OWN_PARTS = "style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'"
_GRADIO = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "media-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'"
)
# Which policy, and whether other sites may frame it.
_POLICIES = (
    (re.compile(r"/chat/.*"), _GRADIO, True),
    (re.compile(r"/source/.*"), f"{_NOTHING}; {_OWN_PARTS}", True),
    (re.compile(r"/conversations/.*"), f"{_NOTHING}; {_OWN_PARTS}", False),
    (re.compile(r"/widget/.*"), f"{_NOTHING}; {_OWN_PARTS}; frame-src 'self'", False),
)
_ELSEWHERE = (_NOTHING, False)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NEVER = "no-store"
_KEPT_STATUSES = frozenset((200, 206, 304))
# Loaded by pages of other sites.
_FOR_OTHER_SITES = re.compile(r"/widget\.js|/static/.*")


class SecurityHeaders:
    """Adds these headers where the app has not set them itself.

    `allowed_origins` may frame the chat and the source pages (a source page in the chat page in
    a portal has both above it, and browsers check all that are above).
    """

    def __init__(self, app: ASGIApp, allowed_origins: Collection[str]) -> None:
        self._app = app
        self._framing = " ".join(("'self'", *allowed_origins))
        self._is_framed = bool(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = get_route_path(scope)
        query = scope["query_string"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                added = self._headers(path) | _caching(path, query, message["status"])
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _headers(self, path: str) -> dict[str, str]:
        policy, may_frame = _policy_of(path)
        framing = self._framing if may_frame else "'self'"
        headers = {"Content-Security-Policy": f"{policy}; frame-ancestors {framing}", **_ALWAYS}
        if not (may_frame and self._is_framed):  # this header knows no list of sites
            headers["X-Frame-Options"] = "SAMEORIGIN"
        is_for_others = _FOR_OTHER_SITES.fullmatch(path)
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_for_others else "same-origin"
        if not may_frame:  # the widget opens chat and source in windows of their own
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return headers


def _policy_of(path: str) -> tuple[str, bool]:
    found = ((policy, framed) for route, policy, framed in _POLICIES if route.fullmatch(path))
    return next(found, _ELSEWHERE)


def _caching(path: str, query: bytes, status: int) -> dict[str, str]:
    """Files of Gradio have their hash in their name or address; pages and answers change."""
    value = _NEVER
    if status in _KEPT_STATUSES:
        if path.startswith("/chat/assets/") or (path == "/chat/theme.css" and b"v=" in query):
            value = _FOREVER
        elif path.startswith("/chat/static/"):
            value = _ASK_AGAIN
    return {"Cache-Control": value}
