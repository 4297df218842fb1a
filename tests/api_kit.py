"""The HTTP interface alone, as an app, and what it sends, taken apart."""

from __future__ import annotations

import json
from typing import Any

import httpx
from fastapi import FastAPI

from rag.factory import QAService
from ui.answering import Answering
from ui.api import KEEP_ALIVE_SECONDS, create_api_router
from ui.api_shapes import ProblemShape
from ui.problems import install_problem_handlers
from ui.static_files import router as static_router

Event = tuple[str, dict[str, Any]]


def api_of(
    service: QAService, answering: Answering, keep_alive_seconds: float = KEEP_ALIVE_SECONDS
) -> FastAPI:
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    install_problem_handlers(app)
    app.include_router(create_api_router(service, answering, keep_alive_seconds=keep_alive_seconds))
    app.include_router(static_router)
    return app


def events_of(stream: str) -> list[Event]:
    """Name and shape of each event; comments are left out."""
    events = []
    for block in stream.removesuffix("\n\n").split("\n\n"):
        if not block.startswith(":"):
            name, data = block.split("\n")
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


def problem_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """The problem document of a response, which must be whole and in step with its status."""
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    ProblemShape.model_validate(problem)
    assert (response.status_code, problem["status"]) == (status, status)
    assert problem["detail"]
    return problem
