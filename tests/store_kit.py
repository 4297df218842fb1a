"""Documents and rows for tests of the store."""

from __future__ import annotations

from corpus.cutting import CutText
from corpus.store import LibraryStore
from corpus.store_cuts import Cutting
from corpus.store_records import FileRecord, FileStamp
from corpus.store_writer import LibraryWriter, Placing, PutResult
from corpus.types import (
    Document,
    Metadata,
    PassageSpan,
    short_hash,
)

STAMP = FileStamp(size=10, mtime_ns=1, file_hash="ab", recipe="1:250")


DYKE = "堤防每年汛前检查一次。\n检查结果写入台账。"


WELL = "水井深度不得小于十二米。"


def document(source: str, text: str, title: str = "巡查办法") -> Document:
    return Document(
        document_id=short_hash("default", source),
        source=source,
        text=text,
        metadata=Metadata(title=title, date="2031-05-06"),
    )


def by_lines(cut: CutText) -> list[PassageSpan]:
    spans: list[PassageSpan] = []
    start = 0
    for line in cut.text.split("\n"):
        spans.append(PassageSpan(start, start + len(line), f"{cut.title}第{len(spans) + 1}节"))
        start += len(line) + 1
    return spans


PLACING = Placing("default", Cutting(by_lines, "1:250"))


def record(source: str) -> FileRecord:
    return FileRecord(source, "root", STAMP)


def put(store: LibraryStore, generation: int, *documents: Document) -> list[PutResult]:
    writer = LibraryWriter(store, generation)
    if "root" not in store.roots():
        writer.add_root("root", "/folder/root")
    return [writer.put(one, PLACING, record(one.source)) for one in documents]


def all_ids(store: LibraryStore, generation: int) -> list[int]:
    return [entry.row_id for entry in store.iter_entries(generation)]


def texts(store: LibraryStore, generation: int) -> list[str]:
    found = store.passages(all_ids(store, generation), generation)
    return [passage.text for passage in found.values()]
