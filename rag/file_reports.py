"""What is told of files that were read, and how it is remembered until they change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.loaded import LoadedFile, LoadedText, Unreadable
from corpus.store_writer import PutResult
from corpus.types import Document, FileReport, FileState

KEPT = " Its earlier version stays in the index."

# Such files hold nothing to read, or nothing that this installation can read.
_SKIPPED_CODES = frozenset({"unsupported_format", "missing_tool", "empty_document"})


def is_skipped(unreadable: Unreadable) -> bool:
    """Whether there is nothing to read rather than something that failed."""
    return unreadable.code in _SKIPPED_CODES


def text_report(document: Document, result: PutResult, seconds: float) -> FileReport:
    """Of a text that is stored now."""
    same = f"The same text as {result.duplicate_of}." if result.duplicate_of else ""
    state = FileState.DUPLICATE if same else FileState.INDEXED
    if document.losses:
        state = FileState.PARTIAL
    removed: Counter[str] = Counter()
    for edit in document.edits:
        removed[edit.reason.value] += len(edit.removed)
    return FileReport(
        source=document.source,
        state=state,
        detail=" ".join(part for part in (*document.losses, same) if part),
        passages=result.passages,
        format=document.facts.format,
        encoding=document.encoding,
        characters=len(document.text),
        facts=document.facts,
        removed=dict(removed),
        seconds=round(seconds, 3),
    )


def unreadable_report(
    source: str, unreadable: Unreadable, seconds: float, *, kept: bool
) -> FileReport:
    """Of a file without a text; `kept` tells that an earlier version of it stays."""
    return FileReport(
        source=source,
        state=FileState.SKIPPED if is_skipped(unreadable) else FileState.FAILED,
        detail=unreadable.detail + (KEPT if kept else ""),
        format=unreadable.format,
        code=unreadable.code,
        seconds=round(seconds, 3),
    )


def container_report(source: str, loaded: LoadedFile, seconds: float) -> FileReport:
    """Of an archive without a text of its own."""
    read = sum(isinstance(member.content, LoadedText) for member in loaded.members)
    inside = f"{read} of {len(loaded.members)} files inside were read."
    is_whole = read == len(loaded.members) and not loaded.losses
    return FileReport(
        source=source,
        state=FileState.INDEXED if is_whole else FileState.PARTIAL,
        detail="" if is_whole else " ".join((*loaded.losses, inside)),
        format=loaded.facts.format,
        facts=loaded.facts,
        seconds=round(seconds, 3),
    )


def characters_of(reports: Sequence[FileReport]) -> int:
    """Characters of the texts that were read anew."""
    states = (FileState.INDEXED, FileState.DUPLICATE, FileState.PARTIAL)
    return sum(report.characters for report in reports if report.state in states)
