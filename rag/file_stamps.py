"""What a file on disk was when it was read, so that a change is noticed."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

from corpus.sandbox.messages import ReadingOutcome
from corpus.store_records import UNTRUSTED_STAMP, FileStamp
from rag.file_scan import FoundFile

# A file may change again within the clock's grain without a new time.
_TOO_YOUNG_NS = 2_000_000_000


def stamp_of(outcome: ReadingOutcome, found: FoundFile, recipe: str) -> FileStamp:
    """What the file was when it was read; never trusted if it may have changed since."""
    read = outcome.stamp
    if read is None:
        try:
            return replace(stamp_on_disk(found.path), recipe=recipe)
        except OSError:
            return FileStamp(found.size, UNTRUSTED_STAMP, "", recipe)
    if not read.is_settled:
        return FileStamp(read.size, UNTRUSTED_STAMP, "", recipe)
    return FileStamp(read.size, _trusted(read.mtime_ns), read.sha256, recipe)


def stamp_on_disk(path: Path) -> FileStamp:
    """The file as it is now, under no recipe; raises OSError if it cannot be read."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return FileStamp(status.st_size, _trusted(status.st_mtime_ns), digest, "")


def _trusted(mtime_ns: int) -> int:
    return UNTRUSTED_STAMP if time.time_ns() - mtime_ns < _TOO_YOUNG_NS else mtime_ns
