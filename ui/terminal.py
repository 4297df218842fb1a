"""What stands between untrusted text and the terminal: escaping, consoles, tables.

Document text, titles and file names never reach a terminal as they are: a control
character in them could move the cursor, a bidi override could turn a line around.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpus.errors import WenyuanError

QUOTE_LENGTH = 120

# Invisible, but unable to move the cursor or to reorder a line; emoji and many scripts need them.
_HARMLESS_FORMATS = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_ESCAPED_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_MAY_NEED_ESCAPING = re.compile(r"[^\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_BLANKS = re.compile(r"\s+")


def printable(text: str) -> str:
    r"""`text` with everything that could steer a terminal written out, as `\x1b` or `\u202e`.

    Line ends and tabs stay; use `one_line` where a line must stay one line.
    """
    return _MAY_NEED_ESCAPING.sub(lambda match: _escaped(match[0], keep="\n\t"), text)


def one_line(text: str) -> str:
    """As `printable`, on one line: each run of blanks and line ends is one space."""
    return printable(_BLANKS.sub(" ", text)).strip()


def visible(text: str) -> str:
    r"""`text` with every invisible character written out, line ends as `\n`, end blanks as `␣`."""
    inner = text.strip(" ")
    before = text.index(inner) if inner else len(text)
    after = len(text) - before - len(inner)
    return "␣" * before + "".join(map(_made_visible, inner)) + "␣" * after


def shortened(text: str, length: int = QUOTE_LENGTH) -> str:
    """`text`, or its beginning and its end around " … " when it is longer than `length`."""
    if len(text) <= length:
        return text
    kept = length - len(" … ")
    return f"{text[: kept - kept // 2]} … {text[-(kept // 2) :]}"


def beginning(text: str, length: int) -> str:
    """`text`, or its first `length` characters and "…"."""
    return text if len(text) <= length else f"{text[:length]}…"


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


def _escaped(character: str, keep: str) -> str:
    if character in keep or character in _HARMLESS_FORMATS:
        return character
    if unicodedata.category(character) in _ESCAPED_CATEGORIES:
        return character.encode("unicode_escape").decode("ascii")
    return character


def _made_visible(character: str) -> str:
    is_blank = character != " " and unicodedata.category(character) == "Zs"
    if is_blank or character in _HARMLESS_FORMATS:
        return character.encode("unicode_escape").decode("ascii")
    return _escaped(character, keep="")
