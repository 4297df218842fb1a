from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import StoreError, UsageError
from rag.types import AnswerError
from ui.batch import BatchTask, check_output, run_batch
from ui.question_lines import AskedLine, BadLine, LineId


class Shout(BatchTask):
    """Answers in capitals; some words are fatal."""

    def respond(self, line_id: LineId, question: str) -> dict[str, Any]:
        if question == "store":
            raise StoreError("The library is gone.", remedy="Find it.")
        if question == "fault":
            raise ZeroDivisionError("division by zero")
        if question == "stop":
            raise KeyboardInterrupt
        return {"id": line_id, "status": "answered", "answer": question.upper()}

    def refuse(self, line_id: LineId, question: str, error: AnswerError) -> dict[str, Any]:
        return {"id": line_id, "status": "error", "code": error.code, "said": error.message}


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_every_line_gets_a_line_in_the_same_order_whatever_happens_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    lines: list[AskedLine | BadLine] = [
        AskedLine("a", "one"),
        BadLine("line-2", "", AnswerError("bad_request", "Line 2 is not JSON.", "Mend it.")),
        AskedLine(3, "store"),
        AskedLine("d", "fault"),
        AskedLine("e", "two\u2028"),
    ]
    run_batch(lines, output, Shout())
    assert lines_of(output) == [
        {"id": "a", "status": "answered", "answer": "ONE"},
        {"id": "line-2", "status": "error", "code": "bad_request", "said": "Line 2 is not JSON."},
        {"id": 3, "status": "error", "code": "store_unavailable", "said": "The library is gone."},
        {
            "id": "d",
            "status": "error",
            "code": "internal_error",
            "said": "A fault of the program: ZeroDivisionError: division by zero",
        },
        {"id": "e", "status": "answered", "answer": "TWO\u2028"},
    ]
    assert not list(tmp_path.glob("*.part"))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{output}: 5 lines (2 answered, 3 error).\n"


def test_no_questions_make_an_empty_file(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    run_batch([], output, Shout())
    assert output.read_bytes() == b""


def test_a_stopped_run_leaves_the_old_output_and_whole_lines_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("old\n", "utf-8")
    with pytest.raises(KeyboardInterrupt):
        run_batch([AskedLine("a", "one"), AskedLine("b", "stop")], output, Shout())
    assert output.read_text("utf-8") == "old\n"
    part = tmp_path / "out.jsonl.part"
    assert lines_of(part) == [{"id": "a", "status": "answered", "answer": "ONE"}]
    assert str(part) in capsys.readouterr().err


def test_an_output_that_is_a_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
    target.touch()
    link.symlink_to(target)
    run_batch([AskedLine("a", "one")], link, Shout())
    assert link.is_symlink()
    assert lines_of(target) == [{"id": "a", "status": "answered", "answer": "ONE"}]


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        run_batch([AskedLine("a", "one")], pipe, Shout())
        received = os.read(reader, 1000)
    finally:
        os.close(reader)
    assert json.loads(received)["answer"] == "ONE"
    assert pipe.is_fifo()


def test_an_output_that_is_the_input_is_refused_under_any_name(tmp_path: Path) -> None:
    questions, link = tmp_path / "in.jsonl", tmp_path / "link.jsonl"
    questions.touch()
    link.symlink_to(questions)
    for output in (questions, link, tmp_path / "." / "in.jsonl"):
        with pytest.raises(UsageError, match="would be overwritten"):
            check_output(questions, output)


def test_an_output_that_cannot_be_made_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        check_output(tmp_path / "in.jsonl", tmp_path)
    with pytest.raises(UsageError, match="does not exist"):
        check_output(tmp_path / "in.jsonl", tmp_path / "missing" / "out.jsonl")
