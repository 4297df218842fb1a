"""The real chat page in the widget, on pages of other sites that may hold it and that may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, FloatRect, Locator, expect

from tests.browser_kit import WebServer
from tests.page_census import not_our_addresses
from tests.portal_kit import Tab, open_tab
from tests.server_kit import Server, running_server
from tests.widget_kit import Intranet, widget_tag

LEADER = "啄木鸟班组的组长是谁"
LEADER_QUOTE = "组长田秀禾，1982年生"
UNKNOWN = "火星基地的食堂几点开饭?"
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
ASK = """async ([address, accept]) => {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept": accept },
    body: JSON.stringify({ question: "啄木鸟班组的组长是谁" }),
  });
  return [reply.status, await reply.text()];
}"""
FORM = """address => {
  const form = document.createElement("form");
  document.body.append(form);
  Object.assign(form, { action: address, method: "post", enctype: "text/plain" }).submit();
}"""
NOTHING_KEPT = """if (window !== top) {
  const refuse = { get() { throw new DOMException("denied", "SecurityError"); } };
  for (const name of ["localStorage", "sessionStorage"]) {
    Object.defineProperty(window, name, refuse);
  }
  Object.defineProperty(document, "cookie", refuse);
}"""
# Longer than the widget waits for the page in its frame.
TOO_LONG_MS = 25_000


@dataclass(frozen=True, slots=True)
class Sites:
    """A server and two sites, of which it allows only `portal`."""

    server: Server
    intranet: Intranet
    portal: str
    stranger: str

    @property
    def root(self) -> str:
        return self.server.address.removesuffix("/")


@pytest.fixture(scope="module")
def sites(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sites]:
    intranet = Intranet()
    folder = tmp_path_factory.mktemp("allowing")
    with WebServer(intranet.app()) as portal, WebServer(intranet.app()) as stranger:
        # Another name, so that it is another site for the browser, not another port of one.
        origin = portal.origin.replace("127.0.0.1", "localhost")
        allowed = {"WENYUAN_ALLOWED_ORIGINS": origin}
        folders = (index_of_sample_corpus, cache_dir, folder)
        with running_server(*folders, environment=allowed) as server:
            yield Sites(server, intranet, origin, stranger.origin)


@pytest.fixture
def tab(browser: Browser, sites: Sites) -> Iterator[Tab]:
    """A tab; the pages of both sites have the widget in them."""
    sites.intranet.head = VIEWPORT + widget_tag(sites.root)
    with open_tab(browser, in_widget=True) as opened:
        yield opened


@pytest.fixture
def widget(tab: Tab, sites: Sites) -> Iterator[Tab]:
    """A tab with the widget open on the site that may hold it."""
    tab.open_widget(sites.portal)
    yield tab
    assert not_our_addresses(tab.requests.addresses, sites.server.address) == []


def box_of(place: Locator) -> FloatRect:
    box = place.bounding_box()
    assert box is not None
    return box


def is_within(inner: Locator, outer: Locator) -> bool:
    one, other = box_of(inner), box_of(outer)
    return (
        other["x"] <= one["x"]
        and other["y"] <= one["y"]
        and one["x"] + one["width"] <= other["x"] + other["width"]
        and one["y"] + one["height"] <= other["y"] + other["height"]
    )


def test_a_question_is_asked_and_its_source_read_within_the_widget(
    widget: Tab, sites: Sites
) -> None:
    widget.chat.ask_and_wait(LEADER)
    expect(widget.chat.replies.last.locator(".wy-answer")).to_contain_text(LEADER_QUOTE)
    quote = widget.chat.replies.last.locator(".wy-card mark").first.text_content()
    widget.chat.cites.first.click()
    assert widget.chat.marked() == quote
    assert is_within(widget.chat.panel, widget.frame)
    assert is_within(widget.chat.source.locator("#cited"), widget.frame)
    widget.chat.panel.get_by_label("关闭").click()
    expect(widget.chat.panel).to_have_count(0)
    assert widget.page.url == f"{sites.portal}/"
    assert len(widget.page.context.pages) == 1


def test_a_conversation_is_still_there_when_the_widget_is_opened_again(widget: Tab) -> None:
    widget.chat.ask_and_wait(LEADER)
    widget.window.get_by_label("关闭").click()
    expect(widget.window).to_be_hidden()
    widget.bubble.click()
    expect(widget.chat.questions).to_have_text([LEADER])
    expect(widget.chat.box).to_be_focused()


def test_escape_closes_the_source_and_then_the_widget(widget: Tab) -> None:
    widget.chat.ask_and_wait(LEADER)
    widget.chat.cites.first.click()
    widget.chat.marked()
    widget.page.keyboard.press("Escape")
    expect(widget.chat.panel).to_have_count(0)
    expect(widget.window).to_be_visible()
    widget.chat.cites.first.click()
    widget.chat.source.locator("#cited").click()
    widget.page.keyboard.press("Escape")
    expect(widget.chat.panel).to_have_count(0)
    expect(widget.window).to_be_visible()
    widget.page.keyboard.press("Escape")
    expect(widget.window).to_be_hidden()
    expect(widget.bubble).to_be_focused()


def test_suggestion_refusal_and_new_conversation_are_as_on_the_page(widget: Tab) -> None:
    question = widget.chat.suggestions.first.inner_text()
    widget.chat.suggestions.first.click()
    widget.chat.wait_for_reply()
    expect(widget.chat.questions).to_have_text([question])
    widget.chat.ask_and_wait(UNKNOWN)
    reply = widget.chat.replies.last
    expect(reply.locator(".wy-refusal")).to_be_visible()
    reply.locator(".wy-nearest .wy-card").first.click()
    assert widget.chat.marked()
    widget.page.keyboard.press("Escape")
    widget.chat.place.get_by_role("button", name="新对话").click()
    expect(widget.chat.questions).to_have_count(0)
    expect(widget.chat.suggestions.first).to_be_visible()


def test_what_the_tag_says_arrives_in_the_chat_page(tab: Tab, sites: Sites) -> None:
    tag = widget_tag(
        sites.root,
        title="Ask us",
        greeting="Good morning.\nAsk in one sentence.",
        color="#8a1c1c",
        language="en",
        position="left",
    )
    sites.intranet.head = VIEWPORT + tag
    tab.open_widget(sites.portal)
    page = tab.chat.place.locator("html")
    assert page.evaluate("() => document.title") == "Ask us"
    expect(page).to_have_attribute("lang", "en")
    expect(tab.chat.box).to_have_attribute("placeholder", "Ask a question and press Enter")
    greeting = tab.chat.place.locator("#wy-greeting")
    expect(greeting).to_have_text("Good morning.\nAsk in one sentence.", use_inner_text=True)
    expect(tab.chat.place.locator(".wy-welcome h1 + p")).to_be_hidden()
    assert box_of(greeting)["y"] < box_of(tab.chat.place.locator(".wy-library"))["y"]
    button = tab.chat.place.locator("#wy-question .submit-button")
    expect(button).to_have_css("background-color", "rgb(138, 28, 28)")
    assert box_of(tab.bubble)["x"] < 100
    tab.chat.ask_and_wait(UNKNOWN)
    expect(tab.chat.replies.last).to_contain_text("The documents do not say")
    tab.chat.replies.last.locator(".wy-title a").first.click()
    expect(tab.chat.source.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (360, 640), (740, 360)])
def test_all_of_it_is_within_the_frame(
    browser: Browser, sites: Sites, width: int, height: int
) -> None:
    sites.intranet.head = VIEWPORT + widget_tag(sites.root)
    size: Any = {"width": width, "height": height}
    with open_tab(browser, in_widget=True, viewport=size, has_touch=width < 800) as tab:
        tab.open_widget(sites.portal)
        for question in (LEADER, UNKNOWN):
            tab.chat.ask_and_wait(question)
            assert is_within(tab.chat.place.locator("#wy-question"), tab.frame)
            assert is_within(tab.chat.place.locator("#wy-new"), tab.frame)
            expect(tab.chat.questions.last).to_be_in_viewport(ratio=1)
        tab.chat.replies.first.locator(".wy-cite").first.click()
        tab.chat.marked()
        assert is_within(tab.chat.panel, tab.frame)
        overflow = "[document.documentElement.scrollWidth - innerWidth, innerWidth]"
        assert [over for over, _ in tab.evaluate_everywhere(overflow)] == [0, 0, 0]
        tall = "() => document.documentElement.scrollHeight - innerHeight"
        assert tab.chat.place.locator("html").evaluate(tall) == 0


def test_the_frame_repeats_nothing_of_the_bar_above_it(widget: Tab) -> None:
    expect(widget.chat.suggestions.first).to_be_visible()
    inside = widget.chat.place
    for repeated in ("#wy-brand strong", "a.wy-language", ".wy-welcome h1"):
        assert [each for each in inside.locator(repeated).all() if each.is_visible()] == []
    expect(inside.locator("#wy-new")).to_be_hidden()


def test_copying_works_within_the_frame(widget: Tab) -> None:
    widget.chat.ask_and_wait(LEADER)
    copy = widget.chat.replies.last.locator(".wy-copy")
    copy.click()
    expect(copy).to_have_text("已复制")
    widget.chat.cites.first.click()
    widget.chat.source.locator(".wy-bar__copy").click()
    expect(widget.chat.source.locator(".wy-bar__said")).to_have_text("已复制")


def test_chat_and_source_open_in_windows_of_their_own(widget: Tab) -> None:
    widget.chat.ask_and_wait(LEADER)
    widget.chat.cites.first.click()
    with widget.page.context.expect_page() as source:
        widget.chat.source.get_by_role("link", name="在新窗口打开").click()
    expect(source.value.locator("#cited")).to_be_in_viewport()
    expect(source.value.locator(".wy-bar__back")).to_be_visible()
    with widget.page.context.expect_page() as chat:
        widget.window.locator(".wy-new-window").click()
    expect(chat.value.locator("#wy-brand strong").first).to_be_visible()
    expect(chat.value.locator("#wy-question textarea")).to_be_focused()


def test_a_browser_that_keeps_nothing_for_frames_of_other_sites_is_no_hindrance(
    tab: Tab, sites: Sites
) -> None:
    tab.page.add_init_script(NOTHING_KEPT)
    tab.open_widget(sites.portal)
    tab.chat.ask_and_wait(LEADER)
    tab.chat.cites.first.click()
    assert LEADER_QUOTE in tab.chat.marked()


def check_note(tab: Tab, address: str) -> None:
    """The widget says that the page may not hold it, and its link leads to the chat page."""
    tab.page.clock.install()
    tab.page.goto(address)
    tab.bubble.click()
    expect(tab.frame).to_have_count(1)
    tab.page.clock.fast_forward(TOO_LONG_MS)
    expect(tab.note).to_contain_text("此页面未被允许嵌入问答窗口")
    expect(tab.frame).to_be_hidden()
    with tab.page.context.expect_page() as opened:
        tab.note.get_by_role("link", name="在新窗口打开").click()
    expect(opened.value.locator("#wy-question textarea")).to_be_visible()
    forget(tab, "frame-ancestors")


def forget(tab: Tab, words: str) -> None:
    """Takes the errors that the browser had to report, and only those."""
    assert tab.chat.errors
    assert [each for each in tab.chat.errors if words not in each] == []
    tab.chat.errors.clear()


def test_a_site_that_is_not_allowed_gets_a_note_with_a_link(tab: Tab, sites: Sites) -> None:
    check_note(tab, sites.stranger)


def test_without_a_setting_no_other_site_is_allowed(
    browser: Browser, sites: Sites, server: Server
) -> None:
    sites.intranet.head = VIEWPORT + widget_tag(server.address.removesuffix("/"))
    with open_tab(browser, in_widget=True) as tab:
        check_note(tab, sites.portal)


def test_without_a_setting_the_example_page_works(browser: Browser, server: Server) -> None:
    with open_tab(browser, in_widget=True) as tab:
        tab.open_widget(f"{server.address}widget/host.html")
        expect(tab.chat.place.locator("#wy-greeting")).to_contain_text("请直接用一句话提问")
        tab.chat.ask_and_wait(LEADER)
        tab.chat.cites.first.click()
        assert LEADER_QUOTE in tab.chat.marked()
        assert not_our_addresses(tab.requests.addresses, server.address) == []


@pytest.mark.parametrize("page", ["chat/", "source/{}", "api/docs", "widget/host.html"])
def test_a_site_that_is_not_allowed_frames_no_page(tab: Tab, sites: Sites, page: str) -> None:
    citation = sites.server.ask(LEADER)["citations"][0]
    address = sites.server.address + page.format(citation["document_id"])
    sites.intranet.head = ""
    tab.page.goto(sites.stranger)
    with tab.page.expect_event("framenavigated") as framed:
        tab.page.evaluate(
            "address => document.body.append(Object.assign(document.createElement('iframe'),"
            " { src: address }))",
            address,
        )
    assert framed.value.url.startswith("chrome-error:")
    forget(tab, "frame-ancestors")


def test_an_allowed_site_may_use_the_api(tab: Tab, sites: Sites) -> None:
    sites.intranet.head = ""
    tab.page.goto(sites.portal)
    address = f"{sites.root}/api/ask"
    status, text = tab.page.evaluate(ASK, [address, "application/json"])
    assert (status, LEADER_QUOTE in text) == (200, True)
    status, text = tab.page.evaluate(ASK, [address, "text/event-stream"])
    assert (status, "event: done" in text) == (200, True)
    assert LEADER_QUOTE in tab.page.evaluate(
        "address => fetch(address).then(reply => reply.text())",
        f"{sites.root}/api/search?q=啄木鸟班组",
    )


def test_a_site_that_is_not_allowed_may_not_use_the_api(tab: Tab, sites: Sites) -> None:
    sites.intranet.head = ""
    tab.page.goto(sites.stranger)
    with pytest.raises(Error, match="Failed to fetch"):
        tab.page.evaluate(ASK, [f"{sites.root}/api/ask", "application/json"])
    with pytest.raises(Error, match="Failed to fetch"):
        tab.page.evaluate("address => fetch(address)", f"{sites.root}/api/search?q=啄木鸟班组")
    tab.chat.errors.clear()
    with tab.page.expect_navigation() as sent:  # a form is sent without asking first
        tab.page.evaluate(FORM, f"{sites.root}/api/ask")
    assert sent.value.status == 403
    forget(tab, "403")
