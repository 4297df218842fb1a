"""The real chat page below a sub-path, behind a real nginx that strips it and one that does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser_kit import WebServer
from tests.nginx_kit import running_nginx
from tests.page_census import not_our_addresses
from tests.portal_kit import Tab, open_tab
from tests.server_kit import Server, running_server
from tests.widget_kit import Intranet, widget_tag

ROOT_PATH = "/portal/bot"
LEADER = "啄木鸟班组的组长是谁"
LEADER_QUOTE = "组长田秀禾，1982年生"
WATCH_STAGES = """window.seen = [];
new MutationObserver(() => {
  const stage = document.querySelector(".wy-stage");
  if (stage) window.seen.push(stage.textContent);
}).observe(document.body, { childList: true, subtree: true, characterData: true });"""


@dataclass(frozen=True, slots=True)
class Behind:
    """A server behind proxies, by the address of each; pages of `portal` may hold its widget."""

    server: Server
    roots: dict[str, str]
    intranet: Intranet
    portal: str


@pytest.fixture(scope="module")
def behind(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Behind]:
    intranet = Intranet()
    folder = tmp_path_factory.mktemp("behind")
    with WebServer(intranet.app()) as portal:
        allowed = {"WENYUAN_ALLOWED_ORIGINS": portal.origin}
        folders = (index_of_sample_corpus, cache_dir, folder)
        option = ("--root-path", ROOT_PATH)
        with (
            running_server(*folders, *option, environment=allowed) as server,
            running_nginx(folder / "nginx", server.port, ROOT_PATH) as proxies,
        ):
            ports = {"keeping": proxies.keeping, "stripping": proxies.stripping}
            roots = {way: f"http://127.0.0.1:{port}{ROOT_PATH}/" for way, port in ports.items()}
            yield Behind(server, roots, intranet, portal.origin)
            assert server.outgoing() == []


@pytest.fixture(params=["keeping", "stripping"])
def root(request: pytest.FixtureRequest, behind: Behind) -> str:
    """Where the product is, through a proxy of either kind."""
    return behind.roots[request.param]


@pytest.fixture
def tab(browser: Browser, root: str) -> Iterator[Tab]:
    with open_tab(browser) as opened:
        yield opened
        check_addresses(opened, root)


def check_addresses(tab: Tab, root: str, *others: str) -> None:
    """All that was asked for lies below the sub-path, and is known."""
    asked_for = [each for each in tab.requests.addresses if not each.startswith("data:")]
    assert [each for each in asked_for if not each.startswith((root, *others))] == []
    assert not_our_addresses(asked_for, root) == []


def test_a_question_is_answered_as_the_answer_is_made(tab: Tab, root: str) -> None:
    tab.open_chat(root)
    assert tab.page.url.startswith(f"{root}chat/")
    tab.page.evaluate(WATCH_STAGES)
    tab.chat.ask_and_wait(LEADER)
    expect(tab.chat.replies.last.locator(".wy-answer")).to_contain_text(LEADER_QUOTE)
    seen = tab.page.evaluate("window.seen")
    assert seen
    assert all(stage.startswith("正在") for stage in seen)


def test_a_number_opens_its_source(tab: Tab, root: str) -> None:
    tab.open_chat(f"{root}chat/")
    tab.chat.ask_and_wait(LEADER)
    tab.chat.cites.first.click()
    assert LEADER_QUOTE in tab.chat.marked()
    with tab.page.context.expect_page() as opened:
        tab.chat.source.get_by_role("link", name="在新窗口打开").click()
    expect(opened.value.locator("#cited")).to_be_in_viewport()
    assert opened.value.url.startswith(f"{root}source/")
    opened.value.get_by_role("link", name="问答").click()
    expect(opened.value.locator("#wy-question textarea")).to_be_visible()


def test_suggestion_new_conversation_and_language_work(tab: Tab, root: str) -> None:
    tab.open_chat(f"{root}chat/")
    question = tab.chat.suggestions.first.inner_text()
    tab.chat.suggestions.first.click()
    tab.chat.wait_for_reply()
    expect(tab.chat.questions).to_have_text([question])
    tab.page.get_by_role("button", name="新对话").click()
    expect(tab.chat.questions).to_have_count(0)
    tab.page.get_by_role("link", name="English").click()
    expect(tab.page.get_by_role("button", name="New chat")).to_be_visible()
    assert tab.page.url.startswith(f"{root}chat/?")


def test_eight_quick_reloads_leave_a_page_that_answers(tab: Tab, root: str) -> None:
    tab.open_chat(f"{root}chat/")
    for _ in range(8):
        tab.page.reload(wait_until="domcontentloaded")
    tab.chat.ask_and_wait(LEADER)
    expect(tab.chat.cites.first).to_be_visible()


def test_the_widget_works_on_another_site(browser: Browser, behind: Behind, root: str) -> None:
    behind.intranet.head = widget_tag(root.removesuffix("/"), greeting="欢迎提问")
    with open_tab(browser, in_widget=True) as tab:
        tab.open_widget(behind.portal)
        expect(tab.chat.place.locator("#wy-greeting")).to_have_text("欢迎提问")
        tab.chat.ask_and_wait(LEADER)
        tab.chat.cites.first.click()
        assert LEADER_QUOTE in tab.chat.marked()
        with tab.page.context.expect_page() as opened:
            tab.window.locator(".wy-new-window").click()
        expect(opened.value.locator("#wy-question textarea")).to_be_visible()
        check_addresses(tab, root, behind.portal)


def test_the_example_page_works(browser: Browser, root: str) -> None:
    with open_tab(browser, in_widget=True) as tab:
        tab.open_widget(f"{root}widget/host.html")
        tab.chat.ask_and_wait(LEADER)
        expect(tab.chat.cites.first).to_be_visible()
        check_addresses(tab, root)


def test_the_description_of_the_api_stays_below_the_sub_path(browser: Browser, root: str) -> None:
    with open_tab(browser) as tab:
        tab.page.goto(f"{root}api/docs")
        expect(tab.page.get_by_text("/api/ask").first).to_be_visible()
        assert [
            each for each in tab.requests.addresses if not each.startswith((root, "data:"))
        ] == []
