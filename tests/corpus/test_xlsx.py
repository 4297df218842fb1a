"""Workbooks: each row is a line that names its columns, with values as they are shown."""

from __future__ import annotations

import datetime as dt
import time

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from corpus.errors import ParseError
from corpus.parsers import EmptyFileError, UnsafeFileError, UnsupportedFormatError
from corpus.parsers.composing.composer import Composer
from corpus.parsers.sheet_parts.tables import SheetWriter
from corpus.parsers.sheet_parts.types import CellBudget, Merge, Sheet, SheetRow
from corpus.types import TextLayout
from tests.sheet_kit import (
    MAIN,
    PACKAGE,
    RELATIONS,
    lines,
    parse,
    places,
    raw_workbook,
    sheet_of,
    workbook,
)

PEOPLE = [["姓名", "部门", "工龄"], ["张三", "办公室", 3], ["李四", "财务处", 12]]


def test_a_row_names_its_columns_and_knows_its_place() -> None:
    parsed = parse(sheet_of(PEOPLE, name="职工"))
    assert lines(parsed) == [
        "## 职工",
        "姓名: 张三；部门: 办公室；工龄: 3",
        "姓名: 李四；部门: 财务处；工龄: 12",
    ]
    assert places(parsed) == {lines(parsed)[1]: 2, lines(parsed)[2]: 3}
    assert parsed.regions[0].locator == {"kind": "row", "sheet": "职工", "row": 2}
    assert parsed.layout is TextLayout.RECORDS


def test_values_are_shown_by_their_formats() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.append(["项目", "日期", "占比", "金额", "达标", "人数", "时间"])
        sheet.append(["甲", dt.date(2020, 3, 5), 0.035, 1234567.5, True, 40.0, dt.time(8, 30)])
        sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["C2"].number_format = "0.0%"
        sheet["D2"].number_format = "¥#,##0.00"

    assert lines(parse(workbook(fill))) == [
        "项目: 甲；日期: 2020年3月5日；占比: 3.5%；金额: ¥1,234,567.50；达标: TRUE；人数: 40；"
        "时间: 8:30:00"
    ]


def test_days_are_counted_from_the_epoch_of_the_workbook() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append([dt.date(2010, 11, 5)])
        book.active["A1"].number_format = "yyyy-mm-dd"

    assert lines(parse(workbook(fill))) == ["2010-11-05"]


def test_merged_headers_are_combined_and_merged_values_hold_for_each_row() -> None:
    rows = [
        ["全县收支表"],
        ["地区", "收入", None, "支出", None],
        [None, "税收", "其他", "人员", "公用"],
        ["东区", 1, 2, 3, 4],
        [None, 5, 6, 7, 8],
        ["合计", 6, 8, 10, 12],
    ]
    merges = ("A1:E1", "B2:C2", "D2:E2", "A2:A3", "A4:A5")
    assert lines(parse(sheet_of(rows, *merges))) == [
        "### 全县收支表",
        "地区: 东区；收入 税收: 1；收入 其他: 2；支出 人员: 3；支出 公用: 4",
        "地区: 东区；收入 税收: 5；收入 其他: 6；支出 人员: 7；支出 公用: 8",
        "地区: 合计；收入 税收: 6；收入 其他: 8；支出 人员: 10；支出 公用: 12",
    ]


def test_a_value_merged_over_columns_stands_once() -> None:
    rows = [["姓名", "上午", "下午"], ["张三", "值班", None], ["李四", "开会", "巡查"]]
    assert lines(parse(sheet_of(rows, "B2:C2"))) == [
        "姓名: 张三；上午: 值班",
        "姓名: 李四；上午: 开会；下午: 巡查",
    ]


def test_titles_units_groups_and_notes_stand_apart_from_the_rows() -> None:
    rows = [
        ["物资清单"],
        [None, None, "单位：件"],
        ["名目", "规格", "数量"],
        ["一、防汛", None, None],
        ["沙袋", "50×80", 300],
        ["注：数量每月核对。", None, None],
    ]
    assert lines(parse(sheet_of(rows, "A1:C1", "A4:C4"))) == [
        "### 物资清单",
        "#### 单位：件",
        "###### 一、防汛",
        "名目: 沙袋；规格: 50×80；数量: 300",
        "注：数量每月核对。",
    ]


def test_tables_below_and_beside_each_other_have_their_own_headers() -> None:
    rows = [
        ["姓名", "工龄", None, "车牌", "座位"],
        ["张三", 3, None, "甲A1", 5],
        ["李四", 4, None, "甲A2", 7],
        [],
        ["仓库", "面积", None, None, None],
        ["东库", 120, None, None, None],
    ]
    parsed = parse(sheet_of(rows))
    assert lines(parsed) == [
        "姓名: 张三；工龄: 3",
        "姓名: 李四；工龄: 4",
        "车牌: 甲A1；座位: 5",
        "车牌: 甲A2；座位: 7",
        "仓库: 东库；面积: 120",
    ]
    assert places(parsed)["车牌: 甲A2；座位: 7"] == 3


def test_an_empty_row_does_not_end_a_table_and_figures_apart_belong_to_their_names() -> None:
    rows = [
        ["地区", "人口", None, "面积"],
        [],
        ["东区", 10, None, 7],
        [],
        ["西区", 20, None, 9],
    ]
    assert lines(parse(sheet_of(rows))) == [
        "地区: 东区；人口: 10；面积: 7",
        "地区: 西区；人口: 20；面积: 9",
    ]


def test_a_title_does_not_hold_for_the_next_table() -> None:
    rows = [["年度表"], ["地区", "人口"], ["东区", 10], [], ["仓库", "面积"], ["东库", 120]]
    assert lines(parse(sheet_of(rows, "A1:B1"))) == [
        "### 年度表",
        "地区: 东区；人口: 10",
        "## Sheet1",
        "仓库: 东库；面积: 120",
    ]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ([["张三", 3], ["李四", 4]], ["张三；3", "李四；4"]),
        ([["A001", "好"], ["A002", "坏"]], ["A001；好", "A002；坏"]),
        ([["甲", "乙"]], ["甲；乙"]),
        ([["地区", 2019, 2020], ["东区", 5, 6]], ["地区: 东区；2019: 5；2020: 6"]),
        ([["只有一列"], ["文字"]], ["只有一列", "文字"]),
        ([["姓名", "部门"], ["张三", "办公室"]], ["姓名: 张三；部门: 办公室"]),
    ],
)
def test_a_header_is_told_by_what_stands_below(rows: list[list[object]], shown: list[str]) -> None:
    assert lines(parse(sheet_of(rows))) == shown


def test_a_header_may_be_stated_by_a_defined_table() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (["2001x", "备注"], ["2002x", "备注"]):
            book.active.append(row)
        book.active.add_table(Table(displayName="T", ref="A1:B2"))

    assert lines(parse(workbook(fill))) == ["2001x: 2002x；备注: 备注"]


def test_a_form_is_read_as_questions_and_answers() -> None:
    rows = [
        ["申请表", None, None, None],
        ["姓名：", "王五", "性别：", "女"],
        ["工作单位", "水务站", "联系电话", "12345"],
        ["备注", None, None, None],
    ]
    parsed = parse(sheet_of(rows, "A1:D1"))
    assert lines(parsed) == [
        "### 申请表",
        "姓名: 王五；性别: 女",
        "工作单位: 水务站；联系电话: 12345",
        "备注",
    ]
    assert places(parsed)["姓名: 王五；性别: 女"] == 2


def test_what_is_hidden_is_left_out_and_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in (*PEOPLE, ["王五", "后勤处", 7]):
            book.active.append(row)
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["B"].hidden = True
        book.create_sheet("底稿").append(["秘密"])
        book["底稿"].sheet_state = "hidden"

    parsed = parse(workbook(fill))
    assert lines(parsed) == ["姓名: 张三；工龄: 3", "姓名: 王五；工龄: 7"]
    assert parsed.facts.warnings == (
        "The hidden sheet “底稿” is left out.",
        "Sheet “Sheet1”: 1 hidden row and 1 hidden column left out.",
    )
    assert parsed.losses == ()


def test_several_sheets_are_headed_by_their_names() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["甲一"])
        book.create_sheet("Sheet2").append(["乙一"])
        book.create_sheet("空")

    parsed = parse(workbook(fill))
    assert lines(parsed) == ["## Sheet1", "甲一", "## Sheet2", "乙一"]
    assert parsed.facts.pages == 3


def test_formula_that_was_never_worked_out_is_told() -> None:
    parsed = parse(sheet_of([("项目", "金额"), ("甲", 3), ("乙", 4), ("合计", "=SUM(B2:B3)")]))
    assert any("1 cell with formulas" in loss for loss in parsed.losses)


def test_formulas_count_by_their_values_and_those_without_are_told() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1" t="str"><f>B1</f><v>和</v></c>'
        '<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>1+2</f></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>'
    )
    parsed = parse(raw_workbook(xml))
    assert lines(parsed) == ["和；2；#DIV/0!"]
    assert parsed.losses == (
        "Sheet “Sheet1”: 1 cell with formulas whose values the file does not hold; open it in a "
        "spreadsheet program and save it to add them.",
    )


def test_texts_lose_their_fonts_and_readings_and_keep_their_line_ends_as_blanks() -> None:
    xml = (
        '<sheetData><row><c t="inlineStr"><is><r><t>豊</t></r><r><t>田_x000D_\n车</t></r>'
        "<rPh><t>とよた</t></rPh></is></c></row></sheetData>"
    )
    assert lines(parse(raw_workbook(xml))) == ["豊田 车"]


def test_comments_are_left_out_and_told() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["正文"])
        book.active["A1"].comment = Comment("批注", "某人")

    parsed = parse(workbook(fill))
    assert lines(parsed) == ["正文"]
    assert parsed.facts.warnings == ("Sheet “Sheet1”: 1 comment left out.",)


def test_boxes_with_text_are_read_and_charts_and_pictures_told() -> None:
    draw = "http://schemas.openxmlformats.org/drawingml/2006"
    relations = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/{{kind}}" '
        'Target="../{folder}/{kind}1.xml"/></Relationships>'
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{draw}/spreadsheetDrawing" xmlns:a="{draw}/main"><xdr:sp>'
        "<xdr:txBody><a:p><a:r><a:t>盖章</a:t></a:r><a:r><a:t>处</a:t></a:r></a:p></xdr:txBody>"
        "</xdr:sp><xdr:pic/></xdr:wsDr>"
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations.format(kind="drawing", folder="drawings"),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": relations.format(kind="chart", folder="charts"),
    }
    xml = '<sheetData><row><c t="str"><v>正文</v></c></row></sheetData>'
    parsed = parse(raw_workbook(xml, parts))
    assert lines(parsed) == ["正文", "盖章处"]
    assert parsed.facts.warnings == ("Sheet “Sheet1”: 1 chart, 1 picture left out.",)


def test_a_long_remark_merged_over_many_rows_stands_once() -> None:
    remark = "说明很长" * 60
    rows = [["名目", "数量", "备注"], ["沙袋", 1, remark], ["雨衣", 2, None]]
    assert lines(parse(sheet_of(rows, "C2:C3"))) == [
        f"名目: 沙袋；数量: 1；备注: {remark}",
        "名目: 雨衣；数量: 2",
    ]


def test_a_sheet_whose_part_is_missing_is_told() -> None:
    rows = '<sheetData><row><c t="str"><v>正文</v></c></row></sheetData>'
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="甲" r:id="r1"/><sheet name="乙" r:id="r9"/></sheets></workbook>'
    )
    parsed = parse(raw_workbook(rows, {"xl/workbook.xml": book}))
    assert lines(parsed) == ["## 甲", "正文"]
    assert parsed.losses == ("The sheet “乙” is missing in the file.",)


def test_the_title_in_the_properties_is_taken() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["甲"])
        book.properties.title = "年度台账"

    assert parse(workbook(fill)).metadata.title == "年度台账"


def test_names_set_wide_by_blanks_are_mended() -> None:
    parsed = parse(sheet_of([["姓名", "工龄"], ["张　三", 3], ["欧阳 锋", 4]]))
    cuts = [parsed.text[cut.start - 1 : cut.end + 1] for cut in parsed.cuts]
    assert cuts == ["张　三"]


def test_cells_far_apart_cost_nothing() -> None:
    xml = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )
    started = time.process_time()
    parsed = parse(raw_workbook(xml))
    assert places(parsed) == {"1": 1, "2": 1_048_576}
    assert time.process_time() - started < 1


def test_rows_that_are_only_formatted_cost_little_and_hide_nothing_behind_them() -> None:
    empty = "".join(f'<row r="{row}" s="1"><c r="A{row}" s="1"/></row>' for row in range(2, 60_000))
    xml = (
        f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{empty}'
        '<row r="60000"><c r="A60000"><v>2</v></c></row></sheetData>'
    )
    assert places(parse(raw_workbook(xml))) == {"1": 1, "2": 60_000}


def test_a_value_merged_over_very_many_rows_is_cut_and_counted() -> None:
    rows = [SheetRow(1, {1: "很长的备注" * 5, 2: "值"})]
    rows += [SheetRow(number, {2: "值"}) for number in range(2, 9)]
    composer = Composer()
    writer = SheetWriter(composer, most_characters=60)
    writer.write(Sheet("", rows, (Merge(1, 1, 8, 1),)), among_others=False)
    assert composer.text == f"{'很长的备注' * 5}；值\n" * 3
    assert writer.rows_left_out == 5


def test_rows_beyond_the_limit_are_counted() -> None:
    budget = CellBudget(5)
    assert [budget.take(2) for _ in range(4)] == [True, True, False, False]
    assert budget.rows_left_out == 2


def test_references_that_cannot_be_read_do_no_harm() -> None:
    xml = (
        '<sheetData><row r="x"><c r="?"><v>1</v></c><c t="s"><v>99</v></c>'
        '<c s="77"><v>abc</v></c><c><v>NaN</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="nowhere"/><mergeCell ref="B9:A1"/></mergeCells>'
    )
    assert lines(parse(raw_workbook(xml))) == ["1；abc；NaN"]


def test_a_workbook_without_a_value_is_called_empty() -> None:
    with pytest.raises(EmptyFileError, match=r"a\.xlsx is empty"):
        parse(workbook(lambda _: None))


def test_entities_in_a_sheet_are_refused() -> None:
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    data = raw_workbook("", {"xl/worksheets/sheet1.xml": sheet})
    with pytest.raises(UnsafeFileError, match="declares XML entities") as caught:
        parse(data)
    assert "DOCTYPE" in caught.value.remedy


def test_a_bomb_is_refused() -> None:
    with pytest.raises(UnsafeFileError, match="would unpack to"):
        parse(raw_workbook(f"<sheetData>{' ' * 30_000_000}</sheetData>"))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_damaged_xml_is_told_with_a_remedy(name: str) -> None:
    with pytest.raises(ParseError, match="XML cannot be read") as caught:
        parse(raw_workbook("", {name: "<worksheet><sheetData><row>"}))
    assert "save it again" in caught.value.remedy


def test_a_binary_workbook_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedFormatError, match="xlsb") as caught:
        parse(raw_workbook("", {"xl/workbook.bin": "x"}))
    assert "Save it as .xlsx" in caught.value.remedy
