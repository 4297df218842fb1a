"""The questions that people handed on, as who looks after the documents gets them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from rag.history import HistoryStore
from rag.history.store import HISTORY_FILE, NAMED
from tests.command_kit import Wenyuan
from tests.rag.history.test_history_store import REFUSED

FORMULA = '=HYPERLINK("http://evil.test","工资")'


@pytest.fixture
def wenyuan(tmp_path: Path, cache_dir: Path) -> Wenyuan:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    return Wenyuan(data_dir, cache_dir)


@pytest.fixture
def asked(wenyuan: Wenyuan) -> Wenyuan:
    with HistoryStore(wenyuan.data_dir / HISTORY_FILE, 180) as history:
        history.add(f"{NAMED}王芳", "c1", REFUSED)
        history.add("x", "c2", replace(REFUSED, id="f", question=FORMULA, understood_as=None))
        for answer_id in ("a2", "f"):
            history.submit(answer_id)
    return wenyuan


def test_they_are_listed_with_who_asked_and_what_came_nearest(asked: Wenyuan) -> None:
    listed = asked("unanswered").stdout
    assert "巴西多久内申请复检？" in listed
    assert "王芳 · docs/办法.pdf" in listed


def test_as_json_for_programs(asked: Wenyuan) -> None:
    first, second = json.loads(asked("unanswered", "--json").stdout)["unanswered"]
    assert (first["question"], first["person"]) == (REFUSED.question, "王芳")
    assert (second["question"], second["person"]) == (FORMULA, "")


def test_as_a_table_that_a_spreadsheet_opens_without_running_it(
    asked: Wenyuan, tmp_path: Path
) -> None:
    file = tmp_path / "待办.csv"
    assert asked("unanswered", "--csv", file).exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as table:
        head, first, second = csv.reader(table)
    assert head[1] == "问题"
    assert first[1:] == [REFUSED.question, REFUSED.understood_as, "docs/办法.pdf", "王芳"]
    assert second[1] == f"'{FORMULA}"


def test_a_table_that_cannot_be_written_is_named(asked: Wenyuan, tmp_path: Path) -> None:
    refused = asked("unanswered", "--csv", tmp_path / "missing" / "x.csv")
    assert refused.exit_code == 2
    assert "cannot be written" in refused.stderr
    assert list(tmp_path.glob("**/*.part")) == []


def test_two_forms_at_once_are_refused(asked: Wenyuan, tmp_path: Path) -> None:
    assert asked("unanswered", "--csv", tmp_path / "x.csv", "--json").exit_code == 2


def test_before_anybody_asked_there_are_none(wenyuan: Wenyuan) -> None:
    assert "没有人提交过问题" in wenyuan("unanswered").stdout
    assert not (wenyuan.data_dir / HISTORY_FILE).exists()
