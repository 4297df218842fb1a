"""What `unanswered` does: the questions that people handed on, as a list, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rag.history import HistoryStore
from rag.history.conversations import UnansweredQuestion
from rag.history.store import HISTORY_FILE
from rag.settings import Settings
from ui.json_output import write_json
from ui.plain_text import one_line
from ui.status_view import local_time
from ui.terminal import output, write
from ui.whole_files import write_whole

_HEAD = ("提交时间", "问题", "理解为", "最接近的文件", "提问人")
# A spreadsheet takes what begins so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def unanswered(settings: Settings, csv_file: Path | None, *, as_json: bool) -> None:
    """Lists all questions that were handed on, the oldest first."""
    path = settings.data_dir / HISTORY_FILE
    found: list[UnansweredQuestion] = []
    if path.exists():
        with HistoryStore(path, settings.history_days) as history:
            found = history.unanswered()
    if csv_file is not None:
        _write_csv(csv_file, found)
        write(output(), f"{len(found):,} 个问题已写入 questions written to {csv_file}")
    elif as_json:
        write_json({"unanswered": [asdict(each) for each in found]})
    else:
        _list(found)


def _list(found: Sequence[UnansweredQuestion]) -> None:
    if not found:
        write(output(), "没有人提交过问题 · No questions were handed on.")
    for each in found:
        write(output(), one_line(each.understood_as or each.question), "bold")
        facts = (local_time(each.submitted), each.person, each.nearest)
        write(output(), "  " + " · ".join(one_line(fact) for fact in facts if fact), "bright_black")


def _write_csv(path: Path, found: Sequence[UnansweredQuestion]) -> None:
    """A table in UTF-8 with the mark by which spreadsheets know it (RFC 4180)."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(_HEAD)
    for each in found:
        cells = (each.question, each.understood_as, each.nearest, each.person)
        rows.writerow((local_time(each.submitted), *map(_as_text, cells)))
    write_whole(path, file.getvalue(), "The list", encoding="utf-8-sig")


def _as_text(cell: str) -> str:
    said = one_line(cell)
    return f"'{said}" if said.startswith(_FORMULA_SIGNS) else said
