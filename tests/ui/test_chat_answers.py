"""What people do with an answer on the real page, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.chat_kit import Chat, open_chat
from tests.command_kit import Wenyuan
from tests.server_kit import Server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

LEADER = "啄木鸟班组的组长是谁"
LEADER_QUOTE = "组长田秀禾，1982年生"
UNKNOWN = "火星基地的食堂几点开饭?"


@pytest.fixture
def chat(browser: Browser, server: Server) -> Iterator[Chat]:
    with open_chat(browser, server.address) as opened:
        yield opened


def test_an_answer_is_rated_and_the_reason_taken(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    reply = chat.replies.last
    reply.get_by_title("没用").click()
    field = reply.locator(".wy-reason input")
    expect(field).to_be_focused()
    field.fill("<b>日期</b>不对")
    field.press("Enter")
    expect(reply.locator(".wy-said")).to_have_text("谢谢，已记下")
    expect(reply.get_by_title("没用")).to_have_attribute("aria-pressed", "true")
    chat.page.reload()
    expect(chat.replies.last.get_by_title("没用")).to_have_class(re.compile("wy-chosen"))
    expect(chat.replies.last.get_by_title("没用")).to_have_attribute("aria-pressed", "true")
    chat.replies.last.get_by_title("有用").click()
    expect(chat.replies.last.get_by_title("有用")).to_have_class(re.compile("wy-chosen"))
    expect(chat.replies.last.get_by_title("没用")).not_to_have_class(re.compile("wy-chosen"))


def test_a_refused_question_is_handed_on_and_listed(
    chat: Chat, index_of_sample_corpus: Path, cache_dir: Path
) -> None:
    chat.ask_and_wait(UNKNOWN)
    chat.replies.last.locator(".wy-submit").click()
    expect(chat.replies.last.locator(".wy-submit")).to_have_text("已提交给资料管理员")
    chat.page.reload()
    expect(chat.replies.last.locator(".wy-submit")).to_have_text("已提交给资料管理员")
    listed = Wenyuan(index_of_sample_corpus, cache_dir)("unanswered")
    assert UNKNOWN in listed.stdout


def test_a_question_is_asked_again_and_edited(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.replies.last.locator(".wy-again").click()
    expect(chat.questions).to_have_text([LEADER, LEADER])
    chat.wait_for_reply()
    chat.place.locator(".wy-revise").first.click()
    expect(chat.box).to_have_value(LEADER)
    expect(chat.box).to_be_focused()


def test_more_sources_are_unfolded_and_opened(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    more = chat.replies.last.locator(".wy-more")
    expect(more.locator(".wy-card").first).to_be_hidden()
    more.locator("summary").click()
    more.locator(".wy-card a").first.click()
    expect(chat.source.locator("#cited")).to_be_in_viewport()


def test_how_sure_an_answer_is_stands_on_its_card(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    sure = chat.replies.last.locator(".wy-card .wy-confidence").first
    expect(sure).to_have_text("可信度 高")
    bar = sure.locator(".wy-bar")
    expect(bar).to_be_visible()
    assert "46, 139, 87" in bar.evaluate("bar => getComputedStyle(bar).backgroundImage")


def test_a_list_is_as_sure_as_its_answer(chat: Chat) -> None:
    """Its items' passages may score low though the list is found for certain."""
    chat.ask_and_wait("2024年度干部教育培训计划有哪些保障措施？")
    expect(chat.cites).to_have_count(3)
    expect(chat.replies.last.locator(".wy-confidence").first).not_to_have_text("可信度 低")


def test_on_a_slow_network_the_answer_comes_all_the_same(browser: Browser, server: Server) -> None:
    with open_chat(browser, server.address) as chat:
        network = chat.page.context.new_cdp_session(chat.page)
        network.send("Network.enable")
        slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000}
        network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": 20_000})
        chat.ask_and_wait(LEADER)
        expect(chat.questions).to_have_text([LEADER])
        chat.cites.first.click()
        assert LEADER_QUOTE in chat.marked()
