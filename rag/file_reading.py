"""One file into the library: what became of it, and why."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from corpus.errors import ParseError
from corpus.loader import load_document
from corpus.parsers.base import EmptyFileError, UnsupportedFormatError
from corpus.splitter import split
from corpus.store_records import UNTRUSTED_STAMP, FileStamp
from corpus.store_writer import LibraryWriter, PutResult
from corpus.types import Document, FileReport, FileState, PassageSpan
from rag.file_scan import FoundFile, readable_path

# To be raised when parsers, cleaner or splitter give another result: files are then read anew.
READING_VERSION = 1

# Characters of a passage that the splitter aims at.
DEFAULT_TARGET = 250

# A file may change again within the clock's grain without a new time.
_TOO_YOUNG_NS = 2_000_000_000

_KEPT = " Its earlier version stays in the index."


class FileReader:
    """Reads changed files; `characters` adds up the texts that were read."""

    def __init__(
        self,
        writer: LibraryWriter,
        stamps: Mapping[str, FileStamp],
        collection: str,
        target: int,
    ) -> None:
        self._writer = writer
        self._stamps = stamps
        self._collection = collection
        self._target = target
        self._recipe = f"{READING_VERSION}:{target}"
        self.characters = 0

    def read(self, found: FoundFile) -> FileReport:
        """Stores the file's document unless it is stored already; one transaction."""
        known = self._stamps.get(found.source)
        if known is not None and self._is_unchanged(known, found):
            return FileReport(found.source, FileState.UNCHANGED)
        kept = "" if known is None else _KEPT
        try:
            return self._read_changed(found, known)
        except UnsupportedFormatError as exc:
            return self._gone(found, str(exc))
        except EmptyFileError as exc:
            return self._gone(found, str(exc))
        except ParseError as exc:
            return FileReport(found.source, FileState.FAILED, f"{exc}{kept}")
        except OSError as exc:
            detail = f"The file cannot be opened ({exc.strerror}).{kept}"
            return FileReport(found.source, FileState.FAILED, detail)

    def _is_unchanged(self, known: FileStamp, found: FoundFile) -> bool:
        return (known.size, known.mtime_ns, known.recipe) == (
            found.size,
            found.mtime_ns,
            self._recipe,
        )

    def _read_changed(self, found: FoundFile, known: FileStamp | None) -> FileReport:
        stamp = self._stamp_of(found.path)
        if known is not None and (known.file_hash, known.recipe) == (stamp.file_hash, self._recipe):
            self._writer.put_stamp(found.source, found.root, stamp)
            return FileReport(found.source, FileState.UNCHANGED)
        document = _with_readable_title(
            load_document(found.path, found.source, self._collection), found.path
        )
        if not document.text.strip():
            return self._gone(found, "No text is left once page furniture is removed.")
        # Written to meanwhile: what was loaded may be a mixture, so look again next time.
        if self._stamp_of(found.path).file_hash != stamp.file_hash:
            stamp = replace(stamp, mtime_ns=UNTRUSTED_STAMP, file_hash="")
        result = self._writer.put(document, self._collection, found.root, stamp, self._split)
        self.characters += len(document.text)
        return _report(document, result)

    def _split(self, text: str, title: str) -> list[PassageSpan]:
        return list(split(text, title, self._target))

    def _stamp_of(self, path: Path) -> FileStamp:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        is_young = time.time_ns() - status.st_mtime_ns < _TOO_YOUNG_NS
        mtime_ns = UNTRUSTED_STAMP if is_young else status.st_mtime_ns
        return FileStamp(status.st_size, mtime_ns, digest, self._recipe)

    def _gone(self, found: FoundFile, detail: str) -> FileReport:
        """A file that holds nothing to read (any more)."""
        if found.source in self._stamps:
            self._writer.retire([found.source])
        return FileReport(found.source, FileState.SKIPPED, detail)


def _report(document: Document, result: PutResult) -> FileReport:
    same = f"The same text as {result.duplicate_of}." if result.duplicate_of else ""
    if document.losses:
        detail = " ".join(part for part in (*document.losses, same) if part)
        return FileReport(document.source, FileState.PARTIAL, detail, result.passages)
    state = FileState.DUPLICATE if same else FileState.INDEXED
    return FileReport(document.source, state, same, result.passages)


def _with_readable_title(document: Document, path: Path) -> Document:
    """A title taken from a file name that is not UTF-8, decoded as in the source."""
    if document.metadata.title != path.stem:
        return document
    title = readable_path(Path(path.stem))
    return replace(document, metadata=replace(document.metadata, title=title))
