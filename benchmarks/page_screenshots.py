"""Takes the pictures of the chat page and the widget, at desktop and phone width.

    python -m benchmarks.page_screenshots

The real server answers over the sample corpus, in Debian's chromium.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from benchmarks.answers import ROOT, SAMPLE_DOCUMENTS
from benchmarks.running_server import CHROMIUM, CHROMIUM_OPTIONS, index, running_server

PICTURES = ROOT / "ui" / "images"
SIZES = {1440: 900, 360: 740}
QUESTION = "新版加油机指引为啥把静置时间改成30秒"
CONVERSATION = ("菜市场的电子秤多长时间检定一次？", "那出租车计价器呢？")
UNKNOWN = "火星基地的食堂几点开饭？"
_SETTLING_MS = 500
_QUESTION_BOX = "#wy-question textarea"


def main() -> int:
    """Writes the pictures; exit status 0."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        index(Path(folder), options.cache_dir, SAMPLE_DOCUMENTS)
        with running_server(Path(folder), options.cache_dir) as server:
            for width, height in SIZES.items():
                _take(browser, server.address, width, height)
        browser.close()
    for path in sorted(PICTURES.glob("*.png")):
        print(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size:,} bytes")
    return 0


def _take(browser: Browser, address: str, width: int, height: int) -> None:
    with _page(browser, width, height, address) as page:
        expect(page.locator("#wy-chat .example").first).to_be_visible(timeout=30_000)
        _save(page, "empty", width)
        _ask(page, QUESTION, ".wy-sources")
        _save(page, "answered", width)
        page.locator(".wy-answer .wy-cite").first.click()
        source = page.frame_locator("#wy-panel iframe")
        expect(source.locator("#cited")).to_be_in_viewport()
        _save(page, "source", width)
    with _page(browser, width, height, address) as page:
        for count, question in enumerate(CONVERSATION, start=1):
            _ask(page, question, ".wy-sources")
            expect(page.locator(".wy-sources")).to_have_count(count)
        _save(page, "follow-up", width)
    with _page(browser, width, height, address) as page:
        _ask(page, UNKNOWN, ".wy-refusal")
        _save(page, "refused", width)
    with _page(browser, width, height, f"{address}widget/host.html") as page:
        page.get_by_role("button").last.click()
        frame = page.frame_locator("iframe")
        _ask(frame, QUESTION, ".wy-sources")
        _save(page, "widget", width)


@contextmanager
def _page(browser: Browser, width: int, height: int, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
    )
    # Playwright reaches into open shadow roots only; the widget's is closed.
    context.add_init_script(
        "const attach = Element.prototype.attachShadow;"
        "Element.prototype.attachShadow = function (options) {"
        " return attach.call(this, { ...options, mode: 'open' }); };"
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def _ask(place: Page | FrameLocator, question: str, reply: str) -> None:
    box = place.locator(_QUESTION_BOX)
    box.fill(question)
    box.press("Enter")
    expect(place.locator('#wy-chat [data-testid="bot"]').last.locator(reply)).to_be_visible(
        timeout=30_000
    )
    box.blur()


def _save(page: Page, name: str, width: int) -> None:
    page.wait_for_timeout(_SETTLING_MS)
    page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
