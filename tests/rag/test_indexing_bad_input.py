from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from corpus.parsers.registry import read_bytes
from corpus.sandbox.messages import ReadingOutcome, ReadingRequest
from corpus.sandbox.reader import SandboxedReader
from corpus.sandbox.reading import read_file
from corpus.types import FileState
from rag.index_report import IndexReport
from tests.library_kit import (
    code,
    documents,
    index,
    indexer,
    problems,
    rule,
    search,
    source,
    states,
    write,
)

GOOD = "docs/good.txt"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write(tmp_path / "docs", good=rule(1))


def put(docs: Path, name: str, content: bytes) -> Path:
    path = docs / name
    path.write_bytes(content)
    return path


def outcome(report: IndexReport, name: str) -> tuple[FileState, str]:
    (found,) = [file for file in report.files if file.source == name]
    return found.state, found.detail


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \r\n\t", b"\xef\xbb\xbf", "　　\n　".encode(), b"\xff\xfe"],
    ids=["no bytes", "blanks", "mark only", "wide blanks", "utf-16 mark only"],
)
def test_empty_file_is_skipped_with_a_reason(data: Path, docs: Path, content: bytes) -> None:
    put(docs, "empty.txt", content)
    report = index(data, docs)
    state, detail = outcome(report, "docs/empty.txt")
    assert state is FileState.SKIPPED
    assert "empty" in detail
    assert documents(data) == [GOOD]


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(3_000), b"\x7fELF" + b"\0\1\2" * 900],
    ids=["all bytes", "picture", "program"],
)
def test_binary_under_a_text_suffix_fails_and_is_never_indexed(
    data: Path, docs: Path, content: bytes
) -> None:
    put(docs, "bad.txt", content)
    state, detail = outcome(index(data, docs), "docs/bad.txt")
    assert state is FileState.FAILED
    assert "bad.txt" in detail
    assert documents(data) == [GOOD]
    assert problems(data) == []


def test_damaged_place_in_a_text_is_a_partial_read(data: Path, docs: Path) -> None:
    whole = rule(2).encode("gb18030")
    put(docs, "torn.txt", whole[:300] + b"\xff\xff" + whole[300:])
    state, detail = outcome(index(data, docs), "docs/torn.txt")
    assert state is FileState.PARTIAL
    assert "could not be decoded as gb18030" in detail
    assert documents(data) == [GOOD, "docs/torn.txt"]
    assert problems(data) == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_other_encodings_are_found_by_their_words(data: Path, docs: Path, encoding: str) -> None:
    put(docs, "other.txt", rule(5).encode(encoding))
    assert outcome(index(data, docs), "docs/other.txt") == (FileState.INDEXED, "")
    with source(data) as generations:
        assert search(generations.current(), code(5), 1)[0].source == "docs/other.txt"


def test_good_version_stays_when_its_file_becomes_garbage(data: Path, docs: Path) -> None:
    index(data, docs)
    put(docs, "good.txt", bytes(range(256)) * 40)
    state, detail = outcome(index(data, docs), GOOD)
    assert state is FileState.FAILED
    assert detail.endswith("Its earlier version stays in the index.")
    assert documents(data) == [GOOD]
    with source(data) as generations:
        assert search(generations.current(), code(1), 1)[0].source == GOOD
    assert outcome(index(data, docs), GOOD)[0] is FileState.FAILED
    write(docs, good=rule(7))
    assert outcome(index(data, docs), GOOD)[0] is FileState.INDEXED


def test_file_emptied_on_purpose_leaves_the_index(data: Path, docs: Path) -> None:
    write(docs, other=rule(2))
    index(data, docs)
    put(docs, "good.txt", b"")
    assert outcome(index(data, docs), GOOD)[0] is FileState.SKIPPED
    assert documents(data) == ["docs/other.txt"]
    assert problems(data) == []


class Vanishing(SandboxedReader):
    """A reader before which a file is deleted at the moment when it is about to be read."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def submit(self, request: ReadingRequest) -> int:
        if request.path == str(self._path):
            self._path.unlink()
        return super().submit(request)


def test_new_file_that_vanishes_while_read_fails(data: Path, docs: Path) -> None:
    write(docs, other=rule(2))
    with Vanishing(docs / "other.txt") as sandbox:
        report = indexer(data, sandbox=sandbox).index([docs])
    state, detail = outcome(report, "docs/other.txt")
    assert state is FileState.FAILED
    assert "No such file" in detail
    assert documents(data) == [GOOD]


def test_known_file_that_vanishes_while_read_keeps_its_version(data: Path, docs: Path) -> None:
    write(docs, other=rule(2))
    index(data, docs)
    write(docs, other=rule(33))
    with Vanishing(docs / "other.txt") as sandbox:
        report = indexer(data, sandbox=sandbox).index([docs])
    assert outcome(report, "docs/other.txt")[0] is FileState.FAILED
    assert documents(data) == [GOOD, "docs/other.txt"]
    assert index(data, docs).removed == ("docs/other.txt",)


def test_file_that_may_not_be_opened_fails_and_keeps_its_version(
    data: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs, other=rule(2))
    index(data, docs)
    write(docs, other=rule(3))
    real = Path.open

    def guarded(path: Path, *arguments: Any, **options: Any) -> object:
        if path.name == "other.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", guarded)
        report = index(data, docs)
    assert outcome(report, "docs/other.txt") == (
        FileState.FAILED,
        "The file cannot be opened (Permission denied). Check that you may read it. "
        "Its earlier version stays in the index.",
    )
    assert documents(data) == [GOOD, "docs/other.txt"]
    assert outcome(index(data, docs), "docs/other.txt")[0] is FileState.INDEXED


def test_folder_that_may_not_be_listed_loses_nothing(
    data: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(docs, sub__a=rule(2), sub__b=rule(3), sub__c=rule(4))
    index(data, docs)
    real = os.scandir

    def guarded(path: Path) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("rag.file_scan.os.scandir", guarded)
    report = index(data, docs)
    assert outcome(report, "docs/sub")[0] is FileState.FAILED
    assert report.removed == ()
    assert len(documents(data)) == 4


@pytest.mark.parametrize(
    "name",
    [
        "行\n尾.txt",
        "quote'\".txt",
        "percent%s{}.txt",
        "；DROP TABLE texts--.txt",
        "👷.txt",
        "-x.txt",
        "泵" * 83 + "a.txt",
        "n" * 251 + ".txt",
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_odd_file_names_are_kept_as_they_are(data: Path, docs: Path, name: str) -> None:
    put(docs, name, rule(2).encode())
    assert states(index(data, docs))[f"docs/{name}"] is FileState.INDEXED
    assert documents(data) == sorted([GOOD, f"docs/{name}"])
    assert problems(data) == []


def test_file_name_that_is_not_utf8_is_indexed_and_stays_known(data: Path, docs: Path) -> None:
    put(docs, os.fsdecode("泵站表.txt".encode("gb18030")), rule(2).encode())
    assert states(index(data, docs))["docs/泵站表.txt"] is FileState.INDEXED
    assert states(index(data, docs))["docs/泵站表.txt"] is FileState.UNCHANGED
    assert problems(data) == []


def test_text_of_one_endless_line_is_indexed(data: Path, docs: Path) -> None:
    put(docs, "long.txt", ("闸门" * 20_000).encode())
    assert outcome(index(data, docs), "docs/long.txt")[0] is FileState.INDEXED
    assert documents(data) == [GOOD, "docs/long.txt"]


def test_text_with_characters_of_four_bytes_keeps_its_offsets(data: Path, docs: Path) -> None:
    put(docs, "rare.txt", ("𠮷田水闸𪚥号😀已于三月检修。" * 60).encode())
    index(data, docs)
    assert problems(data) == []


def test_many_bad_files_do_not_keep_the_good_ones_out(data: Path, docs: Path) -> None:
    for number in range(20):
        put(docs, f"bad{number}.txt", bytes(range(256)) * 20)
        put(docs, f"empty{number}.txt", b"")
        put(docs, f"other{number}.xyz", b"x")
    report = index(data, docs)
    assert report.count(FileState.FAILED) == 20
    assert report.count(FileState.SKIPPED) == 40
    assert report.count(FileState.INDEXED) == 1
    assert documents(data) == [GOOD]


def test_file_written_to_while_it_is_read_is_read_again_by_the_next_run(
    data: Path, docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is loaded may be neither what was before nor what came after."""
    whole = read_bytes

    def read_and_append(path: Path) -> bytes:
        loaded = whole(path)
        with path.open("a", encoding="utf-8") as file:
            file.write("补充条款：本站值守电话每季度核对一次。\n")
        return loaded

    class Growing(SandboxedReader):
        def submit(self, request: ReadingRequest) -> int:
            self.request = request
            return 0

        def result(self, number: int) -> ReadingOutcome:
            return read_file(self.request)

    with monkeypatch.context() as patched, Growing() as sandbox:
        patched.setattr("corpus.sandbox.reading.read_bytes", read_and_append)
        indexer(data, sandbox=sandbox).index([docs])
    assert outcome(index(data, docs), GOOD)[0] is FileState.INDEXED
    assert outcome(index(data, docs), GOOD)[0] is FileState.UNCHANGED
    with source(data) as generations:
        assert "每季度核对" in search(generations.current(), "值守电话每季度核对", 1)[0].text
