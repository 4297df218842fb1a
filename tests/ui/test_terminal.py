from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import pytest

from corpus.errors import UsageError
from ui.terminal import notify, output, write, write_error, write_table


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def terminal(**environment: str) -> Iterator[Terminal]:
    """Standard output is a terminal of 60 columns inside the block."""
    stream = Terminal()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(stream):
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        for name, value in ({"TERM": "xterm-256color", "COLUMNS": "60"} | environment).items():
            patch.setenv(name, value)
        yield stream


def test_markup_in_text_is_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    write(output(), "[bold]粗[/bold] [1] :smile: [link=x]y")
    assert capsys.readouterr().out == "[bold]粗[/bold] [1] :smile: [link=x]y\n"


def test_long_lines_are_not_broken_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    write(output(), "长" * 500)
    assert capsys.readouterr().out == "长" * 500 + "\n"


def test_a_table_in_a_pipe_is_lines_of_cells_parted_by_tabs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_table(output(), ("名称", "#数量"), [("甲\n乙\t丙", "1"), ("[red]", "2")])
    assert capsys.readouterr().out == "名称\t数量\n甲 乙 丙\t1\n[red]\t2\n"


def test_a_table_on_a_terminal_has_columns_and_no_markup() -> None:
    with terminal() as screen:
        write_table(
            output(), ("名称", "#数量"), [("[red]甲[/red]", "1"), ("\x1b]0;标题\x07", "22")]
        )
    lines = screen.getvalue().splitlines()
    assert "\x1b[1m" in lines[0]
    assert lines[1].split() == ["[red]甲[/red]", "1"]
    assert lines[2].split() == [r"\x1b]0;标题\x07", "22"]


def test_colours_are_for_terminals_that_want_them() -> None:
    with terminal() as screen:
        write(output(), "红", "red")
    assert screen.getvalue() == "\x1b[31m红\x1b[0m\n"
    with terminal(NO_COLOR="1") as screen:
        write(output(), "红", "red")
    assert screen.getvalue() == "红\n"


def test_errors_and_notices_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    write_error(UsageError("The name is 'a\nb\x1b[2J'.", remedy="Give another."))
    notify("正在准备模型")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        "错误 / Error: The name is 'a b\\x1b[2J'. Give another.\n正在准备模型\n"
    )
