"""RTF as Chinese word processors write it: GBK bytes as codes, what GBK lacks as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.document_kit.documents import Block, Heading, Listing, OfficeDocument, Table

_HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0\uc1{\fonttbl{\f0\fnil\fcharset134 SimSun;}"
    r"{\f1\fnil\fcharset2 Symbol;}}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}"
    r"{\s2\outlinelevel1 heading 2;}{\s9 Title;}}"
)
_POINT = r"{\pntext\f1\'b7\tab}"
_CELL_WIDTH = 1500


def rtf_of(document: OfficeDocument) -> bytes:
    parts = [_HEAD, _paragraph(document.title, r"\s9\qc ")]
    for block in document.blocks:
        parts += _block(block)
    return ("".join(parts) + "}").encode("ascii")


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _paragraph(block.words, rf"\s{block.level} ")
    elif isinstance(block, Listing):
        for number, item in enumerate(block.items, 1):
            mark = rf"{{\pntext {number}.\tab}}" if block.is_numbered else _POINT
            yield rf"\pard\plain\f0 {mark}{_codes(item)}\par" + "\r\n"
    elif isinstance(block, Table):
        yield from map(_row, block.lines)
    else:
        yield _paragraph(block.words, r"\fi420 ")


def _paragraph(words: str, properties: str) -> str:
    return rf"\pard\plain\f0{properties}{_codes(words)}\par" + "\r\n"


def _row(cells: Sequence[str]) -> str:
    edges = "".join(rf"\cellx{_CELL_WIDTH * place}" for place in range(1, len(cells) + 1))
    inside = "".join(rf"\pard\intbl {_codes(cell)}\cell" for cell in cells)
    return rf"\trowd{edges}{inside}\row" + "\r\n"


def _codes(words: str) -> str:
    return "".join(map(_code, words))


def _code(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character.isascii():
        return character
    try:
        return "".join(rf"\'{byte:02x}" for byte in character.encode("gbk"))
    except UnicodeEncodeError:
        units = character.encode("utf-16-le")
        numbers = (
            int.from_bytes(units[place : place + 2], "little", signed=True)
            for place in range(0, len(units), 2)
        )
        return "".join(rf"\u{number}?" for number in numbers)
