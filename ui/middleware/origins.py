"""Only pages of ours, and of sites that were allowed, may make the server do something."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.network_settings import normal_origin
from ui.middleware.authority import host_header
from ui.problems import problem_response

_SAFE_METHODS = frozenset(("GET", "HEAD", "OPTIONS"))
_OWN_SITES = frozenset(("same-origin", "none"))  # none: typed by a person
_NULL_REMEDY = (
    "Open the page over http or https: files and sandboxed frames send the origin null, which "
    "cannot be allowed."
)


class Origins:
    """Refuses requests that change something when a page of a foreign origin sends them.

    Programs send no origin; they pass. `allowed` holds origins in the form browsers send.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str]) -> None:
        self._app = app
        self._allowed = frozenset(allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] != "http" or scope["method"] in _SAFE_METHODS or self._may_pass(scope):
            await self._app(scope, receive, send)
            return
        origin = ", ".join(Headers(scope=scope).getlist("origin"))
        problem = problem_response(
            403,
            f"Pages of {origin or 'another site'} may not use this server.",
            _NULL_REMEDY
            if origin == "null"
            else "If they shall, start it with WENYUAN_ALLOWED_ORIGINS="
            f"{origin or 'ORIGIN'}; behind a proxy, let it hand on the Host header unchanged.",
        )
        await problem(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not origins:
            return headers.get("sec-fetch-site", "none") in _OWN_SITES
        try:
            (origin,) = map(normal_origin, origins)
        except ValueError:  # null, several, or no origin at all
            return False
        return origin in self._allowed or _is_own(origin, scope)


def _is_own(origin: str, scope: Scope) -> bool:
    """Whether `origin` is where the browser says that it sends this request.

    The Host header is read with the scheme of the origin, because a proxy that ends TLS may not
    tell us that the browser used https. That lets https://x pass where we are http://x and the
    other way round: two ports of one host, 443 and 80, under one name that we accept as ours.
    Whoever holds either of them is this machine or the proxy in front of it. A proxy that does
    tell https is taken at its word: then no page of http://x may pass.
    """
    authority = host_header(scope)
    scheme = urlsplit(origin).scheme
    if authority is None or (scope["scheme"] == "https" and scheme != "https"):
        return False
    return normal_origin(f"{scheme}://{authority}") == origin
