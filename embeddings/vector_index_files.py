"""FAISS indexes on the disk: written whole or not at all, linked where nothing has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss

from corpus.errors import IndexDamagedError

REBUILD = "Delete it and index again: it is rebuilt from the library, nothing is lost."


def read_index(path: Path, *, mapped: bool = False) -> Any:
    """The FAISS index in a file; `mapped`: pages are read when they are used, and can be dropped.

    The caller has verified the bytes: FAISS takes a damaged length for a true one.

    Raises:
        IndexDamagedError: the file is missing or no FAISS index.
    """
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC if mapped else 0)
    except (OSError, RuntimeError) as exc:
        raise IndexDamagedError(
            f"The vector index {path} is missing or damaged ({exc}).", remedy=REBUILD
        ) from exc


def write_index(index: Any, path: Path) -> None:
    """Writes a new file and flushes it to the disk."""
    faiss.write_index(index, str(path))
    flush(path)


def link_or_copy(path: Path, copy: Path) -> None:
    """The same file under a second name; a copy on a file system without hard links."""
    try:
        os.link(path, copy)
    except OSError:
        shutil.copyfile(path, copy)
        flush(copy)


def put_in_place(write: Callable[[Path], None], path: Path) -> None:
    """What `write` makes of a new path, a file or a folder, takes the place of what is at `path`.

    A file replaces a file in one step. Between the two steps of all else `path` is missing. An
    index has one writer, so one name for what is unfinished is enough.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    _delete(unfinished)
    try:
        write(unfinished)
        if path.is_dir() or (unfinished.is_dir() and path.exists()):
            _delete(path)
        unfinished.replace(path)
    except BaseException:
        _delete(unfinished)
        raise
    flush(path.parent)


def flush(path: Path) -> None:
    """Makes a file, or the names in a folder, last through a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
