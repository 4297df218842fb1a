from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import UsageError
from corpus.store_records import LibraryCounts
from corpus.types import FileReport, FileState, ReadingFacts
from rag.index_report import IndexReport
from ui.report_files import checked_report_files, report_files, write_report_files
from ui.report_page import page_ranges, report_page

SCAN = FileReport(
    source="docs/扫描.pdf",
    state=FileState.PARTIAL,
    detail="Pages 2–4 have no text layer.",
    passages=3,
    format="pdf",
    encoding="utf-8",
    characters=1200,
    facts=ReadingFacts("pdf", 5, (2, 3, 4), (5,), (), ("2 files inside were not read.",)),
    removed={"running_head": 40, "page_number": 9},
    seconds=0.42,
)
HOSTILE = FileReport("docs/<script>alert(1)</script>.txt", FileState.FAILED, "<b>&\u202e")


def report_of(*files: FileReport) -> IndexReport:
    return IndexReport(
        files=files,
        removed=("docs/旧.txt",),
        counts=LibraryCounts(2, 14, 3456),
        generation=4,
        published=True,
        characters=1234,
        embedded=7,
        seconds=2.345,
        folded=3,
        notes=("The model changed.",),
    )


def test_both_files_are_written_whatever_the_suffix(tmp_path: Path) -> None:
    for name in ("r", "r.html", "r.json"):
        assert report_files(tmp_path / name) == (tmp_path / "r.json", tmp_path / "r.html")
    assert report_files(tmp_path / "v1.2")[0].name == "v1.2.json"
    files = write_report_files(tmp_path / "r.html", report_of(SCAN))
    assert [file.exists() for file in files] == [True, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r.json"]


def test_json_says_all_of_every_file(tmp_path: Path) -> None:
    file, _ = write_report_files(tmp_path / "r", report_of(SCAN))
    (told,) = json.loads(file.read_text(encoding="utf-8"))["files"]
    assert told == {
        "source": "docs/扫描.pdf",
        "state": "partial",
        "detail": "Pages 2–4 have no text layer.",
        "code": "",
        "passages": 3,
        "format": "pdf",
        "encoding": "utf-8",
        "characters": 1200,
        "pages": 5,
        "empty_pages": [2, 3, 4],
        "garbled_pages": [5],
        "cut_pages": [],
        "removed": {"running_head": 40, "page_number": 9},
        "warnings": ["2 files inside were not read."],
        "seconds": 0.42,
    }


def test_page_names_what_wants_a_look_first() -> None:
    plain = FileReport("docs/好.txt", FileState.INDEXED, passages=2)
    page = report_page(report_of(plain, SCAN, HOSTILE))
    places = [page.index(name) for name in ("alert", "扫描", "好")]
    assert places == sorted(places)
    for words in ("2–4", "页眉页脚 running head 40", "无文字的页", "乱码的页", "旧"):
        assert words in page


def test_page_never_acts_on_what_names_and_files_say() -> None:
    page = report_page(report_of(HOSTILE))
    assert "<script" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("pages", "shown"),
    [((1,), "1"), ((3, 1, 2, 7), "1–3, 7"), (tuple(range(1, 40, 2)), "1, 3, 5, 7, 9, 11, 13, 15")],
)
def test_page_numbers_are_shown_as_ranges(pages: tuple[int, ...], shown: str) -> None:
    assert page_ranges(pages).startswith(shown)


def test_report_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    for path in (tmp_path / "no/r.html", tmp_path):
        with pytest.raises(UsageError) as caught:
            checked_report_files(path)
        assert str(path) in caught.value.message
        assert "--report" in caught.value.remedy
    checked_report_files(None)


def test_report_that_fails_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "r.html").mkdir()
    with pytest.raises(UsageError, match=r"r\.html"):
        write_report_files(tmp_path / "r", report_of(SCAN))
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]
