"""Only plain paths come in: one way to write each, so that no filter reads one differently."""

from __future__ import annotations

import re

from starlette._utils import get_route_path
from starlette.datastructures import URL
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.problems import problem_response

# Empty and dot segments, backslashes and control characters; "%2e" and "%2f" arrive decoded.
_ODD = re.compile(r"//|/\.{1,2}(/|\Z)|[\\\x00-\x1f\x7f]")
# Pages whose relative links need the slash at their end.
_FOLDERS = frozenset(("", "/chat"))


class PlainPaths:
    """Refuses odd paths, and adds the slash that was left out at the end of a folder."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] == "http":
            if _ODD.search(scope["path"]) or not scope["path"].startswith("/"):
                problem = problem_response(404, "There is no such page.", "Check the address.")
                await problem(scope, receive, send)
                return
            if get_route_path(scope) in _FOLDERS:
                await _with_slash(scope)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _with_slash(scope: Scope) -> RedirectResponse:
    """Relative, as only the proxy knows scheme and host that the browser used."""
    name = scope["path"].rpartition("/")[2]
    query = scope["query_string"].decode("latin-1")
    return RedirectResponse(str(URL(f"{name}/").replace(query=query)))
