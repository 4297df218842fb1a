"""Writing files so that a crash leaves the old or the new one, and what to say of a full disk."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError

PART_SUFFIX = ".part"

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turns errors of writing below `folder` inside the block into StoreError."""
    try:
        yield
    except OSError as exc:
        raise _store_error(folder, exc) from exc


def write_atomically(path: Path, data: bytes) -> None:
    """Writes beside `path`, flushes to the disk, then renames.

    Raises:
        OSError: the disk is full, or the folder may not be written to.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART_SUFFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Makes renames in `folder` last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _store_error(folder: Path, exc: OSError) -> StoreError:
    if exc.errno in _NO_SPACE:
        return StoreError(
            f"Nothing more can be written below {folder}: {exc.strerror}.",
            remedy="Free some space (or raise the limit), then run the same command: it goes on.",
        )
    return StoreError(
        f"The data folder {folder} cannot be used ({exc}).",
        remedy="Check that it exists and may be read and written, or choose another one.",
    )
