from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.widget_kit import Stage, open_stage


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    with open_stage(browser) as opened:
        yield opened


def test_nothing_of_the_chat_page_is_loaded_before_the_first_press(stage: Stage) -> None:
    stage.visit_with()
    expect(stage.bubble).to_be_visible()
    expect(stage.panel).to_be_hidden()
    expect(stage.frame).to_have_count(0)
    assert stage.chat.visits == []


def test_a_press_shows_the_chat_page_with_title_greeting_and_language(stage: Stage) -> None:
    stage.visit_with(title="局内问答", greeting="欢迎提问", language="en")
    stage.bubble.click()
    expect(stage.frame).to_be_visible()
    expect(stage.panel).to_have_attribute("aria-label", "局内问答")
    expect(stage.inside.locator("#wy-greeting")).to_have_text("欢迎提问")
    expect(stage.inside.locator("html")).to_have_class("wy-embedded")
    assert stage.chat.visits == ["lang=en&widget=1"]


def test_the_frame_may_do_what_a_chat_needs_and_no_more(stage: Stage) -> None:
    stage.visit_with()
    stage.bubble.click()
    allowed = str(stage.frame.get_attribute("sandbox")).split()
    assert sorted(allowed) == [
        "allow-downloads",
        "allow-forms",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-same-origin",
        "allow-scripts",
    ]
    expect(stage.frame).to_have_attribute("allow", "clipboard-write")


def test_the_keyboard_opens_asks_and_closes(stage: Stage) -> None:
    stage.visit_with()
    stage.page.locator("#theirs").focus()
    stage.page.keyboard.press("Tab")
    expect(stage.bubble).to_be_focused()
    stage.page.keyboard.press("Enter")
    expect(stage.bubble).to_have_attribute("aria-expanded", "true")
    expect(stage.question).to_be_focused()
    stage.page.keyboard.type("复检期限")
    stage.page.keyboard.press("Escape")
    expect(stage.panel).to_be_hidden()
    expect(stage.bubble).to_be_focused()
    expect(stage.bubble).to_have_attribute("aria-expanded", "false")


def test_what_was_written_is_still_there_when_opened_again(stage: Stage) -> None:
    stage.visit_with()
    stage.bubble.click()
    stage.question.fill("复检期限")
    stage.panel.get_by_label("关闭").click()
    expect(stage.panel).to_be_hidden()
    stage.bubble.click()
    expect(stage.question).to_be_focused()
    expect(stage.question).to_have_value("复检期限")
    assert len(stage.chat.visits) == 1


def test_escape_that_the_chat_page_used_itself_does_not_close(stage: Stage) -> None:
    stage.visit_with()
    stage.bubble.click()
    expect(stage.question).to_be_focused()
    stage.inside.locator("body").evaluate("body => body.classList.add('wy-busy')")
    stage.page.keyboard.press("Escape")
    stage.inside.locator("body").evaluate("body => body.classList.remove('wy-busy')")
    expect(stage.panel).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(stage.panel).to_be_hidden()


def test_a_reader_who_went_elsewhere_while_waiting_keeps_the_cursor(stage: Stage) -> None:
    held = stage.hold_chat_page()
    stage.visit_with()
    stage.bubble.click()
    stage.page.locator("#theirs").click()
    held[0].continue_()
    expect(stage.question).to_be_visible()
    expect(stage.page.locator("#theirs")).to_be_focused()


def test_another_greeting_place_is_greeted_too(stage: Stage) -> None:
    stage.visit_with(greeting="欢迎提问")
    stage.bubble.click()
    greeting = stage.inside.locator("#wy-greeting")
    expect(greeting).to_have_text("欢迎提问")
    greeting.evaluate("old => { old.outerHTML = '<p id=wy-greeting>新对话</p>'; }")
    expect(greeting).to_have_text("欢迎提问")


def test_a_forbidden_site_gets_a_note_with_a_link(stage: Stage) -> None:
    stage.chat.frame_ancestors = "'none'"
    stage.visit_with()
    stage.bubble.click()
    expect(stage.note).to_contain_text("此页面未被允许嵌入问答窗口，或服务暂不可用。")
    expect(stage.frame).to_be_hidden()
    link = stage.note.get_by_role("link", name="在新窗口打开")
    expect(link).to_have_attribute("href", f"{stage.server.origin}/chat/?lang=zh-CN")
    expect(link).to_have_attribute("rel", "noopener")
    assert "WENYUAN_ALLOWED_ORIGINS" in stage.warnings[-1]


def test_a_page_whose_own_policy_forbids_frames_gets_the_note(stage: Stage) -> None:
    stage.intranet.policy = f"default-src 'self'; script-src {stage.server.origin}"
    stage.visit_with(language="en")
    stage.bubble.click()
    expect(stage.note).to_contain_text("This page is not allowed to embed the chat")


def test_after_an_error_of_the_server_opening_again_tries_again(stage: Stage) -> None:
    stage.chat.status = 500
    stage.visit_with()
    stage.bubble.click()
    expect(stage.note).to_be_visible()
    stage.page.keyboard.press("Escape")
    expect(stage.bubble).to_be_focused()
    stage.chat.status = 200
    stage.bubble.click()
    expect(stage.question).to_be_focused()
    expect(stage.note).to_be_hidden()


def test_the_note_can_try_again_itself(stage: Stage) -> None:
    stage.chat.status = 503
    stage.visit_with()
    stage.bubble.click()
    expect(stage.note).to_be_visible()
    stage.chat.status = 200
    stage.note.get_by_role("button", name="重试").click()
    expect(stage.question).to_be_focused()


def test_a_server_that_is_gone_gets_the_note(stage: Stage) -> None:
    stage.visit_with()
    expect(stage.bubble).to_be_visible()
    stage.server.stop()
    stage.bubble.click()
    expect(stage.note).to_be_visible()


def test_a_server_that_never_answers_gets_the_note_and_is_shown_when_it_does(stage: Stage) -> None:
    held = stage.hold_chat_page()
    stage.page.clock.install()
    stage.visit_with()
    stage.bubble.click()
    expect(stage.panel.get_by_role("status")).to_have_text("正在打开……")
    stage.page.clock.fast_forward(20_000)
    expect(stage.note).to_be_visible()
    held[0].continue_()
    expect(stage.frame).to_be_visible()
    expect(stage.note).to_be_hidden()


def test_only_the_frame_is_listened_to(stage: Stage) -> None:
    stage.chat.frame_ancestors = "'none'"
    stage.visit_with()
    stage.bubble.click()
    stage.page.evaluate("window.postMessage({wenyuan: 'ready'}, '*')")
    expect(stage.note).to_be_visible()
    stage.page.evaluate("window.postMessage({wenyuan: 'ready'}, '*')")
    stage.page.evaluate("window.postMessage({wenyuan: 'close'}, '*')")
    stage.page.evaluate("new Promise(requestAnimationFrame)")
    expect(stage.note).to_be_visible()
    expect(stage.frame).to_be_hidden()


def test_the_chat_page_listens_to_its_own_parent_only(stage: Stage) -> None:
    stage.visit_with(greeting="欢迎提问")
    stage.bubble.click()
    greeting = stage.inside.locator("#wy-greeting")
    expect(greeting).to_have_text("欢迎提问")
    greeting.evaluate("window.postMessage({wenyuan: 'hello', greeting: '假的'}, '*')")
    stage.inside.locator("html").evaluate("() => new Promise(requestAnimationFrame)")
    expect(greeting).to_have_text("欢迎提问")


def test_the_chat_page_outside_a_frame_is_left_alone(stage: Stage) -> None:
    stage.page.goto(stage.server.origin + "/chat/")
    expect(stage.page.locator("#wy-greeting")).to_have_text("您好！我只依据本单位的文件回答。")
    stage.page.evaluate("window.postMessage({wenyuan: 'hello', greeting: '假的'}, '*')")
    stage.page.keyboard.press("Escape")
    expect(stage.page.locator("#wy-greeting")).not_to_have_text("假的")
    expect(stage.page.locator("html")).not_to_have_class("wy-embedded")
