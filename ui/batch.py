"""Many questions from a file: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from corpus.errors import UsageError, WenyuanError
from rag.types import Answer, AnswerError, AnswerStatus, answer_as_json, passage_as_json
from ui.json_output import json_text
from ui.progress import counting
from ui.question_lines import AskedLine, BadLine, LineId
from ui.terminal import notify

if TYPE_CHECKING:
    from rag.pipeline import QAPipeline

_PART_SUFFIX = ".part"


class BatchTask(ABC):
    """What is done with each line; never raises for one line, whatever it holds."""

    @abstractmethod
    def respond(self, line_id: LineId, question: str) -> dict[str, Any]:
        """The JSON for a question; raises WenyuanError when it cannot be answered."""

    @abstractmethod
    def refuse(self, line_id: LineId, question: str, error: AnswerError) -> dict[str, Any]:
        """The JSON for a line that cannot be answered."""

    def outcome(self, line: AskedLine | BadLine) -> dict[str, Any]:
        """The JSON for any line."""
        if isinstance(line, BadLine):
            return self.refuse(line.line_id, line.question, line.error)
        try:
            return self.respond(line.line_id, line.question)
        except WenyuanError as exc:
            error = AnswerError(exc.code, exc.message, exc.remedy)
        except Exception as exc:  # noqa: BLE001 - a fault met by one question must not lose the others
            error = _internal_error(exc)
        return self.refuse(line.line_id, line.question, error)


class AskTask(BatchTask):
    """Each line becomes an Answer."""

    def __init__(self, pipeline: QAPipeline) -> None:
        self._pipeline = pipeline

    def respond(self, line_id: LineId, question: str) -> dict[str, Any]:
        """The Answer, under the caller's id as it was written."""
        answer = self._pipeline.answer(question, answer_id=str(line_id))
        return answer_as_json(answer) | {"id": line_id}

    def refuse(self, line_id: LineId, question: str, error: AnswerError) -> dict[str, Any]:
        """An Answer with status `error`."""
        answer = Answer(str(line_id), question, AnswerStatus.ERROR, error=error)
        return answer_as_json(answer) | {"id": line_id}


class SearchTask(BatchTask):
    """Each line becomes its `top_k` best passages."""

    def __init__(self, pipeline: QAPipeline, top_k: int) -> None:
        self._pipeline = pipeline
        self._top_k = top_k

    def respond(self, line_id: LineId, question: str) -> dict[str, Any]:
        """The passages, best first."""
        passages = self._pipeline.search(question, self._top_k)
        shapes = [passage_as_json(passage) for passage in passages]
        return {"id": line_id, "query": question, "passages": shapes}

    def refuse(self, line_id: LineId, question: str, error: AnswerError) -> dict[str, Any]:
        """No passages, and why."""
        shape = {"code": error.code, "message": error.message, "remedy": error.remedy}
        return {"id": line_id, "query": question, "passages": [], "error": shape}


def check_output(questions: Path, output: Path) -> None:
    """Refuses an output that would overwrite the questions or cannot be written.

    Raises:
        UsageError: the two are the same file, `output` is a folder, or its folder is missing.
    """
    if output.exists() and questions.exists() and output.samefile(questions):
        raise UsageError(
            f"{output} holds the questions and would be overwritten by the answers.",
            remedy="Give another file to --output.",
        )
    if output.is_dir() or not output.absolute().parent.is_dir():
        found = "is a folder" if output.is_dir() else "lies in a folder that does not exist"
        raise UsageError(
            f"The output {output} {found}.", remedy="Give the path of a file in an existing folder."
        )


def run_batch(lines: Sequence[AskedLine | BadLine], output: Path, task: BatchTask) -> None:
    """Writes one line of JSON to `output` for each of `lines`, in their order.

    Raises:
        OSError: `output` cannot be written.
    """
    endings: Counter[str] = Counter()
    with _appearing_whole(output) as write_line, counting("问答 Questions", len(lines)) as advance:
        for line in lines:
            shape = task.outcome(line)
            write_line(json_text(shape))
            endings[shape.get("status") or ("error" if "error" in shape else "searched")] += 1
            advance()
    counts = ", ".join(f"{count:,} {ending}" for ending, count in endings.items())
    notify(f"{output}: {len(lines):,} lines{f' ({counts})' if counts else ''}.")


@contextmanager
def _appearing_whole(path: Path) -> Iterator[Callable[[str], None]]:
    """Takes lines for a file that appears under its name only when all are written.

    Until then they stand in `path` + ".part", each written in one piece, and stay
    there when the run is stopped. What is no regular file, a pipe say, is written to directly.
    """
    is_special = path.exists() and not path.is_file()
    target = path if is_special else path.resolve()
    part = target if is_special else target.with_name(target.name + _PART_SUFFIX)
    with part.open("wb", buffering=0) as file:
        try:
            yield lambda line: _write_fully(file, f"{line}\n".encode())
        except KeyboardInterrupt:
            notify(f"Stopped. The lines written so far are in {part}.")
            raise
        if not is_special:
            os.fsync(file.fileno())
    if not is_special:
        part.replace(target)


def _write_fully(file: BinaryIO, content: bytes) -> None:
    """Writes all of `content`: an unbuffered file may take only a part of it at once."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]


def _internal_error(exc: Exception) -> AnswerError:
    return AnswerError(
        "internal_error",
        f"A fault of the program: {type(exc).__name__}: {exc}",
        "Please report it with this line; the other lines are not concerned.",
    )
