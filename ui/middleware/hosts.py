"""Only names that are ours are answered: a defence against DNS rebinding.

A page of a hostile site may let its own name point to this machine, and then reads our answers
as its own. What it cannot do is make the browser send another name than that.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.middleware.authority import host_header, without_port
from ui.problems import problem_response

_LOOPBACK_SUFFIX = ".localhost"  # reserved, RFC 6761


class Hosts:
    """Refuses requests for names that are not this server's.

    Its own are: addresses, names without a dot (no public name is without), names below
    `localhost`, `own_names` of the machine, and those that `allowed` lists, where `*.x` stands
    for all below x and `*` for any.
    """

    def __init__(self, app: ASGIApp, allowed: Collection[str], own_names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset((*allowed, *own_names))
        self._suffixes = tuple(name[1:] for name in allowed if name.startswith("*."))
        self._takes_any = "*" in allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        authority = host_header(scope)
        if authority is None:
            problem = problem_response(
                400,
                "The request must have exactly one Host header with a host name.",
                "Send one, like: Host: 127.0.0.1:7860",
            )
            await problem(scope, receive, send)
            return
        name = without_port(authority)
        if not self._is_ours(name):
            problem = problem_response(
                421,
                f"This server does not answer under the name {name}.",
                f"If people shall reach it so, start it with WENYUAN_ALLOWED_HOSTS={name}",
            )
            await problem(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_ours(self, name: str) -> bool:
        return (
            "." not in name
            or name in self._names
            or name.endswith((_LOOPBACK_SUFFIX, *self._suffixes))
            or _is_address(name)
            or self._takes_any
        )


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
