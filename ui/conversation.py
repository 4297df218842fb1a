"""A conversation in the terminal: one question after another."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.errors import WenyuanError
from corpus.store_records import DocumentSummary
from rag.dialogue.turns import Turn, remembered
from ui.answer_view import answer_text
from ui.library_view import write_documents
from ui.terminal import output, write, write_error

if TYPE_CHECKING:
    from rag.pipeline import QAPipeline

PROMPT = "问 › "
_BYTE_ORDER_MARK = "\ufeff"
_COMMAND_MARKS = ("/", "／")  # an input method types the wide one
_LEAVING = frozenset(("quit", "exit", "q"))

_HELP = """\
直接输入问题，回车。Type a question and press Enter.
/sources  列出文件 · list the documents
/help     本说明 · this help
/quit     离开（也可按 Ctrl-D）· leave (or Ctrl-D)"""


def typed_or_piped() -> Iterator[str]:
    """The lines of standard input: after a prompt when a person types, else without."""
    return _typed() if sys.stdin.isatty() else _piped()


def greet(documents: int, updated: str) -> None:
    """Says what can be asked about, when a person is there."""
    if not sys.stdin.isatty():
        return
    write(output(), "文渊 Wenyuan", "bold")
    write(output(), f"{documents:,} 份文件 documents · 更新于 updated {updated}", "bright_black")
    write(output(), "输入问题；/help 看说明，/quit 离开。Ask a question; /help, /quit.\n")


def converse(
    pipeline: QAPipeline,
    documents: Callable[[], Sequence[DocumentSummary]],
    lines: Iterable[str],
) -> None:
    """Answers `lines` until they end, `/quit` or Ctrl-C; an error ends one question only."""
    earlier: list[Turn] = []
    try:
        for line in lines:
            entry = line.removeprefix(_BYTE_ORDER_MARK).strip()
            if entry.startswith(_COMMAND_MARKS) and entry[1:] in _LEAVING:
                break
            if entry:
                _respond(pipeline, documents, entry, earlier)
    except KeyboardInterrupt:
        write(output())


def _respond(
    pipeline: QAPipeline,
    documents: Callable[[], Sequence[DocumentSummary]],
    entry: str,
    earlier: list[Turn],
) -> None:
    """Obeys a command, or answers a question, which joins the turns `earlier`."""
    try:
        if entry.startswith(_COMMAND_MARKS):
            _obey(entry[1:], documents)
        else:
            answer = pipeline.answer(entry, earlier=earlier)
            earlier[:] = remembered(earlier, answer)
            write(output(), answer_text(answer))
    except WenyuanError as exc:
        write_error(exc)
    write(output())
    output().file.flush()


def _obey(command: str, documents: Callable[[], Sequence[DocumentSummary]]) -> None:
    if command == "sources":
        write_documents(documents())
    else:
        if command != "help":
            write(output(), f"没有这个命令 · No such command: /{command}", "yellow")
        write(output(), _HELP)


def _typed() -> Iterator[str]:
    """Lines typed at the prompt, with line editing where the platform has it."""
    if importlib.util.find_spec("readline") is not None:
        importlib.import_module("readline")
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            write(output())
            return


def _piped() -> Iterator[str]:
    """Lines of a file or another program; bytes that are no UTF-8 do not end the conversation."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")
