"""`GET /source/{document_id}`: the stored text as a page, with what was cited marked in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from corpus.errors import WenyuanError
from corpus.store_records import UnknownDocumentError
from corpus.types import Document
from rag.generation import Generation
from ui.languages import choose_language
from ui.original_pages import OriginalPages
from ui.originals import OriginalChangedError, OriginalGoneError
from ui.pdf_pages import NoPictureError
from ui.plain_text import beginning, one_line
from ui.problems import error_as_problem, error_response
from ui.source_page import SourceFault, SourceView, fault_page, source_page
from ui.source_picture import PICTURE, ShownPage, boxes_on, cited_page
from ui.source_place import FoundPlace, RequestedPlace, WrongPlaceError, find_place, read_place
from ui.source_texts import TEXTS, SourceTexts

# The text may change at any time, and the page depends on what the browser asks for.
_HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Language"}
_SHOWN_ID = 40
# Of the address, what links to other sides of the same source keep.
_KEPT_PARAMETERS = ("start", "end", "v", "lang", "panel", "theme")


class GenerationProvider(Protocol):
    """What gives the newest published index; `rag.factory.QAService` does."""

    @property
    def generation(self) -> Callable[[], Generation]:
        """Gives it, or raises as `GenerationSource.current`."""


def create_source_router(service: GenerationProvider, originals: OriginalPages) -> APIRouter:
    """The route of source pages over what `service` publishes.

    Browsers are told of errors by a page, others by a problem document.
    """
    router = APIRouter(include_in_schema=False)

    @router.api_route("/source/{document_id}", methods=["GET", "HEAD"])
    def source(document_id: str, request: Request) -> Response:
        try:
            view = _view(service.generation(), originals, document_id, request)
        except WenyuanError as exc:
            return source_fault(exc, document_id, request)
        return HTMLResponse(source_page(view), headers=_HEADERS)

    return router


def _view(
    generation: Generation, originals: OriginalPages, document_id: str, request: Request
) -> SourceView:
    """What is to be shown.

    Raises:
        WrongPlaceError: the offsets of the address are no place of the document.
        UnknownDocumentError: there is no such document (any more).
    """
    asked = request.query_params
    document = generation.store.document(document_id, generation.number)
    requested = read_place(asked.get("start"), asked.get("end"), asked.get("v"))
    sources = generation.store.sources_of(document.text_hash, generation.number)
    found = _found(generation, document_id, document.text, document.text_hash, requested)
    shown = None
    if asked.get("view") == PICTURE:
        shown = _shown(generation, originals, document, found, asked)
    return SourceView(
        document=document,
        also_in=tuple(source for source in sources if source != document.source),
        requested=requested,
        found=found,
        language=choose_language(asked.get("lang"), request.headers.get("accept-language")),
        in_panel=_is_in_panel(request),
        stated_language=asked.get("lang") or "",
        offered=originals.offered(generation.store, document),
        shown=shown,
        asked={name: asked[name] for name in _KEPT_PARAMETERS if name in asked},
    )


def _shown(
    generation: Generation,
    originals: OriginalPages,
    document: Document,
    found: FoundPlace,
    asked: Mapping[str, str],
) -> ShownPage:
    """The page that the address names, else the one with the cited words; raises as `picture`."""
    stated = asked.get("page") or str(cited_page(document, found.span) or 1)
    drawn = originals.picture(generation.store, document, stated)
    return ShownPage(drawn, boxes_on(document, found.span, drawn.number))


def _found(
    generation: Generation,
    document_id: str,
    text: str,
    text_hash: str,
    requested: RequestedPlace,
) -> FoundPlace:
    former = None
    if requested.version not in ("", text_hash):
        former = generation.store.former_text(document_id, requested.version)
    return find_place(requested, text, text_hash, former)


def source_fault(error: WenyuanError, document_id: str, request: Request) -> Response:
    """What is said instead of a source: a page to browsers, a problem document to programs."""
    if "text/html" not in request.headers.get("accept", ""):
        return error_response(error)
    language = choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language")
    )
    fault = _as_fault(error, document_id, TEXTS[language])
    theme = request.query_params.get("theme", "")
    page = fault_page(fault, language, in_panel=_is_in_panel(request), theme=theme)
    status = error_as_problem(error)["status"]
    return HTMLResponse(page, status, headers=_HEADERS | {"Cache-Control": "no-store"})


def _as_fault(error: WenyuanError, document_id: str, texts: SourceTexts) -> SourceFault:
    if isinstance(error, WrongPlaceError):
        detail = texts.faults[error.fault].format(**error.values)
        return SourceFault(texts.fault_title, detail, texts.fault_remedy, whole=document_id)
    if isinstance(error, UnknownDocumentError):
        shown = beginning(one_line(document_id), _SHOWN_ID)
        detail = texts.unknown.format(got=shown)
        return SourceFault(texts.unknown_title, detail, texts.unknown_remedy)
    for kind, detail in (
        (OriginalGoneError, texts.original_gone),
        (OriginalChangedError, texts.original_changed),
        (NoPictureError, texts.no_picture),
    ):
        if isinstance(error, kind):
            return SourceFault(texts.original_title, detail, "", whole=document_id)
    return SourceFault(texts.failed_title, texts.failed, error.remedy)


def _is_in_panel(request: Request) -> bool:
    return request.query_params.get("panel") == "1"
