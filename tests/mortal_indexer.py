"""A process that runs indexers in children that die, or hit a limit, where a test says.

`python -m tests.mortal_indexer` imports everything once and then forks for each
line of JSON it gets: `data` and `docs` (folders), and one of `die_at_call` (a
number of calls), `die_after` (seconds), `limit` (bytes of a file, from `stage` on).
It answers with a line: `ended` is "killed", or what the run came to.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from corpus.errors import WenyuanError
from corpus.tokenizer import Tokenizer
from rag.index_report import ProgressStep
from tests.library_kit import indexer

Answer = dict[str, Any]


class MortalIndexer:
    """The test's end of the pipe."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, data: Path, docs: Path, **manner: float | str) -> Answer:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"data": str(data), "docs": str(docs), **manner}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: Answer = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def mortal_indexer() -> Iterator[MortalIndexer]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.mortal_indexer"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        text=True,
    ) as process:
        try:
            yield MortalIndexer(process)
        finally:
            process.kill()


def serve() -> None:
    Tokenizer()  # the children share its word list
    for line in sys.stdin:
        request = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            answer = _run(request)
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
        os.close(writing)
        if "die_after" in request:
            time.sleep(request["die_after"])
            os.kill(child, signal.SIGKILL)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        sys.stdout.write((said.decode() or json.dumps({"ended": "killed"})) + "\n")
        sys.stdout.flush()


def _run(request: dict[str, Any]) -> Answer:
    calls = 0

    def limit(step: ProgressStep) -> None:
        if "limit" in request and step.stage == request.get("stage", step.stage):
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(request["limit"]),) * 2)

    def count(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal calls
        calls += 1
        if calls == request.get("die_at_call"):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        run = indexer(Path(request["data"]))
        report = run.index([Path(request["docs"])], progress=limit)
    except WenyuanError as exc:
        return {"ended": type(exc).__name__, "message": exc.message, "remedy": exc.remedy}
    finally:
        sys.setprofile(None)
    return {"ended": "done", "calls": calls, "generation": report.generation}


if __name__ == "__main__":
    serve()
