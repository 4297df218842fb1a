from __future__ import annotations

import pytest

from corpus.parsers.registry import parse_raw
from corpus.types import RawFile
from tests import docx_kit as kit

DOWN, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_have_their_words_once() -> None:
    body = (
        "<w:tbl>"
        + kit.row_of((kit.cell("项目", '<w:gridSpan w:val="2"/>'), "金额"))
        + kit.row_of((kit.cell("养护", DOWN), "一所", "5万"))
        + kit.row_of((kit.cell("养护", BELOW), "二所", "6万"))
        + "</w:tbl>"
    )
    assert kit.lines(body) == ["项目 |  | 金额", "养护 | 一所 | 5万", " | 二所 | 6万"]


def test_paragraphs_of_a_cell_are_joined() -> None:
    two = kit.paragraph("第一段") + kit.paragraph("第二段")
    upright = kit.paragraph("备") + kit.paragraph("注")
    assert kit.lines(kit.table((two, upright))) == ["第一段 第二段 | 备注"]


def test_numbers_of_rows_are_shown() -> None:
    numbered = kit.item("", 1)
    numbering = kit.lists(kit.level(0, "decimal", "%1"))
    body = kit.table(("序号", "单位"), (numbered, "一所"), (numbered, "二所"))
    assert kit.lines(body, numbering=numbering) == ["序号 | 单位", "1 | 一所", "2 | 二所"]


def test_rows_in_content_controls_and_rows_that_start_late_are_read() -> None:
    inside = kit.row_of(("甲", "乙"))
    late = kit.row_of(("丙", "丁"), '<w:gridBefore w:val="1"/>')
    body = f"<w:tbl><w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>{late}</w:tbl>"
    assert kit.lines(body) == ["甲 | 乙", " | 丙 | 丁"]


def test_a_table_that_is_only_a_frame_is_read_as_text() -> None:
    inside = kit.styled("通知", "1") + kit.paragraph("正文。") + kit.table(("甲", "乙"))
    body = kit.table((inside,))
    assert kit.lines(body, styles=kit.style("1", "heading 1")) == ["# 通知", "正文。", "甲 | 乙"]


def test_a_line_over_the_whole_width_stays_in_its_table() -> None:
    body = kit.table(("甲", "乙"), ("合计：两项",), ("丙", "丁"))
    assert kit.lines(body) == ["甲 | 乙", "合计：两项", "丙 | 丁"]


def test_long_cells_are_read_as_texts_of_their_own() -> None:
    long = kit.paragraph("水渠由管理所养护。" * 40) + kit.paragraph("经费由县里承担。" * 40)
    lines = kit.lines(kit.table(("姓名", "李明"), ("事迹", long)))
    assert lines == ["姓名 | 李明", "事迹", "水渠由管理所养护。" * 40, "经费由县里承担。" * 40]


def test_a_table_inside_a_cell_keeps_its_rows() -> None:
    inner = kit.table(("一所", "5万"), ("二所", "6万")) + kit.paragraph()
    assert kit.lines(kit.table(("预算", inner))) == ["预算", "一所 | 5万", "二所 | 6万"]


def test_hidden_rows_are_left_out() -> None:
    body = f"<w:tbl>{kit.row_of(('甲', '乙'))}{kit.row_of(('密', '文'), '<w:hidden/>')}</w:tbl>"
    assert kit.lines(body) == ["甲 | 乙"]


@pytest.mark.parametrize("span", ["1000000000", "-5", "x"])
def test_impossible_spans_do_no_harm(span: str) -> None:
    wide = kit.cell("宽", f'<w:gridSpan w:val="{span}"/>')
    (line,) = kit.lines(f"<w:tbl>{kit.row_of((wide, '末'))}</w:tbl>")
    assert line.startswith("宽 | ")
    assert line.endswith("末")
    assert len(line) < 300


def test_tables_nested_without_end_are_read_to_their_words() -> None:
    body = kit.paragraph("核心")
    for _ in range(200):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    parsed = parse_raw(RawFile("a.docx", kit.packed(kit.docx_parts(body))))
    assert parsed.text == "核心\n"
    assert parsed.facts.warnings == ("1 part nested too deep was read without its structure.",)
