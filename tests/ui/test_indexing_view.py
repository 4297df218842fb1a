from __future__ import annotations

import pytest

from corpus.store_records import LibraryCounts
from corpus.types import FileReport, FileState, RemovalReason
from rag.index_report import IndexingStage, IndexReport, ProgressStep
from ui.indexing_view import FILES_SHOWN, indexing_progress, report_as_json, write_report
from ui.removal_names import REASONS


def report_of(*files: FileReport) -> IndexReport:
    return IndexReport(
        files=files,
        removed=("规章/旧.txt",),
        counts=LibraryCounts(documents=2, passages=14, characters=3456),
        generation=4,
        published=True,
        characters=1234,
        embedded=7,
        seconds=2.345,
        notes=("The model changed.",),
    )


def test_what_went_wrong_stands_first_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    write_report(
        report_of(
            FileReport("规章/甲.txt", FileState.INDEXED, passages=9),
            FileReport("规章/乙.md", FileState.UNCHANGED, passages=5),
            FileReport("规章/丙.exe", FileState.SKIPPED, "Files of type '.exe' are not read."),
            FileReport("规章/丁.txt", FileState.PARTIAL, "2 characters were damaged."),
            FileReport("规章/戊\n\x1b[2J.txt", FileState.FAILED, "It is empty."),
        )
    )
    assert capsys.readouterr().out.splitlines() == [
        "结果 result\t数量 count",
        "已读入 indexed\t1",
        "未变 unchanged\t1",
        "跳过 skipped\t1",
        "未读全 partial\t1",
        "失败 failed\t1",
        "移除 removed\t1",
        "新读字符 characters read\t1,234",
        "新算向量 vectors computed\t7",
        "用时 seconds\t2.3",
        "The model changed.",
        "失败 failed: 规章/戊 \\x1b[2J.txt — It is empty.",
        "未读全 partial: 规章/丁.txt — 2 characters were damaged.",
        "跳过 skipped: 规章/丙.exe — Files of type '.exe' are not read.",
        "索引现有 · The index holds: 2 份文件 documents, 14 段 passages, 3,456 字符 characters.",
    ]


def test_a_long_list_of_troubles_is_cut_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    files = [FileReport(f"f{n}", FileState.SKIPPED, "x") for n in range(FILES_SHOWN + 1200)]
    write_report(report_of(*files, FileReport("bad", FileState.FAILED, "y")))
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if " — " in line]
    assert len(told) == FILES_SHOWN
    assert told[0] == "失败 failed: bad — y"
    assert "… 另有 1,201 个 · and 1,201 more; --json lists all." in lines


def test_json_lists_every_file_and_all_counts() -> None:
    shape = report_as_json(
        report_of(
            FileReport("甲", FileState.FAILED, "x"), FileReport("乙", FileState.INDEXED, "", 3)
        )
    )
    kept = ("source", "state", "detail", "passages")
    assert [tuple(file[name] for name in kept) for file in shape["files"]] == [
        ("甲", "failed", "x", 0),
        ("乙", "indexed", "", 3),
    ]
    assert shape["states"] == {
        "indexed": 1,
        "unchanged": 0,
        "duplicate": 0,
        "skipped": 0,
        "partial": 0,
        "failed": 1,
    }
    assert shape["index"] == {"documents": 2, "passages": 14, "characters": 3456}
    assert shape["removed"] == ["规章/旧.txt"]
    assert (shape["generation"], shape["published"], shape["seconds"]) == (4, True, 2.345)


def test_progress_is_silent_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    with indexing_progress() as progress:
        for stage in IndexingStage:
            progress(ProgressStep(stage, 1, 2, "甲.txt"))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_every_reason_for_a_removal_has_a_name() -> None:
    assert set(REASONS) == set(RemovalReason)
