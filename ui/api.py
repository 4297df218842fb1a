"""The HTTP interface for other programs: questions, search and documents as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from corpus.errors import UnknownCollectionError, UsageError
from corpus.types import Document
from rag.factory import QAService
from rag.types import answer_as_json, passage_as_json
from ui.answering import Answering
from ui.api_description import (
    INDEX_PROBLEMS,
    PROBLEMS,
    TEXT_PROBLEMS,
    add_description,
    ask_responses,
)
from ui.api_shapes import (
    AnswerShape,
    AskRequest,
    DocumentsShape,
    HealthShape,
    SearchRequest,
    SearchShape,
    TextRequest,
    TextShape,
)
from ui.conversations import ALONE, Conversations
from ui.json_output import json_text
from ui.server_sent_events import EVENT_STREAM, event_stream, wants_events
from ui.status_view import document_as_json
from ui.version import product_version

COLLECTION = "default"
KEEP_ALIVE_SECONDS = 15.0
# Of no standard, but what nginx writes into its log too; nobody receives it.
CLIENT_LEFT = 499

_NO_STORE = {"Cache-Control": "no-store"}
_STREAM_HEADERS = _NO_STORE | {"X-Accel-Buffering": "no", "Vary": "Accept"}

_Result = TypeVar("_Result")


def create_api_router(
    service: QAService, answering: Answering, *, keep_alive_seconds: float = KEEP_ALIVE_SECONDS
) -> APIRouter:
    """The routes /healthz and /api/…, with their description and its page."""
    router = APIRouter()
    _add_health(router, service)
    _add_ask(router, answering, keep_alive_seconds)
    _add_search(router, answering)
    _add_documents(router, service)
    add_description(router)
    return router


def _add_health(router: APIRouter, service: QAService) -> None:
    @router.get(
        "/healthz",
        response_model=HealthShape,
        responses=INDEX_PROBLEMS,
        summary="状态 Health",
        tags=["health"],
    )
    def healthz() -> Response:
        """能否回答问题 · Whether questions can be answered, and from which index."""
        manifest = service.generation().manifest
        return _json(
            {
                "status": "ok",
                "version": product_version(),
                "generation": manifest.generation,
                "updated": manifest.created,
                "documents": manifest.counts.documents,
                "passages": manifest.counts.passages,
            }
        )


def _add_ask(router: APIRouter, answering: Answering, keep_alive_seconds: float) -> None:
    conversations = Conversations()

    @router.post(
        "/api/ask",
        response_model=AnswerShape,
        responses=ask_responses(),
        dependencies=[Depends(_check_content_type)],
        summary="提问 Ask",
        tags=["ask"],
    )
    async def ask(
        asked: AskRequest,
        request: Request,
        accept: Annotated[str, Header(include_in_schema=False)] = "",
    ) -> Response:
        """提问 · Answers one question, with the exact place of every sentence.

        `Accept: text/event-stream` 逐步返回 · gives events as they happen: `stage {name}`
        (wait, retrieve, rerank, read, cite), `citation {…}`, `token {text}`, and at the end
        `done {Answer}` or `error {problem}`. All tokens joined are the answer.

        同一 `conversation_id` 的追问会补全 · A follow-up under the same `conversation_id` is
        completed from what was said before: `understood_as`.
        """
        _check_collection(asked.collection)
        sender = request.client.host if request.client else ""
        talk = (
            conversations.talk((sender, asked.conversation_id)) if asked.conversation_id else ALONE
        )
        if not wants_events(accept):
            answer = await _unless_left(request, answering.answer(asked.question, talk=talk))
            return _json(answer_as_json(answer), {"Vary": "Accept"})
        run = answering.start(asked.question, talk=talk)
        first = await run.next()
        assert first is not None
        body = event_stream(run, first, keep_alive_seconds)
        return StreamingResponse(body, media_type=EVENT_STREAM, headers=_STREAM_HEADERS)


def _add_search(router: APIRouter, answering: Answering) -> None:
    @router.get(
        "/api/search",
        response_model=SearchShape,
        responses=PROBLEMS,
        summary="检索 Search",
        tags=["search"],
    )
    async def search(asked: Annotated[SearchRequest, Query()], request: Request) -> Response:
        """检索 · The passages that fit best, best first."""
        passages = await _unless_left(request, answering.search(asked.q, asked.top_k))
        shapes = [passage_as_json(passage) for passage in passages]
        return _json({"query": asked.q, "passages": shapes})


def _add_documents(router: APIRouter, service: QAService) -> None:
    @router.get(
        "/api/documents",
        response_model=DocumentsShape,
        responses=INDEX_PROBLEMS,
        summary="全部文件 Documents",
        tags=["documents"],
    )
    def documents() -> Response:
        """全部文件 · All documents of the index."""
        generation = service.generation()
        found = generation.store.documents(generation.number)
        return _json({"documents": [document_as_json(document) for document in found]})

    @router.get(
        "/api/documents/{document_id}/text",
        response_model=TextShape,
        responses=TEXT_PROBLEMS,
        summary="原文 Text",
        tags=["documents"],
    )
    def text(document_id: str, piece: Annotated[TextRequest, Query()]) -> Response:
        """原文 · The stored text of a document, or a piece of it."""
        generation = service.generation()
        document = generation.store.document(document_id, generation.number)
        return _json(_text_as_json(document, piece))


def _json(shape: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(
        json_text(shape), media_type="application/json", headers=_NO_STORE | (headers or {})
    )


def _text_as_json(document: Document, piece: TextRequest) -> dict[str, Any]:
    """The piece, which must lie in the text."""
    length = len(document.text)
    start = 0 if piece.start is None else piece.start
    end = length if piece.end is None else piece.end
    if not 0 <= start <= end <= length:
        raise UsageError(
            f"The piece from {start} to {end} does not lie in the text of {document.source}, "
            f"which has {length:,} characters.",
            remedy=f"Give 0 ≤ start ≤ end ≤ {length}.",
        )
    metadata = document.metadata
    return {
        "document_id": document.document_id,
        "source": document.source,
        "title": metadata.title,
        "author": metadata.author,
        "origin": metadata.origin,
        "date": metadata.date,
        "characters": length,
        "text_hash": document.text_hash,
        "start": start,
        "end": end,
        "text": document.text[start:end],
    }


def _check_content_type(content_type: Annotated[str, Header(include_in_schema=False)] = "") -> None:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise HTTPException(
            415, f"The body is of type {media_type or 'unknown'!r}; application/json was expected."
        )


def _check_collection(name: str | None) -> None:
    if name not in (None, COLLECTION):
        raise UnknownCollectionError(
            f"There is no collection {name!r}.", remedy=f"Leave it out, or give {COLLECTION!r}."
        )


async def _unless_left(request: Request, work: Coroutine[Any, Any, _Result]) -> _Result:
    """The result of `work`, which is given up when the client goes away."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_until_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise HTTPException(CLIENT_LEFT, "The client has left.")
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()


async def _until_left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
