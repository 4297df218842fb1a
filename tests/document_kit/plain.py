"""Plain text, as it is typed or saved from a word processor, and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from tests.document_kit.documents import (
    Block,
    Heading,
    Listing,
    OfficeDocument,
    Paragraph,
    Quote,
    Table,
    shown_lines,
)
from tests.document_kit.line_breaking import broken

INDENT = "　　"


def text_of(document: OfficeDocument) -> str:
    """A line a paragraph, indented; cells between tabs."""
    parts = [document.title, ""]
    for block in document.blocks:
        parts += _text_lines(block)
    return "\n".join(parts) + "\n"


def _text_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from ("", block.words, "")
    elif isinstance(block, Table):
        yield from map("\t".join, block.lines)
    else:
        yield from (INDENT + line for line in shown_lines(block))


def wrapped_text_of(document: OfficeDocument, width: int = 36) -> str:
    """As `text_of`, but with lines that end after `width` hanzi, as old mail programs do it."""
    lines: list[str] = []
    for line in text_of(document).splitlines():
        lines += [line] if "\t" in line or not line else broken(line, width)
    return "\n".join(lines) + "\n"


def markdown_of(document: OfficeDocument) -> str:
    """Markdown; the chapters are headings of the second level."""
    parts = [f"# {document.title}"]
    parts += ["\n".join(_markdown_lines(block)) for block in document.blocks]
    return "\n\n".join(parts) + "\n"


def _markdown_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {block.words}"
    elif isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Quote):
        yield f"> {block.words}"
    elif isinstance(block, Listing):
        mark = "" if block.is_numbered else "- "
        yield from (mark + item for item in block.shown)
    else:
        yield _bars(block.header)
        yield _bars(("---",) * len(block.header))
        yield from map(_bars, block.rows)


def _bars(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def table_text(table: Table, delimiter: str) -> str:
    """A table for spreadsheet programs; the cells that need it stand in quotation marks."""
    return "".join(
        delimiter.join(_quoted(cell, delimiter) for cell in line) + "\r\n" for line in table.lines
    )


def _quoted(cell: str, delimiter: str) -> str:
    return f'"{cell}"' if delimiter in cell else cell
