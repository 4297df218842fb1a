"""A page of another site with the widget of the real server in it, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser_kit import Requests, open_shadow_roots
from tests.chat_kit import TIMEOUT_MS, Chat, watch

_FRAME = "wenyuan-widget iframe"


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a person's browser; `chat` is the page itself, or the frame of the widget in it."""

    chat: Chat
    requests: Requests

    @property
    def page(self) -> Page:
        return self.chat.page

    @property
    def bubble(self) -> Locator:
        return self.page.locator("wenyuan-widget .wy-bubble")

    @property
    def window(self) -> Locator:
        """What the bubble opens."""
        return self.page.locator("wenyuan-widget .wy-panel")

    @property
    def frame(self) -> Locator:
        return self.page.locator(_FRAME)

    @property
    def note(self) -> Locator:
        return self.page.locator("wenyuan-widget .wy-note")

    def open_chat(self, address: str) -> None:
        """Goes to a chat page itself."""
        self.page.goto(address)
        expect(self.chat.box).to_be_visible()

    def open_widget(self, address: str) -> None:
        """Goes to a page with the widget in it and opens that."""
        self.page.goto(address)
        self.bubble.click()
        expect(self.chat.box).to_be_visible()

    def evaluate_everywhere(self, script: str) -> list[Any]:
        """What a script yields in each frame of the tab."""
        return [frame.evaluate(script) for frame in self.page.frames]


@contextmanager
def open_tab(browser: Browser, *, in_widget: bool = False, **options: Any) -> Iterator[Tab]:
    """A new person's tab; in the end nothing left the machine and no script failed."""
    with _context(browser, options) as context:
        open_shadow_roots(context)
        requests = Requests(context)
        page = context.new_page()
        chat = Chat(page, page.frame_locator(_FRAME) if in_widget else page)
        watch(chat)
        yield Tab(chat, requests)
        assert requests.beyond_this_machine() == []
        assert chat.errors == [], chat.errors


@contextmanager
def _context(browser: Browser, options: dict[str, Any]) -> Iterator[BrowserContext]:
    # Without motion, so that places can be measured at any moment.
    chosen = {
        "locale": "zh-CN",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }
    context = browser.new_context(**(chosen | options))
    context.set_default_timeout(TIMEOUT_MS)
    expect.set_options(timeout=TIMEOUT_MS)
    try:
        yield context
    finally:
        context.close()
