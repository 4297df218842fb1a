"""The README's commands do what it says, and it names what is there."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_kit import Wenyuan
from tests.server_kit import DEADLINE_SECONDS, Server, running_server, send_request

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.strip() for block in SHELL_BLOCKS for line in block.splitlines() if line.strip()]
SERVE = "wenyuan serve"
WENYUAN_COMMANDS = [
    command
    for command in COMMANDS
    if command.startswith("wenyuan ") and not command.startswith(SERVE)
]
SERVE_COMMANDS = [command for command in COMMANDS if command.startswith(SERVE)]
CURL_COMMANDS = [command for command in COMMANDS if command.startswith("curl ")]
READY = re.compile(rb"ready: http://127\.0\.0\.1:(\d+)/")
MAKE_TARGETS = sorted(
    {match[1] for command in COMMANDS if (match := re.match(r"make (\S+)", command))}
)


def test_the_commands_of_the_readme_run_one_after_the_other(
    tmp_path: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wenyuan = Wenyuan(tmp_path, cache_dir)
    assert WENYUAN_COMMANDS[0].startswith("wenyuan index ")
    for command in WENYUAN_COMMANDS:
        result = wenyuan(*shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert result.stdout.strip(), command


def test_the_shown_answer_is_the_one_that_is_given(
    tmp_path: Path, cache_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    wenyuan = Wenyuan(tmp_path, cache_dir)
    wenyuan("index", "corpus/documents")
    shown = re.search(r"```text\n问 › (.+?)\n\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    answer = wenyuan("ask", shown[1]).stdout
    assert shown[2].split() == answer.split()


@pytest.mark.parametrize("command", SERVE_COMMANDS)
def test_the_server_is_started_as_the_readme_says(
    command: str, index_of_sample_corpus: Path, cache_dir: Path, tmp_path: Path
) -> None:
    options = [*shlex.split(command)[2:], "--port", "0"]  # the named one may be in use here
    with running_server(index_of_sample_corpus, cache_dir, tmp_path, *options) as server:
        assert server.request("/healthz").status == 200


@pytest.mark.parametrize("command", CURL_COMMANDS)
def test_the_api_is_called_as_the_readme_says(command: str, server: Server) -> None:
    words = shlex.split(command.replace("http://127.0.0.1:7860/", server.address))
    run = subprocess.run([*words, "--fail"], capture_output=True, check=True)
    reply = run.stdout.decode("utf-8")
    if "text/event-stream" in command:
        assert "event: done" in reply
    else:
        assert json.loads(reply)
    if "/api/ask" in command:
        assert "田秀禾" in reply


def test_make_chat_serves_the_page(tmp_path: Path, cache_dir: Path) -> None:
    variables = [f"VENV={sys.prefix}", f"DATA_DIR={tmp_path}", "PORT=0"]
    process = subprocess.Popen(
        ["make", "chat", *variables],
        cwd=ROOT,
        env=os.environ | {"WENYUAN_CACHE_DIR": str(cache_dir)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout:
        try:
            found = next(filter(None, map(READY.search, process.stdout)))
            page = send_request(int(found[1]), "/chat/", {})
            assert "文渊" in page.text
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.stdout.read()
            process.wait(DEADLINE_SECONDS)
    assert page.status == 200


@pytest.mark.parametrize("target", MAKE_TARGETS)
def test_make_knows_every_target_that_the_readme_names(target: str) -> None:
    command = ["make", "--dry-run", target, "VENV=/nonexistent"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_linked_files_exist() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
