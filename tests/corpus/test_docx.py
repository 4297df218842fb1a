from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, TextLayout
from tests import docx_kit as kit

HEADING_1 = kit.style("1", "heading 1", '<w:outlineLvl w:val="0"/>')
HEADING_2 = kit.style("2", "heading 2", '<w:outlineLvl w:val="1"/>')
TITLE = kit.style("a3", "Title")
STYLES = HEADING_1 + HEADING_2 + TITLE


def test_a_document_of_a_writing_library_is_read_whole() -> None:
    document = WordDocument()
    document.add_heading("水渠管理办法", 0)
    document.add_heading("总则", 1)
    document.add_paragraph("水渠由管理所养护。")
    document.add_heading("分工", 2)
    table = document.add_table(rows=2, cols=2)
    for place, words in enumerate(("单位", "里程", "一所", "12公里")):
        table.rows[place // 2].cells[place % 2].text = words
    buffer = io.BytesIO()
    document.save(buffer)
    parsed = parse_raw(RawFile("a.docx", buffer.getvalue()))
    assert parsed.text == (
        "# 水渠管理办法\n\n## 总则\n\n水渠由管理所养护。\n\n### 分工\n\n"
        "单位 | 里程\n一所 | 12公里\n\n"
    )
    assert parsed.metadata.title == "水渠管理办法"
    assert parsed.metadata.author == ""
    assert (parsed.layout, parsed.facts.format) == (TextLayout.STRUCTURED, "docx")
    assert (parsed.losses, parsed.facts.warnings) == ((), ())


@pytest.mark.parametrize(
    ("styles", "style", "line"),
    [
        (HEADING_1, "1", "## 总则"),
        (HEADING_1 + kit.style("x", "章名", based_on="1"), "x", "## 总则"),
        (kit.style("x", "标题 2"), "x", "### 总则"),
        (kit.style("x", "Heading 3"), "x", "#### 总则"),
        (kit.style("x", "小节", '<w:outlineLvl w:val="8"/>'), "x", "###### 总则"),
        (HEADING_1 + kit.style("x", "说明", '<w:outlineLvl w:val="9"/>', "1"), "x", "总则"),
        (kit.style("x", "x", based_on="y") + kit.style("y", "y", based_on="x"), "x", "总则"),
        (HEADING_1, "未知", "总则"),
    ],
)
def test_headings_are_known_by_their_style(styles: str, style: str, line: str) -> None:
    body = kit.styled("总则", style) + kit.styled("分则", style)
    assert kit.lines(body, styles=styles)[0] == line


def test_the_outline_level_of_a_paragraph_goes_before_its_style() -> None:
    body = (
        kit.paragraph("甲", '<w:outlineLvl w:val="0"/>')
        + kit.paragraph("乙", '<w:outlineLvl w:val="0"/>')
        + kit.paragraph("丙", '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    )
    assert kit.lines(body, styles=STYLES) == ["## 甲", "## 乙", "丙"]


def test_a_whole_paragraph_in_the_style_of_a_heading_is_body() -> None:
    words = "水渠由管理所养护，每年冬季清淤一次。" * 4
    assert kit.lines(kit.styled(words, "1"), styles=STYLES) == [words]


def test_a_title_over_several_paragraphs_is_one() -> None:
    body = kit.styled("清河县水务局", "a3") + kit.styled("2023年工作总结", "a3")
    parsed = kit.parsed(body + kit.styled("一", "1") + kit.styled("附", "a3"), styles=STYLES)
    assert parsed.metadata.title == "清河县水务局2023年工作总结"
    assert parsed.text.split() == ["#", "清河县水务局2023年工作总结", "##", "一", "##", "附"]


def test_a_line_break_in_a_heading_is_no_blank_between_hanzi() -> None:
    runs = kit.run("关于印发") + "<w:r><w:br/></w:r>" + kit.run("办法的通知")
    body = kit.paragraph(properties='<w:pStyle w:val="a3"/>', runs=runs)
    assert kit.lines(body, styles=STYLES) == ["# 关于印发办法的通知"]


def test_the_only_first_heading_at_the_top_is_the_title() -> None:
    body = kit.styled("水渠管理", "1") + kit.styled("分工", "2") + kit.styled("经费", "2")
    parsed = kit.parsed(body, styles=STYLES)
    assert parsed.text.split("\n\n") == ["# 水渠管理", "## 分工", "## 经费", ""]
    assert parsed.metadata.title == "水渠管理"


@pytest.mark.parametrize("more", ["第一章 总则", "一、总则"])
def test_a_numbered_heading_is_not_taken_for_the_title(more: str) -> None:
    assert (
        kit.lines(kit.styled(more, "1") + kit.paragraph("正文"), styles=STYLES)[0] == f"## {more}"
    )


def test_breaks_tabs_and_hyphens_are_shown() -> None:
    inside = (
        "<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t>"
        '<w:softHyphen/><w:t>C</w:t><w:br w:type="page"/><w:t>丁\n戊</w:t>'
    )
    assert kit.parsed(kit.paragraph(runs=f"<w:r>{inside}</w:r>")).text == "甲\n乙\tA-BC\n丁 戊\n"


def test_signs_of_symbol_fonts_become_characters() -> None:
    signs = [("Wingdings", "F0FE"), ("Symbol", "F061"), ("宋体", "2460"), ("Webdings", "F021")]
    runs = "".join(f'<w:r><w:sym w:font="{f}" w:char="{c}"/></w:r>' for f, c in signs)
    parsed = kit.parsed(kit.paragraph(runs=runs))
    assert parsed.text == "☑α①\n"
    assert parsed.facts.warnings == ("1 sign of a symbol font was left out.",)


def test_raised_figures_stay_raised() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    runs = kit.run("面积5m") + kit.run("2", raised) + kit.run("，10") + kit.run("-3", raised)
    runs += kit.run("，10") + kit.run("4", '<w:position w:val="6"/>')
    runs += kit.run("，注") + kit.run("见后", raised)
    assert kit.parsed(kit.paragraph(runs=runs)).text == "面积5m²，10⁻³，10⁴，注见后\n"


def test_readings_above_characters_are_left_out() -> None:
    ruby = f"<w:ruby><w:rt>{kit.run('qú')}</w:rt><w:rubyBase>{kit.run('渠')}</w:rubyBase></w:ruby>"
    runs = kit.run("水") + f"<w:r>{ruby}</w:r>"
    assert kit.parsed(kit.paragraph(runs=runs)).text == "水渠\n"


def test_hidden_text_is_left_out_and_told() -> None:
    hidden_style = (
        '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    runs = kit.run("见") + kit.run("密", "<w:vanish/>") + kit.run("文", '<w:rStyle w:val="h"/>')
    runs += kit.run("者", '<w:vanish w:val="0"/>')
    parsed = kit.parsed(kit.paragraph(runs=runs), styles=hidden_style)
    assert parsed.text == "见者\n"
    assert parsed.facts.warnings == ("2 characters of hidden text were left out.",)


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom w:id="2">{kit.run("移走")}</w:moveFrom>'
    inserted = (
        f'<w:ins w:id="3">{kit.run("新")}</w:ins><w:moveTo w:id="4">{kit.run("移来")}</w:moveTo>'
    )
    body = kit.paragraph(runs=kit.run("前") + deleted + moved + inserted)
    body += kit.paragraph("接", '<w:rPr><w:del w:id="5"/></w:rPr>') + kit.paragraph("上")
    row = kit.row_of(("删去的行",), '<w:del w:id="6"/>')
    body += f"<w:tbl>{kit.row_of(('甲', '乙'))}{row}</w:tbl>"
    parsed = kit.parsed(body)
    assert parsed.text == "前新移来\n接上\n\n甲 | 乙\n\n"
    assert parsed.facts.warnings == ("5 tracked changes were read as accepted.",)


def test_links_and_content_controls_are_read() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{kit.run('控件')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink r:id="x">{kit.run("链接")}</w:hyperlink>'
    tagged = f"<w:smartTag><w:smartTagPr/>{kit.run('标签')}</w:smartTag>"
    block = f"<w:sdt><w:sdtContent>{kit.paragraph('整段')}</w:sdtContent></w:sdt>"
    assert kit.lines(kit.paragraph(runs=link + control + tagged) + block) == [
        "链接控件标签",
        "整段",
    ]


def _with_properties(title: str, author: str) -> ParsedFile:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-'
        'properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
        "<dcterms:created>2001-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
    parts = kit.docx_parts(kit.paragraph("关于水渠养护的报告") + kit.paragraph("正文。"))
    return parse_raw(RawFile("a.docx", kit.packed({**parts, "docProps/core.xml": core.encode()})))


@pytest.mark.parametrize(
    ("title", "author", "read"),
    [
        ("关于水渠养护的报告", "李明", ("关于水渠养护的报告", "李明")),
        ("关于去年预算的请示", "微软用户", ("", "")),
        ("Word 文档", "Administrator", ("", "")),
        ("", "水务局", ("", "")),
        ("", "Li Ming", ("", "Li Ming")),
    ],
)
def test_properties_are_believed_where_they_are_plausible(
    title: str, author: str, read: tuple[str, str]
) -> None:
    metadata = _with_properties(title, author).metadata
    assert (metadata.title, metadata.author, metadata.date) == (*read, "")
