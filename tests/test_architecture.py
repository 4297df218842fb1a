"""The one-way street: corpus → embeddings → rag → ui; nothing imports tests or benchmarks.

`rag/training` is for development: it may use the collections of `benchmarks`, and the product may
not use it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "embeddings", "rag", "ui")
TRAINING = ROOT / "rag" / "training"
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    is_training = path.is_relative_to(TRAINING)
    forbidden = {*ROOMS[ROOMS.index(room) + 1 :], "tests"}
    if not is_training:
        forbidden.add("benchmarks")
    wrong = [
        name
        for name in imported_modules(path)
        if name.split(".")[0] in forbidden or (name.startswith("rag.training") and not is_training)
    ]
    assert wrong == []


def test_every_room_was_looked_at() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == set(ROOMS)
