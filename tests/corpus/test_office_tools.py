from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.parsers.containers import office_tools
from corpus.parsers.containers.office_tools import converted_by_office, find_tool, run_tool

WAITING = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from corpus.parsers.containers.office_tools import run_tool; "
    "run_tool(({tool!r},), 'in.doc', b'')"
)
ROOT = Path(__file__).parent.parent.parent

Tools = Callable[[str, str], Path]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tools:
    """Makes programs, which are the only ones that are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name: str, script: str) -> Path:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return make


def test_a_program_reads_the_file_in_a_folder_that_is_its_home(tools: Tools) -> None:
    program = tools("reader", '/bin/cat "$1"; echo "$HOME" "$(pwd)"; echo why >&2')
    output = run_tool((str(program), "in.doc"), "in.doc", b"content\n")
    content, places = output.text.decode().splitlines()
    home, folder = places.split()
    assert (content, home, output.complaint) == ("content", folder, "why\n")
    assert output.succeeded
    assert not Path(home).exists()


def test_a_program_sees_nothing_of_our_environment(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENYUAN_SECRET", "hidden")
    output = run_tool((str(tools("reader", "/usr/bin/env")),), "in.doc", b"")
    assert b"hidden" not in output.text


def test_a_program_that_fails_is_told(tools: Tools) -> None:
    assert not run_tool((str(tools("reader", "exit 3")),), "in.doc", b"").succeeded


def test_a_program_that_hangs_is_ended(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_tools, "SECONDS", 0.3)
    program = tools("reader", "/bin/sleep 100 & /bin/sleep 100")
    with pytest.raises(ParseError, match="took reader longer than") as caught:
        run_tool((str(program),), "in.doc", b"")
    assert "newer format" in caught.value.remedy


def test_a_program_that_writes_without_end_is_ended(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_tools, "MAX_OUTPUT_BYTES", 65_536)
    output = run_tool((str(tools("reader", "while :; do echo more; done")),), "in.doc", b"")
    assert len(output.text) == 65_536
    assert not output.succeeded


def test_a_program_ends_with_the_process_that_started_it(tools: Tools, tmp_path: Path) -> None:
    number = tmp_path / "number"
    program = tools("reader", f"echo $$ > {number}; exec /bin/sleep 100")
    source = WAITING.format(root=str(ROOT), tool=str(program))
    parent = subprocess.Popen((sys.executable, "-c", source))
    while not (number.exists() and number.read_text().strip()):
        assert parent.poll() is None
        time.sleep(0.01)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    _wait_until_gone(int(number.read_text()))


def _wait_until_gone(process: int) -> None:
    while True:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        if "State:\tZ" in Path(f"/proc/{process}/status").read_text():
            return  # nobody here takes its leave
        time.sleep(0.01)


def test_office_converts_in_a_profile_of_its_own(tools: Tools) -> None:
    tools(
        "soffice",
        'for one in "$@"; do echo "$one"; done > arguments\n'
        "/bin/mkdir out; /bin/cat arguments profile/user/registrymodifications.xcu > out/in.docx",
    )
    result = converted_by_office(b"data", ".doc", "docx").decode()
    assert "--headless" in result
    assert "-env:UserInstallation=file:///" in result
    assert "DisableMacrosExecution" in result


def test_office_that_gives_nothing_is_told_with_its_complaint(tools: Tools) -> None:
    tools("libreoffice", "echo 'Warning: no java' >&2; echo 'Error: no filter' >&2")
    with pytest.raises(ParseError, match=r"LibreOffice cannot read it \(Error: no filter\)"):
        converted_by_office(b"data", ".doc", "docx")


def test_no_program_is_found_in_an_empty_path(tools: Tools) -> None:
    del tools
    assert find_tool("antiword", "sh") == ""
