"""The whole product as one ASGI application: pages, API, widget, and what guards them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import gradio as gr
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp

from corpus.errors import WenyuanError
from rag.factory import QAService
from rag.history import HistoryStore
from rag.history.store import HISTORY_FILE
from rag.settings import Settings
from rag.suggestions import SuggestedQuestions
from ui.answering import Answering
from ui.api import create_api_router
from ui.chat import ChatPage
from ui.history.keeping import Keeping
from ui.history.routes import create_history_router
from ui.middleware import guard
from ui.middleware.page_head import PageHead
from ui.middleware.people import People
from ui.original_pages import OriginalPages
from ui.original_routes import create_original_router
from ui.people import PersonIds, portal, read_key
from ui.problems import install_problem_handlers
from ui.source import create_source_router
from ui.static_files import router as static_router
from ui.static_files import static_link
from ui.widget.routes import router as widget_router

CHAT_PATH = "/chat"

Notify = Callable[[str], None]

_STYLES = ("chat.css", "answer_actions.css", "history_panel.css")
_SCRIPTS = (
    "question_box.js",
    "chat.js",
    "answer_actions.js",
    "history_panel.js",
    "source_panel.js",
    "embed.js",
)

# Of conversations that are too old; what expires meanwhile stays so much longer.
_BETWEEN_EXPIRIES = 3600.0

_FONTS = ["system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
_CODE_FONTS = ["ui-monospace", "Noto Sans Mono CJK SC", "monospace"]


def create_app(service: QAService, settings: Settings, notify: Notify) -> ASGIApp:
    """Everything that `wenyuan serve` serves; to be run by one process.

    `notify` hears, in one sentence each, of what went wrong beside the questions.
    """
    answering = Answering(service)
    basis = " ".join(
        (
            settings.embedding_model,
            settings.reader,
            settings.reranker,
            str(settings.top_k),
            str(settings.min_confidence),
        )
    )
    history = _open_history(settings)
    suggestions = SuggestedQuestions(service, settings.data_dir, notify, basis=basis)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        suggestions.start()
        expiring = asyncio.create_task(_expire_hourly(history, notify)) if history else None
        try:
            yield
        finally:
            suggestions.close()
            answering.close()
            if history is not None and expiring is not None:
                expiring.cancel()
                history.close()

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

    @app.get("/", include_in_schema=False)
    def to_chat() -> RedirectResponse:
        return RedirectResponse("chat/")

    app.include_router(create_api_router(service, answering))
    originals = OriginalPages(downloads=settings.downloads, passwords=settings.passwords)
    app.include_router(create_source_router(service, originals))
    app.include_router(create_original_router(service, originals, downloads=settings.downloads))
    app.include_router(widget_router)
    app.include_router(static_router)
    if history is not None:
        app.include_router(create_history_router(history))
    page = ChatPage(
        answering,
        lambda: service.generation().manifest,
        suggestions.current,
        Keeping(history, notify),
    )
    _mount(app, page)
    guarded: ASGIApp = PageHead(app, f"{CHAT_PATH}/", _head())
    if history is not None:
        ids = PersonIds(read_key(settings.data_dir))
        known = portal(settings.user_header, settings.trusted_proxies)
        guarded = People(guarded, ids, known, settings.root_path)
    return guard(guarded, settings)


def _open_history(settings: Settings) -> HistoryStore | None:
    """The kept conversations; None when none shall be kept: then those of before are deleted."""
    path = settings.data_dir / HISTORY_FILE
    if settings.keep_history:
        return HistoryStore(path, settings.history_days)
    if path.exists():
        with HistoryStore(path, settings.history_days) as earlier:
            earlier.clear()
    return None


async def _expire_hourly(history: HistoryStore, notify: Notify) -> None:
    """Deletes what has become too old, for as long as the server runs."""
    while True:
        await asyncio.sleep(_BETWEEN_EXPIRIES)
        try:
            await asyncio.to_thread(history.expire)
        except WenyuanError as exc:
            notify(f"Old conversations could not be deleted. {exc}")


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


def _head() -> str:
    """Style and scripts of the page; language and theme are settled before Gradio's run."""
    deferred = "".join(f'<script src="../{static_link(name)}" defer></script>' for name in _SCRIPTS)
    early = "".join(
        f'<script src="../{static_link(name)}"></script>' for name in ("language.js", "theme.js")
    )
    styles = "".join(f'<link rel="stylesheet" href="../{static_link(name)}">' for name in _STYLES)
    return (
        f"{styles}"
        f'<link rel="icon" href="../{static_link("icon.svg")}" type="image/svg+xml">'
        f"{early}{deferred}"
    )
