"""How fast the chat page is: start-up, first sight, bytes, source panel, memory.

    python -m benchmarks.page

A real browser (Debian's chromium) opens the real server over the sample corpus. A page is
usable when its question box can be typed into. Start-up is that of the second `make chat`,
beside a bare `import gradio` measured by turns with it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import numpy as np
import platformdirs
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.answers import ROOT, SAMPLE_DOCUMENTS, SAMPLE_QUESTIONS
from benchmarks.report import command_line, table, write_section
from benchmarks.running_server import (
    CHROMIUM,
    CHROMIUM_OPTIONS,
    RunningServer,
    index,
    running_server,
)

MEMORY_QUESTIONS = 200
QUESTION = "新版加油机指引为啥把静置时间改成30秒"
QUESTION_BOX = "#wy-question textarea"
Row = tuple[str, str]


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        data_dir = Path(folder)
        index(data_dir, options.cache_dir, SAMPLE_DOCUMENTS)
        with running_server(data_dir, options.cache_dir) as server:
            rows = [
                *_first_sight(browser, server.address, options.rounds),
                *_source_panel(browser, server.address, options.rounds),
                *_memory(server),
            ]
        rows += _start_up(browser, options.rounds)
        browser.close()
    write_section("Chat page", command_line(), table(("what", "figure"), rows))
    return 0


def _first_sight(browser: Browser, address: str, rounds: int) -> list[Row]:
    cold, warm = list[float](), list[float]()
    transferred = list[int]()
    for _ in range(rounds):
        with _context(browser) as context:
            cold.append(_usable_after(context, address, transferred))
            warm.append(_usable_after(context, address, []))
    return [
        ("page usable, cold: median / worst", _seconds(cold)),
        ("page usable, warm: median / worst", _seconds(warm)),
        ("bytes over the wire, cold", f"{max(transferred) / 1000:.0f} kB"),
    ]


def _usable_after(context: BrowserContext, address: str, transferred: list[int]) -> float:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    started = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(QUESTION_BOX)
    usable = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    transferred.append(sum(sizes))
    page.close()
    return usable


def _source_panel(browser: Browser, address: str, rounds: int) -> list[Row]:
    answers, panels = [], []
    with _context(browser) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(QUESTION_BOX)
        for count in range(1, rounds + 1):
            answers.append(_timed(partial(_ask, page, count)))
            panels.append(_timed(partial(_open_source, page)))
            page.keyboard.press("Escape")
    return [
        ("question sent until its answer stands: median / worst", _seconds(answers)),
        ("click on [n] until the marked words are seen: median / worst", _seconds(panels)),
    ]


def _ask(page: Page, count: int) -> None:
    page.fill(QUESTION_BOX, QUESTION)
    page.keyboard.press("Enter")
    page.locator(".wy-sources").nth(count - 1).wait_for()


def _open_source(page: Page) -> None:
    page.locator(".wy-answer .wy-cite").last.click()
    page.frame_locator("#wy-panel iframe").locator("mark").first.wait_for()


def _memory(server: RunningServer) -> list[Row]:
    before = server.memory()
    lines = SAMPLE_QUESTIONS.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with httpx.Client(base_url=server.address, timeout=60) as client:
        for place in range(MEMORY_QUESTIONS):
            asked = {"question": questions[place % len(questions)]}
            client.post("api/ask", json=asked).raise_for_status()
    return [
        (
            f"memory of the server before / after {MEMORY_QUESTIONS} more questions",
            f"{before:.0f} / {server.memory():.0f} MB",
        )
    ]


def _start_up(browser: Browser, rounds: int) -> list[Row]:
    with _context(browser) as context:
        _make_chat(context)  # installs, indexes
        imports, starts = [], []
        for _ in range(rounds):
            imports.append(_timed(_import_gradio))
            starts.append(_make_chat(context))
    ratio = np.median(starts) / np.median(imports)
    return [
        ("a bare `import gradio`: median / worst", _seconds(imports)),
        ("second `make chat` until the page is usable: median / worst", _seconds(starts)),
        ("the same as a multiple of the import", f"{ratio:.2f}"),
    ]


def _import_gradio() -> None:
    environment = os.environ | {"GRADIO_ANALYTICS_ENABLED": "False"}
    subprocess.run([sys.executable, "-c", "import gradio"], check=True, env=environment)


def _make_chat(context: BrowserContext) -> float:
    """Seconds from the command to a page that can be typed into."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["make", "chat", f"PORT={port}", f"VENV={sys.prefix}"]
    started = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if b"http://" in line:
                break
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(QUESTION_BOX)
        usable = time.perf_counter() - started
        page.close()
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.communicate()
    return usable


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _seconds(values: list[float]) -> str:
    return f"{np.median(values):.2f} / {max(values):.2f} s"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache-dir", type=Path, default=platformdirs.user_cache_path("wenyuan"))
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
