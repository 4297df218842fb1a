"""What the script of a source page does, in a real browser under the page's own policy."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tests.browser_kit import Requests, WebServer
from tests.hostile_kit import PAYLOADS
from tests.library_kit import index, source, write
from tests.source_kit import Published, app_of, target
from ui.middleware.security_headers import SecurityHeaders

QUOTE = "要找的这一句在第三十段里。"
PARAGRAPHS = [f"第{number}段说明办理的条件、程序和时限。" * 6 for number in range(60)]
TEXT = "\n\n".join(["说明", *PARAGRAPHS[:30], QUOTE, *PARAGRAPHS[30:]])
TOP_OF_MARK = "document.getElementById('cited').getBoundingClientRect().top"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    folder: Path = tmp_path_factory.mktemp("source-in-browser")
    docs = write(folder / "docs", 说明=TEXT, 坏="\n\n".join(["坏话", *PAYLOADS]))
    index(folder / "data", docs)
    with source(folder / "data") as generations:
        yield Published(generations.current)


@pytest.fixture(scope="module")
def origin(published: Published) -> Iterator[str]:
    app = app_of(published)
    app.add_api_route("/around", _around)
    with WebServer(SecurityHeaders(app, ())) as server:
        yield server.origin


def _around(request: Request) -> HTMLResponse:
    """A page that shows the address in a frame far down, and hears its messages."""
    address = html.escape(request.query_params["address"])
    return HTMLResponse(
        "<script>addEventListener('message', (event) => { window.heard = event.data; })</script>"
        '<input id="question"><p style="height: 40rem"></p>'
        f'<iframe src="{address}" style="width: 400px; height: 500px"></iframe>'
        '<p style="height: 90rem"></p>',
        headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval'"},
    )


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A tab of 1024 by 700 that must stay without complaints of its policy or its scripts."""
    with browser.new_context(viewport={"width": 1024, "height": 700}, locale="zh-CN") as context:
        tab = context.new_page()
        complaints: list[str] = []
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        requests = Requests(context)
        yield tab
        assert requests.beyond_this_machine() == []
        assert complaints == []


def test_cited_words_come_into_sight_and_get_the_focus(
    opened: Page, origin: str, published: Published
) -> None:
    opened.goto(origin + target(published.document("说明.txt"), QUOTE))
    mark = opened.locator("#cited")
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    opened.evaluate("window.scrollTo(0, 0)")
    expect(mark).not_to_be_in_viewport()
    opened.get_by_role("link", name="回到引文").click()
    expect(mark).to_be_in_viewport()


def test_cited_words_come_into_sight_without_script(
    browser: Browser, origin: str, published: Published
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(f"{origin}{target(published.document('说明.txt'), QUOTE)}#cited")
        expect(tab.locator("#cited")).to_be_in_viewport()
        expect(tab.locator(".wy-bar__copy")).to_be_hidden()


def test_link_is_copied_where_the_clipboard_is_closed(
    opened: Page, origin: str, published: Published
) -> None:
    opened.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    opened.add_init_script(
        "document.addEventListener('copy', () => { window.copied = String(getSelection()); });"
    )
    address = origin + target(published.document("说明.txt"), QUOTE)
    opened.goto(f"{address}&panel=1&lang=zh-CN")
    opened.get_by_role("button", name="复制链接").click()
    expect(opened.get_by_role("status")).to_have_text("已复制")
    assert opened.evaluate("window.copied") == f"{address}#cited"
    expect(opened.locator("textarea")).to_have_count(0)


def test_link_stays_selected_where_nothing_may_be_copied(
    opened: Page, origin: str, published: Published
) -> None:
    opened.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
    opened.add_init_script("document.execCommand = () => false;")
    address = origin + target(published.document("说明.txt"), QUOTE)
    opened.goto(address)
    opened.get_by_role("button", name="复制链接").click()
    expect(opened.get_by_role("status")).to_contain_text("Ctrl+C")
    expect(opened.locator("textarea")).to_have_value(f"{address}#cited")
    expect(opened.locator("textarea")).to_be_focused()


def test_panel_moves_neither_the_page_around_it_nor_its_focus(
    opened: Page, origin: str, published: Published
) -> None:
    address = target(published.document("说明.txt"), QUOTE, panel=1)
    opened.goto(f"{origin}/around?{urlencode({'address': address})}")
    opened.locator("#question").focus()
    inside = opened.frame_locator("iframe").locator("#cited")
    assert 0 < opened.frames[1].evaluate(TOP_OF_MARK) < 500
    assert opened.evaluate("window.scrollY") == 0
    expect(opened.locator("#question")).to_be_focused()
    inside.press("Escape")
    opened.wait_for_function("window.heard?.wenyuan === 'close-panel'")


def test_hostile_words_neither_run_nor_fetch(
    opened: Page, origin: str, published: Published
) -> None:
    opened.on("dialog", lambda dialog: pytest.fail(dialog.message))
    document = published.document("坏.txt")
    opened.goto(f"{origin}/source/{document.document_id}?start=0&end={len(document.text)}")
    assert opened.evaluate("window.pwned") is None
    assert opened.evaluate("document.querySelector('article').textContent") == document.text


@pytest.mark.parametrize("width", [360, 1440])
def test_page_is_never_wider_than_the_window(
    opened: Page, origin: str, published: Published, width: int
) -> None:
    opened.set_viewport_size({"width": width, "height": 700})
    for name in ("说明.txt", "坏.txt"):
        opened.goto(origin + target(published.document(name)))
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
