"""Hostile documents, questions and greetings on the real pages: shown as words, never acted on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from rag.factory import open_indexer
from rag.settings import Settings
from tests.browser_kit import WebServer
from tests.hostile_kit import PAYLOADS
from tests.hostile_library import (
    BIDI_SIGNS,
    TO_THE_LEFT,
    HostileDocument,
    hostile_questions,
    legible,
    write_hostile_documents,
)
from tests.page_census import census, check_elements, not_our_addresses, out_of_order
from tests.portal_kit import Tab, open_tab
from tests.server_kit import Server, running_server
from tests.widget_kit import Intranet, widget_tag

UNKNOWN = "火星基地的食堂几点开饭?"
IS_WHOLE = """count => !document.querySelector("#wy-question .stop-button")
  && document.querySelectorAll(".wy-sources, .wy-refusal, .wy-failure").length > count"""


@dataclass(frozen=True, slots=True)
class Hostile:
    """The real server over hostile documents; pages of `portal` may hold its widget."""

    documents: list[HostileDocument]
    server: Server
    intranet: Intranet
    portal: str


@pytest.fixture(scope="module")
def hostile(cache_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile")
    documents = write_hostile_documents(folder / "docs")
    settings = Settings(folder / "data", cache_dir)
    open_indexer(settings, lambda _: None).index([folder / "docs"])
    intranet = Intranet()
    with WebServer(intranet.app()) as portal:
        allowed = {"WENYUAN_ALLOWED_ORIGINS": portal.origin}
        with running_server(folder / "data", cache_dir, folder, environment=allowed) as server:
            yield Hostile(documents, server, intranet, portal.origin)


@dataclass(frozen=True, slots=True)
class Asked:
    """A chat page where every hostile document was asked for; `before` is its census till then."""

    tab: Tab
    before: list[Any]


@pytest.fixture(scope="module")
def asked(browser: Browser, hostile: Hostile) -> Iterator[Asked]:
    with open_tab(browser) as tab:
        tab.open_chat(hostile.server.address)
        before = census(tab.page)
        for count, document in enumerate(hostile.documents):
            tab.chat.ask(document.question)
            # Looks more often than `expect` does.
            tab.page.wait_for_function(IS_WHOLE, arg=count)
        yield Asked(tab, before)


def check_untouched(tab: Tab, server: Server) -> None:
    """Nothing ran, and nothing was asked for that the product itself does not need."""
    assert set(tab.evaluate_everywhere("window.pwned")) == {None}
    assert not_our_addresses(tab.requests.addresses, server.address) == []
    assert server.outgoing() == []


def test_all_that_a_card_shows_is_read_as_words(asked: Asked, hostile: Hostile) -> None:
    replies = asked.tab.chat.replies
    assert replies.count() > len(PAYLOADS)
    for reply, document in zip(replies.all(), hostile.documents, strict=True):
        words = legible(document.payload)
        card = reply.locator(".wy-card").first
        assert legible(card.locator(".wy-title").inner_text()).strip('"') == words.strip('"')
        assert legible(card.locator(".wy-place").inner_text()) == legible(document.source)
        assert legible(card.locator(".wy-section").first.inner_text()) == f"值守{words}"
        assert f"登记{words}" in legible(card.locator("blockquote").first.inner_text())


def test_an_answer_with_hostile_words_is_made_of_elements_of_ours(asked: Asked) -> None:
    check_elements(asked.tab.chat.replies)


def test_hostile_words_change_nothing_in_the_page(asked: Asked, hostile: Hostile) -> None:
    assert census(asked.tab.page) == asked.before
    check_untouched(asked.tab, hostile.server)


def test_hostile_words_cover_nothing(asked: Asked) -> None:
    page = asked.tab.page
    for own in (
        asked.tab.chat.box,
        page.locator("#wy-new"),
        page.locator("a.wy-language:visible").first,
    ):
        own.click(trial=True)  # fails if something else would take the click
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    wider = "messages => messages.filter(each => each.scrollWidth > each.clientWidth).length"
    assert asked.tab.chat.replies.evaluate_all(wider) == 0


def test_signs_of_direction_are_written_out_in_the_conversation(asked: Asked) -> None:
    conversation = asked.tab.page.locator("#wy-chat")
    shown = conversation.inner_text()
    assert "\\u202efdp.exe" in shown
    assert not set(BIDI_SIGNS) & set(shown)


def test_words_that_run_to_the_left_turn_nothing_around(asked: Asked) -> None:
    replies = asked.tab.chat.replies
    expect(replies.last.locator(".wy-answer")).to_contain_text(f"{TO_THE_LEFT}[1]")
    assert [wrong for reply in replies.all() for wrong in out_of_order(reply)] == []


def test_the_source_beside_the_chat_shows_them_as_words(asked: Asked, hostile: Hostile) -> None:
    chat = asked.tab.chat
    for place in range(0, len(PAYLOADS), 6):
        reply = chat.replies.nth(place)
        reply.locator(".wy-answer .wy-cite").first.click()
        assert legible(chat.marked()) in legible(reply.locator("blockquote").first.inner_text())
        words = legible(hostile.documents[place].payload)
        title = chat.panel.locator(".wy-panel-title").inner_text()
        assert legible(title).strip('"') == words.strip('"')
        chat.page.keyboard.press("Escape")
    expect(chat.panel).to_have_count(0)
    check_untouched(asked.tab, hostile.server)


def test_a_source_of_its_own_window_shows_them_as_words(
    asked: Asked, browser: Browser, hostile: Hostile
) -> None:
    links = asked.tab.chat.replies.evaluate_all(
        "replies => replies.map(each => each.querySelector('.wy-cite').href)"
    )
    with open_tab(browser) as tab:
        before = None
        for link, document in zip(links, hostile.documents, strict=True):
            tab.page.goto(link)
            article = tab.page.locator("article")
            words = legible(document.payload)
            assert words in legible(article.inner_text())
            words = words.strip('"')  # around a value, they belong to its notation
            assert words in legible(tab.page.title())
            assert legible(tab.page.locator(".wy-facts").inner_text()).count(words) >= 2
            assert out_of_order(article) == []
            _, *found = census(tab.page)
            before = before or found
            assert found == before
            tab.page.locator(".wy-bar__back").click(trial=True)
        check_untouched(tab, hostile.server)


def test_hostile_questions_and_nearest_passages_are_shown_as_words(
    browser: Browser, hostile: Hostile
) -> None:
    with open_tab(browser) as tab:
        tab.open_chat(hostile.server.address)
        before = census(tab.page)
        questions = hostile_questions()
        titles = {legible(payload).strip('"') for payload in (*PAYLOADS, TO_THE_LEFT)}
        for question in questions:
            tab.chat.ask_and_wait(question)
        shown = tab.chat.questions.all_inner_texts()
        assert list(map(legible, shown)) == list(map(legible, questions))
        check_elements(tab.chat.questions.locator("xpath=ancestor::*[@data-testid='user']"))
        tab.chat.ask_and_wait(UNKNOWN)
        nearest = tab.chat.replies.last.locator(".wy-nearest .wy-title").all_inner_texts()
        assert nearest
        assert {legible(title).strip('"') for title in nearest} <= titles
        check_elements(tab.chat.replies)
        assert census(tab.page) == before
        check_untouched(tab, hostile.server)


@pytest.mark.parametrize(
    ("value", "shown"),
    [({"text": "<img src=x>"}, "&#60;img src&#61;x&#62;"), ({"text": [1]}, "&#91;1&#93;")],
)
def test_a_forged_suggestion_is_a_question_like_any_other(
    hostile: Hostile, value: object, shown: str
) -> None:
    """Which suggestion was chosen, the browser tells; it need not be one that was offered."""
    assert f'<div class=\\"wy-asked\\">{shown}</div>' in choose(hostile.server, value)


@pytest.mark.parametrize("value", [["<img src=x>"], None, {"value": "x"}])
def test_a_forged_suggestion_without_words_asks_nothing(hostile: Hostile, value: object) -> None:
    told = choose(hostile.server, value)
    assert '"success":true' in told
    assert "<img" not in told
    assert "wy-answer" not in told


def choose(server: Server, value: object) -> str:
    """What Gradio tells a browser that says which suggestion was chosen."""
    config = server.request("/chat/config").shape
    (number,) = (
        each["id"] for each in config["dependencies"] if each["targets"][0][1] == "example_select"
    )
    session = secrets.token_hex()
    chosen = {"data": [None], "event_data": {"index": 0, "value": value}}
    body = json.dumps({**chosen, "fn_index": number, "session_hash": session}).encode()
    headers = {"Content-Type": "application/json"}
    server.request("/chat/gradio_api/queue/join", headers, method="POST", body=body)
    return server.request(f"/chat/gradio_api/queue/data?session_hash={session}").text


def test_within_the_widget_they_are_words_too(browser: Browser, hostile: Hostile) -> None:
    """With hostile words in the attributes of the tag as well."""
    words = "\n".join(PAYLOADS[4:20])[:500]
    hostile.intranet.head = widget_tag(
        hostile.server.address[:-1], title=PAYLOADS[0], greeting=words, color=PAYLOADS[20]
    )
    with open_tab(browser, in_widget=True) as tab:
        tab.open_widget(hostile.portal)
        chat = tab.chat
        expect(chat.place.locator("#wy-greeting")).to_have_text(words, use_inner_text=True)
        assert tab.window.locator(".wy-title").inner_text() == PAYLOADS[0]
        for place in range(3, len(PAYLOADS), 6):
            chat.ask_and_wait(hostile.documents[place].question)
            chat.cites.first.click()
            assert legible(chat.marked()) in legible(chat.replies.last.inner_text())
            assert legible(PAYLOADS[place]) in legible(chat.source.locator("article").inner_text())
            chat.page.keyboard.press("Escape")
            expect(chat.panel).to_have_count(0)
        check_elements(chat.replies)
        assert tab.window.is_visible()
        check_untouched(tab, hostile.server)
