"""What `show` and `status` do."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.store_records import UnknownDocumentError
from corpus.types import HASH_LENGTH, Document, FileState, Passage
from rag.file_records import recalled
from rag.manifest import read_manifest
from rag.settings import Settings
from ui import parts
from ui.json_output import write_json
from ui.library_view import (
    write_document,
    write_documents,
    write_passages,
    write_removed,
    write_text,
)
from ui.status_view import LibraryStatus, status_as_json, write_status
from ui.terminal import output, write

if TYPE_CHECKING:
    from corpus.store import LibraryStore

_DOCUMENT_ID = re.compile(rf"[0-9a-f]{{{HASH_LENGTH}}}")


class DocumentView(StrEnum):
    """Which side of a document `show` shows."""

    WHOLE = "whole"
    TEXT = "text"
    REMOVED = "removed"
    PASSAGES = "passages"


_WRITERS: dict[DocumentView, Callable[[Document, Sequence[Passage]], None]] = {
    DocumentView.WHOLE: write_document,
    DocumentView.TEXT: lambda document, _: write_text(document),
    DocumentView.REMOVED: lambda document, _: write_removed(document.edits),
    DocumentView.PASSAGES: lambda _, passages: write_passages(passages),
}


def show(settings: Settings, name: str, view: DocumentView) -> None:
    """Shows the document `name`: its source, an unambiguous end of it, or its document_id."""
    generation = read_manifest(settings.data_dir).generation
    with parts.open_store(settings) as store:
        document = _find(store, name, generation)
        passages = store.passages_of(document.document_id, generation)
    _WRITERS[view](document, passages)


def status(settings: Settings, *, as_json: bool, with_documents: bool) -> None:
    """Says what the index holds and where it lies."""
    manifest = read_manifest(settings.data_dir)
    with parts.open_store(settings) as store:
        documents = store.documents(manifest.generation)
        files = [recalled(file.source, file.report) for file in store.files()]
    failed = [file for file in files if file.state is FileState.FAILED]
    size = _bytes_below(settings.data_dir)
    state = LibraryStatus(settings.data_dir, size, manifest, documents, failed)
    if as_json:
        write_json(status_as_json(state, with_documents=with_documents))
        return
    write_status(state)
    if with_documents:
        write(output())
        write_documents(documents)


def _find(store: LibraryStore, name: str, generation: int) -> Document:
    if _DOCUMENT_ID.fullmatch(name):
        try:
            return store.document(name, generation)
        except UnknownDocumentError:
            pass  # it may still be a file of that name
    return store.find_document(name, generation)


def _bytes_below(folder: Path) -> int:
    """Disk space of all files in a folder, those with several names counted once."""
    sizes = {}
    for path in folder.rglob("*"):
        try:
            found = path.lstat()
        except FileNotFoundError:  # just being replaced
            continue
        if stat.S_ISREG(found.st_mode):
            sizes[found.st_dev, found.st_ino] = found.st_size
    return sum(sizes.values())
