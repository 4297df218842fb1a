"""Documents of the library as a reader of a terminal sees them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.text import Text

from corpus.store_records import DocumentSummary
from corpus.types import Document, Edit, Passage
from ui.plain_text import one_line, shortened, visible
from ui.removal_names import REASONS
from ui.terminal import output, write, write_table


def write_documents(documents: Sequence[DocumentSummary]) -> None:
    """A table of all documents."""
    rows = [
        (
            document.title,
            document.date,
            f"{document.passages:,}",
            f"{document.characters:,}",
            document.source,
        )
        for document in documents
    ]
    columns = ("标题 title", "日期 date", "#段落 passages", "#字符 characters", "来源 source")
    write_table(output(), columns, rows)


def write_document(document: Document, passages: Sequence[Passage]) -> None:
    """What is known of a document, then its text."""
    names = {name for passage in passages for name in (passage.source, *passage.also_in)}
    metadata = document.metadata
    facts = (
        ("标题 title", metadata.title),
        ("来源 source", document.source),
        ("另见 also in", ", ".join(sorted(names - {document.source}))),
        ("作者 author", metadata.author),
        ("出处 origin", metadata.origin),
        ("日期 date", metadata.date),
        ("发文字号 number", metadata.number),
        ("发文机关 issuer", metadata.issuer),
        ("附件 attachments", "；".join(metadata.attachments)),
        ("格式 format", document.facts.format),
        ("页 pages", f"{document.facts.pages:,}" if document.facts.pages else ""),
        ("编码 encoding", document.encoding),
        ("字符 characters", f"{len(document.text):,}"),
        ("段落 passages", f"{len(passages):,}"),
        ("删改 edits", f"{len(document.edits):,}"),
        ("缺损 losses", " ".join(document.losses)),
        ("提示 notes", " ".join(document.facts.warnings)),
        ("document_id", document.document_id),
        ("text_hash", document.text_hash),
    )
    for name, value in facts:
        if value:
            write(output(), Text.assemble((f"{name}: ", "bold"), one_line(value)))
    write(output())
    write(output(), document.text)


def write_text(document: Document) -> None:
    """The stored text alone: exact for another program, escaped on a terminal."""
    if sys.stdout.isatty():
        write(output(), document.text)
    else:
        sys.stdout.write(document.text)


def write_removed(edits: Sequence[Edit]) -> None:
    """A table of what the text as read held and the stored text does not."""
    if not edits:
        write(output(), "没有删改 · Nothing was left out.")
        return
    rows = [
        (
            REASONS[edit.reason],
            f"{edit.start:,}–{edit.end:,}",
            shortened(visible(edit.removed)),
            visible(edit.replacement),
        )
        for edit in edits
    ]
    columns = ("原因 reason", "#原文位置 position", "删去 removed", "换成 replaced by")
    write_table(output(), columns, rows)


def write_passages(passages: Sequence[Passage]) -> None:
    """The passages of a document in their order."""
    for number, passage in enumerate(passages, start=1):
        head = Text.assemble(
            (f"{number}. ", "cyan"),
            (one_line(passage.section), "bold"),
            (f" ({passage.start:,}–{passage.end:,})", "bright_black"),
        )
        write(output(), head)
        write(output(), f"{passage.text}\n")
