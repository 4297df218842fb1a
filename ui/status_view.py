"""The state of the library, for people and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.filesize import decimal
from rich.text import Text

from corpus.store_records import DocumentSummary
from corpus.types import FileReport, FileState
from rag.manifest import Manifest
from ui.plain_text import one_line
from ui.terminal import output, write


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What the data folder holds; `size` in bytes, `documents` by source.

    `unread` are the files that failed when they were last read, and still lie there.
    """

    data_dir: Path
    size: int
    manifest: Manifest
    documents: Sequence[DocumentSummary]
    unread: Sequence[FileReport] = ()

    @property
    def partial(self) -> list[DocumentSummary]:
        """Documents of which a part could not be read."""
        return [each for each in self.documents if each.state is FileState.PARTIAL]


def local_time(timestamp: str) -> str:
    """ISO 8601 `timestamp` as date and time of this machine's zone."""
    return datetime.fromisoformat(timestamp).astimezone().strftime("%Y-%m-%d %H:%M")


def write_status(status: LibraryStatus) -> None:
    """One fact a line."""
    manifest = status.manifest
    facts = (
        ("数据目录 data folder", str(status.data_dir)),
        ("占用空间 size on disk", decimal(status.size)),
        ("版本 generation", f"{manifest.generation:,}"),
        ("更新 updated", local_time(manifest.created)),
        ("文件 documents", f"{manifest.counts.documents:,}"),
        ("段落 passages", f"{manifest.counts.passages:,}"),
        ("字符 characters", f"{manifest.counts.characters:,}"),
        ("向量模型 embedding model", f"{manifest.embedder} ({manifest.dimension:,})"),
        ("未读全 read with losses", f"{len(status.partial):,}"),
    )
    for name, value in facts:
        write(output(), Text.assemble((f"{name}: ", "bold"), one_line(value)))
    for document in status.partial:
        write(output(), f"  {one_line(document.source)}: {one_line(' '.join(document.losses))}")
    if status.unread:
        write(
            output(),
            Text.assemble(("读取失败 failed when last read: ", "bold"), f"{len(status.unread):,}"),
        )
    for file in status.unread:
        write(output(), f"  {one_line(file.source)}: {one_line(file.detail)}")


def status_as_json(status: LibraryStatus, *, with_documents: bool) -> dict[str, Any]:
    """The same for programs; all documents only when asked for."""
    manifest = status.manifest
    shape = {
        "data_dir": str(status.data_dir),
        "size_bytes": status.size,
        "generation": manifest.generation,
        "updated": manifest.created,
        "documents": manifest.counts.documents,
        "passages": manifest.counts.passages,
        "characters": manifest.counts.characters,
        "embedding_model": manifest.embedder,
        "dimension": manifest.dimension,
        "partial": [
            {"source": each.source, "losses": list(each.losses)} for each in status.partial
        ],
    }
    shape["failed"] = [
        {"source": each.source, "code": each.code, "detail": each.detail} for each in status.unread
    ]
    if with_documents:
        shape["sources"] = [document_as_json(document) for document in status.documents]
    return shape


def document_as_json(document: DocumentSummary) -> dict[str, Any]:
    """One line of a list of documents."""
    return {
        "document_id": document.document_id,
        "source": document.source,
        "also_in": list(document.also_in),
        "title": document.title,
        "date": document.date,
        "state": document.state.value,
        "characters": document.characters,
        "passages": document.passages,
        "text_hash": document.text_hash,
        "format": document.format,
        "number": document.number,
        "issuer": document.issuer,
    }
