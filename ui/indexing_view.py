"""An indexing run as it goes on, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from rich.progress import Progress as ProgressBar
from rich.progress import TaskID
from rich.text import Text

from corpus.types import FileReport, FileState
from rag.index_report import IndexingStage, IndexReport, Progress, ProgressStep
from ui.plain_text import one_line
from ui.progress import progress_bar
from ui.terminal import output, write, write_table
from ui.unread_reasons import reason_of

FILES_SHOWN = 30

_STAGES = {
    IndexingStage.SCAN: "查找文件 Looking for files",
    IndexingStage.READ: "读取 Reading",
    IndexingStage.FOLD: "归并重复 Folding repeats",
    IndexingStage.EMBED: "计算向量 Embedding",
    IndexingStage.VECTORS: "向量索引 Building vector index",
    IndexingStage.WORDS: "词语索引 Building word index",
    IndexingStage.PUBLISH: "发布 Publishing",
}
_STATES = {
    FileState.INDEXED: ("已读入 indexed", "green"),
    FileState.UNCHANGED: ("未变 unchanged", "default"),
    FileState.DUPLICATE: ("重复 duplicate", "default"),
    FileState.SKIPPED: ("跳过 skipped", "default"),
    FileState.PARTIAL: ("未读全 partial", "yellow"),
    FileState.FAILED: ("失败 failed", "bold red"),
}
# What a reader must hear of first; plainly indexed and unchanged files are only counted.
_TOLD = (FileState.FAILED, FileState.PARTIAL, FileState.SKIPPED, FileState.DUPLICATE)


@contextmanager
def indexing_progress() -> Iterator[Progress]:
    """A bar for each stage; gives what the indexer is to call."""
    with progress_bar() as bar:
        yield _StageBars(bar).show


class _StageBars:
    """The bars of one run, each added when its stage begins."""

    def __init__(self, bar: ProgressBar) -> None:
        self._bar = bar
        self._tasks: dict[IndexingStage, TaskID] = {}

    def show(self, step: ProgressStep) -> None:
        """Moves the bar of the step's stage."""
        if step.stage not in self._tasks:
            self._tasks[step.stage] = self._bar.add_task(_STAGES[step.stage], total=step.total)
        self._bar.update(
            self._tasks[step.stage],
            completed=step.done,
            total=step.total,
            description=_STAGES[step.stage] + _found_so_far(step),
        )


def _found_so_far(step: ProgressStep) -> str:
    pages = f" {step.pages:,} 页 pages" if step.pages else ""
    passages = f" {step.passages:,} 段 passages" if step.passages else ""
    return pages + passages


def write_report(report: IndexReport) -> None:
    """Counts, then every file that was not plainly read, the failed ones first."""
    rows = [(_STATES[state][0], f"{report.count(state):,}") for state in FileState]
    rows = [row for row in rows if row[1] != "0"]
    if report.removed:
        rows.append(("移除 removed", f"{len(report.removed):,}"))
    if report.folded:
        rows.append(("归并重复段落 repeats folded", f"{report.folded:,}"))
    rows += [
        ("新读字符 characters read", f"{report.characters:,}"),
        ("新算向量 vectors computed", f"{report.embedded:,}"),
        ("用时 seconds", f"{report.seconds:,.1f}"),
    ]
    write_table(output(), ("结果 result", "#数量 count"), rows)
    for note in report.notes:
        write(output(), one_line(note), "yellow")
    _write_warnings(report.files)
    _write_told([each for state in _TOLD for each in report.files if each.state is state])
    counts = report.counts
    write(
        output(),
        f"索引现有 · The index holds: {counts.documents:,} 份文件 documents, "
        f"{counts.passages:,} 段 passages, {counts.characters:,} 字符 characters.",
    )


def report_as_json(report: IndexReport) -> dict[str, Any]:
    """The whole report for programs, with every file."""
    return {
        "files": [file_as_json(file) for file in report.files],
        "states": {state.value: report.count(state) for state in FileState},
        "removed": list(report.removed),
        "index": asdict(report.counts),
        "generation": report.generation,
        "published": report.published,
        "characters": report.characters,
        "embedded": report.embedded,
        "folded": report.folded,
        "seconds": round(report.seconds, 3),
        "notes": list(report.notes),
    }


def file_as_json(file: FileReport) -> dict[str, Any]:
    """One file of a report."""
    facts = file.facts
    return {
        "source": file.source,
        "state": file.state.value,
        "detail": file.detail,
        "code": file.code,
        "passages": file.passages,
        "format": file.format,
        "encoding": file.encoding,
        "characters": file.characters,
        "pages": facts.pages,
        "empty_pages": list(facts.empty_pages),
        "garbled_pages": list(facts.garbled_pages),
        "cut_pages": list(facts.cut_pages),
        "removed": dict(file.removed),
        "warnings": list(facts.warnings),
        "seconds": file.seconds,
    }


def _write_warnings(files: Sequence[FileReport]) -> None:
    """How many files have something worth knowing, unless they are told anyway."""
    warned = sum(bool(file.facts.warnings) and file.state is FileState.INDEXED for file in files)
    if warned:
        write(
            output(),
            f"另有 {warned:,} 个文件有提示 · {warned:,} files have notes: see --report.",
            "dim",
        )


def _write_told(files: list[FileReport]) -> None:
    for file in files[:FILES_SHOWN]:
        label, style = _STATES[file.state]
        if reason := reason_of(file):
            label = f"{label} ({reason})"
        said = f"{file.source} — {file.detail}" if file.detail else file.source
        write(output(), Text.assemble((f"{label}: ", style), one_line(said)))
    if len(files) > FILES_SHOWN:
        rest = len(files) - FILES_SHOWN
        write(output(), f"… 另有 {rest:,} 个 · and {rest:,} more; --json lists all.")
