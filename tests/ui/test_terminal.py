from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import pytest

from corpus.errors import UsageError
from ui.terminal import (
    beginning,
    notify,
    one_line,
    output,
    printable,
    shortened,
    visible,
    write,
    write_error,
    write_table,
)


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m红\x1b[0m", r"\x1b[31m红\x1b[0m"),
        ("清\x9b2J", r"清\x9b2J"),
        ("报告\u202efdp.exe", r"报告\u202efdp.exe"),
        ("a\u2066b\u2069\u200f\u061c", r"a\u2066b\u2069\u200f\u061c"),
        ("第一行\r第二行\x08\x00", r"第一行\r第二行\x08\x00"),
        ("一\u2028二\u2029三\x85", r"一\u2028二\u2029三\x85"),
        ("半个\ud83d字", r"半个\ud83d字"),
        ("标\U000e0041签", r"标\U000e0041签"),
    ],
)
def test_what_could_steer_a_terminal_is_written_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    "text", ["质量监督，“抽查” 10%", "[bold]粗[/bold] :smile:", "两\n行\t栏", "👩\u200d🔬 é ü 한"]
)
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_line_stays_one_line() -> None:
    assert one_line(" 一\n二\u2028\x1b三 \t四 ") == r"一 二 \x1b三 四"


def test_nothing_invisible_stays_hidden_in_what_was_removed() -> None:
    assert visible("a\n\u200b\u202e\t页 码\u3000 ") == r"a\n\u200b\u202e\t页 码\u3000␣"
    assert visible("  ") == "␣␣"
    assert visible(" 页") == "␣页"
    assert visible("") == ""


def test_a_long_quote_keeps_both_ends() -> None:
    assert shortened("甲" * 60 + "乙" * 60) == "甲" * 60 + "乙" * 60
    cut = shortened("甲" * 100 + "乙" * 100)
    assert len(cut) == 120
    assert cut.startswith("甲甲")
    assert cut.endswith("乙乙")
    assert " … " in cut


def test_a_snippet_keeps_the_beginning() -> None:
    assert beginning("一二三四", 4) == "一二三四"
    assert beginning("一二三四五", 4) == "一二三四…"


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
