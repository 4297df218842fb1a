"""Files that hold files, move, are locked, fail, or are read by a newer parser."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from corpus.parsers import formats
from corpus.sandbox.messages import ReadingRequest
from corpus.sandbox.reader import SandboxedReader
from corpus.types import FileReport, FileState
from rag.index_report import IndexReport
from rag.indexing import IndexingOptions
from tests.library_kit import (
    SANDBOX,
    code,
    documents,
    index,
    indexer,
    problems,
    published,
    rule,
    search,
    source,
    states,
    write,
)


class CountingReader(SandboxedReader):
    """Reads by the shared reader; remembers what it was asked to read."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def submit(self, request: ReadingRequest) -> int:
        self.asked.append(request.name)
        return SANDBOX.submit(request)

    def result(self, number: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
        return SANDBOX.result(number)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", good=rule(1))


def age(folder: Path) -> None:
    """Makes all files old enough for their times to be trusted."""
    for path in folder.rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def archive(**texts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in texts.items():
            file.writestr(name.replace("__", "/") + ".txt", text)
    return buffer.getvalue()


def locked_pdf(password: str) -> bytes:
    buffer = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(buffer, encryption=pikepdf.Encryption(owner=password, user=password))
    return buffer.getvalue()


def report_of(report: IndexReport, name: str) -> FileReport:
    (found,) = [file for file in report.files if file.source == name]
    return found


def read_again(data: Path, docs: Path, *, verify: bool = False) -> list[str]:
    """The files that another run reads."""
    sandbox = CountingReader()
    indexer(data, sandbox=sandbox).index([docs], verify=verify)
    return sandbox.asked


def test_files_in_an_archive_are_documents_of_their_own(data: Path, docs: Path) -> None:
    (docs / "年报.zip").write_bytes(archive(甲=rule(2), 分站__乙=rule(3)))
    report = index(data, docs)
    names = ["docs/good.txt", "docs/年报.zip/分站/乙.txt", "docs/年报.zip/甲.txt"]
    assert documents(data) == names
    assert report_of(report, "docs/年报.zip").state is FileState.INDEXED
    assert report_of(report, "docs/年报.zip").format == "zip"
    with source(data) as generations:
        (best, *_) = search(generations.current(), code(3))
    assert (best.source, best.title) == (names[1], f"泵站{code(3)}检修规程")
    assert problems(data) == []


def test_changed_archive_replaces_its_files_and_a_deleted_one_takes_them_along(
    data: Path, docs: Path
) -> None:
    path = docs / "a.zip"
    path.write_bytes(archive(甲=rule(2), 乙=rule(3)))
    index(data, docs)
    path.write_bytes(archive(乙=rule(3), 丙=rule(4)))
    index(data, docs)
    assert documents(data) == ["docs/a.zip/丙.txt", "docs/a.zip/乙.txt", "docs/good.txt"]
    assert problems(data) == []
    path.unlink()
    assert index(data, docs).removed == ("docs/a.zip",)
    assert documents(data) == ["docs/good.txt"]
    assert problems(data) == []


def test_unchanged_archive_tells_of_every_file_inside(data: Path, docs: Path) -> None:
    (docs / "a.zip").write_bytes(archive(甲=rule(2), 空=""))
    index(data, docs)
    age(docs)
    index(data, docs)
    assert read_again(data, docs) == []
    found = states(index(data, docs))
    assert found["docs/a.zip/甲.txt"] is FileState.UNCHANGED
    assert found["docs/a.zip/空.txt"] is FileState.SKIPPED


def test_nested_archive_is_told_and_not_opened(data: Path, docs: Path) -> None:
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as file:
        file.writestr("inner.zip", archive(甲=rule(2)))
        file.writestr("乙.txt", rule(3))
    (docs / "outer.zip").write_bytes(outer.getvalue())
    report = index(data, docs)
    assert "docs/outer.zip/乙.txt" in documents(data)
    told = report_of(report, "docs/outer.zip")
    assert told.state is FileState.PARTIAL
    assert "inner.zip" in " ".join(file.detail for file in report.files)


def test_renamed_and_copied_files_are_not_read_again(data: Path, docs: Path) -> None:
    write(docs, a=rule(2), untitled="值班。")
    (docs / "x.zip").write_bytes(archive(甲=rule(5)))
    age(docs)
    index(data, docs)
    (docs / "a.txt").rename(docs / "b.txt")
    (docs / "untitled.txt").rename(docs / "夜间须知.txt")
    (docs / "x.zip").rename(docs / "y.zip")
    shutil.copy(docs / "good.txt", docs / "copy.txt")
    assert read_again(data, docs) == []
    assert documents(data) == sorted(
        f"docs/{name}" for name in ("b.txt", "copy.txt", "good.txt", "y.zip/甲.txt", "夜间须知.txt")
    )
    with source(data) as generations:
        found = search(generations.current(), "值班", 1)[0]
        assert (found.title, found.source) == ("夜间须知", "docs/夜间须知.txt")
        assert search(generations.current(), code(2), 1)[0].source == "docs/b.txt"
    assert problems(data) == []
    assert read_again(data, docs) == []


def test_touched_file_is_not_read_again_and_a_changed_one_is(data: Path, docs: Path) -> None:
    age(docs)
    index(data, docs)
    os.utime(docs / "good.txt", (1_700_000_500, 1_700_000_500))
    assert read_again(data, docs) == []
    write(docs, good=rule(9))
    assert read_again(data, docs) == ["good.txt"]


def test_verify_sees_a_change_that_kept_size_and_time(data: Path, docs: Path) -> None:
    age(docs)
    index(data, docs)
    (docs / "good.txt").write_text(rule(1).replace("雨季", "汛期"), encoding="utf-8")
    age(docs)
    assert read_again(data, docs) == []
    assert read_again(data, docs, verify=True) == ["good.txt"]
    with source(data) as generations:
        assert "汛期" in search(generations.current(), code(1), 1)[0].text
    assert problems(data) == []


def test_failure_is_remembered_until_the_file_changes_or_verify_asks(
    data: Path, docs: Path
) -> None:
    (docs / "bad.txt").write_bytes(bytes(range(256)) * 40)
    age(docs)
    first = index(data, docs)
    assert read_again(data, docs) == []
    again = index(data, docs)
    assert report_of(again, "docs/bad.txt").state is FileState.FAILED
    assert report_of(again, "docs/bad.txt").detail == report_of(first, "docs/bad.txt").detail
    assert read_again(data, docs, verify=True) == ["bad.txt"]
    (docs / "bad.txt").write_text(rule(8), encoding="utf-8")
    assert read_again(data, docs) == ["bad.txt"]
    assert "docs/bad.txt" in documents(data)


def test_losses_are_told_again_for_an_unchanged_file(data: Path, docs: Path) -> None:
    whole = rule(2).encode("gb18030")
    (docs / "torn.txt").write_bytes(whole[:300] + b"\xff\xff" + whole[300:])
    age(docs)
    index(data, docs)
    told = report_of(index(data, docs), "docs/torn.txt")
    assert told.state is FileState.UNCHANGED
    assert "could not be decoded" in told.detail
    assert (told.encoding, told.format) == ("gb18030", "text")


def test_locked_file_opens_once_its_password_is_set(data: Path, docs: Path) -> None:
    (docs / "合同").mkdir()
    (docs / "合同/甲.pdf").write_bytes(locked_pdf("水闸"))
    age(docs)
    first = report_of(index(data, docs), "docs/合同/甲.pdf")
    assert first.state is FileState.FAILED
    assert "it asks for a password" in first.detail
    again = report_of(index(data, docs), "docs/合同/甲.pdf")
    assert again.detail == first.detail  # there is no earlier version to stay
    assert "[passwords]" in first.detail
    wrong = indexer(data, options=IndexingOptions(passwords={"合同": "guess"})).index([docs])
    assert "no password of the settings opens it" in report_of(wrong, "docs/合同/甲.pdf").detail
    right = indexer(data, options=IndexingOptions(passwords={"合同/*.pdf": "水闸"})).index([docs])
    told = report_of(right, "docs/合同/甲.pdf")
    assert "password" not in told.detail
    assert told.state is FileState.SKIPPED


def test_newer_parser_reads_only_the_files_of_its_format(
    data: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "m.md").write_text(f"# 标题\n\n{rule(3)}", encoding="utf-8")
    (docs / "a.zip").write_bytes(archive(甲=rule(2)))
    age(docs)
    index(data, docs)
    newer = {
        name: replace(row, version=row.version + 1) if name == "text" else row
        for name, row in formats.FORMAT_BY_NAME.items()
    }
    monkeypatch.setattr("rag.reading_recipe.FORMAT_BY_NAME", newer)
    assert sorted(read_again(data, docs)) == ["a.zip", "good.txt"]
    assert read_again(data, docs) == []
    generation = published(data).generation
    assert index(data, docs).generation == generation


def test_report_says_what_was_read_and_what_was_taken_out(data: Path, docs: Path) -> None:
    (docs / "zh.txt").write_bytes(("通\u200b知\r\n\r\n" + rule(4)).encode("utf-8-sig"))
    told = report_of(index(data, docs), "docs/zh.txt")
    assert (told.state, told.format, told.encoding) == (FileState.INDEXED, "text", "utf-8")
    assert told.characters > 300
    assert told.passages > 0
    assert told.removed["control_character"] >= 1
    assert told.seconds > 0
