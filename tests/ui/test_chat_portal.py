"""A portal that knows its users: a real nginx states who asks, and nobody else may."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.chat_kit import Chat, open_chat
from tests.command_kit import Wenyuan
from tests.nginx_kit import PERSONS, running_nginx
from tests.server_kit import running_server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

UNKNOWN = "火星基地的食堂几点开饭?"
SETTINGS = {"WENYUAN_USER_HEADER": "X-Remote-User", "WENYUAN_TRUSTED_PROXIES": "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Portal:
    """Addresses of the chat page, as each of the two persons reaches it."""

    first: str
    second: str
    wenyuan: Wenyuan


@pytest.fixture(scope="module")
def portal(
    index_of_sample_corpus: Path, cache_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("portal")
    data_dir = folder / "data"
    shutil.copytree(index_of_sample_corpus, data_dir, ignore=shutil.ignore_patterns("history.*"))
    options = ("--root-path", "/bot")
    with (
        running_server(
            data_dir, cache_dir, folder / "out", *options, environment=SETTINGS
        ) as server,
        running_nginx(folder / "nginx", server.port, "/bot") as proxies,
    ):
        yield Portal(
            f"http://127.0.0.1:{proxies.keeping}/bot/",
            f"http://127.0.0.1:{proxies.stripping}/bot/",
            Wenyuan(data_dir, cache_dir),
        )


def titles(chat: Chat) -> list[str]:
    chat.page.locator(".wy-open-history:visible").click()
    drawer = chat.page.locator("#wy-history")
    expect(drawer.locator(".wy-conversation-title, .wy-history-note").first).to_be_visible()
    return drawer.locator(".wy-conversation-title").all_text_contents()


def test_a_persons_conversations_are_there_in_every_browser_and_nobody_elses(
    browser: Browser, portal: Portal
) -> None:
    forged = {"X-Remote-User": PERSONS[1]}  # the proxy overwrites it
    with open_chat(browser, portal.first, extra_http_headers=forged) as chat:
        chat.ask_and_wait(UNKNOWN)
        chat.replies.last.locator(".wy-submit").click()
        expect(chat.replies.last.locator(".wy-submit")).to_have_text("已提交给资料管理员")
        assert chat.page.context.cookies() == []
    with open_chat(browser, portal.first) as chat:
        assert titles(chat) == [UNKNOWN]
        chat.page.locator(".wy-conversation > a").click()
        expect(chat.questions).to_have_text([UNKNOWN])
    with open_chat(browser, portal.second) as chat:
        assert titles(chat) == []
    assert f"{PERSONS[0]} · " in portal.wenyuan("unanswered").stdout


def test_files_and_pages_for_printing_are_reached_through_the_portal(
    browser: Browser, portal: Portal
) -> None:
    with open_chat(browser, portal.second) as chat:
        chat.ask_and_wait("啄木鸟班组的组长是谁")
        titles(chat)
        chat.page.locator(".wy-conversation summary").first.click()
        with chat.page.expect_download() as download:
            chat.page.get_by_text("导出 Markdown", exact=True).click()
        written = Path(download.value.path()).read_text(encoding="utf-8")
        assert f"{portal.second}source/" in written
