"""The terminal: consoles, paragraphs and tables of text that was made safe to look at."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.errors import WenyuanError
from ui.plain_text import one_line, printable


class _PlainConsole(Console):
    """A console that leaves the end of a command to whoever ends it."""

    def on_broken_pipe(self) -> None:
        """Passes the BrokenPipeError on; rich would exit with 1, which has a meaning here."""
        raise  # noqa: PLE0704 - called by rich while it handles the error


def output() -> Console:
    """Standard output: answers, lists and tables."""
    return _console(sys.stdout)


def messages() -> Console:
    """Standard error: errors, progress, and all that is not the result itself."""
    return _console(sys.stderr)


def write(console: Console, text: Text | str = "", style: str = "") -> None:
    """Writes one paragraph; the terminal breaks long lines, so that copies have no line ends.

    A string is made `printable`; a Text was put together from printable strings.
    """
    paragraph = Text(printable(text), style) if isinstance(text, str) else text
    console.print(paragraph, soft_wrap=True)


def write_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal; elsewhere lines of cells parted by tabs, for other programs.

    Columns whose name begins with "#" hold numbers and stand to the right.
    """
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not console.is_terminal:
        for row in ([column.lstrip("#") for column in columns], *cells):
            console.file.write("\t".join(row) + "\n")  # print would turn tabs into spaces
        return
    table = Table(header_style="bold", box=None, pad_edge=False)
    for column in columns:
        table.add_column(
            Text(column.lstrip("#")),
            justify="right" if column.startswith("#") else "left",
            overflow="fold",
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def write_error(error: WenyuanError) -> None:
    """One error with its remedy, on standard error."""
    write(messages(), Text.assemble(("错误 / Error: ", "bold red"), one_line(str(error))))


def notify(sentence: str) -> None:
    """Tells on standard error what takes a while."""
    write(messages(), one_line(sentence), "dim")


def _console(stream: TextIO) -> Console:
    return _PlainConsole(file=stream, markup=False, highlight=False, emoji=False)
