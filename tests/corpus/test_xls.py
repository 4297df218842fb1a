"""Old workbooks, here as a bare stream of records (BIFF8)."""

from __future__ import annotations

import struct

import pytest

from corpus.errors import ParseError
from tests.sheet_kit import lines, parse, places

GLOBALS, WORKSHEET = 0x0005, 0x0010
PERCENT, LONG_DAY = 164, 165
HIDDEN_ROW = 0x20


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 6))


def words(text: str, width: str) -> bytes:
    return struct.pack(width, len(text)) + b"\x01" + text.encode("utf-16-le")


def style(number_format: int) -> bytes:
    return record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))


def text_cell(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHH", row, column, 0) + words(text, "<H"))


def number_cell(row: int, column: int, number: float, style_index: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style_index, number))


def book(*sheets: tuple[str, int, bytes]) -> bytes:
    font = record(
        0x0031, struct.pack("<HHHHHBBBB", 200, 0, 8, 400, 0, 0, 0, 0, 0) + words("宋", "<B")
    )
    formats = [
        record(0x041E, struct.pack("<H", number) + words(code, "<H"))
        for number, code in ((PERCENT, "0.0%"), (LONG_DAY, 'yyyy"年"m"月"d"日"'))
    ]
    styles = [style(number) for number in (0, PERCENT, LONG_DAY, 14)]
    head = begin(GLOBALS) + font + b"".join(formats) + b"".join(styles)
    bodies = [begin(WORKSHEET) + body + record(0x000A) for _, _, body in sheets]
    entries = [struct.pack("<BB", hidden, 0) + words(name, "<B") for name, hidden, _ in sheets]
    position = len(head) + sum(len(entry) + 8 for entry in entries) + 4
    for entry, body in zip(entries, bodies, strict=True):
        head += record(0x0085, struct.pack("<I", position) + entry)
        position += len(body)
    return head + record(0x000A) + b"".join(bodies)


def header() -> bytes:
    return b"".join(
        text_cell(0, c, name) for c, name in enumerate(("名目", "占比", "日期", "数量"))
    )


def test_rows_name_their_columns_with_values_as_shown() -> None:
    body = (
        header()
        + text_cell(1, 0, "沙袋")
        + number_cell(1, 1, 0.035, 1)
        + number_cell(1, 2, 40487.0, 2)
        + number_cell(1, 3, 12.0)
        + text_cell(2, 0, "雨衣")
        + number_cell(2, 2, 40487.0, 3)
        + record(0x0205, struct.pack("<HHHBB", 2, 3, 0, 0x07, 1))
    )
    assert places(parse(book(("Sheet1", 0, body)), "a.xls")) == {
        "名目: 沙袋；占比: 3.5%；日期: 2010年11月5日；数量: 12": 2,
        "名目: 雨衣；日期: 2010/11/5；数量: #DIV/0!": 3,
    }


def test_what_is_hidden_is_left_out_and_told() -> None:
    row = struct.pack("<HHHHHHI", 1, 0, 4, 255, 0, 0, HIDDEN_ROW)
    column = record(0x007D, struct.pack("<HHHHHH", 1, 1, 2340, 0, 1, 0))
    body = (
        column
        + record(0x0208, row)
        + header()
        + text_cell(1, 0, "旧")
        + text_cell(2, 0, "新")
        + number_cell(2, 1, 5.0)
        + number_cell(2, 3, 7.0)
    )
    parsed = parse(book(("台账", 0, body), ("底稿", 1, text_cell(0, 0, "密"))), "a.et")
    assert lines(parsed) == ["## 台账", "名目: 新；数量: 7"]
    assert parsed.facts.warnings == (
        "The hidden sheet “底稿” is left out.",
        "Sheet “台账”: 1 hidden row and 1 hidden column left out.",
    )


def test_merged_values_hold_for_each_row() -> None:
    body = (
        header()
        + text_cell(1, 0, "沙袋")
        + number_cell(1, 3, 1.0)
        + number_cell(2, 3, 2.0)
        + record(0x00E5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
    )
    assert lines(parse(book(("Sheet1", 0, body)), "a.xls")) == [
        "名目: 沙袋；数量: 1",
        "名目: 沙袋；数量: 2",
    ]


@pytest.mark.parametrize("kept", [60, 200])
def test_a_damaged_workbook_is_told_with_a_remedy(kept: int) -> None:
    whole = book(("Sheet1", 0, header()))
    with pytest.raises(ParseError, match="damaged") as caught:
        parse(whole[:kept], "a.xls")
    assert "save it as .xlsx" in caught.value.remedy
