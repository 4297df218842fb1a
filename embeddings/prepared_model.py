"""What the prepared default model is: its names, its fingerprint, and whether a folder holds it."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from corpus.types import short_hash

if TYPE_CHECKING:
    from pathlib import Path

MODEL_NAME = "multilingual-e5-small"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
# Count up with every change of the vectors: folders and stored vectors are then made anew.
RECIPE = 2
FOLDER_NAME = f"{MODEL_NAME}-{RECIPE}"
QUERY_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "

# The part that is read at run time; beside it lies a sentence-transformers folder.
ENCODER_FOLDER = "onnx"
GRAPH_FILE, WEIGHTS_FILE = "encoder.onnx", "encoder.weights"
PIECES_FILE, SCORES_FILE = "pieces.txt", "scores.npy"
GRAPH_INPUT = "ids"

_MANIFEST = "manifest.json"
_NEEDED = {
    f"{ENCODER_FOLDER}/{name}" for name in (GRAPH_FILE, WEIGHTS_FILE, PIECES_FILE, SCORES_FILE)
}


def fingerprint() -> str:
    """Differs whenever the prepared model's vectors would differ."""
    recipe = short_hash(SOURCE_SHA256, str(RECIPE), QUERY_PREFIX, PASSAGE_PREFIX)
    return f"{MODEL_NAME}-int8-{recipe}"


def write_manifest(folder: Path) -> None:
    """Flush every file of `folder` to the disk and note its size and hash."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            os.fsync(file.fileno())
        name = path.relative_to(folder).as_posix()
        files[name] = {"size": path.stat().st_size, "sha256": sha256(path)}
    content = {"model": MODEL_NAME, "recipe": RECIPE, "source": SOURCE_SHA256, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")


def is_complete(folder: Path) -> bool:
    """Whether `folder` holds every file of its manifest, and what is read at run time unchanged."""
    try:
        content = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        files = content["files"]
        return files.keys() >= _NEEDED and all(
            _is_intact(folder / name, record) for name, record in files.items()
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False  # there is no manifest, or a damaged one, or a file is gone


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_intact(path: Path, record: dict[str, Any]) -> bool:
    """Compare the size, and the hash where the embedder reads the file (the rest is large)."""
    if path.stat().st_size != record["size"]:
        return False
    return path.parent.name != ENCODER_FOLDER or sha256(path) == record["sha256"]
