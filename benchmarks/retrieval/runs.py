"""Runs that can be interrupted: what a pipeline found for a set is kept and not asked again.

Names of files hold a digest of all that decides what is found, so that nothing is reused after
texts, questions or code have changed.

    texts/CROWD-DIGEST.jsonl        what workers index
    found/PIPELINE/SET-DIGEST.jsonl  what they found
    found/PIPELINE/CROWD-DIGEST.json  how many passages the texts became
    indexes/PIPELINE/CROWD-DIGEST/  removed when all sets of the crowd are answered
    logs/PIPELINE.log
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.retrieval.contestants import Contestant, Folders, digest_of_files
from benchmarks.retrieval.measures import TOP_K
from benchmarks.retrieval.peers.registry import EmbeddingSource, PeerError
from benchmarks.retrieval.types import Found, GoldQuestion, QuestionSet, SourceText
from benchmarks.retrieval.worker import read_found, write_texts
from benchmarks.retrieval.worker_process import WorkerError, WorkerProcess

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Texts that are indexed together, and the sets that are asked of them."""

    name: str
    texts: tuple[SourceText, ...] = field(repr=False)
    sets: tuple[QuestionSet, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """A pipeline that was not, or not wholly, measured, and why."""

    title: str
    reason: str


class QualityRun:
    """What pipelines find in some crowds, in the folder `folder`."""

    def __init__(
        self,
        folder: Path,
        contestants: Sequence[Contestant],
        crowds: Sequence[Crowd],
        shared: Folders,
        tell: Tell,
    ) -> None:
        self._folder = folder
        self._contestants = contestants
        self._crowds = crowds
        self._shared = shared
        self._tell = tell
        # Now, since code may change while a run goes on.
        self._texts = {crowd.name: digest_of_texts(crowd.texts) for crowd in crowds}
        self._sources = {each.name: digest_of_files(each.sources()) for each in contestants}

    def answer_all(self) -> list[Absence]:
        """Lets each pipeline answer what it has not answered yet; those that could not."""
        absences = []
        for contestant in self._contestants:
            try:
                self._answer(contestant)
            except PeerError as exc:
                absences.append(Absence(contestant.title, f"{exc} Or, for all: make bench-peers"))
            except WorkerError as exc:
                absences.append(Absence(contestant.title, str(exc)))
            else:
                continue
            self._tell(f"{absences[-1].title} is left out: {absences[-1].reason}")
        return absences

    def found(self, contestant: Contestant, crowd: Crowd, asked: QuestionSet) -> list[Found] | None:
        """What was found for each question of a set; None if it was not asked."""
        path = self._found_file(contestant, crowd, asked)
        return read_found(path) if path.exists() else None

    def passages(self, contestant: Contestant, crowd: Crowd) -> int:
        """How many passages the texts of a crowd became, once they were indexed."""
        record = json.loads(self._record_file(contestant, crowd).read_text(encoding="utf-8"))
        return int(record["passages"])

    def _answer(self, contestant: Contestant) -> None:
        pending = [
            (crowd, missing)
            for crowd in self._crowds
            if (missing := self._missing(contestant, crowd))
        ]
        if not pending:
            return
        command = contestant.command(EmbeddingSource.ONNX_CACHED, self._shared)
        with WorkerProcess(command, self._folder / "logs" / f"{contestant.name}.log") as worker:
            for crowd, missing in pending:
                self._make_ready(worker, contestant, crowd)
                for asked in missing:
                    self._tell(
                        f"{contestant.name}: {len(asked.questions)} questions of {asked.name}"
                    )
                    path = self._found_file(contestant, crowd, asked)
                    worker.search(asked.questions, path, top_k=TOP_K)
                remove_index(self._index_folder(contestant, crowd))

    def _missing(self, contestant: Contestant, crowd: Crowd) -> list[QuestionSet]:
        return [
            asked for asked in crowd.sets if not self._found_file(contestant, crowd, asked).exists()
        ]

    def _make_ready(self, worker: WorkerProcess, contestant: Contestant, crowd: Crowd) -> None:
        folder, record = (
            self._index_folder(contestant, crowd),
            self._record_file(contestant, crowd),
        )
        if record.exists() and folder.exists():
            worker.load(folder)
            return
        remove_index(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._tell(f"{contestant.name}: indexing {len(crowd.texts)} texts of {crowd.name}")
        answer = worker.index(self._texts_file(crowd), folder)
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(answer), encoding="utf-8")

    def _texts_file(self, crowd: Crowd) -> Path:
        path = self._folder / "texts" / f"{crowd.name}-{self._texts[crowd.name]}.jsonl"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_texts(path, list(crowd.texts))
        return path

    def _found_file(self, contestant: Contestant, crowd: Crowd, asked: QuestionSet) -> Path:
        digest = joint_digest(
            self._crowd_digest(contestant, crowd), _digest_of_questions(asked.questions)
        )
        return self._folder / "found" / contestant.name / f"{asked.name}-{digest}.jsonl"

    def _record_file(self, contestant: Contestant, crowd: Crowd) -> Path:
        digest = self._crowd_digest(contestant, crowd)
        return self._folder / "found" / contestant.name / f"{crowd.name}-{digest}.json"

    def _index_folder(self, contestant: Contestant, crowd: Crowd) -> Path:
        digest = self._crowd_digest(contestant, crowd)
        return self._folder / "indexes" / contestant.name / f"{crowd.name}-{digest}"

    def _crowd_digest(self, contestant: Contestant, crowd: Crowd) -> str:
        return joint_digest(self._texts[crowd.name], self._sources[contestant.name])


def remove_index(folder: Path) -> None:
    """Removes an index, and what its worker put beside it."""
    for path in folder.parent.glob(f"{folder.name}*"):
        shutil.rmtree(path)


def digest_of_texts(texts: Sequence[SourceText]) -> str:
    """As `joint_digest`, over ids and bodies."""
    return joint_digest(*(part for text in texts for part in (text.text_id, text.body)))


def _digest_of_questions(questions: Sequence[GoldQuestion]) -> str:
    return joint_digest(*(part for each in questions for part in (each.question_id, each.question)))


def joint_digest(*parts: str) -> str:
    """First 12 hex digits of a hash over `parts`, each ended by a NUL."""
    joined = "".join(f"{part}\0" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]
