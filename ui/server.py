"""The whole product as one ASGI application: pages, API, widget, and what guards them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp

from rag.factory import Notify, QAService
from rag.settings import Settings
from rag.suggestions import SuggestedQuestions
from ui.answering import Answering
from ui.api import create_api_router
from ui.chat import ChatPage
from ui.history.keeping import Keeping
from ui.history.routes import create_history_router
from ui.history.served import expiring, open_history
from ui.middleware import guard
from ui.middleware.page_head import PageHead
from ui.middleware.people import People
from ui.original_pages import OriginalPages
from ui.original_routes import create_original_router
from ui.page_parts import page_head
from ui.people import PersonIds, portal, read_key
from ui.problems import install_problem_handlers
from ui.source import create_source_router
from ui.static_files import router as static_router
from ui.widget.routes import router as widget_router

CHAT_PATH = "/chat"

_FONTS = ["system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
_CODE_FONTS = ["ui-monospace", "Noto Sans Mono CJK SC", "monospace"]


def create_app(service: QAService, settings: Settings, notify: Notify) -> ASGIApp:
    """Everything that `wenyuan serve` serves; to be run by one process.

    `notify` hears, in one sentence each, of what went wrong beside the questions.
    """
    answering = Answering(service)
    history = open_history(settings)
    suggestions = _suggestions(service, settings, notify)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        suggestions.start()
        async with expiring(history, notify):
            try:
                yield
            finally:
                suggestions.close()
                answering.close()

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    # Gradio leaves cross-origin answers to this one; without it, it would answer any site.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Content-Type"],
        expose_headers=["Retry-After"],
    )
    install_problem_handlers(app)
    _add_routes(app, service, answering, settings)
    keeping = Keeping(history, notify)
    page = ChatPage(answering, lambda: service.generation().manifest, suggestions.current, keeping)
    _mount(app, page)
    guarded: ASGIApp = PageHead(app, f"{CHAT_PATH}/", page_head())
    if history is not None:
        app.include_router(create_history_router(history))
        ids = PersonIds(read_key(settings.data_dir))
        known = portal(settings.user_header, settings.trusted_proxies)
        guarded = People(guarded, ids, known, settings.root_path)
    return guard(guarded, settings)


def _suggestions(service: QAService, settings: Settings, notify: Notify) -> SuggestedQuestions:
    """Questions to suggest; made anew when what answers them is another."""
    basis = (
        settings.embedding_model,
        settings.reader,
        settings.reranker,
        str(settings.top_k),
        str(settings.min_confidence),
    )
    return SuggestedQuestions(service, settings.data_dir, notify, basis=" ".join(basis))


def _add_routes(app: FastAPI, service: QAService, answering: Answering, settings: Settings) -> None:
    """All but the chat page itself and what is kept of it."""

    @app.get("/", include_in_schema=False)
    def to_chat() -> RedirectResponse:
        return RedirectResponse("chat/")

    app.include_router(create_api_router(service, answering))
    originals = OriginalPages(downloads=settings.downloads, passwords=settings.passwords)
    app.include_router(create_source_router(service, originals))
    app.include_router(create_original_router(service, originals, downloads=settings.downloads))
    app.include_router(widget_router)
    app.include_router(static_router)


def _mount(app: FastAPI, page: ChatPage) -> None:
    gr.mount_gradio_app(
        app,
        page.blocks,
        CHAT_PATH,
        theme=gr.themes.Default(font=_FONTS, font_mono=_CODE_FONTS),
        i18n=page.translations,
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=0,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
    )
    # A stream for every open page, which GradioPaths refuses; without it, none is asked for.
    page.blocks.config["connect_heartbeat"] = False
