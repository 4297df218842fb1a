"""The widget's script and the example page that shows how to take it in."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

WIDGET_FOLDER = Path(__file__).parent

_SCRIPT_TYPE = "text/javascript; charset=utf-8"
_TAG_LENGTH = 16
_READ_METHODS = ["GET", "HEAD"]

router = APIRouter(include_in_schema=False)


@router.api_route("/widget.js", methods=_READ_METHODS)
def widget_script(request: Request) -> Response:
    """The script that any page of the intranet loads; asked for again each time, so kept fresh.

    It holds nothing of the server's, so every site may load it, as a module or with an
    `integrity` attribute too; which sites may then frame the chat page is decided there.
    """
    content, tag = _script()
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-cache",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": tag,
    }
    if _names_tag(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_SCRIPT_TYPE, headers=headers)


@router.api_route("/widget/host.html", methods=_READ_METHODS)
def host_page() -> Response:
    """A page of an invented bureau with the widget in it, and the tag to copy."""
    return HTMLResponse(_host_page(), headers={"Cache-Control": "no-cache"})


@functools.cache
def _script() -> tuple[bytes, str]:
    content = (WIDGET_FOLDER / "widget.js").read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:_TAG_LENGTH]}"'


@functools.cache
def _host_page() -> bytes:
    return (WIDGET_FOLDER / "host.html").read_bytes()


def _names_tag(if_none_match: str, tag: str) -> bool:
    """Weak comparison (RFC 9110, 13.1.2): a proxy that compresses turns `"x"` into `W/"x"`."""
    tags = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return tag in tags or tags == ["*"]
