"""A pipeline of a few lines, as a worker: whole texts, by the number of shared characters.

    python -m tests.benchmarks.retrieval.toy_worker CALLS [index|search]

It notes its calls in the file CALLS, and ends for good at the command that is named.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from benchmarks.retrieval.types import SourceText, Span
from benchmarks.retrieval.worker import Pipeline, serve


class ToyPipeline(Pipeline):
    def __init__(self, calls: Path, fails_at: str) -> None:
        self._calls = calls
        self._fails_at = fails_at
        self._bodies: dict[str, str] = {}

    def index(self, texts: list[SourceText], folder: Path) -> int:
        self._note("index")
        self._bodies = {text.text_id: text.body for text in texts}
        (folder / "bodies.json").write_text(json.dumps(self._bodies), encoding="utf-8")
        return len(texts)

    def load(self, folder: Path) -> None:
        self._note("load")
        self._bodies = json.loads((folder / "bodies.json").read_text(encoding="utf-8"))

    def search(self, question: str, top_k: int) -> list[Span]:
        self._note("search")
        if not question:
            raise ValueError("an empty question")
        shared = {name: len(set(body) & set(question)) for name, body in self._bodies.items()}
        best = sorted(shared, key=lambda name: (-shared[name], name))[:top_k]
        return [Span(name, 0, len(self._bodies[name])) for name in best]

    def _note(self, call: str) -> None:
        with self._calls.open("a", encoding="utf-8") as file:
            file.write(f"{call}\n")
        if call == self._fails_at:
            os.write(2, b"the toy breaks")
            os._exit(3)


if __name__ == "__main__":
    serve(ToyPipeline(Path(sys.argv[1]), "".join(sys.argv[2:])))
