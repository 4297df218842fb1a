"""Earlier conversations, languages and looks of the real page, in a real browser."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.chat_kit import Chat, open_chat, watch
from tests.server_kit import Server, running_server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

LEADER = "啄木鸟班组的组长是谁"
LEADER_QUOTE = "组长田秀禾，1982年生"
UNKNOWN = "火星基地的食堂几点开饭?"
HOSTILE = "<img src=x onerror=alert(1)>改过的名字"


@pytest.fixture
def chat(browser: Browser, server: Server) -> Iterator[Chat]:
    with open_chat(browser, server.address) as opened:
        yield opened


def open_history(chat: Chat) -> Locator:
    chat.page.locator(".wy-open-history:visible").click()
    drawer = chat.page.locator("#wy-history")
    expect(drawer.locator("input[type=search]")).to_be_focused()
    return drawer


def choose(drawer: Locator, action: str, item: int = 0) -> None:
    drawer.locator(".wy-conversation summary").nth(item).click()
    drawer.get_by_text(action, exact=True).locator("visible=true").click()


def titles(drawer: Locator) -> Locator:
    return drawer.locator(".wy-conversation-title")


def test_a_conversation_survives_loading_the_page_anew(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.ask_and_wait(UNKNOWN)
    expect(chat.page).to_have_url(re.compile(r"[?&]c=\w{32}"))
    chat.page.reload()
    expect(chat.questions).to_have_text([LEADER, UNKNOWN])
    expect(chat.replies.first.locator(".wy-answer")).to_contain_text(LEADER_QUOTE)
    chat.replies.first.locator(".wy-answer .wy-cite").first.click()
    assert LEADER_QUOTE in chat.marked()


def test_follow_ups_go_on_in_a_conversation_that_was_opened_again(chat: Chat) -> None:
    chat.ask_and_wait("菜市场的电子秤多长时间检定一次？")
    chat.page.reload()
    expect(chat.questions).to_have_count(1)
    chat.ask_and_wait("那出租车计价器呢？")
    expect(chat.replies.last.locator(".wy-understood")).to_contain_text("出租车计价器")


def test_earlier_conversations_are_listed_searched_and_opened(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.page.locator("#wy-new").click()
    expect(chat.questions).to_have_count(0)
    chat.ask_and_wait(UNKNOWN)
    drawer = open_history(chat)
    expect(titles(drawer)).to_have_text([UNKNOWN, LEADER])
    expect(drawer.locator("[aria-current] .wy-conversation-title")).to_have_text(UNKNOWN)
    drawer.locator("input[type=search]").fill("田秀禾")
    expect(titles(drawer)).to_have_text([LEADER])
    drawer.locator("input[type=search]").fill("没有问过的")
    expect(drawer.locator(".wy-history-note")).to_have_text("没有找到。")
    drawer.locator("input[type=search]").fill("")
    titles(drawer).last.click()
    expect(chat.questions).to_have_text([LEADER])
    expect(chat.page.locator("#wy-history")).to_have_count(0)


def test_a_new_conversation_leaves_the_address_of_the_old_one(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    expect(chat.page).to_have_url(re.compile("[?&]c="))
    chat.page.locator("#wy-new").click()
    expect(chat.questions).to_have_count(0)
    assert "c=" not in chat.page.url
    chat.page.reload()
    expect(chat.suggestions.first).to_be_visible()
    expect(chat.questions).to_have_count(0)


def test_a_conversation_is_renamed_and_its_name_is_only_text(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    drawer = open_history(chat)
    choose(drawer, "改名")
    field = drawer.locator(".wy-history-form input")
    expect(field).to_have_value(LEADER)
    field.fill(HOSTILE)
    field.press("Enter")
    expect(titles(drawer)).to_have_text([HOSTILE])
    chat.page.keyboard.press("Escape")
    expect(titles(open_history(chat))).to_have_text([HOSTILE])


def test_a_conversation_is_deleted_after_asking(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    drawer = open_history(chat)
    choose(drawer, "删除")
    expect(drawer.locator(".wy-history-form")).to_contain_text("不能恢复")
    drawer.get_by_text("取消", exact=True).click()
    expect(titles(drawer)).to_have_text([LEADER])
    choose(drawer, "删除")
    drawer.locator(".wy-danger").click()
    expect(titles(drawer)).to_have_count(0)
    expect(chat.questions).to_have_count(0)
    chat.page.keyboard.press("Escape")
    expect(open_history(chat).locator(".wy-history-note")).to_have_text("还没有对话。")


def test_a_conversation_is_written_to_word_and_markdown(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    drawer = open_history(chat)
    contents = {}
    for action in ("导出 Word", "导出 Markdown"):
        with chat.page.expect_download() as download:
            choose(drawer, action)
        name = download.value.suggested_filename
        assert name.startswith(LEADER)
        contents[action] = Path(download.value.path()).read_bytes()
    document = docx.Document(io.BytesIO(contents["导出 Word"]))
    assert any(LEADER_QUOTE in paragraph.text for paragraph in document.paragraphs)
    assert LEADER_QUOTE in contents["导出 Markdown"].decode()


def test_a_conversation_is_laid_out_for_printing(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    drawer = open_history(chat)
    with chat.page.context.expect_page() as opened:
        choose(drawer, "打印")
    page: Page = opened.value
    expect(page.locator("h1")).to_have_text(LEADER)
    expect(page.locator("section")).to_contain_text(LEADER_QUOTE)
    expect(page.locator("#print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#print")).to_be_hidden()
    with chat.page.context.expect_page() as source:
        page.locator("section a").first.click(modifiers=["Control"])
    expect(source.value.locator("#cited")).to_contain_text("田秀禾")


def test_nobody_sees_the_conversations_of_others(
    browser: Browser, server: Server, chat: Chat
) -> None:
    chat.ask_and_wait(LEADER)
    expect(chat.page).to_have_url(re.compile("[?&]c="))
    with open_chat(browser, chat.page.url) as other:
        expect(other.suggestions.first).to_be_visible()
        expect(other.questions).to_have_count(0)
        expect(open_history(other).locator(".wy-history-note")).to_have_text("还没有对话。")
        other.page.keyboard.press("Escape")
        other.ask_and_wait(UNKNOWN)
    chat.page.reload()
    expect(chat.questions).to_have_text([LEADER])


def test_the_history_is_worked_by_keyboard_alone(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    keyboard = chat.page.keyboard
    chat.page.locator(".wy-open-history:visible").focus()
    keyboard.press("Enter")
    drawer = chat.page.locator("#wy-history")
    expect(titles(drawer)).to_have_count(1)
    keyboard.press("Tab")
    expect(drawer.locator(".wy-conversation > a")).to_be_focused()
    keyboard.press("Tab")
    expect(drawer.locator("summary")).to_be_focused()
    keyboard.press("Enter")
    expect(drawer.get_by_text("改名", exact=True)).to_be_visible()
    keyboard.press("Escape")
    expect(drawer.get_by_text("改名", exact=True)).to_be_hidden()
    keyboard.press("Tab")
    expect(drawer.locator(".wy-panel-close")).to_be_focused()
    keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(chat.page.locator(".wy-open-history:visible")).to_be_focused()


def test_light_and_dark_are_chosen_and_remembered(chat: Chat) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = chat.page.evaluate(ground)
    chat.page.locator(".wy-theme:visible").click()
    assert chat.page.evaluate(ground) != light
    dark = chat.page.evaluate(ground)
    chat.page.reload()
    expect(chat.box).to_be_visible()
    assert chat.page.evaluate(ground) == dark
    chat.page.locator(".wy-theme:visible").click()
    assert chat.page.evaluate(ground) == light


@pytest.mark.parametrize("locale", ["zh-TW", "zh-HK", "zh-Hant"])
def test_the_page_speaks_traditional_chinese(browser: Browser, server: Server, locale: str) -> None:
    with open_chat(browser, server.address, locale=locale) as chat:
        expect(chat.box).to_have_attribute("placeholder", "輸入問題，按 Enter 送出")
        chat.ask_and_wait(UNKNOWN)
        expect(chat.replies.last).to_contain_text("資料中沒有找到答案")
        expect(open_history(chat).locator(".wy-panel-title")).to_have_text("歷史對話")
        chat.page.keyboard.press("Escape")
        chat.page.locator('a.wy-language[title="简体中文"]:visible').click()
        expect(chat.box).to_have_attribute("placeholder", "输入问题，回车发送")
        expect(chat.replies.last).to_contain_text("资料中没有找到答案")


def test_where_nothing_is_kept_nothing_offers_it(
    browser: Browser,
    index_of_sample_corpus: Path,
    cache_dir: Path,
    tmp_path: Path,
) -> None:
    environment = {"WENYUAN_KEEP_HISTORY": "false"}
    data_dir = tmp_path / "data"
    _copy_index(index_of_sample_corpus, data_dir)
    with (
        running_server(data_dir, cache_dir, tmp_path / "out", environment=environment) as server,
        open_chat(browser, server.address) as chat,
    ):
        chat.ask_and_wait(LEADER)
        expect(chat.page.locator(".wy-open-history")).to_have_count(0)
        expect(chat.replies.last.locator(".wy-copy")).to_be_visible()
        expect(chat.replies.last.locator(".wy-icon")).to_have_count(0)
        assert chat.page.context.cookies() == []
        assert not (data_dir / "history.sqlite").exists()


@pytest.mark.long
def test_a_conversation_goes_on_after_the_server_was_started_again(
    browser: Browser, index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    data_dir = tmp_path / "data"
    _copy_index(index_of_sample_corpus, data_dir)
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    with running_server(data_dir, cache_dir, tmp_path / "first") as server:
        chat = Chat(page, page)
        page.goto(server.address)
        chat.ask_and_wait(LEADER)
        expect(page).to_have_url(re.compile("[?&]c="))
        query = page.url.partition("?")[2]
    with running_server(data_dir, cache_dir, tmp_path / "second") as server:
        watch(chat)
        page.goto(f"{server.address}chat/?{query}")
        expect(chat.questions).to_have_text([LEADER])
        assert chat.errors == []
    context.close()


def _copy_index(index: Path, data_dir: Path) -> None:
    shutil.copytree(index, data_dir, ignore=shutil.ignore_patterns("history.*"))
