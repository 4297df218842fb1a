"""The Host header, read strictly."""

from __future__ import annotations

import re

from starlette.types import Scope

from rag.network_settings import HIGHEST_PORT, normal_host_name

_AUTHORITY = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")


def host_header(scope: Scope) -> str | None:
    """The one Host header of a request as `name` or `name:port`; None: missing or no such thing."""
    values = [value for name, value in scope["headers"] if name == b"host"]
    if len(values) != 1:
        return None
    match = _AUTHORITY.fullmatch(values[0].decode("latin-1"))
    if match is None or int(match[2] or 0) > HIGHEST_PORT:
        return None
    try:
        name = normal_host_name(match[1])
    except ValueError:
        return None
    return name if match[2] is None else f"{name}:{int(match[2])}"


def without_port(authority: str) -> str:
    """`name` of `name:port`; an IPv6 address keeps its brackets."""
    return re.sub(r":[0-9]+\Z", "", authority)
