from __future__ import annotations

import pytest

from corpus.cleaner import clean
from tests import docx_kit as kit

STYLES = kit.style("1", "heading 1", '<w:outlineLvl w:val="0"/>')


def test_fields_show_their_results_only() -> None:
    runs = kit.run("见第") + kit.field(" REF 条 ", "3") + kit.run("条，共")
    runs += f'<w:fldSimple w:instr=" NUMPAGES ">{kit.run("8")}</w:fldSimple>' + kit.run("页")
    runs += kit.field(" PAGE ", "")
    assert kit.parsed(kit.paragraph(runs=runs)).text == "见第3条，共8页\n"


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(qú),渠)", "渠"),
        (r"EQ \f(1,2)", "1/2"),
        (r"SYMBOL 252 \f Wingdings \s 11", "✓"),
        (r"XE 索引词", ""),
    ],
)
def test_fields_without_a_result_show_what_they_draw(instruction: str, shown: str) -> None:
    field = kit.field(instruction, "").replace(
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', ""
    )
    assert kit.parsed(kit.paragraph(runs=kit.run("前") + field)).text == f"前{shown}\n"


def test_boxes_of_forms_show_their_mark() -> None:
    def box(state: str) -> str:
        data = f"<w:ffData><w:checkBox><w:default w:val='0'/>{state}</w:checkBox></w:ffData>"
        begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        return f'{begin}<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    runs = box("<w:checked/>") + kit.run("是 ") + box("") + kit.run("否")
    assert kit.parsed(kit.paragraph(runs=runs)).text == "☑是 □否\n"


def test_a_table_of_contents_is_cut_out() -> None:
    toc = kit.style("t", "toc 1")
    body = (
        kit.paragraph("目　录")
        + kit.paragraph(
            runs=kit.open_field("TOC") + kit.run("总则") + "<w:r><w:tab/></w:r>" + kit.run("1")
        )
        + kit.styled("分则\t2", "t")
        + kit.paragraph(runs=kit.END_FIELD)
        + kit.styled("总则", "1")
        + kit.paragraph("正文。")
        + kit.styled("分则", "1")
    )
    parsed = kit.parsed(body, styles=STYLES + toc)
    assert parsed.text.startswith("目　录\n总则\t1\n分则 2\n")
    assert clean(parsed.text, parsed.layout, parsed.cuts).text == "## 总则\n\n正文。\n\n## 分则"


def test_a_table_of_contents_in_its_control_is_cut_out() -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    inside = kit.styled("目录", "1") + kit.paragraph("总则 1")
    control = f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    parsed = kit.parsed(control + kit.paragraph("正文。"), styles=STYLES)
    assert clean(parsed.text, parsed.layout, parsed.cuts).text == "正文。"


def test_a_table_of_contents_that_never_ends_swallows_no_text() -> None:
    body = kit.paragraph(runs=kit.open_field("TOC") + kit.run("总则 1")) + kit.paragraph(
        "水渠由管理所养护。"
    )
    body += kit.styled("总则", "1") + kit.paragraph("短行")
    parsed = kit.parsed(body, styles=STYLES)
    assert clean(parsed.text, parsed.layout, parsed.cuts).text.split() == [
        *("水渠由管理所养护。", "#", "总则", "短行")
    ]


def test_an_instruction_that_never_ends_hides_no_other_paragraph() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF</w:instrText></w:r>'
    assert kit.lines(kit.paragraph(runs=begin) + kit.paragraph("正文")) == ["正文"]
