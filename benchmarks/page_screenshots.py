"""Takes the pictures of the chat page and the widget: desktop, tablet and phone, light and dark.

    python -m benchmarks.page_screenshots

The real server answers over the sample corpus, in Debian's chromium.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from playwright.sync_api import (
    Browser,
    FrameLocator,
    Page,
    PdfMargins,
    expect,
    sync_playwright,
)

from benchmarks.answers import ROOT, SAMPLE_DOCUMENTS
from benchmarks.running_server import CHROMIUM, CHROMIUM_OPTIONS, index, running_server

PICTURES = ROOT / "ui" / "images"
SIZES = {1440: 900, 768: 1024, 360: 740}
# Of these, the repository keeps the light ones at 1440 and 360 points.
LOOKS = {"": "light", "-dark": "dark"}
QUESTION = "新版加油机指引为啥把静置时间改成30秒"
CONVERSATION = ("菜市场的电子秤多长时间检定一次？", "那出租车计价器呢？")
ENGLISH_QUESTION = "Where should visitors gather if the alarm goes off?"
PDF_QUESTION = "老旧电梯多久检验一次？"
TABLE_QUESTION = "电子天平的检定费是多少？"
# Files of the kinds that the sample corpus has not.
PRINTED = """<h1>清江市电梯检验办法</h1>
<h2>第一章 总则</h2><p>第一条 为规范电梯检验工作，保障乘用安全，制定本办法。</p>
<p>第二条 本市在用电梯的检验适用本办法。</p>
<h2>第二章 检验</h2><p>第三条 新装电梯每年检验一次。</p>
<p>第四条 使用满十五年的老旧电梯每半年检验一次，由市特检院负责。</p>
<p>第五条 检验报告应当在检验结束后五个工作日内出具。</p>
<h2>第三章 附则</h2><p>第六条 本办法自2024年1月1日起施行。</p>"""
TABLE = """器具,检定费（元）,检定周期,承检科室
电子天平,260,一年,质量室
压力表,45,半年,力学室
出租车计价器,80,一年,长度室
血压计,30,半年,医用室
"""
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
        documents, data_dir = Path(folder) / "documents", Path(folder) / "data"
        shutil.copytree(SAMPLE_DOCUMENTS, documents)
        _write_more(documents, browser)
        index(data_dir, options.cache_dir, documents)
        with running_server(data_dir, options.cache_dir) as server:
            for (width, height), look in itertools.product(SIZES.items(), LOOKS):
                _take(Camera(browser, server.address, width, height, look))
        browser.close()
    for path in sorted(PICTURES.glob("*.png")):
        print(f"wrote {path.relative_to(ROOT)}, {path.stat().st_size:,} bytes")
    return 0


def _write_more(documents: Path, browser: Browser) -> None:
    """A PDF file and a table beside the sample corpus."""
    page = browser.new_page()
    page.set_content(f"<style>body {{ font: 12pt/2 serif }}</style>{PRINTED}")
    margin: PdfMargins = {"top": "25mm", "bottom": "25mm", "left": "25mm", "right": "25mm"}
    page.pdf(path=documents / "清江市电梯检验办法.pdf", format="A4", margin=margin)
    page.close()
    (documents / "检定收费标准.csv").write_text(TABLE, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Camera:
    """A browser window of one size and look."""

    browser: Browser
    address: str
    width: int
    height: int
    look: str

    @contextmanager
    def page(self, path: str = "", locale: str = "zh-CN") -> Iterator[Page]:
        """A new person's window."""
        context = self.browser.new_context(
            viewport={"width": self.width, "height": self.height},
            locale=locale,
            reduced_motion="reduce",
            color_scheme="dark" if LOOKS[self.look] == "dark" else "light",
        )
        # Playwright reaches into open shadow roots only; the widget's is closed.
        context.add_init_script(
            "const attach = Element.prototype.attachShadow;"
            "Element.prototype.attachShadow = function (options) {"
            " return attach.call(this, { ...options, mode: 'open' }); };"
        )
        page = context.new_page()
        page.goto(f"{self.address}{path}")
        yield page
        context.close()

    def save(self, page: Page, name: str) -> None:
        """Takes the picture."""
        page.wait_for_timeout(_SETTLING_MS)
        path = PICTURES / f"{name}-{self.width}{self.look}.png"
        page.screenshot(path=path, animations="disabled")


def _take(camera: Camera) -> None:
    with camera.page() as page:
        expect(page.locator("#wy-chat .example").first).to_be_visible(timeout=30_000)
        camera.save(page, "empty")
        _ask(page, QUESTION, ".wy-sources")
        camera.save(page, "answered")
        _open_source(page)
        camera.save(page, "source")
    with camera.page() as page:
        for count, question in enumerate(CONVERSATION, start=1):
            _ask(page, question, ".wy-sources")
            expect(page.locator(".wy-sources")).to_have_count(count)
        camera.save(page, "follow-up")
        page.locator("#wy-new").click()
        expect(page.locator(".wy-asked")).to_have_count(0)
        _ask(page, UNKNOWN, ".wy-refusal")
        camera.save(page, "refused")
        page.locator(".wy-open-history:visible").click()
        expect(page.locator(".wy-conversation")).to_have_count(2)
        camera.save(page, "history")
    for name, question in (("source-pdf", PDF_QUESTION), ("source-table", TABLE_QUESTION)):
        with camera.page() as page:
            _ask(page, question, ".wy-sources")
            source = _open_source(page)
            if name == "source-pdf":
                source.get_by_role("link", name="页面图像").click()
                expect(source.locator(".wy-picture rect").first).to_be_visible()
            camera.save(page, name)
    with camera.page(locale="en-GB") as page:
        _ask(page, ENGLISH_QUESTION, ".wy-sources")
        camera.save(page, "english")
    with camera.page("widget/host.html") as page:
        page.get_by_role("button").last.click()
        frame = page.frame_locator("iframe")
        _ask(frame, QUESTION, ".wy-sources")
        camera.save(page, "widget")


def _open_source(page: Page) -> FrameLocator:
    page.locator(".wy-answer .wy-cite").first.click()
    source = page.frame_locator("#wy-panel iframe")
    expect(source.locator("#cited")).to_be_in_viewport()
    return source


def _ask(place: Page | FrameLocator, question: str, reply: str) -> None:
    box = place.locator(_QUESTION_BOX)
    box.fill(question)
    box.press("Enter")
    expect(place.locator('#wy-chat [data-testid="bot"]').last.locator(reply)).to_be_visible(
        timeout=30_000
    )
    box.blur()


if __name__ == "__main__":
    sys.exit(main())
