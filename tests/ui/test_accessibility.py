"""axe-core on every page, light and dark, wide and narrow: nothing serious."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.chat_kit import Chat, open_chat
from tests.server_kit import Server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LEADER = "啄木鸟班组的组长是谁"
UNKNOWN = "火星基地的食堂几点开饭?"
SERIOUS = {"serious", "critical"}
LOOKS: dict[str, dict[str, Any]] = {
    "light-1440": {"color_scheme": "light"},
    "dark-1440": {"color_scheme": "dark"},
    "light-360": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
    "dark-360": {"color_scheme": "dark", "viewport": {"width": 360, "height": 740}},
}


# One of each kind is enough for every run.
IN_SHORT = ("light-1440", "dark-360")


@pytest.fixture(
    params=[
        pytest.param(look, id=name, marks=() if name in IN_SHORT else pytest.mark.long)
        for name, look in LOOKS.items()
    ]
)
def chat(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Chat]:
    with open_chat(browser, server.address, **request.param) as opened:
        yield opened


def complaints(place: Page | Frame) -> list[str]:
    """What axe-core finds serious, with the first elements concerned."""
    place.evaluate(AXE)
    found = place.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]


def test_the_chat_and_all_that_opens_from_it(chat: Chat) -> None:
    page = chat.page
    expect(chat.suggestions.first).to_be_visible()
    assert complaints(page) == []
    chat.ask_and_wait(LEADER)
    chat.replies.last.locator(".wy-more summary").click()
    assert complaints(page) == []
    chat.replies.last.get_by_title("没用").click()
    expect(chat.replies.last.locator(".wy-reason input")).to_be_visible()
    chat.ask_and_wait(UNKNOWN)
    assert complaints(page) == []
    page.locator(".wy-open-history:visible").click()
    page.locator(".wy-conversation summary").first.click()
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    chat.place.locator(".wy-nearest .wy-title a").first.click()
    expect(chat.source.locator("#cited")).to_be_in_viewport()
    frame = next(each for each in page.frames if "/source/" in each.url)
    assert complaints(frame) == []
    assert complaints(page) == []


def test_a_conversation_laid_out_for_printing(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    found = re.search(r"[?&]c=(\w+)", chat.page.url)
    assert found is not None
    chat.page.goto(chat.page.url.split("/chat/")[0] + f"/conversations/{found[1]}")
    expect(chat.page.locator("h1")).to_be_visible()
    assert complaints(chat.page) == []


def test_text_of_twice_the_size_fits(browser: Browser, server: Server) -> None:
    """200 % zoom of a window of 1,280 points is a window of 640, with two dots for each."""
    size = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    with open_chat(browser, server.address, **size) as chat:
        chat.ask_and_wait(LEADER)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert chat.page.evaluate(wide) <= 0
        expect(chat.box).to_be_in_viewport()
        chat.cites.first.click()
        assert "田秀禾" in chat.marked()
        assert chat.page.evaluate(wide) <= 0
