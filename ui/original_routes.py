"""`GET /source/{id}/original` and `GET /source/{id}/page/{n}.png`: the file behind a source."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from corpus.errors import WenyuanError
from ui.original_pages import OriginalPages
from ui.source import GenerationProvider, source_fault

# Whatever it is, the browser saves it and runs nothing of it.
_AS_FILE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
_AS_PICTURE = {"Cache-Control": "private, max-age=86400"}


def create_original_router(
    service: GenerationProvider, pages: OriginalPages, *, downloads: bool
) -> APIRouter:
    """The routes; without `downloads` the file itself is not handed out."""
    router = APIRouter(include_in_schema=False)

    @router.get("/source/{document_id}/original")
    def original(document_id: str, request: Request) -> Response:
        if not downloads:
            raise HTTPException(404, "This server does not hand out original files.")
        try:
            generation = service.generation()
            document = generation.store.document(document_id, generation.number)
            file = pages.original(generation.store, document)
        except WenyuanError as exc:
            return source_fault(exc, document_id, request)
        disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(
            file.data,
            media_type="application/octet-stream",
            headers=_AS_FILE | {"Content-Disposition": disposition},
        )

    @router.get("/source/{document_id}/page/{page}.png")
    def picture(document_id: str, page: str, request: Request) -> Response:
        try:
            generation = service.generation()
            document = generation.store.document(document_id, generation.number)
            drawn = pages.picture(generation.store, document, page)
        except WenyuanError as exc:
            return source_fault(exc, document_id, request)
        return Response(drawn.picture.png, media_type="image/png", headers=_AS_PICTURE)

    return router
