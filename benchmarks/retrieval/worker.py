"""A pipeline in a process of its own: commands as JSON lines in, answers as JSON lines out.

Only the standard library, so that it runs in every peer's environment. A pipeline's module ends
with `serve(Pipeline(...))` and is run as `ENVIRONMENT/bin/python -m MODULE`.

    {"do": "index", "texts": FILE, "folder": FOLDER}  → {"seconds": …, "passages": …}
    {"do": "load", "folder": FOLDER}                  → {"seconds": …}
    {"do": "search", "queries": FILE, "top_k": N, "clients": N, "output": FILE}
                                                      → {"seconds": …}
    {"do": "memory"}                                  → {"resident_mb": …}

Files of texts hold `{"text_id", "body"}` a line, those of queries `{"question_id", "question"}`,
outputs `{"question_id", "passages": [[text_id, start, end]…], "milliseconds"}`.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.retrieval.types import Found, GoldQuestion, SourceText, Span

_MEGABYTE = 2**20


class Pipeline(ABC):
    """What is measured: texts in, then passages for questions."""

    @abstractmethod
    def index(self, texts: list[SourceText], folder: Path) -> int:
        """Indexes `texts`, keeps the index in `folder`, is ready to search; how many passages."""

    @abstractmethod
    def load(self, folder: Path) -> None:
        """Makes ready to search what `index` kept in `folder`."""

    @abstractmethod
    def search(self, question: str, top_k: int) -> list[Span]:
        """Up to `top_k` passages as spans of bodies, best first; called from many threads."""


def serve(pipeline: Pipeline) -> None:
    """Carries out commands until standard input ends; only answers go to standard output."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries print what they like
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = _COMMANDS[command.pop("do")](pipeline, **command)
        except Exception as exc:  # noqa: BLE001 - told to the harness, which stops
            answer = {"error": "".join(traceback.format_exception(exc))}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def read_texts(path: Path) -> Iterator[SourceText]:
    """The texts of a file, as `write_texts` wrote them."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield SourceText(**json.loads(line))


def _index(pipeline: Pipeline, texts: str, folder: str) -> dict[str, Any]:
    read = list(read_texts(Path(texts)))
    Path(folder).mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    passages = pipeline.index(read, Path(folder))
    return {"seconds": time.perf_counter() - started, "passages": passages}


def _load(pipeline: Pipeline, folder: str) -> dict[str, Any]:
    started = time.perf_counter()
    pipeline.load(Path(folder))
    return {"seconds": time.perf_counter() - started}


def _search(
    pipeline: Pipeline, queries: str, top_k: int, output: str, clients: int = 1
) -> dict[str, Any]:
    lines = Path(queries).read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines]

    def answer(entry: dict[str, str]) -> Found:
        started = time.perf_counter()
        passages = pipeline.search(entry["question"], top_k)
        milliseconds = (time.perf_counter() - started) * 1000
        return Found(entry["question_id"], tuple(passages), milliseconds)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(answer, asked))
    seconds = time.perf_counter() - started
    write_found(Path(output), found)
    return {"seconds": seconds}


def _memory(_pipeline: Pipeline) -> dict[str, Any]:
    resident_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return {"resident_mb": resident_pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE}


_COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "index": _index,
    "load": _load,
    "search": _search,
    "memory": _memory,
}


def write_texts(path: Path, texts: list[SourceText]) -> None:
    """One JSON object a line."""
    _write_lines(path, ({"text_id": each.text_id, "body": each.body} for each in texts))


def write_queries(path: Path, questions: list[GoldQuestion]) -> None:
    """One JSON object a line, without the gold spans."""
    _write_lines(
        path, ({"question_id": each.question_id, "question": each.question} for each in questions)
    )


def write_found(path: Path, found: list[Found]) -> None:
    """One JSON object a line."""
    _write_lines(
        path,
        (
            {
                "question_id": each.question_id,
                "passages": [[span.text_id, span.start, span.end] for span in each.passages],
                "milliseconds": round(each.milliseconds, 3),
            }
            for each in found
        ),
    )


def read_found(path: Path) -> list[Found]:
    """What `write_found` wrote."""
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Found(
            entry["question_id"],
            tuple(Span(*span) for span in entry["passages"]),
            entry["milliseconds"],
        )
        for entry in entries
    ]


def _write_lines(path: Path, entries: Iterator[dict[str, Any]]) -> None:
    """Written beside and renamed, so that an interrupted run leaves no half file."""
    beside = path.with_name(f".{path.name}.unfinished")
    with beside.open("w", encoding="utf-8") as file:
        for entry in entries:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    beside.replace(path)
