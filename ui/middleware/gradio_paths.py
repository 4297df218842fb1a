"""Of Gradio's many routes only those that a chat needs; the rest would be open to everybody."""

from __future__ import annotations

import re

from starlette._utils import get_route_path
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.problems import problem_response

_GRADIO = "/chat"
_READING = ("GET", "HEAD")
_WRITING = ("POST",)
# Not here on purpose: uploads and files, descriptions of the API, monitoring, calls without the
# queue. Nor the heartbeat, a stream for every open page: browsers keep six connections to a
# server, so that the sixth tab would freeze. A page does without it.
_ROUTES = (
    (re.compile(r"/"), _READING),
    (re.compile(r"/(assets|static)/[\w./-]+", re.ASCII), _READING),
    (re.compile(r"/(theme\.css|config)"), _READING),
    # By app_id a page finds out that the server was started again, and loads anew.
    (re.compile(r"/gradio_api/(startup-events|queue/data|app_id)"), _READING),
    (re.compile(r"/gradio_api/(run/predict|queue/join|cancel|reset)"), _WRITING),
)


class GradioPaths:
    """Answers 404 to what a chat does not need below `/chat`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] == "http" and not _is_open(get_route_path(scope), scope["method"]):
            problem = problem_response(404, "There is no such page.", "Check the address.")
            await problem(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_open(path: str, method: str) -> bool:
    if path != _GRADIO and not path.startswith(f"{_GRADIO}/"):
        return True
    below = path.removeprefix(_GRADIO)
    return any(route.fullmatch(below) and method in methods for route, methods in _ROUTES)
