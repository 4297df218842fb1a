"""A nursery whose children do to themselves what a hostile file may do, by the file's name."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from corpus.parsers import registry
from corpus.sandbox.nursery import main
from corpus.types import ParsedFile, RawFile


def hang() -> None:
    while True:
        time.sleep(60)


def spin() -> None:
    while True:
        pass


def explode() -> None:
    blocks = []
    while True:
        blocks.append(bytearray(64 * 1024 * 1024))


def crash() -> None:
    ctypes.string_at(0)


def bear_hanging_programs() -> None:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "wenyuan-left-over"])
    hang()


def stumble() -> None:
    raise LookupError("no such part")


def kill_the_nursery() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    hang()


def write_for_ever() -> None:
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(bytes(1024 * 1024))


DEEDS: dict[str, Callable[[], None]] = {
    deed.__name__: deed
    for deed in (
        hang,
        spin,
        explode,
        crash,
        bear_hanging_programs,
        stumble,
        kill_the_nursery,
        write_for_ever,
    )
}


def parse(raw: RawFile) -> ParsedFile:
    DEEDS.get(raw.name.partition(".")[0], lambda: None)()
    return ParsedFile(raw.data.decode())


if __name__ == "__main__":
    registry.parser_of = lambda _row: parse  # type: ignore[assignment]
    main()
