"""The chat page of the real server with the real model, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from tests.chat_kit import Chat, open_chat
from tests.server_kit import Server

LEADER = "啄木鸟班组的组长是谁"
LEADER_QUOTE = "组长田秀禾，1982年生"
REASON = "新版加油机指引为啥把静置时间改成30秒"
UNKNOWN = "火星基地的食堂几点开饭?"


@pytest.fixture
def chat(browser: Browser, server: Server) -> Iterator[Chat]:
    with open_chat(browser, server.address) as opened:
        yield opened


def test_an_answer_comes_with_its_sources(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    expect(chat.questions).to_have_text([LEADER])
    expect(chat.replies.last.locator(".wy-answer")).to_contain_text(LEADER_QUOTE)
    card = chat.replies.last.locator(".wy-card").first
    expect(card).to_contain_text("“啄木鸟”班组小记")
    expect(card).to_contain_text("documents/啄木鸟班组小记.txt")
    expect(card.locator("mark")).to_contain_text(LEADER_QUOTE)
    expect(chat.box).to_have_value("")


def test_the_answer_appears_as_it_is_made(chat: Chat) -> None:
    chat.page.evaluate(
        """window.seen = [];
        new MutationObserver(() => {
          const stage = document.querySelector('.wy-stage');
          if (stage) window.seen.push(stage.textContent);
        }).observe(document.body, { childList: true, subtree: true, characterData: true });"""
    )
    chat.ask_and_wait(LEADER)
    seen = chat.page.evaluate("window.seen")
    assert seen
    assert all(text.startswith("正在") for text in seen)


def test_a_click_on_a_number_shows_the_marked_words_beside_the_chat(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    quote = chat.replies.last.locator(".wy-card mark").first.text_content()
    chat.cites.first.click()
    assert chat.marked() == quote
    expect(chat.panel.locator(".wy-panel-title")).to_contain_text("啄木鸟")
    beside = chat.panel.bounding_box()
    box = chat.box.bounding_box()
    assert beside is not None
    assert box is not None
    assert box["x"] + box["width"] <= beside["x"]
    assert len(chat.page.context.pages) == 1


def test_a_click_anywhere_on_a_card_opens_its_source(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    quote = chat.replies.last.locator(".wy-card mark").first.text_content()
    chat.replies.last.locator(".wy-card blockquote").first.click()
    assert chat.marked() == quote


def test_escape_closes_the_source_and_returns_to_the_number(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.cites.first.focus()
    chat.page.keyboard.press("Enter")
    chat.marked()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_have_count(0)
    expect(chat.cites.first).to_be_focused()


def test_escape_within_the_source_closes_it_too(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.cites.first.click()
    chat.source.locator("#cited").click()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_have_count(0)


def test_a_number_opened_in_a_new_tab_is_the_whole_page_of_the_source(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    with chat.page.context.expect_page() as opened:
        chat.cites.first.click(modifiers=["Control"])
    expect(opened.value.locator("#cited")).to_be_in_viewport()
    expect(chat.panel).to_have_count(0)


def test_a_refusal_is_no_answer_and_no_failure_and_shows_what_is_near(chat: Chat) -> None:
    chat.ask_and_wait(UNKNOWN)
    reply = chat.replies.last
    expect(reply.locator(".wy-refusal")).to_contain_text("资料中没有找到答案")
    expect(reply.locator(".wy-nearest .wy-card")).to_have_count(3)
    expect(reply.locator(".wy-answer, .wy-failure")).to_have_count(0)
    reply.locator(".wy-nearest .wy-title a").first.click()
    assert chat.marked()


def test_a_follow_up_shows_how_it_is_understood_and_can_be_edited(chat: Chat) -> None:
    chat.ask_and_wait("“啄木鸟”班组的组长是谁？")
    expect(chat.place.locator(".wy-understood")).to_have_count(0)
    chat.ask_and_wait("她是哪里人？")
    understood = chat.replies.last.locator(".wy-understood")
    expect(understood).to_contain_text("理解为：田秀禾是哪里人？")
    expect(chat.replies.last.locator(".wy-answer")).to_contain_text("望山县")
    understood.get_by_role("button", name="修改").click()
    expect(chat.box).to_have_value("田秀禾是哪里人？")
    expect(chat.box).to_be_focused()
    chat.box.press("Enter")
    expect(chat.questions).to_have_count(3)
    chat.wait_for_reply()
    expect(chat.place.locator(".wy-understood")).to_have_count(1)


def test_a_new_conversation_remembers_nothing_of_the_old_one(chat: Chat) -> None:
    chat.ask_and_wait("“啄木鸟”班组的组长是谁？")
    chat.place.locator("#wy-new").click()
    expect(chat.questions).to_have_count(0)
    chat.ask_and_wait("她是哪里人？")
    expect(chat.place.locator(".wy-understood")).to_have_count(0)


def test_who_answers_is_told_without_sources(chat: Chat) -> None:
    chat.ask("你是谁？")
    answer = chat.replies.last.locator(".wy-answer")
    expect(answer).to_contain_text("根据收录的 14 份文件")
    expect(chat.place.locator("#wy-question .stop-button")).to_have_count(0)
    expect(chat.replies.last.locator(".wy-sources")).to_have_count(0)
    chat.ask_and_wait("“啄木鸟”班组的组长是谁？")


def test_a_question_that_is_too_long_stays_in_the_box_to_be_shortened(chat: Chat) -> None:
    question = "为什么" * 334
    chat.ask_and_wait(question)
    expect(chat.replies.last.locator(".wy-failure")).to_contain_text("最多 1,000 个字")
    expect(chat.box).to_have_value(question)
    chat.ask_and_wait(LEADER)
    expect(chat.replies.last.locator(".wy-answer")).to_be_visible()


def test_nothing_happens_on_an_empty_question(chat: Chat) -> None:
    chat.ask("   ")
    chat.ask_and_wait(LEADER)
    expect(chat.questions).to_have_count(1)


def test_one_can_type_on_while_the_question_is_sent(chat: Chat) -> None:
    chat.box.press_sequentially(LEADER)
    chat.page.keyboard.press("Enter")
    chat.page.keyboard.type("谁请假了")
    chat.page.keyboard.press("Enter")  # not before the answer is there
    chat.wait_for_reply()
    expect(chat.questions).to_have_text([LEADER])
    expect(chat.box).to_have_value("谁请假了")
    chat.ask_and_wait("谁请假了")


def test_the_cursor_is_where_one_goes_on_typing(chat: Chat) -> None:
    expect(chat.box).to_be_focused()
    chat.suggestions.first.click()
    expect(chat.box).to_be_focused()
    chat.wait_for_reply()
    chat.page.get_by_role("button", name="新对话").click()
    expect(chat.box).to_be_focused()


def test_back_closes_the_source_and_keeps_the_conversation(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    for _ in range(2):
        chat.cites.first.click()
        chat.marked()
        chat.page.go_back()
        expect(chat.panel).to_have_count(0)
        expect(chat.questions).to_have_text([LEADER])


def test_a_new_conversation_closes_the_source_of_the_old_one(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.cites.first.click()
    chat.marked()
    chat.page.get_by_role("button", name="新对话").click()
    expect(chat.panel).to_have_count(0)
    expect(chat.questions).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(720, 450), (740, 360), (360, 370)])
def test_head_and_box_are_in_sight_on_small_windows(chat: Chat, width: int, height: int) -> None:
    chat.page.set_viewport_size({"width": width, "height": height})
    chat.page.reload()
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.page.get_by_role("button", name="新对话")).to_be_in_viewport(ratio=1)


def test_a_suggested_question_is_answered_with_one_click(chat: Chat) -> None:
    expect(chat.suggestions.first).to_be_visible()
    question = chat.suggestions.first.inner_text()
    chat.suggestions.first.click()
    chat.wait_for_reply()
    expect(chat.questions).to_have_text([question])
    expect(chat.cites.first).to_be_visible()


def test_a_new_conversation_begins_with_suggestions_again(chat: Chat) -> None:
    expect(chat.suggestions.first).to_be_visible()
    chat.ask_and_wait(LEADER)
    chat.ask_and_wait(REASON)
    expect(chat.questions).to_have_text([LEADER, REASON])
    chat.page.get_by_role("button", name="新对话").click()
    expect(chat.questions).to_have_count(0)
    expect(chat.suggestions.first).to_be_visible()
    chat.ask_and_wait(REASON)
    expect(chat.questions).to_have_text([REASON])


def test_a_new_question_is_shown_from_its_beginning(chat: Chat) -> None:
    chat.page.set_viewport_size({"width": 360, "height": 640})
    for question in (UNKNOWN, REASON):
        chat.ask_and_wait(question)
        expect(chat.questions.last).to_be_in_viewport(ratio=1)
    expect(chat.replies.last.locator(".wy-answer p").first).to_be_in_viewport(ratio=1)


def test_the_answer_is_copied_as_plain_text_with_its_sources(chat: Chat) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.ask_and_wait(LEADER)
    chat.replies.last.locator(".wy-copy").click()
    expect(chat.replies.last.locator(".wy-copy")).to_have_text("已复制")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    first, *_, last = copied.splitlines()
    assert first.startswith(LEADER_QUOTE)
    assert first.endswith("[1]")
    assert "documents/啄木鸟班组小记.txt" in copied
    assert re.match(r"\[1\] .*“组长田秀禾", last)


def test_it_is_copied_over_plain_http_too(chat: Chat) -> None:
    chat.ask_and_wait(LEADER)
    chat.page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    chat.replies.last.locator(".wy-copy").click()
    expect(chat.replies.last.locator(".wy-copy")).to_have_text("已复制")
    chat.box.focus()
    chat.page.keyboard.press("Control+V")
    assert LEADER_QUOTE in chat.box.input_value()


def test_the_page_speaks_the_language_of_the_browser(browser: Browser, server: Server) -> None:
    with open_chat(browser, server.address, locale="en-GB") as chat:
        expect(chat.page.get_by_role("button", name="New chat")).to_be_visible()
        expect(chat.place.locator(".wy-welcome")).to_contain_text("Answers from your documents")
        chat.ask_and_wait(UNKNOWN)
        expect(chat.replies.last).to_contain_text("The documents do not say")


def test_another_language_is_chosen_once(chat: Chat, server: Server) -> None:
    chat.page.get_by_role("link", name="English").click()
    expect(chat.page.get_by_role("button", name="New chat")).to_be_visible()
    chat.page.goto(server.address)
    expect(chat.place.locator(".wy-welcome")).to_contain_text("Answers from your documents")
    expect(chat.page.locator("html")).to_have_attribute("lang", "en")


def test_on_a_phone_the_source_is_a_sheet(browser: Browser, server: Server) -> None:
    phone = {"width": 360, "height": 740}
    with open_chat(browser, server.address, viewport=phone, has_touch=True) as chat:
        chat.ask_and_wait(LEADER)
        assert chat.page.evaluate("document.documentElement.scrollWidth") == phone["width"]
        chat.cites.first.tap()
        chat.marked()
        sheet = chat.panel.bounding_box()
        assert sheet is not None
        assert (sheet["x"], sheet["width"]) == (0, 360)
        assert 0 < sheet["y"] < 150
        chat.page.touchscreen.tap(180, 20)  # the shade above it
        expect(chat.panel).to_have_count(0)


def test_eight_tabs_of_one_browser_can_all_ask(browser: Browser, server: Server) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(open_chat(browser, server.address))
        tabs = [first]
        for _ in range(7):
            page = first.page.context.new_page()
            page.goto(server.address)
            tabs.append(Chat(page, page))
        for tab in tabs:
            expect(tab.box).to_be_visible()
        for tab in tabs:
            tab.ask(LEADER)
        for tab in tabs:
            tab.page.bring_to_front()
            tab.wait_for_reply()
            expect(tab.cites.first).to_be_visible()


def test_what_the_page_needs_comes_from_this_machine(server: Server) -> None:
    assert server.outgoing() == []
