"""A chat server in small and pages of an intranet, for tests of the widget."""

from __future__ import annotations

import contextlib
import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from fastapi import FastAPI
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    FrameLocator,
    Locator,
    Page,
    Route,
    expect,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from tests.browser_kit import Requests, WebServer, open_shadow_roots
from ui import static_files
from ui.widget import routes

TIMEOUT_MS = 15_000

_JS = "text/javascript"
_CHAT_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>stand-in</title>
<link rel="stylesheet" href="stand-in.css">
<script src="../static/embed.js" defer></script><script src="stand-in.js" defer></script>
</head><body><main></main></body></html>"""
# Builds its elements late, as Gradio does, and uses Escape itself while `.wy-busy` is set.
_CHAT_SCRIPT = """
window.heard = [];
window.addEventListener("message", (event) => window.heard.push(event.data));
setTimeout(() => {
  const main = document.querySelector("main");
  const greeting = document.createElement("p");
  greeting.id = "wy-greeting";
  greeting.textContent = "您好！我只依据本单位的文件回答。";
  const question = document.createElement("div");
  question.id = "wy-question";
  question.append(document.createElement("textarea"));
  main.append(greeting, question);
}, 100);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("wy-busy")) event.preventDefault();
});
"""
_CHAT_STYLE = """
:root { color-scheme: light dark; --wy-accent: #1f5fa8; }
body { margin: 0; padding: 20px; font: 15px/1.7 system-ui, "Noto Sans CJK SC", sans-serif; }
#wy-greeting { white-space: pre-line; color: var(--wy-accent); }
textarea { width: 100%; height: 5em; }
"""


@dataclass
class ChatServer:
    """The application of a server whose chat page is in a good or in a bad way."""

    frame_ancestors: str | None = "*"
    status: int = 200
    visits: list[str] = field(default_factory=list)

    def app(self) -> FastAPI:
        """The widget's own routes and the stand-in for the chat page."""
        app = FastAPI()
        app.include_router(routes.router)
        app.include_router(static_files.router)
        app.add_api_route("/chat/", self._chat)
        app.add_api_route("/chat/stand-in.js", lambda: Response(_CHAT_SCRIPT, 200, None, _JS))
        app.add_api_route(
            "/chat/stand-in.css", lambda: Response(_CHAT_STYLE, 200, None, "text/css")
        )
        return app

    def _chat(self, request: Request) -> Response:
        self.visits.append(str(request.url.query))
        if self.status != 200:
            return PlainTextResponse("down", self.status)
        policy = f"frame-ancestors {self.frame_ancestors}"
        headers = {"Content-Security-Policy": policy} if self.frame_ancestors else {}
        return HTMLResponse(_CHAT_PAGE, headers=headers)


@dataclass
class Intranet:
    """The application of a site that takes the widget into its pages."""

    head: str = ""
    body: str = "<h1>内部办公网</h1><input id='theirs'>"
    policy: str = ""

    def app(self) -> FastAPI:
        """Every address is the same page; `/page.css` and `/page.js` belong to it."""
        app = FastAPI()
        app.add_api_route("/page.css", lambda: Response("", 200, None, "text/css"))
        app.add_api_route("/{path:path}", self._page)
        return app

    def _page(self) -> Response:
        text = f"<!doctype html><html><head>{self.head}</head><body>{self.body}</body></html>"
        headers = {"Content-Security-Policy": self.policy} if self.policy else {}
        return HTMLResponse(text, headers=headers)


def widget_tag(server: str, **attributes: str) -> str:
    """The script tag; `title="…"` becomes `data-title="…"`."""
    stated = "".join(f' data-{name}="{html.escape(text)}"' for name, text in attributes.items())
    return f'<script src="{server}/widget.js"{stated} defer></script>'


@dataclass
class Stage:
    """A page of an intranet before a chat server; the tests set both as they need them."""

    page: Page
    chat: ChatServer
    server: WebServer
    intranet: Intranet
    host: WebServer
    warnings: list[str]
    errors: list[str]

    def hold_chat_page(self) -> list[Route]:
        """Leaves the chat page unanswered; `continue_()` of what arrives in the list answers it."""
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        self.page.route("**/chat/?*", hold)
        return held

    def visit(self, *tags: str, path: str = "/") -> None:
        """Opens the intranet's page with these tags in its head."""
        self.intranet.head += "".join(tags)
        self.page.goto(self.host.origin + path)

    def visit_with(self, **attributes: str) -> None:
        """Opens the intranet's page with the widget in it."""
        self.visit(widget_tag(self.server.origin, **attributes))

    @property
    def bubble(self) -> Locator:
        return self.page.locator("wenyuan-widget .wy-bubble")

    @property
    def panel(self) -> Locator:
        return self.page.locator("wenyuan-widget .wy-panel")

    @property
    def frame(self) -> Locator:
        return self.page.locator("wenyuan-widget iframe")

    @property
    def note(self) -> Locator:
        return self.page.locator("wenyuan-widget .wy-note")

    @property
    def inside(self) -> FrameLocator:
        return self.page.frame_locator("wenyuan-widget iframe")

    @property
    def question(self) -> Locator:
        return self.inside.locator("#wy-question textarea")

    def accent(self) -> str:
        """The accent colour of the chat page."""
        script = "page => getComputedStyle(page).getPropertyValue('--wy-accent').trim()"
        return str(self.inside.locator("html").evaluate(script))


@contextlib.contextmanager
def open_stage(browser: Browser) -> Iterator[Stage]:
    """A stage; at its end, no script has failed and nothing beyond this machine was asked for."""
    # Without motion, so that places can be measured at any moment.
    context = browser.new_context(
        locale="zh-CN", viewport={"width": 1200, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(TIMEOUT_MS)
    expect.set_options(timeout=TIMEOUT_MS)
    open_shadow_roots(context)
    requests = Requests(context)
    chat, intranet = ChatServer(), Intranet()
    warnings: list[str] = []
    errors: list[str] = []

    def note_warning(line: ConsoleMessage) -> None:
        if line.type == "warning":
            warnings.append(line.text)

    with WebServer(chat.app()) as server, WebServer(intranet.app()) as host:
        page = context.new_page()
        page.on("console", note_warning)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield Stage(page, chat, server, intranet, host, warnings, errors)
        context.close()
    assert requests.beyond_this_machine() == []
    assert errors == []
