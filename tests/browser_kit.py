"""A real browser and real web servers for tests of pages."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.types import ASGIApp

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_START_SECONDS = 20.0
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_OPEN_SHADOW_ROOTS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  return attach.call(this, { ...options, mode: "open" });
};
"""


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """Debian's chromium, without a window.

    While it is open, the thread has a running event loop (Playwright's), so `asyncio.run` fails
    there: a test that needs its own loop belongs into a module without a browser.
    """
    if not CHROMIUM.exists():
        pytest.fail(f"There is no {CHROMIUM}. Install it: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class WebServer:
    """Serves an ASGI app on a free port of this machine while the `with` block lasts."""

    def __init__(self, app: ASGIApp, root_path: str = "") -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(
            app,
            root_path=root_path,
            lifespan="auto",
            ws="none",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))

    @property
    def origin(self) -> str:
        """Such as `http://127.0.0.1:41234`; another server is another origin."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._port: int = self._listener.getsockname()[1]
        # The listening socket takes connections from now on; they wait until uvicorn accepts.
        self._thread.start()
        return self

    def stop(self) -> None:
        """Closes the port; a second call does nothing."""
        self._server.should_exit = True
        self._thread.join(_START_SECONDS)
        self._listener.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def open_shadow_roots(context: BrowserContext) -> None:
    """Lets selectors reach into shadow roots that the page's scripts will make closed."""
    context.add_init_script(_OPEN_SHADOW_ROOTS)


class Requests:
    """All that the pages of a browser context ask for, from now on."""

    def __init__(self, context: BrowserContext) -> None:
        self.addresses: list[str] = []
        context.on("request", lambda request: self.addresses.append(request.url))
        context.on("requestfailed", lambda request: self.addresses.append(request.url))

    def beyond_this_machine(self) -> list[str]:
        """Addresses of other machines; `data:` and `blob:` are no requests."""
        return [each for each in self.addresses if _leaves(each)]


def _leaves(address: str) -> bool:
    parts = urlsplit(address)
    is_network = parts.scheme in {"http", "https", "ws", "wss", "ftp"}
    return is_network and parts.hostname not in _THIS_MACHINE
