"""Scripts, styles and pictures of the product's own pages, from the folder `static`."""

from __future__ import annotations

import functools
import hashlib
import mimetypes
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

STATIC_FOLDER = Path(__file__).parent / "static"

_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_TAG_LENGTH = 12
# As the systems' own tables differ, and a script with a wrong type is refused by browsers.
_MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

router = APIRouter(include_in_schema=False)


@functools.cache
def static_link(name: str) -> str:
    """Address of a static file relative to the root of the product, `static/x.css?v=…`.

    It changes with the content, so that browsers may keep the file for ever.
    """
    content = (STATIC_FOLDER / name).read_bytes()
    return f"static/{name}?v={hashlib.sha256(content).hexdigest()[:_TAG_LENGTH]}"


@router.get("/favicon.ico")
def icon(request: Request) -> Response:
    """What browsers ask for on their own."""
    return static_file("icon.svg", request)


@router.get("/static/{name}")
def static_file(name: str, request: Request) -> Response:
    """One file of the folder."""
    if name not in _names():
        raise HTTPException(404, f"There is no file {name!r}.")
    suffix = Path(name).suffix
    is_versioned = static_link(name).endswith(f"?v={request.query_params.get('v', '')}")
    return FileResponse(
        STATIC_FOLDER / name,
        media_type=_MEDIA_TYPES.get(suffix) or mimetypes.types_map.get(suffix),
        headers={"Cache-Control": _FOREVER if is_versioned else _ASK_AGAIN},
    )


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in STATIC_FOLDER.iterdir() if path.is_file())
