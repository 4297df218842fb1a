"""Every request gets a person: whom the portal names, whose cookie came, else somebody new."""

from __future__ import annotations

from starlette._utils import get_route_path
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.history.store import NAMED
from ui.people import COOKIE, PersonIds, Portal, name_in
from ui.problems import problem_response

# Pages that may be the first that somebody opens.
_FIRST_PAGES = frozenset(("/chat/",))
_SECONDS_KEPT = 400 * 24 * 3600  # browsers keep none longer


class People:
    """Puts the person's id into the request's state, as `request.state.person`.

    The portal's header counts from trusted addresses only, and is dropped from all others.

    Args:
        app: what answers.
        ids: makes and reads the cookie's ids.
        portal: the proxy that names its users, if there is one.
        root_path: where the cookie belongs.
    """

    def __init__(self, app: ASGIApp, ids: PersonIds, portal: Portal, root_path: str) -> None:
        self._app = app
        self._ids = ids
        self._portal = portal
        self._path = f"{root_path}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        stated = self._stated_names(scope)
        if len(stated) > 1:  # one of them is the user's own invention
            problem = problem_response(
                400,
                f"The header {self._portal.header} stands {len(stated)} times in the request.",
                "Let the proxy overwrite it instead of adding one.",
            )
            await problem(scope, receive, send)
            return
        name = name_in(stated[0]) if stated else ""
        kept = self._ids.read(Headers(scope=scope).get("cookie", ""))
        person = f"{NAMED}{name}" if name else kept or self._ids.new()
        is_new = not name and kept is None and get_route_path(scope) in _FIRST_PAGES

        async def send_with_cookie(message: Message) -> None:
            if is_new and message["type"] == "http.response.start":
                cookie = self._cookie(person, is_secure=scope["scheme"] == "https")
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(self._told(scope, person), receive, send_with_cookie)

    def _stated_names(self, scope: Scope) -> list[bytes]:
        client = scope.get("client")
        if not self._portal.header or client is None or not self._portal.is_trusted(client[0]):
            return []
        wanted = self._portal.header.encode("latin-1")
        return [value for name, value in scope["headers"] if name == wanted]

    def _told(self, scope: Scope, person: str) -> Scope:
        hidden = self._portal.header.encode("latin-1")
        headers = [pair for pair in scope["headers"] if pair[0] != hidden]
        return {**scope, "headers": headers, "state": {**scope.get("state", {}), "person": person}}

    def _cookie(self, person: str, *, is_secure: bool) -> str:
        secure = "; Secure" if is_secure else ""
        return (
            f"{COOKIE}={self._ids.signed(person)}; Path={self._path}; Max-Age={_SECONDS_KEPT}; "
            f"HttpOnly; SameSite=Lax{secure}"
        )
