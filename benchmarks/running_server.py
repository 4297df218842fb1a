"""The real server for measurements and pictures: `wenyuan serve` in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WENYUAN = Path(sys.executable).with_name("wenyuan")
CHROMIUM = "/usr/bin/chromium"
# Headless in a container, and silent: Chromium asks its maker for news otherwise.
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_READY = re.compile(rb"http://\S+")
_STOP_SECONDS = 20


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A server that answers: `address` ends with a slash."""

    address: str
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Resident megabytes now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


def index(data_dir: Path, cache_dir: Path, documents: Path) -> None:
    """Indexes a folder of documents with the command."""
    command = command_of(data_dir, cache_dir, "index", str(documents))
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def running_server(
    data_dir: Path, cache_dir: Path, options: Sequence[str] = ()
) -> Iterator[RunningServer]:
    """Serves an index on a free port inside the block."""
    command = command_of(data_dir, cache_dir, "serve", "--port", "0", *options)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield RunningServer(_address(process), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_STOP_SECONDS)


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _READY.search(line)
        if found is not None:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[0].decode()
    sys.exit(f"The server ended with {process.wait()} before it was ready.")


def command_of(data_dir: Path, cache_dir: Path, *arguments: str) -> list[str]:
    """The command `wenyuan` with its folders."""
    folders = ("--data-dir", str(data_dir), "--cache-dir", str(cache_dir))
    return [str(WENYUAN), *folders, *arguments]
