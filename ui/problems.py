"""Errors as problem documents (RFC 9457): one shape for everything that goes wrong over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from corpus.errors import (
    BusyError,
    IndexDamagedError,
    IndexMissingError,
    ModelError,
    OverloadedError,
    StoreError,
    UnknownCollectionError,
    UsageError,
    WenyuanError,
)
from corpus.store_records import UnknownDocumentError
from rag.history.conversations import UnknownConversationError
from ui.json_output import json_text
from ui.originals import OriginalChangedError, OriginalGoneError
from ui.pdf_pages import NoPictureError

PROBLEM_MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

_STATUSES: Mapping[type, int] = {
    UnknownDocumentError: 404,
    UnknownConversationError: 404,
    OriginalGoneError: 404,
    NoPictureError: 404,
    OriginalChangedError: 409,
    UnknownCollectionError: 404,
    UsageError: 422,
    IndexMissingError: 503,
    IndexDamagedError: 503,
    ModelError: 503,
    StoreError: 503,
    BusyError: 503,
    OverloadedError: 503,
    WenyuanError: 500,
}
_REMEDIES = {
    400: "Send one JSON object in UTF-8.",
    404: "Check the address; the API is described at api/docs.",
    405: "Use one of the methods named in the header Allow.",
    415: "Send JSON, with the header Content-Type: application/json.",
    422: "Correct the request; the API is described at api/docs.",
}
_SHOWN_CHARACTERS = 60
_SHOWN_FAULTS = 5
_INTERNAL_DETAIL = "The server met a fault of its own while it worked on this request."
_INTERNAL_REMEDY = "Try again; if it stays, tell who runs this server: its log holds the details."


def problem_as_json(
    status: int,
    detail: str,
    remedy: str = "",
    *,
    title: str | None = None,
    kind: str = "about:blank",
    code: str | None = None,
) -> dict[str, Any]:
    """The problem document; `code` is the error's stable word for machines, if it has one."""
    problem = {
        "type": kind,
        "title": title or _phrase(status),
        "status": status,
        "detail": detail,
        "remedy": remedy,
    }
    return problem | ({"code": code} if code else {})


def problem_response(
    status: int,
    detail: str,
    remedy: str = "",
    *,
    title: str | None = None,
    kind: str = "about:blank",
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response with a problem document (RFC 9457): what went wrong, and what to do."""
    problem = problem_as_json(status, detail, remedy, title=title, kind=kind, code=code)
    return _response(problem, headers)


def error_as_problem(error: Exception) -> dict[str, Any]:
    """The problem document of an exception; a fault of the program shows nothing of its inside."""
    if isinstance(error, WenyuanError):
        status = _status_of(error)
        return problem_as_json(status, error.message, error.remedy, code=error.code)
    return problem_as_json(500, _INTERNAL_DETAIL, _INTERNAL_REMEDY, code="internal_error")


def error_response(error: Exception) -> Response:
    """As `error_as_problem`, as a response."""
    headers = (
        {"Retry-After": str(RETRY_AFTER_SECONDS)}
        if isinstance(error, OverloadedError | BusyError)
        else None
    )
    return _response(error_as_problem(error), headers)


def install_problem_handlers(app: FastAPI) -> None:
    """Makes every error of `app` a problem document, those of unknown routes included."""
    app.add_exception_handler(WenyuanError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_error)


def _response(problem: Mapping[str, Any], headers: Mapping[str, str] | None) -> Response:
    return Response(
        json_text(problem),
        status_code=problem["status"],
        media_type=PROBLEM_MEDIA_TYPE,
        headers={"Cache-Control": "no-store"} | dict(headers or {}),
    )


def _phrase(status: int) -> str:
    """The status in words; empty for one of no standard."""
    return HTTPStatus(status).phrase if status in list(HTTPStatus) else ""


def _status_of(error: WenyuanError) -> int:
    return next(_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES)


async def _on_error(_: Request, error: Exception) -> Response:
    return error_response(error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = error.detail
    if detail == _phrase(error.status_code):  # raised by the router, which says no more
        detail = f"{request.method} {_shown(request.url.path)}: {detail}."
    remedy = _REMEDIES.get(error.status_code, "")
    return problem_response(error.status_code, detail, remedy, headers=error.headers)


async def _on_invalid_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(422, _described(error.errors()), _REMEDIES[422], code="bad_request")


def _described(faults: Sequence[Mapping[str, Any]]) -> str:
    """One sentence for each fault: where, what was expected, what was got."""
    sentences = [_fault_described(fault) for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        sentences.append(f"And {len(faults) - _SHOWN_FAULTS} more.")
    return " ".join(sentences)


def _fault_described(fault: Mapping[str, Any]) -> str:
    place = ".".join(_shown(part) for part in fault["loc"])
    if fault["type"] == "json_invalid":
        return f"The body is no JSON: {fault['ctx']['error']} (at {place.removeprefix('body.')})."
    got = "" if fault["type"] == "missing" else f"; got {_shown(repr(fault['input']))}"
    return f"{place}: {fault['msg']}{got}."


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
