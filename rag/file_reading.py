"""Changed files into the library: read in processes of their own, stored in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from corpus.loaded import LoadedFile, LoadedText, Unreadable
from corpus.parsers.detection import suffix_of
from corpus.sandbox.messages import ReadingOutcome, ReadingRequest
from corpus.sandbox.reader import SandboxedReader
from corpus.store import LibraryStore
from corpus.store_live import latest_documents
from corpus.store_records import UNTRUSTED_STAMP, FileRecord, FileStamp
from corpus.store_writer import LibraryWriter, Placing, PutResult
from corpus.types import Document, FileReport, FileState, short_hash
from rag.file_records import recalled, remembered
from rag.file_reports import (
    KEPT,
    container_report,
    is_skipped,
    text_report,
    unreadable_report,
)
from rag.file_scan import FoundFile, readable_path
from rag.file_stamps import stamp_of, stamp_on_disk
from rag.passwords import passwords_for
from rag.reading_recipe import is_current, recipe_of

# Files that are being read, or were and wait for their turn to be stored.
WINDOW = 16

# What stands in the way of these may be mended without a change of the file.
_NOT_REMEMBERED = frozenset({"encrypted_document", "missing_tool", "unsupported_format"})


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read.

    Attributes:
        placing: where documents belong, and how their texts are cut.
        passwords: source, folder or file name → password.
        verify: read the bytes of every file to see whether it changed, and try again those that
            failed; else size and time tell.
    """

    placing: Placing
    passwords: Mapping[str, str] = field(default_factory=dict)
    verify: bool = False


Store = Callable[[], list[FileReport]]


@dataclass(frozen=True, slots=True)
class _Pending:
    """A file whose turn has not come: with its reports, or the number to ask its result by."""

    found: FoundFile
    reports: tuple[FileReport, ...] = ()
    number: int = -1


class FileReader:
    """Reads what has changed since `records` were written; every file is one transaction."""

    def __init__(
        self,
        store: LibraryStore,
        writer: LibraryWriter,
        records: Sequence[FileRecord],
        sandbox: SandboxedReader,
        options: ReadingOptions,
    ) -> None:
        self._store = store
        self._writer = writer
        self._sandbox = sandbox
        self._options = options
        self._known = {record.source: record for record in records if not record.container}
        self._members: dict[str, list[FileRecord]] = {}
        for record in records:
            if record.container:
                self._members.setdefault(record.container, []).append(record)
        self._by_size: dict[int, list[FileRecord]] = {}
        for record in self._known.values():
            self._by_size.setdefault(record.stamp.size, []).append(record)

    def read(self, files: Sequence[FoundFile]) -> Iterator[tuple[FoundFile, Store]]:
        """Each file when its turn has come, in order, with what stores it.

        Files are read ahead. The call stores the file's documents unless they are stored already
        and gives its reports; the first is of the file itself, the others of files inside it.
        """
        remaining = iter(files)
        pending: deque[_Pending] = deque()
        while True:
            while len(pending) < WINDOW and (found := next(remaining, None)) is not None:
                pending.append(self._begin(found))
            if not pending:
                return
            first = pending.popleft()
            yield first.found, partial(self._finish, first)

    def _begin(self, found: FoundFile) -> _Pending:
        known = self._known.get(found.source)
        if known is not None and not self._options.verify and self._is_unchanged(known, found):
            return _Pending(found, self._recalled(known))
        try:
            settled = self._settled_by_content(found, known)
        except OSError as exc:
            kept = self._holds_text(found)
            message = f"The file cannot be opened ({exc.strerror})."
            unreadable = Unreadable("unreadable_document", message, "Check that you may read it.")
            return _Pending(found, (unreadable_report(found.source, unreadable, 0, kept=kept),))
        if settled is not None:
            return _Pending(found, settled)
        name = readable_path(Path(found.path.name))
        passwords = passwords_for(found.source, self._options.passwords)
        request = ReadingRequest(os.fspath(found.path), name, passwords)
        return _Pending(found, number=self._sandbox.submit(request))

    def _is_unchanged(self, known: FileRecord, found: FoundFile) -> bool:
        stamp = known.stamp
        return (stamp.size, stamp.mtime_ns) == (found.size, found.mtime_ns) and is_current(
            stamp.recipe
        )

    def _settled_by_content(
        self, found: FoundFile, known: FileRecord | None
    ) -> tuple[FileReport, ...] | None:
        """The reports of a file whose bytes were read before, here or under another name."""
        alike = self._by_size.get(found.size, [])
        if not alike:
            return None
        stamp = stamp_on_disk(found.path)
        if known is not None:
            if known.stamp.file_hash == stamp.file_hash and is_current(known.stamp.recipe):
                return self._same_again(known, stamp)
            return None
        for record in alike:
            is_same = record.stamp.file_hash == stamp.file_hash and is_current(record.stamp.recipe)
            if is_same and suffix_of(record.source) == suffix_of(found.source):
                return self._renamed(record, found, stamp)
        return None

    def _same_again(self, known: FileRecord, stamp: FileStamp) -> tuple[FileReport, ...] | None:
        reports = self._recalled(known)
        if self._options.verify and reports[0].state is FileState.FAILED:
            return None
        self._writer.put_record(replace(known, stamp=replace(stamp, recipe=known.stamp.recipe)))
        return reports

    def _renamed(
        self, known: FileRecord, found: FoundFile, stamp: FileStamp
    ) -> tuple[FileReport, ...] | None:
        """Stores the documents of `known` under the new name, if all that was read is at hand."""
        former = [known, *self._members.get(known.source, ())]
        reports = {each.source: recalled(each.source, each.report) for each in former}
        if any(report.state is not FileState.UNCHANGED for report in reports.values()):
            return None
        length = len(known.source)
        documents = [
            _under_name(document, found.source + document.source[length:], self._options.placing)
            for document in latest_documents(self._store, known.source)
            if document.source in reports
        ]
        if not documents:
            return None
        records = [
            replace(
                each,
                source=found.source + each.source[length:],
                root=found.root,
                stamp=replace(stamp, recipe=known.stamp.recipe),
                container=found.source if each.container else "",
            )
            for each in former
        ]
        told: dict[str, FileReport] = {}

        def describe(results: Mapping[str, PutResult]) -> list[FileRecord]:
            for record in records:
                told[record.source] = recalled(record.source, record.report)
            for each in documents:
                told[each.source] = text_report(each, results[each.source], 0.0)
            return [replace(each, report=remembered(told[each.source])) for each in records]

        self._writer.put_file(found.source, found.root, documents, self._options.placing, describe)
        return tuple(told.values())

    def _recalled(self, known: FileRecord) -> tuple[FileReport, ...]:
        members = self._members.get(known.source, ())
        return tuple(recalled(each.source, each.report) for each in (known, *members))

    def _finish(self, pending: _Pending) -> list[FileReport]:
        if pending.number < 0:
            return list(pending.reports)
        return self._store_outcome(pending.found, self._sandbox.result(pending.number))

    def _store_outcome(self, found: FoundFile, outcome: ReadingOutcome) -> list[FileReport]:
        loaded = outcome.loaded
        stamp = stamp_of(outcome, found, recipe_of(loaded))
        if isinstance(loaded.content, Unreadable):
            return [self._store_failure(found, loaded.content, stamp, outcome.seconds)]
        documents, unreadable = self._contents(found, loaded)
        reports: list[FileReport] = []

        def describe(results: Mapping[str, PutResult]) -> list[FileRecord]:
            if loaded.content is None:
                reports.append(container_report(found.source, loaded, outcome.seconds))
            reports.extend(
                text_report(each, results[each.source], outcome.seconds) for each in documents
            )
            reports.extend(
                unreadable_report(source, why, 0.0, kept=False)
                for source, why in unreadable.items()
            )
            return [_record(found, stamp, report) for report in reports]

        self._writer.put_file(found.source, found.root, documents, self._options.placing, describe)
        return reports

    def _contents(
        self, found: FoundFile, loaded: LoadedFile
    ) -> tuple[list[Document], dict[str, Unreadable]]:
        """The documents of a file and of those inside it; and what inside it cannot be read."""
        documents: list[Document] = []
        unreadable: dict[str, Unreadable] = {}
        collection = self._options.placing.collection
        if isinstance(loaded.content, LoadedText):
            documents.append(loaded.content.as_document(found.source, collection))
        taken = {found.source}
        for member in loaded.members:
            source = _free_name(f"{found.source}/{member.name.strip('/')}", taken)
            taken.add(source)
            if isinstance(member.content, Unreadable):
                unreadable[source] = member.content
            else:
                documents.append(member.content.as_document(source, collection))
        return documents, unreadable

    def _holds_text(self, found: FoundFile) -> bool:
        known = self._known.get(found.source)
        return known is not None and _holds_document(known)

    def _store_failure(
        self, found: FoundFile, why: Unreadable, stamp: FileStamp, seconds: float
    ) -> FileReport:
        """A file that holds nothing to read any more goes; one that failed stays as it was."""
        kept = self._holds_text(found) and not is_skipped(why)
        report = unreadable_report(found.source, why, seconds, kept=kept)
        if why.code in _NOT_REMEMBERED:
            stamp = replace(stamp, mtime_ns=UNTRUSTED_STAMP, file_hash="")
        record = _record(found, stamp, report)
        if kept:
            self._writer.put_record(record)
        else:
            placing = self._options.placing
            self._writer.put_file(found.source, found.root, [], placing, lambda _: [record])
        return report


def _holds_document(record: FileRecord) -> bool:
    """Whether a document of the file is in the library, if only an earlier version."""
    report = recalled(record.source, record.report)
    return report.state is FileState.UNCHANGED or report.detail.endswith(KEPT)


def _record(found: FoundFile, stamp: FileStamp, report: FileReport) -> FileRecord:
    container = "" if report.source == found.source else found.source
    return FileRecord(report.source, found.root, stamp, remembered(report), container)


def _free_name(source: str, taken: set[str]) -> str:
    number, free = 1, source
    while free in taken:
        number += 1
        free = f"{source} ({number})"
    return free


def _under_name(document: Document, source: str, placing: Placing) -> Document:
    """The same document under another source; a title that was its file's name changes, too."""
    metadata = document.metadata
    if document.is_named_by_file:
        metadata = replace(metadata, title=PurePosixPath(source).stem)
    document_id = short_hash(placing.collection, source)
    return replace(document, document_id=document_id, source=source, metadata=metadata)
