"""Reads files in child processes: the indexer's end of the pipe to the nursery."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import IO, Self

from corpus.loaded import LoadedFile, Unreadable
from corpus.sandbox.limits import ReadingLimits
from corpus.sandbox.messages import ReadingOutcome, ReadingRequest, outcome_of, request_line
from corpus.sandbox.nursery import options_of

_REPORT = "If the file is sound, save it anew or as PDF and report the fault."
# What to say of a child that gave no answer, by how it ended.
_ENDINGS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "wall": (
            "too_slow",
            "Reading it took longer than {wall:.0f} s and was stopped.",
            "Split the file, or open it in its program and save it again.",
        ),
        "cpu": (
            "too_slow",
            "Reading it took more than {cpu} s of processor time and was stopped.",
            "Split the file, or open it in its program and save it again.",
        ),
        "memory": (
            "too_large",
            "Reading it would take more than {memory:,} MB of memory and was stopped.",
            "Split the file, or open it in its program and save it again.",
        ),
        "answer": (
            "too_large",
            "It holds more text than is read from one file and was stopped.",
            "Split the file.",
        ),
        "fault": ("reading_fault", "The program that reads it failed.", _REPORT),
    }
)


class SandboxedReader:
    """Reads files in up to `at_once` processes at a time, each under `limits`.

    Word lists are kept ready in `cache_dir`, if there is one.
    A file that hangs, explodes or brings its process down costs that file only. Used from one
    thread: `submit` requests, then take their `result` by number.
    """

    program = "corpus.sandbox.nursery"

    def __init__(
        self,
        limits: ReadingLimits | None = None,
        at_once: int = 0,
        cache_dir: Path | None = None,
    ) -> None:
        self._limits = limits or ReadingLimits()
        self._cache_dir = cache_dir
        self._at_once = at_once or len(os.sched_getaffinity(0))
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None
        self._answers: SimpleQueue[tuple[int, ReadingOutcome | None]] = SimpleQueue()
        self._requests: dict[int, ReadingRequest] = {}
        self._outcomes: dict[int, ReadingOutcome] = {}
        self._sent: list[int] = []  # to the present process, in its count
        self._at_work: set[int] = set()
        self._suspects: deque[int] = deque()  # sent one by one: one of them kills the process
        self._submitted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes, whatever they are at."""
        self._process = None
        self._end()

    def submit(self, request: ReadingRequest) -> int:
        """Starts to read a file; gives the number to ask its result by."""
        number = self._submitted
        self._submitted += 1
        self._requests[number] = request
        if self._suspects:
            self._suspects.append(number)
        else:
            self._send(number)
        return number

    def result(self, number: int) -> ReadingOutcome:
        """What became of a request; waits for it. Each may be asked for once."""
        while number not in self._outcomes:
            place, outcome = self._answers.get()
            if outcome is None:
                self._start_again()
            else:
                self._note(self._sent[place], outcome)
            if self._suspects and not self._at_work:
                self._send(self._suspects.popleft())
        del self._requests[number]
        return self._outcomes.pop(number)

    def _note(self, number: int, outcome: ReadingOutcome) -> None:
        self._outcomes[number] = outcome
        self._at_work.discard(number)

    def _send(self, number: int) -> None:
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._sent.append(number)
        self._at_work.add(number)
        with suppress(BrokenPipeError):  # told by the end of its answers
            self._process.stdin.write(request_line(self._requests[number]))
            self._process.stdin.flush()

    def _start(self) -> None:
        self._sent = []
        self._answers = SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", self.program, self._options()],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._end = weakref.finalize(self, _end, self._process)
        assert self._process.stdout is not None
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers, self._limits), daemon=True
        ).start()

    def _options(self) -> str:
        return options_of(self._limits, self._at_once, self._cache_dir)

    def _start_again(self) -> None:
        """The process itself has died: what it was at is tried again, one by one."""
        self.close()
        at_work = sorted(self._at_work)
        self._at_work.clear()
        if len(at_work) == 1:
            self._note(at_work[0], _no_answer("fault", self._limits))
        else:
            self._suspects.extendleft(reversed(at_work))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        with suppress(BrokenPipeError):
            stream.close()


def _environment() -> dict[str, str]:
    """That of this process, with its way to modules: a folder `corpus` of a user's is none."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _listen(
    stream: IO[bytes],
    answers: SimpleQueue[tuple[int, ReadingOutcome | None]],
    limits: ReadingLimits,
) -> None:
    """Passes answers on; None once there will be no more."""
    try:
        while header := stream.readline():
            said = json.loads(header)
            data = stream.read(said["bytes"])
            answers.put((said["id"], _outcome(said["ended"], data, limits)))
    except (OSError, ValueError):  # closed while it was read
        pass
    answers.put((-1, None))


def _outcome(ended: str, data: bytes, limits: ReadingLimits) -> ReadingOutcome:
    if ended:
        return _no_answer(ended, limits)
    try:
        return outcome_of(data)
    except (ValueError, KeyError, TypeError):
        return _no_answer("fault", limits)


def _no_answer(ended: str, limits: ReadingLimits) -> ReadingOutcome:
    default = ("crashed", f"The program that reads it crashed ({ended}).", _REPORT)
    code, message, remedy = _ENDINGS.get(ended, default)
    said = message.format(
        wall=limits.wall_seconds,
        cpu=limits.cpu_seconds,
        memory=limits.memory_bytes // 1_000_000,
    )
    return ReadingOutcome(LoadedFile(Unreadable(code, said, remedy)), None, limits.wall_seconds)
