"""The command as a program of its own: pipes, full disks, terminals, Ctrl-C."""

from __future__ import annotations

import codecs
import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from embeddings.base import Embedder
from tests.command_kit import Wenyuan

CORPUS = Path(__file__).parents[2] / "corpus" / "documents"
DEADLINE_SECONDS = 120


@pytest.fixture(scope="module")
def wenyuan(index_of_sample_corpus: Path, cache_dir: Path) -> Wenyuan:
    return Wenyuan(index_of_sample_corpus, cache_dir)


class Screen:
    """The other end of a terminal that a program runs on."""

    def __init__(self, handle: int, program: subprocess.Popen[bytes]) -> None:
        self._handle = handle
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.program = program
        self.shown = ""
        self._waited = 0

    def type(self, text: str) -> None:
        os.write(self._handle, text.encode())

    def wait_for(self, text: str) -> None:
        """Reads until `text` follows what was waited for before; fails when the program ends."""
        until = time.monotonic() + DEADLINE_SECONDS
        while (found := self.shown.find(text, self._waited)) < 0:
            assert time.monotonic() < until, self.shown
            assert self._read(), f"ended with {self.program.wait()}: {self.shown}"
        self._waited = found + len(text)

    def wait_for_end(self) -> int:
        while self._read():
            pass
        return self.program.wait(DEADLINE_SECONDS)

    def _read(self) -> bool:
        try:
            chunk = os.read(self._handle, 65536)
        except OSError:  # Linux says so when the program has let go of the terminal
            return False
        self.shown += self._decoder.decode(chunk)  # readline writes a prompt byte by byte
        return bool(chunk)


@contextmanager
def on_a_terminal(wenyuan: Wenyuan, *arguments: str | Path) -> Iterator[Screen]:
    ours, theirs = pty.openpty()
    with wenyuan.start(*arguments, stdin=theirs, stdout=theirs, stderr=theirs) as program:
        os.close(theirs)
        try:
            yield Screen(ours, program)
        finally:
            program.kill()
            os.close(ours)


def test_a_reader_that_has_seen_enough_ends_the_program_quietly(wenyuan: Wenyuan) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with wenyuan.start("status", stdout=writing, stderr=subprocess.PIPE) as program:
        os.close(writing)
        _, said = program.communicate(timeout=DEADLINE_SECONDS)
    assert (program.returncode, said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("status",), ("status", "--json")])
def test_a_full_disk_is_told_without_a_traceback(
    wenyuan: Wenyuan, arguments: tuple[str, ...]
) -> None:
    with (
        Path("/dev/full").open("wb") as full,
        wenyuan.start(*arguments, stdout=full.fileno(), stderr=subprocess.PIPE) as program,
    ):
        _, said = program.communicate(timeout=DEADLINE_SECONDS)
    assert program.returncode == 2
    assert said.decode().startswith("错误 / Error: ")
    assert "No space left" in said.decode()
    assert b"Traceback" not in said


def test_a_conversation_on_a_terminal_greets_answers_and_leaves_politely(wenyuan: Wenyuan) -> None:
    with on_a_terminal(wenyuan, "chat") as screen:
        screen.wait_for("问 › ")
        assert "14 份文件 documents" in screen.shown
        screen.type("卡在电梯里出不来了，该打哪个电话\n")
        screen.wait_for("Sources")
        assert "96333" in screen.shown
        screen.wait_for("问 › ")
        screen.type("\x04")
        assert screen.wait_for_end() == 0
    assert "Traceback" not in screen.shown


def test_ctrl_c_leaves_a_conversation_without_a_traceback(wenyuan: Wenyuan) -> None:
    with on_a_terminal(wenyuan, "chat") as screen:
        screen.wait_for("问 › ")
        screen.program.send_signal(signal.SIGINT)
        with suppress(OSError):  # it may be gone already
            screen.type("\n")  # readline may have missed a signal that came just before it listens
        assert screen.wait_for_end() == 0
    assert "Traceback" not in screen.shown


def test_ctrl_c_stops_indexing_and_says_that_it_can_go_on(
    tmp_path: Path, cache_dir: Path, embedder: Embedder
) -> None:
    with on_a_terminal(Wenyuan(tmp_path, cache_dir), "index", CORPUS) as screen:
        screen.wait_for("Embedding")
        screen.program.send_signal(signal.SIGINT)
        assert screen.wait_for_end() == 130
    assert "Stopped. What was read is kept" in screen.shown.replace("\r\n", "")
    assert "Traceback" not in screen.shown
