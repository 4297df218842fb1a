"""Threads that search a changing index in a loop and note whatever is wrong."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Self

from tests.library_kit import search, source

READERS = 2


class RestlessReaders:
    """Reads while its block runs; `wrong` and `seen` (generation numbers) tell of it.

    `newest` is the generation that is given at the end.
    """

    def __init__(self, data: Path, query: str) -> None:
        self.wrong: list[str] = []
        self.seen: set[int] = set()
        self.newest = 0
        self._source = source(data, self.wrong)
        self._query = query
        self._done = threading.Event()
        self._passes = threading.Semaphore(0)
        self._threads = [threading.Thread(target=self._read) for _ in range(READERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()
        self.newest = self._source.current().number
        self._source.close()

    def wait_for_a_pass(self) -> None:
        """Until some reader has begun and ended a search."""
        while self._passes.acquire(blocking=False):
            pass
        for _ in range(2 * READERS):
            self._passes.acquire()

    def _read(self) -> None:
        while not self._done.is_set():
            try:
                self._pass()
            except Exception as exc:  # noqa: BLE001 - whatever it is, it is the finding
                self.wrong.append(repr(exc))
            self._passes.release()

    def _pass(self) -> None:
        generation = self._source.current()
        self.seen.add(generation.number)
        for passage in search(generation, self._query, 8):
            if generation.text_of(passage)[passage.start : passage.end] != passage.text:
                self.wrong.append(f"{passage.source} {passage.start}")
