"""OpenDocument spreadsheets: rows as lines, from the texts that the cells show."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import ParseError
from corpus.parsers import EncryptedFileError
from tests.sheet_kit import lines, parse, places

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("manifest", "manifest"),
    )
)


def cell(words: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{words}</text:p></table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Sheet1", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def package(*tables: str, styles: str = "", **parts: str) -> bytes:
    content = (
        f"<office:document-content {NAMESPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


HEAD = row(cell("名目"), cell("日期"), cell("数量"))


def test_rows_name_their_columns_with_values_as_shown() -> None:
    parsed = parse(
        package(table(HEAD, row(cell("沙袋"), cell("2020年3月5日"), cell("3.5%")))), "a.ods"
    )
    assert places(parsed) == {"名目: 沙袋；日期: 2020年3月5日；数量: 3.5%": 2}


def test_repeated_rows_and_cells_keep_their_places() -> None:
    empty = row('<table:table-cell table:number-columns-repeated="16384"/>')
    many = empty.replace("table-row ", 'table-row table:number-rows-repeated="1048000" ', 1)
    same = row(
        cell("甲", 'table:number-columns-repeated="2"'),
        cell("乙"),
        attributes='table:number-rows-repeated="2"',
    )
    parsed = parse(package(table(same, many, row(cell("末")))), "a.ods")
    assert [region.locator["row"] for region in parsed.regions] == [1, 2, 1_048_003]
    assert lines(parsed) == ["甲；甲；乙", "甲；甲；乙", "末"]


def test_a_row_repeated_without_end_is_cut_and_told() -> None:
    bomb = row(cell("甲"), attributes='table:number-rows-repeated="1048576"')
    parsed = parse(package(table(bomb)), "a.ods")
    assert len(parsed.regions) == 10_000
    assert parsed.losses == (
        "Sheet “Sheet1”: 1,038,576 rows at the end left unread: the file is too large.",
    )


def test_hidden_parts_are_left_out_and_told() -> None:
    style = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        "<table:table-column/>"
    )
    shown = table(
        columns,
        HEAD,
        row(cell("沙袋"), cell("旧"), cell("3")),
        row(cell("雨衣"), cell("旧"), cell("5"), attributes='table:visibility="filter"'),
    )
    hidden = table(row(cell("底稿")), name="草", attributes='table:style-name="ta2"')
    parsed = parse(package(shown, hidden, styles=style), "a.ods")
    assert lines(parsed) == ["名目: 沙袋；数量: 3"]
    assert parsed.facts.warnings == (
        "The hidden sheet “草” is left out.",
        "Sheet “Sheet1”: 1 hidden row and 1 hidden column left out.",
    )


def test_merged_values_hold_for_each_row_and_comments_are_left_out() -> None:
    comment = "<office:annotation><text:p>批注</text:p></office:annotation>"
    tall = cell("东区", 'table:number-rows-spanned="2"').replace("<text:p>", comment + "<text:p>")
    parsed = parse(
        package(
            table(
                row(cell("地区"), cell("数量")),
                row(tall, cell("1<text:s text:c='2'/>件")),
                row("<table:covered-table-cell/>", cell("2")),
            )
        ),
        "a.ods",
    )
    assert lines(parsed) == ["地区: 东区；数量: 1  件", "地区: 东区；数量: 2"]
    assert parsed.facts.warnings == ("Sheet “Sheet1”: 1 comment left out.",)


def test_an_encrypted_file_is_refused() -> None:
    manifest = (
        f"<manifest:manifest {NAMESPACES}><manifest:file-entry>"
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(EncryptedFileError, match="is encrypted"):
        parse(package(table(HEAD), **{"META-INF__manifest": manifest}), "a.ods")


def test_damaged_content_is_told_with_a_remedy() -> None:
    with pytest.raises(ParseError, match="XML cannot be read") as caught:
        parse(package("<table:table>"), "a.ods")
    assert "save it again" in caught.value.remedy
