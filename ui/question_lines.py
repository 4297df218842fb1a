"""Questions in JSON lines: each line is a question or says why it is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import UsageError
from rag.types import AnswerError

_EXAMPLE = '{"id": "q1", "question": "谁是组长？"}'
_REMEDY = f"Write one object a line, in UTF-8: {_EXAMPLE}"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

LineId = str | int


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question of a batch; `line_id` is the caller's, else `line-N`."""

    line_id: LineId
    question: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that asks nothing; `question` is empty unless the line has one."""

    line_id: LineId
    question: str
    error: AnswerError


def read_question_lines(path: Path) -> list[AskedLine | BadLine]:
    """The lines of `path` in their order, blank ones left out.

    Raises:
        UsageError: there is no such file, or it cannot be read.
    """
    try:
        content = path.read_bytes()
    except OSError as exc:
        raise UsageError(
            f"The questions cannot be read from {path}: {exc.strerror}.",
            remedy="Give the path of a file of JSON lines.",
        ) from exc
    lines = content.removeprefix(_BYTE_ORDER_MARK).split(b"\n")
    return [parse_line(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def parse_line(line: bytes, number: int) -> AskedLine | BadLine:
    """What line `number`, counted from 1, asks."""
    unnamed = f"line-{number}"
    try:
        entry = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _bad(number, unnamed, "", "is not valid UTF-8")
    except (ValueError, RecursionError) as exc:
        return _bad(number, unnamed, "", f"is not JSON ({exc})")
    if not isinstance(entry, dict):
        return _bad(number, unnamed, "", f"is a JSON {_kind(entry)}, not an object")
    return _parse_entry(entry, number, unnamed)


def _parse_entry(entry: dict[str, Any], number: int, unnamed: str) -> AskedLine | BadLine:
    stated, question = entry.get("id"), entry.get("question")
    is_usable_id = isinstance(stated, str | int) and not isinstance(stated, bool)
    line_id: LineId = stated if is_usable_id else unnamed  # type: ignore[assignment]
    if not isinstance(question, str):
        found = (
            f'has a "question" of type {_kind(question)}'
            if "question" in entry
            else (f'has no "question" (its keys: {", ".join(entry) or "none"})')
        )
        return _bad(number, line_id, "", found)
    if stated is not None and not is_usable_id:
        return _bad(number, line_id, question, f'has an "id" of type {_kind(stated)}')
    return AskedLine(line_id, question)


def _bad(number: int, line_id: LineId, question: str, found: str) -> BadLine:
    error = AnswerError(UsageError.code, f"Line {number} {found}.", _REMEDY)
    return BadLine(line_id, question, error)


def _kind(value: object) -> str:
    """JSON's name for the type of a value."""
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
