"""The chat page in a real browser, as its users see and work it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Dialog, FrameLocator, Locator, Page, expect

from tests.browser_kit import Requests

TIMEOUT_MS = 20_000


@dataclass
class Chat:
    """A tab, or a frame, with the chat page; `errors` are what its console complains of."""

    page: Page
    place: Page | FrameLocator
    errors: list[str] = field(default_factory=list)

    @property
    def box(self) -> Locator:
        return self.place.locator("#wy-question textarea")

    @property
    def suggestions(self) -> Locator:
        return self.place.locator("#wy-chat .example")

    @property
    def questions(self) -> Locator:
        return self.place.locator(".wy-asked")

    @property
    def replies(self) -> Locator:
        return self.place.locator('#wy-chat [data-testid="bot"]')

    @property
    def cites(self) -> Locator:
        """The [n] in the text of the last answer."""
        return self.replies.last.locator(".wy-answer .wy-cite")

    @property
    def panel(self) -> Locator:
        return self.place.locator("#wy-panel")

    @property
    def source(self) -> FrameLocator:
        """The document in the panel."""
        return self.place.frame_locator("#wy-panel iframe")

    def ask(self, question: str) -> None:
        """Types a question and sends it."""
        self.box.fill(question)
        self.box.press("Enter")

    def ask_and_wait(self, question: str) -> None:
        """As `ask`; returns when the reply is whole."""
        count = self.replies.count()
        expect(self.place.locator("#wy-question .stop-button")).to_have_count(0)
        self.ask(question)
        expect(self.replies).to_have_count(count + 1)
        self.wait_for_reply()

    def wait_for_reply(self) -> None:
        """Until the last reply is an answer with its sources, a refusal or a failure."""
        whole = self.replies.last.locator(".wy-sources, .wy-refusal, .wy-failure")
        expect(whole).to_be_visible()

    def marked(self) -> str:
        """The marked words of the document in the panel, when they are in sight."""
        expect(self.source.locator("#cited")).to_be_in_viewport()
        return "".join(self.source.locator("mark").all_text_contents())


@contextmanager
def open_chat(browser: Browser, address: str, **options: Any) -> Iterator[Chat]:
    """A new person's tab with the page; in the end nothing left the machine, no script failed."""
    chosen = {"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}} | options
    context = browser.new_context(**chosen)
    context.set_default_timeout(TIMEOUT_MS)
    expect.set_options(timeout=TIMEOUT_MS)
    requests = Requests(context)
    try:
        page = context.new_page()
        chat = Chat(page, page)
        watch(chat)
        page.goto(address)
        expect(chat.box).to_be_visible()
        yield chat
        assert requests.beyond_this_machine() == []
        assert chat.errors == []
    finally:
        context.close()


def watch(chat: Chat) -> None:
    """Collects what goes wrong in the tab, from now on."""

    def note(line: ConsoleMessage) -> None:
        if line.type == "error":
            chat.errors.append(f"{line.text} {line.location}")

    def dismiss(dialog: Dialog) -> None:
        chat.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    chat.page.on("console", note)
    chat.page.on("pageerror", lambda error: chat.errors.append(str(error)))
    chat.page.on("dialog", dismiss)
