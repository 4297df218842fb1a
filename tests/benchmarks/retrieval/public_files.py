"""Small files in the form of the public sets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(content).encode()))


def write_lines(path: Path, entries: Sequence[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, entries)).encode()))


def question(question_id: str, text: str, *answers: tuple[int, str]) -> dict[str, object]:
    entries = [{"answer_start": start, "text": answer} for start, answer in answers]
    return {"id": question_id, "question": text, "answers": entries}


def write_squad(
    data: Path, name: str, paragraphs: Sequence[tuple[str, str, Sequence[object]]]
) -> None:
    entries = [{"id": key, "context": body, "qas": qas} for key, body, qas in paragraphs]
    write_json(data / name, {"data": [{"paragraphs": [entry]} for entry in entries]})
