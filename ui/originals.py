"""The original file of a document, delivered only while it is what was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError
from corpus.store import LibraryStore


class OriginalGoneError(UsageError):
    """The original file is not there, or never was a file of its own."""

    code = "original_gone"


class OriginalChangedError(UsageError):
    """The original file is no longer what was read."""

    code = "original_changed"


@dataclass(frozen=True, slots=True)
class Original:
    """A file on disk: its name for people, its bytes as they were read, and their SHA-256."""

    name: str
    data: bytes
    sha256: str


def has_original(store: LibraryStore, source: str) -> bool:
    """Whether a document was read from a file of its own; one in an archive or mail was not."""
    record = store.file(source)
    return record is not None and not record.container


def read_original(store: LibraryStore, source: str) -> Original:
    """The file from which the document `source` was read.

    Raises:
        OriginalGoneError: it lies in an archive or mail, was removed, or leads out of its folder.
        OriginalChangedError: it has changed since it was read.
    """
    record = store.file(source)
    root = store.roots().get(record.root) if record else None
    if record is None or record.container or root is None:
        raise _gone(source)
    path = _path_below(Path(root), source.partition("/")[2])
    try:
        data = path.read_bytes() if path is not None and path.is_file() else None
    except OSError:
        data = None
    if path is None or data is None:
        raise _gone(source)
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != record.stamp.file_hash:
        raise OriginalChangedError(
            f"The file {source} has changed since it was read.",
            remedy="Bring the index up to date: wenyuan index PATH",
        )
    return Original(path.name, data, sha256)


def _path_below(root: Path, inner: str) -> Path | None:
    """The path inside `root`, which may itself be the file; None when a link leads out of it."""
    if root.is_file():
        return root
    try:
        folder = root.resolve(strict=True)
        path = (folder / inner).resolve(strict=True)
    except OSError:
        return None
    return path if path.is_relative_to(folder) else None


def _gone(source: str) -> OriginalGoneError:
    return OriginalGoneError(
        f"There is no original file of {source} to be had.",
        remedy="It lies in an archive or mail, or was moved; the text can be read as before.",
    )
