"""Pages of PDF files read per second, beside LangChain's PyPDFLoader on the same files.

    python -m benchmarks.pdf_speed [--files FOLDER]

Ours is the whole of it: text in reading order, paragraphs, running heads, tables, a box for each
line. PyPDFLoader (pypdf) gives the characters of each page. Both read every file from disk in
this process, by turns. Without a folder a browser prints the files first: reports in one and two
columns, with tables, running heads and page numbers, in Chinese and English.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from langchain_community.document_loaders import PyPDFLoader

from benchmarks.report import command_line, table, write_section
from corpus.parsers.registry import parse_file
from tests.browser_kit import open_browser
from tests.pdf_kit import FOOTER, PAGE_NUMBER_FOOTER, paragraphs, printed

HANZI = ("水渠", "堤坝", "泵站", "闸门", "检修", "巡查", "记录", "乡镇", "水位", "工程", "的", "和")
ENGLISH = ("water", "levels", "of", "the", "canals", "are", "measured", "independently", "by")
CHAPTERS = 6
PARAGRAPHS = 40


def main() -> int:
    """Prints and records the figures; exit status 0."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        if options.files is None:
            _print_files(Path(folder))
        files = sorted((options.files or Path(folder)).glob("**/*.pdf"))
        if not files:
            sys.exit(f"There are no PDF files in {options.files}.")
        pages = sum(parse_file(path).facts.pages for path in files)
        rows = _compared(files, pages, options.rounds)
    write_section("PDF", command_line(), table(("what", "figure"), rows))
    return 0


def _compared(files: Sequence[Path], pages: int, rounds: int) -> list[tuple[str, str]]:
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(parse_file, files))
        theirs.append(_seconds(lambda path: PyPDFLoader(str(path)).load(), files))
    fast, slow = pages / min(ours), pages / min(theirs)
    return [
        ("files / pages", f"{len(files)} / {pages:,}"),
        ("ours, pages/s", f"{fast:.1f}"),
        ("LangChain PyPDFLoader, pages/s", f"{slow:.1f}"),
        ("ours / PyPDFLoader", f"{fast / slow:.2f}"),
    ]


def _seconds(read: Callable[[Path], object], files: Sequence[Path]) -> float:
    started = time.perf_counter()
    for path in files:
        read(path)
    return time.perf_counter() - started


def _print_files(folder: Path) -> None:
    header = FOOTER.format("白石水务局文件汇编")
    with open_browser() as browser:
        for name, body in _bodies().items():
            data = printed(browser, body, header=header, footer=PAGE_NUMBER_FOOTER)
            (folder / f"{name}.pdf").write_bytes(data)


def _bodies() -> dict[str, str]:
    """What is printed, by the name of its file."""
    hanzi = paragraphs(PARAGRAPHS, HANZI)
    english = paragraphs(PARAGRAPHS, ENGLISH, joint=" ", stop=".")
    style = '<div lang="en" style="font-family: DejaVu Serif; font-size: 11pt">'
    return {
        "report": _chapters(hanzi),
        "report-in-columns": f'<div class="columns">{_chapters(hanzi)}</div>',
        "english": f"{style}{_chapters(english)}</div>",
        "english-in-columns": f'{style}<div class="columns">{_chapters(english)}</div></div>',
        "tables": _table() * CHAPTERS,
    }


def _chapters(texts: Sequence[str]) -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return "".join(f"<h2>第{number}部分</h2>{body}" for number in range(1, CHAPTERS + 1))


def _table() -> str:
    row = "<tr><td>闸门检修</td><td>座</td><td>1,204</td><td>年检合格</td></tr>"
    return f'<h2>统计表</h2><table class="ruled">{row * 40}</table>'


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=Path, help="a folder with PDF files that can be read")
    parser.add_argument("--rounds", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
