"""The real server as a program of its own, with a record of every connection it makes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

DEADLINE_SECONDS = 120

# Writes down at once, as a server may be killed, each look-up of a host and each connection.
_RECORDER = """
import os, sys
EVENTS = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
          "socket.getnameinfo", "socket.sendto", "socket.sendmsg"}
record = os.open(os.environ.pop("RECORD_FILE"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def hook(event, args):
    if event in EVENTS:
        os.write(record, f"{event} {args[1:]!r}\\n".encode())
sys.addaudithook(hook)
from ui.cli import main
main()
"""
_READY = re.compile(rb"Wenyuan is ready: (http://\S+/)$")
_NOT_INHERITED = re.compile(r"WENYUAN_.*|GRADIO_.*|.*PROXY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def shape(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers.

    Attributes:
        address: where, such as `http://127.0.0.1:41234/`.
        process: the program.
        folder: what it said and which connections it made.
    """

    address: str
    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def port(self) -> int:
        port = urlsplit(self.address).port
        assert port is not None
        return port

    def outgoing(self) -> list[str]:
        """Every look-up of a host and every connection so far; should be empty."""
        return (self.folder / "record").read_text(encoding="utf-8").splitlines()

    def said(self) -> str:
        """What it wrote to standard error so far."""
        return (self.folder / "said").read_text(encoding="utf-8")

    def request(
        self,
        target: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
    ) -> Reply:
        """One request; `target` goes out as it is."""
        return send_request(self.port, target, headers or {}, method=method, body=body)

    def ask(self, question: str) -> dict[str, Any]:
        """The Answer to a question, over the API."""
        body = json.dumps({"question": question}).encode()
        headers = {"Content-Type": "application/json"}
        return self.request("/api/ask", headers, method="POST", body=body).shape

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Sends a signal and returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_SECONDS)


@contextmanager
def running_server(
    data_dir: Path,
    cache_dir: Path,
    folder: Path,
    *options: str,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """`wenyuan serve` on a free port; what it says and does is written into `folder`."""
    folders = ["--data-dir", str(data_dir), "--cache-dir", str(cache_dir)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record").touch()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", _RECORDER, *folders, "serve", "--port", "0", *options],
            env=_inherited()
            | {"PYTHONPATH": os.pathsep.join(sys.path), "RECORD_FILE": str(folder / "record")}
            | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        )
    try:
        yield Server(_address(process, folder), process, folder)
    finally:
        process.terminate()
        process.wait(DEADLINE_SECONDS)


def send_request(
    port: int,
    target: str,
    headers: Mapping[str, str],
    *,
    method: str = "GET",
    body: bytes | None = None,
) -> Reply:
    """One HTTP request to a port of this machine; a Host among `headers` replaces the true one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_SECONDS)
    try:
        connection.request(method, target, body, dict(headers))
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, response.read())
    finally:
        connection.close()


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not _NOT_INHERITED.fullmatch(name)}


def _address(process: subprocess.Popen[bytes], folder: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _READY.search(line.strip())
        if found is not None:
            threading.Thread(target=_read_to_end, args=(process.stdout,), daemon=True).start()
            return found[1].decode()
    process.stdout.close()
    said = (folder / "said").read_text(encoding="utf-8")
    raise AssertionError(f"The server ended with {process.wait()}: {said}")


def _read_to_end(stream: IO[bytes]) -> None:
    """A program whose output nobody reads would stop one day."""
    with stream:
        stream.read()
