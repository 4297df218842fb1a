"""The harness's side of `worker`: a pipeline in a process of its own, asked by commands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.retrieval.types import GoldQuestion
from benchmarks.retrieval.worker import write_queries

_ROOT = Path(__file__).resolve().parent.parent.parent
_END_SECONDS = 30


class WorkerError(Exception):
    """A pipeline could not do what it was asked to; the text has the last line that it told."""


class WorkerProcess:
    """A started worker; what it prints goes to the end of the file `log`."""

    def __init__(self, command: Sequence[str], log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=_ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):  # it may have ended already
            self._process.stdin.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        """Sends one command and waits for its answer.

        Raises:
            WorkerError: the worker told of an error, or has ended.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise self._error(f"It ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            with self._log.open("a", encoding="utf-8") as log:
                log.write(answer["error"])
            raise self._error("It failed")
        return answer

    def index(self, texts: Path, folder: Path) -> dict[str, Any]:
        """Indexes a file of texts into `folder`: `seconds` and `passages`."""
        return self.ask("index", texts=str(texts), folder=str(folder))

    def load(self, folder: Path) -> None:
        """Loads what was indexed into `folder`."""
        self.ask("load", folder=str(folder))

    def search(
        self, questions: Sequence[GoldQuestion], output: Path, *, top_k: int, clients: int = 1
    ) -> None:
        """Asks the questions; what is found goes to `output`, for `worker.read_found`."""
        output.parent.mkdir(parents=True, exist_ok=True)
        queries = output.with_suffix(".queries")
        write_queries(queries, list(questions))
        self.ask("search", queries=str(queries), top_k=top_k, clients=clients, output=str(output))
        queries.unlink()

    def resident_megabytes(self) -> float:
        """Memory that the worker holds now."""
        return float(self.ask("memory")["resident_mb"])

    def _error(self, what: str) -> WorkerError:
        said = self._log.read_text(encoding="utf-8", errors="replace").strip()
        last = said.splitlines()[-1] if said else "nothing"
        return WorkerError(f"{what}. It last said, in logs/{self._log.name}: {last}")
