"""suggestions.json in the data folder: the questions of one generation, for the next start."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.types import short_hash
from rag.disk import write_atomically
from rag.manifest import Manifest
from rag.suggestions.candidate import is_presentable
from rag.suggestions.selection import WANTED

SUGGESTIONS_FILE = "suggestions.json"

# Goes up whenever other questions would be made of the same documents.
_RECIPE = 1
_LARGEST = 64 * 1024


def key_of(manifest: Manifest, basis: str) -> str:
    """Equal for one generation of one index, asked in one way.

    `basis` says what else answers depend on (settings).
    """
    return short_hash(
        str(_RECIPE),
        str(manifest.generation),
        manifest.created,
        manifest.fingerprint,
        manifest.terms_hash,
        basis,
    )


def read_kept(data_dir: Path, key: str) -> tuple[str, ...] | None:
    """The questions kept under `key`; None where there are none, or none of that key.

    A damaged or foreign file is as good as none: it is made anew.
    """
    try:
        with (data_dir / SUGGESTIONS_FILE).open("rb") as file:
            kept = json.loads(file.read(_LARGEST + 1))
    except (OSError, ValueError, RecursionError):  # ValueError: neither JSON nor UTF-8
        return None
    if not isinstance(kept, dict) or kept.get("key") != key:
        return None
    questions = kept.get("questions")
    if not isinstance(questions, list) or len(questions) > WANTED:
        return None
    if not all(isinstance(one, str) and is_presentable(one) for one in questions):
        return None
    return tuple(questions)


def write_kept(data_dir: Path, key: str, questions: tuple[str, ...]) -> None:
    """Keeps the questions, in place of those of another key.

    Raises:
        OSError: the disk is full, or the folder may not be written to.
    """
    kept = {"key": key, "questions": questions}
    text = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    write_atomically(data_dir / SUGGESTIONS_FILE, text.encode("utf-8"))
