"""The process that bears the children which read files: `python -m corpus.sandbox.nursery`.

It imports a parser with the first file of its kind and then only forks, so that a child costs a
few milliseconds. On its
standard input come requests, a line of JSON each; on its standard output go answers, each a line
`{id, bytes, ended}` followed by that many bytes. It never looks into a file itself, and ends with
its input: when the indexer is gone, so are the children.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.parsers.registry import load_parser
from corpus.sandbox.limits import ReadingLimits, end_with
from corpus.sandbox.messages import outcome_bytes, request_of
from corpus.sandbox.reading import read_file, warm_up

_CHUNK = 1 << 20
_TICK_SECONDS = 1.0
_PATIENCE, _PAUSE_SECONDS = 500, 0.002
_OUT_OF_MEMORY = 9
# For fewer files the word lists are not worth the time that they take to load.
_WARM_UP_AT = 8


@dataclass(slots=True)
class _Child:
    """One child at work."""

    number: int
    pid: int
    pipe: int
    deadline: float
    answer: bytearray = field(default_factory=bytearray)
    overran: str = ""


class Nursery:
    """Keeps up to `at_once` children at work until the input ends.

    Word lists are kept ready in `cache_dir`, if there is one.
    """

    def __init__(self, limits: ReadingLimits, at_once: int, cache_dir: Path | None = None) -> None:
        self._limits = limits
        self._at_once = at_once
        self._cache_dir = cache_dir
        self._selector = selectors.DefaultSelector()
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._children: dict[int, _Child] = {}
        self._unread = b""
        self._requests = 0
        self._is_warm = False

    def run(self) -> None:
        """Serves requests; returns when the input has ended."""
        self._selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        try:
            while True:
                for key, _ in self._selector.select(_TICK_SECONDS):
                    if key.fd == sys.stdin.fileno():
                        if not self._take_requests():
                            return
                    else:
                        self._listen(self._children[key.fd])
                self._stop_overdue()
                self._start_waiting()
        finally:
            for child in self._children.values():
                _kill(child.pid)

    def _take_requests(self) -> bool:
        data = os.read(sys.stdin.fileno(), _CHUNK)
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            self._waiting.append((self._requests, line))
            self._requests += 1
        return bool(data)

    def _start_waiting(self) -> None:
        if self._requests >= _WARM_UP_AT and not self._is_warm:
            warm_up(self._cache_dir)
            self._is_warm = True
        while self._waiting and len(self._children) < self._at_once:
            number, line = self._waiting.popleft()
            with contextlib.suppress(ImportError):  # the child meets it again and tells
                load_parser(request_of(line).name)
            reading, writing = os.pipe()
            own = os.getpid()
            pid = os.fork()
            if pid == 0:
                end_with(own)
                os.close(reading)
                self._be_child(line, writing)
            os.close(writing)
            deadline = time.monotonic() + self._limits.wall_seconds
            self._children[reading] = _Child(number, pid, reading, deadline)
            self._selector.register(reading, selectors.EVENT_READ)

    def _be_child(self, line: bytes, writing: int) -> None:
        """Reads one file and ends; whatever happens, this process never returns."""
        status = 1
        try:
            os.setsid()
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            self._limits.impose()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(outcome_bytes(read_file(request_of(line))))
            status = 0
        except MemoryError:
            status = _OUT_OF_MEMORY
        finally:
            os._exit(status)

    def _listen(self, child: _Child) -> None:
        data = os.read(child.pipe, _CHUNK)
        child.answer += data
        if len(child.answer) > self._limits.answer_bytes:
            self._stop(child, "answer")
        if not data:
            self._finish(child)

    def _stop_overdue(self) -> None:
        now = time.monotonic()
        for child in list(self._children.values()):
            if now > child.deadline and not child.overran:
                self._stop(child, "wall")

    def _stop(self, child: _Child, limit: str) -> None:
        child.overran = limit
        child.answer.clear()
        _kill(child.pid)

    def _finish(self, child: _Child) -> None:
        self._selector.unregister(child.pipe)
        os.close(child.pipe)
        del self._children[child.pipe]
        status = _status_of(child.pid)
        _kill(child.pid)  # programs that it started, if any are left
        ended = child.overran or _ending(status)
        answer = bytes(child.answer) if not ended else b""
        header = {"id": child.number, "bytes": len(answer), "ended": ended}
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + answer)
        sys.stdout.buffer.flush()


def _status_of(pid: int) -> int:
    """How a child ended that has closed its pipe; one that does not end at once is killed."""
    for _ in range(_PATIENCE):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(_PAUSE_SECONDS)
    _kill(pid)
    return os.waitpid(pid, 0)[1]


def _ending(status: int) -> str:
    """Why a child gave no answer; "" if it did."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return "cpu" if number == signal.SIGXCPU else signal.Signals(number).name
    code = os.WEXITSTATUS(status)
    if code == _OUT_OF_MEMORY:
        return "memory"
    return "fault" if code else ""


def _kill(group: int) -> None:
    """Kills a child with all that it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def main() -> None:
    """Serves with the options given as JSON in the first argument, as `options_of` writes them."""
    options = json.loads(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the indexer, which ends us
    cache_dir = options["cache_dir"]
    Nursery(
        ReadingLimits(**options["limits"]),
        options["at_once"],
        None if cache_dir is None else Path(cache_dir),
    ).run()


def options_of(limits: ReadingLimits, at_once: int, cache_dir: Path | None) -> str:
    """The argument that `main` takes."""
    folder = None if cache_dir is None else str(cache_dir)
    return json.dumps({"limits": asdict(limits), "at_once": at_once, "cache_dir": folder})


if __name__ == "__main__":
    main()
