"""Old workbooks."""

from __future__ import annotations

import struct

import pytest

from corpus.errors import ParseError
from corpus.parsers import UnsafeFileError
from tests.sheet_kit import lines, parse, places
from tests.xls_kit import book, number_cell, record, text_cell

HIDDEN_ROW = 0x20


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


def text_box(kind: int, text: str) -> bytes:
    shape = record(0x005D, struct.pack("<HHHH", 0x15, 18, kind, 1) + bytes(14))
    box = record(0x01B6, struct.pack("<HHIHHHI", 0, 0, 0, 0, len(text), 16, 0))
    return (
        shape + box + record(0x003C, b"\x01" + text.encode("utf-16-le")) + record(0x003C, bytes(16))
    )


def test_boxes_with_text_are_read_and_comments_are_not() -> None:
    first = header() + text_box(6, "盖章处") + text_box(0x19, "批注")
    parsed = parse(book(("甲", 0, first), ("乙", 0, text_box(6, "附注"))), "a.xls")
    assert lines(parsed) == ["## 甲", "名目；占比；日期；数量", "盖章处", "## 乙", "附注"]


XML_BOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>{doctype}
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style>
<Style ss:ID="d"><NumberFormat ss:Format="Long Date"/></Style></Styles>
<Worksheet ss:Name="台账"><Table><Column/><Column/><Column ss:Index="4" ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">名目</Data></Cell><Cell><Data ss:Type="String">占比</Data></Cell>
<Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">密</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">沙袋</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.035</Data></Cell>
<Cell ss:StyleID="d"><Data ss:Type="DateTime">2010-11-05T00:00:00.000</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Number">5</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="String">密</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_a_workbook_in_one_xml_file_is_read() -> None:
    parsed = parse(XML_BOOK.format(doctype="").encode(), "a.xls")
    assert places(parsed) == {
        "名目: 沙袋；占比: 3.5%；日期: 2010年11月5日": 3,
        "名目: 沙袋；占比: 5": 4,
    }
    assert parsed.facts.warnings == (
        "The hidden sheet “底稿” is left out.",
        "Sheet “台账”: 1 hidden column left out.",
    )


def test_entities_in_a_workbook_of_one_xml_file_are_refused() -> None:
    doctype = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with pytest.raises(UnsafeFileError, match="declares XML entities"):
        parse(XML_BOOK.format(doctype=doctype).encode(), "a.xls")


PAGE = "<table><tr><td>名目</td><td>数量</td></tr><tr><td>沙袋</td><td>3</td></tr></table>"
ARCHIVE = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    f"<html><body>{PAGE}</body></html>\r\n--x--\r\n"
)


@pytest.mark.parametrize("text", [PAGE, ARCHIVE])
def test_pages_of_the_web_under_the_suffix_are_read_as_such(text: str) -> None:
    assert lines(parse(text.encode(), "a.xls")) == ["名目 | 数量", "沙袋 | 3"]
