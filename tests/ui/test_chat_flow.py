"""Stopping, waiting and leaving: the chat page over a reader that answers when it is told to."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from corpus.errors import StoreError
from rag.factory import open_service
from rag.question import Question
from rag.readers.base import Library, Reading
from rag.readers.extractive import ExtractiveReader
from rag.settings import Settings
from rag.types import ScoredPassage
from tests.browser_kit import WebServer
from tests.chat_kit import Chat, open_chat
from tests.server_kit import running_server

# Gradio's own bookkeeping uses what pandas is about to drop.
pytestmark = pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")

PATIENCE = 30.0
QUESTION = "啄木鸟班组的组长是谁"


class ToldReader:
    """The default reader, which begins to read when `go_on` is set."""

    name = "told"

    def __init__(self) -> None:
        self._reader = ExtractiveReader()
        self.go_on = threading.Event()
        self.broken = False
        self.begun = threading.Semaphore(0)

    def read(
        self, question: Question, passages: Sequence[ScoredPassage], library: Library
    ) -> Reading:
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        if self.broken:
            raise StoreError("The library is damaged.", remedy="Restore it.")
        return self._reader.read(question, passages, library)


@pytest.fixture(scope="module")
def reader() -> ToldReader:
    return ToldReader()


@pytest.fixture(scope="module")
def address(
    reader: ToldReader,
    index_of_sample_corpus: Path,
    cache_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_TEMP_DIR"] = str(tmp_path_factory.mktemp("gradio"))
    from ui.server import create_app  # noqa: PLC0415 - Gradio reads these when it is imported

    settings = Settings(index_of_sample_corpus, cache_dir)
    service = open_service(settings, lambda _: None, reader)
    with WebServer(create_app(service, settings, lambda _: None)) as server:
        yield f"{server.origin}/"


@pytest.fixture(params=["stop", "close"])
def leave(request: pytest.FixtureRequest) -> Callable[[Chat], None]:
    """How somebody leaves before the answer is there."""

    def stop(chat: Chat) -> None:
        chat.page.get_by_role("button", name="停止").click()
        expect(chat.replies.last.locator(".wy-stopped")).to_be_visible()

    def close(chat: Chat) -> None:
        chat.page.close()

    return {"stop": stop, "close": close}[request.param]


@pytest.fixture
def chat(browser: Browser, address: str, reader: ToldReader) -> Iterator[Chat]:
    reader.go_on.clear()
    reader.broken = False
    reader.begun = threading.Semaphore(0)
    with open_chat(browser, address) as opened:
        yield opened
    reader.go_on.set()


def test_the_stage_is_told_until_the_answer_comes(chat: Chat, reader: ToldReader) -> None:
    chat.ask(QUESTION)
    expect(chat.replies.last).to_have_text("正在检索资料")
    reader.go_on.set()
    chat.wait_for_reply()
    expect(chat.cites.first).to_be_visible()


def test_an_answer_is_stopped(chat: Chat, reader: ToldReader) -> None:
    chat.ask(QUESTION)
    chat.page.get_by_role("button", name="停止").click()
    expect(chat.replies.last.locator(".wy-stopped")).to_have_text("已停止")
    expect(chat.replies.last.locator(".wy-stage")).to_have_count(0)
    reader.go_on.set()
    chat.ask_and_wait(QUESTION)
    expect(chat.questions).to_have_count(2)
    expect(chat.replies.first.locator(".wy-stopped")).to_have_text("已停止")


def test_a_new_conversation_ends_the_answer_of_the_old_one(chat: Chat, reader: ToldReader) -> None:
    chat.ask(QUESTION)
    expect(chat.questions).to_have_count(1)
    chat.page.get_by_role("button", name="新对话").click()
    expect(chat.questions).to_have_count(0)
    reader.go_on.set()
    chat.ask_and_wait("卡在电梯里出不来了，该打哪个电话")
    expect(chat.questions).to_have_text(["卡在电梯里出不来了，该打哪个电话"])


def test_who_leaves_gives_the_place_free(
    chat: Chat, address: str, leave: Callable[[Chat], None]
) -> None:
    """More people than the server works for at a time leave; the next one need not wait."""
    for _ in range(len(os.sched_getaffinity(0)) + 1):
        page = chat.page.context.new_page()
        page.goto(address)
        leaving = Chat(page, page)
        leaving.ask(QUESTION)
        expect(leaving.replies.last).to_be_visible()
        leave(leaving)
    chat.page.bring_to_front()
    chat.ask(QUESTION)
    # Which of the steps is seen depends on when the last one was noticed to have left.
    expect(chat.replies.last).to_have_text(re.compile("正在检索资料|正在阅读段落"))


def test_who_has_to_wait_is_told_so(chat: Chat, address: str, reader: ToldReader) -> None:
    busy = []
    for _ in range(len(os.sched_getaffinity(0))):
        page = chat.page.context.new_page()
        page.goto(address)
        asking = Chat(page, page)
        asking.ask(QUESTION)
        busy.append(asking)
        assert reader.begun.acquire(timeout=PATIENCE)
    chat.page.bring_to_front()
    chat.ask(QUESTION)
    expect(chat.replies.last).to_have_text("前面还有人在问，请稍候")
    reader.go_on.set()
    for each in (*busy, chat):
        each.wait_for_reply()


def test_a_failure_of_the_server_is_said_in_the_users_language(
    chat: Chat, reader: ToldReader
) -> None:
    reader.broken = True
    reader.go_on.set()
    chat.ask_and_wait(QUESTION)
    failure = chat.replies.last.locator(".wy-failure")
    expect(failure).to_contain_text("这个问题没能回答")
    expect(failure).to_contain_text("The library is damaged. Restore it.")
    reader.broken = False
    chat.ask_and_wait(QUESTION)
    expect(chat.cites.first).to_be_visible()


def test_a_page_survives_a_new_start_of_the_server(
    browser: Browser, index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    with (
        running_server(index_of_sample_corpus, cache_dir, first) as server,
        open_chat(browser, server.address) as chat,
    ):
        chat.ask_and_wait(QUESTION)
        chat.page.evaluate("document.documentElement.classList.add('former')")
        server.stop()
        chat.ask("谁是局长")
        expect(chat.page.locator(".toast-body")).to_contain_text("服务暂时连不上")
        again = ("--port", str(server.port))
        with running_server(index_of_sample_corpus, cache_dir, tmp_path / "second", *again):
            expect(chat.page.locator("html.former")).to_have_count(0)  # it was loaded anew
            expect(chat.questions).to_have_text([QUESTION])  # the conversation was kept
            expect(chat.box).to_have_value("谁是局长")
            chat.ask_and_wait(QUESTION)
            chat.errors.clear()  # the browser tells of every attempt to reach the server
