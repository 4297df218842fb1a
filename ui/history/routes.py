"""Earlier conversations over HTTP, for the chat page: a person reaches their own only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from rag.history import HistoryStore
from rag.history.conversations import (
    Conversation,
    ConversationSummary,
    KeptTurn,
    Rating,
    UnknownConversationError,
)
from rag.types import answer_as_json
from ui.api_shapes import Text
from ui.history import markdown_export, word_export
from ui.history.print_page import gone_page, print_page
from ui.history.texts import TEXTS, HistoryTexts
from ui.history.transcript import Transcript, transcript
from ui.json_output import json_text
from ui.languages import Language, choose_language
from ui.page_texts import TEXTS as PAGE_TEXTS
from ui.plain_text import beginning

_NO_STORE = {"Cache-Control": "no-store"}
_LONGEST_FILE_NAME = 40
_LONGEST_SEARCH = 200

_Export = Callable[[Transcript, HistoryTexts], str | bytes]
# File suffix → what writes it, and its media type.
_EXPORTS: dict[str, tuple[_Export, str]] = {
    "docx": (word_export.word_document, word_export.MEDIA_TYPE),
    "md": (markdown_export.markdown, markdown_export.MEDIA_TYPE),
}

# A turn of a Word document takes 5 ms.
_MOST_TURNS = {"docx": 1_000}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewName(_Body):
    """The name that a conversation shall have."""

    name: Text


class Judgement(_Body):
    """What a person thinks of an answer."""

    rating: Rating
    reason: Text = ""


def create_history_router(history: HistoryStore) -> APIRouter:
    """The routes below /api/conversations, /api/answers and /conversations."""
    router = APIRouter(include_in_schema=False)
    _add_list(router, history)
    _add_changes(router, history)
    _add_judgements(router, history)
    _add_written(router, history)
    return router


def person_of(request: Request) -> str:
    """Who asks, as `ui.middleware.people` found out."""
    person: str = request.state.person
    return person


def _add_list(router: APIRouter, history: HistoryStore) -> None:
    @router.get("/api/conversations")
    def conversations(
        request: Request, q: Annotated[str, Query(max_length=_LONGEST_SEARCH)] = ""
    ) -> Response:
        """The person's conversations, the one changed last first."""
        found = history.conversations(person_of(request), q)
        return _json({"conversations": [_summary_as_json(each) for each in found]})

    @router.get("/api/conversations/{conversation_id}")
    def conversation(conversation_id: str, request: Request) -> Response:
        """One conversation with its turns."""
        return _json(_as_json(history.conversation(person_of(request), conversation_id)))


def _add_changes(router: APIRouter, history: HistoryStore) -> None:
    @router.patch("/api/conversations/{conversation_id}")
    def rename(conversation_id: str, new: NewName, request: Request) -> Response:
        """Gives a conversation a name."""
        history.rename(person_of(request), conversation_id, new.name)
        return Response(status_code=204, headers=_NO_STORE)

    @router.delete("/api/conversations/{conversation_id}")
    def delete(conversation_id: str, request: Request) -> Response:
        """Deletes a conversation."""
        history.delete(person_of(request), conversation_id)
        return Response(status_code=204, headers=_NO_STORE)


def _add_judgements(router: APIRouter, history: HistoryStore) -> None:
    # Not bound to the person: who knows the random id was given the answer. So it works in a
    # frame of another site as well, where browsers keep no cookies.
    @router.post("/api/answers/{answer_id}/rating")
    def rate(answer_id: str, judgement: Judgement) -> Response:
        """Keeps what a person thinks of an answer."""
        history.rate(answer_id, judgement.rating, judgement.reason)
        return Response(status_code=204, headers=_NO_STORE)

    @router.post("/api/answers/{answer_id}/submission")
    def submit(answer_id: str) -> Response:
        """Hands a question on to who looks after the documents."""
        history.submit(answer_id)
        return Response(status_code=204, headers=_NO_STORE)


def _add_written(router: APIRouter, history: HistoryStore) -> None:
    @router.get("/conversations/{conversation_id}.{suffix}")
    def export(conversation_id: str, suffix: str, request: Request) -> Response:
        """A conversation as a file."""
        if suffix not in _EXPORTS:
            raise UnknownConversationError(
                f"Conversations are not written as .{suffix[:10]}.", remedy="Take .docx or .md."
            )
        write, media_type = _EXPORTS[suffix]
        language = _language(request)
        written = _written(history, conversation_id, request, language, _MOST_TURNS.get(suffix))
        disposition = f"attachment; filename*=UTF-8''{quote(f'{_file_name(written)}.{suffix}')}"
        headers = _NO_STORE | {"Content-Disposition": disposition}
        return Response(write(written, TEXTS[language]), media_type=media_type, headers=headers)

    @router.get("/conversations/{conversation_id}")
    def printed(conversation_id: str, request: Request) -> Response:
        """A conversation as a page for printing."""
        language = _language(request)
        try:
            written = _written(history, conversation_id, request, language)
        except UnknownConversationError:
            return HTMLResponse(gone_page(TEXTS[language], language), 404, headers=_NO_STORE)
        return HTMLResponse(print_page(written, TEXTS[language], language), headers=_NO_STORE)


def _written(
    history: HistoryStore,
    conversation_id: str,
    request: Request,
    language: Language,
    last: int | None = None,
) -> Transcript:
    kept = history.conversation(person_of(request), conversation_id, last)
    return transcript(kept, PAGE_TEXTS[language].locators, str(request.base_url))


def _language(request: Request) -> Language:
    stated = request.query_params.get("lang")
    return choose_language(stated, request.headers.get("accept-language"))


def _file_name(written: Transcript) -> str:
    kept = "".join(sign if sign.isalnum() else "_" for sign in written.title).strip("_")
    return beginning(kept, _LONGEST_FILE_NAME) or "conversation"


def _summary_as_json(summary: ConversationSummary) -> dict[str, Any]:
    return {
        "conversation_id": summary.conversation_id,
        "title": summary.title,
        "changed": summary.changed,
        "turns": summary.turns,
    }


def _as_json(conversation: Conversation) -> dict[str, Any]:
    turns = [_turn_as_json(turn) for turn in conversation.turns]
    return _summary_as_json(conversation.summary) | {"turns": turns}


def _turn_as_json(turn: KeptTurn) -> dict[str, Any]:
    return {
        "asked": turn.asked,
        "answer": answer_as_json(turn.answer),
        "rating": turn.rating.value,
        "reason": turn.reason,
        "is_submitted": turn.is_submitted,
    }


def _json(shape: dict[str, Any]) -> Response:
    return Response(json_text(shape), media_type="application/json", headers=_NO_STORE)
