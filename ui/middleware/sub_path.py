"""One form for paths below a sub-path, however the proxy in front hands them on."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class SubPath:
    """Gives every request the path with `root_path` before it.

    A proxy may keep its prefix (`/bot/chat/` arrives as such) or strip it (`/chat/` arrives):
    inside, `scope["path"]` is `/bot/chat/` and `scope["root_path"]` is `/bot` in both cases, as
    ASGI defines them. `get_route_path` of Starlette then yields what the app routes by, and
    filters that use it cannot be gone round by adding or leaving out the prefix.
    """

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self._app = app
        self._root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] == "http":
            scope = {**scope, **self._paths(scope)}
        await self._app(scope, receive, send)

    def _paths(self, scope: Scope) -> dict[str, object]:
        path: str = scope["path"]
        root = self._root_path
        if not root or path == root or path.startswith(f"{root}/"):
            return {"root_path": root}
        return {
            "root_path": root,
            "path": root + path,
            "raw_path": root.encode("ascii") + (scope.get("raw_path") or path.encode()),
        }
