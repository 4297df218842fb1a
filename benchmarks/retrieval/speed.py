"""Speed and size: indexing, questions, memory and disk, each pipeline in a process of its own.

Indexing is timed as users have it: peers on torch, ours with files on disk. For questions over
many passages the questions' vectors come from the model that users have, each question is asked
once, and passages have vectors computed before (ours, whose search depends on them) or stand-ins
(peers, which compare all).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.retrieval.contestants import Contestant, Folders, digest_of_files
from benchmarks.retrieval.ours import FILE_NAME
from benchmarks.retrieval.peers.registry import EmbeddingSource, PeerError
from benchmarks.retrieval.runs import Absence, Tell, digest_of_texts, joint_digest
from benchmarks.retrieval.types import GoldQuestion, SourceText
from benchmarks.retrieval.worker import read_found, write_texts
from benchmarks.retrieval.worker_process import WorkerError, WorkerProcess
from corpus.cutting import CutText, PassageSplitter
from corpus.loaded import LoadedText
from corpus.loader import load_raw
from corpus.types import RawFile

CLIENTS = 8
FIRST_QUESTIONS = 10
_TOP_K = 10
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class IndexingSpeed:
    """One round of indexing."""

    characters: int
    passages: int
    seconds: float

    @property
    def rate(self) -> float:
        """Body characters per second."""
        return self.characters / self.seconds


@dataclass(frozen=True, slots=True)
class QuestionSpeed:
    """A pipeline that answers questions over an index.

    Attributes:
        passages: its own number of them.
        ready_seconds: from the start of the process to the answer of the first question.
        alone: p50 and p95 of a question in milliseconds, one client.
        crowded: the same with `CLIENTS` clients.
        resident_mb: of the process after all questions.
        disk_mb: of the index.
    """

    passages: int
    ready_seconds: float
    alone: tuple[float, float]
    crowded: tuple[float, float]
    resident_mb: float
    disk_mb: float


class SpeedRun:
    """Measures in the folder `folder`; what was measured is kept there and not measured again."""

    def __init__(self, folder: Path, shared: Folders, tell: Tell) -> None:
        self._folder = folder
        self._shared = shared
        self._tell = tell
        self.absences: list[Absence] = []

    def indexing(
        self, contestants: Sequence[Contestant], texts: Sequence[SourceText], rounds: int
    ) -> dict[str, list[IndexingSpeed]]:
        """Each pipeline's rounds by its name; the pipelines take turns."""
        measured: dict[str, list[IndexingSpeed]] = {}
        for number in range(rounds):
            for contestant in contestants:
                values = self._kept(
                    contestant, f"indexing-{number}", texts, partial(self._index, contestant, texts)
                )
                if values is not None:
                    measured.setdefault(contestant.name, []).append(IndexingSpeed(**values))
        return measured

    def questions(
        self,
        contestant: Contestant,
        texts: Sequence[SourceText],
        questions: Sequence[GoldQuestion],
    ) -> QuestionSpeed | None:
        """One pipeline over an index of `texts`; None if it could not be measured.

        Of the questions, the first ones are not counted, a third of the others is asked by one
        client, the rest by several.
        """
        values = self._kept(
            contestant, "questions", texts, partial(self._ask, contestant, texts, questions)
        )
        return None if values is None else QuestionSpeed(**values)

    def _kept(
        self,
        contestant: Contestant,
        what: str,
        texts: Sequence[SourceText],
        measure: Callable[[], IndexingSpeed | QuestionSpeed],
    ) -> dict[str, Any] | None:
        digest = joint_digest(digest_of_texts(texts), digest_of_files(contestant.sources()))
        path = self._folder / "speed" / contestant.name / f"{what}-{digest}.json"
        if not path.exists():
            self._tell(f"{contestant.name}: {what} of {len(texts):,} texts")
            try:
                values = measure()
            except (PeerError, WorkerError) as exc:
                self.absences.append(Absence(contestant.title, f"{what}: {exc}"))
                return None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(values)), encoding="utf-8")
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return kept

    def _index(self, contestant: Contestant, texts: Sequence[SourceText]) -> IndexingSpeed:
        folder = self._empty_folder()
        write_texts(folder / "one.jsonl", list(texts[:1]))
        write_texts(folder / "all.jsonl", list(texts))
        with self._worker(contestant, EmbeddingSource.TORCH) as worker:
            worker.index(folder / "one.jsonl", folder / "first")  # so that models are loaded
            answer = worker.index(folder / "all.jsonl", folder / "index")
        shutil.rmtree(folder)
        return IndexingSpeed(_characters(texts), int(answer["passages"]), float(answer["seconds"]))

    def _ask(
        self,
        contestant: Contestant,
        texts: Sequence[SourceText],
        questions: Sequence[GoldQuestion],
    ) -> QuestionSpeed:
        folder = self._empty_folder()
        write_texts(folder / "texts.jsonl", list(texts))
        index = folder / "index"
        with self._worker(contestant, EmbeddingSource.TORCH_QUERIES) as worker:
            passages = int(worker.index(folder / "texts.jsonl", index)["passages"])
        started = time.perf_counter()
        with self._worker(contestant, EmbeddingSource.TORCH_QUERIES) as worker:
            worker.load(index)
            _milliseconds(worker, folder, questions[:1])
            ready = time.perf_counter() - started
            _milliseconds(worker, folder, questions[1:FIRST_QUESTIONS])
            counted = questions[FIRST_QUESTIONS:]
            alone = _milliseconds(worker, folder, counted[: len(counted) // 3])
            crowded = _milliseconds(worker, folder, counted[len(counted) // 3 :], CLIENTS)
            resident = worker.resident_megabytes()
        disk = bytes_below(index) / _MEGABYTE
        shutil.rmtree(folder)
        return QuestionSpeed(
            passages, ready, _percentiles(alone), _percentiles(crowded), resident, disk
        )

    def _worker(self, contestant: Contestant, embedding: EmbeddingSource) -> WorkerProcess:
        command = contestant.command(embedding, self._shared)
        return WorkerProcess(command, self._folder / "logs" / f"{contestant.name}-speed.log")

    def _empty_folder(self) -> Path:
        folder = self._folder / "measuring"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def texts_of_passages(texts: Iterable[SourceText], sizes: Sequence[int]) -> dict[int, int]:
    """How many of the texts, from the first, the product cuts into each number of passages.

    A size that all texts together do not reach stands for all of them.
    """
    splitter = PassageSplitter()
    reached: dict[int, int] = {}
    passages = taken = 0
    for taken, text in enumerate(texts, start=1):
        content = load_raw(RawFile(FILE_NAME, text.body.encode())).content
        if isinstance(content, LoadedText):
            passages += len(splitter(CutText(content.text, content.metadata.title)))
        reached |= {size: taken for size in sizes if size not in reached and passages >= size}
        if len(reached) == len(sizes):
            return reached
    return {size: reached.get(size, taken) for size in sizes}


def bytes_below(folder: Path) -> int:
    """The sizes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _milliseconds(
    worker: WorkerProcess, folder: Path, questions: Sequence[GoldQuestion], clients: int = 1
) -> list[float]:
    output = folder / "found.jsonl"
    worker.search(questions, output, top_k=_TOP_K, clients=clients)
    return [found.milliseconds for found in read_found(output)]


def _percentiles(milliseconds: Sequence[float]) -> tuple[float, float]:
    half, most = np.percentile(np.array(milliseconds), [50, 95])
    return float(half), float(most)


def _characters(texts: Sequence[SourceText]) -> int:
    return sum(len(text.body) for text in texts)
