from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UsageError
from ui.question_lines import AskedLine, BadLine, parse_line, read_question_lines


def test_mark_blank_lines_and_line_ends_of_windows_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(
        "\ufeff".encode()
        + '{"id": "a", "question": "谁？", "more": [1]}\r\n\r\n   \n{"question": "哪天？"}'.encode()
    )
    assert read_question_lines(path) == [AskedLine("a", "谁？"), AskedLine("line-4", "哪天？")]


def test_the_callers_id_keeps_its_type() -> None:
    assert parse_line(b'{"id": 7, "question": "x"}', 1) == AskedLine(7, "x")
    assert parse_line(b'{"id": "7", "question": "x"}', 1) == AskedLine("7", "x")
    assert parse_line(b'{"id": null, "question": "x"}', 3) == AskedLine("line-3", "x")


@pytest.mark.parametrize(
    ("line", "line_id", "question", "said"),
    [
        (b"what?", "line-5", "", "is not JSON"),
        (b'{"id": "a", "question": "x"', "line-5", "", "is not JSON"),
        (b"[" * 100_000, "line-5", "", "is not JSON"),
        (b'{"id": "a", "question": "\xff\xfe"}', "line-5", "", "is not valid UTF-8"),
        (b'["a"]', "line-5", "", "is a JSON array, not an object"),
        (b"12", "line-5", "", "is a JSON number, not an object"),
        (b'{"id": "a"}', "a", "", 'has no "question" (its keys: id)'),
        (b"{}", "line-5", "", 'has no "question" (its keys: none)'),
        (b'{"id": 3, "question": null}', 3, "", 'has a "question" of type null'),
        (b'{"id": "a", "question": ["x"]}', "a", "", 'has a "question" of type array'),
        (b'{"id": true, "question": "x"}', "line-5", "x", 'has an "id" of type boolean'),
        (b'{"id": 1.5, "question": "x"}', "line-5", "x", 'has an "id" of type number'),
        (b'{"id": {}, "question": "x"}', "line-5", "x", 'has an "id" of type object'),
    ],
)
def test_a_bad_line_says_what_is_wrong_with_it(
    line: bytes, line_id: str | int, question: str, said: str
) -> None:
    bad = parse_line(line, 5)
    assert isinstance(bad, BadLine)
    assert (bad.line_id, bad.question) == (line_id, question)
    assert bad.error.code == "bad_request"
    assert bad.error.message.startswith(f"Line 5 {said}")
    assert "question" in bad.error.remedy


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_questions_that_cannot_be_read_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_question_lines(tmp_path / name)
