"""The report of an indexing run as files: JSON for programs, a page for people."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.errors import UsageError
from rag.index_report import IndexReport
from ui.indexing_view import report_as_json
from ui.report_page import report_page
from ui.whole_files import write_whole

_SUFFIXES = (".json", ".html")


def report_files(path: Path) -> tuple[Path, Path]:
    """The JSON file and the page that belong to the name that was given."""
    stem = path.with_suffix("") if path.suffix.lower() in _SUFFIXES else path
    return (stem.with_name(stem.name + ".json"), stem.with_name(stem.name + ".html"))


def checked_report_files(path: Path | None) -> None:
    """Makes sure, before hours of work, that the report can be written.

    Raises:
        UsageError: its folder is missing, or the name is that of a folder.
    """
    if path is None:
        return
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise UsageError(
            f"The report cannot be written to {path}.",
            remedy="Name a file in a folder that exists, for example: --report report.html",
        )


def write_report_files(path: Path, report: IndexReport) -> tuple[Path, Path]:
    """Writes both, each whole or not at all; gives their names.

    Raises:
        UsageError: the folder may not be written to, or the disk is full.
    """
    files = report_files(path)
    texts = (json.dumps(report_as_json(report), ensure_ascii=False, indent=1), report_page(report))
    for file, text in zip(files, texts, strict=True):
        write_whole(file, text, "The report")
    return files
