from __future__ import annotations

from corpus.parsers.registry import parse_raw
from corpus.types import RawFile
from tests import docx_kit as kit

PICTURE = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
REFERENCE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def test_notes_stand_behind_the_paragraph_or_table_that_refers_to_them() -> None:
    end = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    two = kit.paragraph("见条例。") + kit.paragraph("又见办法。")
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{two}</w:footnote>'
        f'<w:footnote w:id="3">{kit.paragraph("以公里计。")}</w:footnote>'
    )
    body = kit.paragraph(runs=kit.run("养护") + REFERENCE + kit.run("经费。") + end)
    cell = f"<w:tc>{kit.paragraph(runs=kit.run('里程') + REFERENCE.replace('2', '3'))}</w:tc>"
    body += f"<w:tbl>{kit.row_of((cell, '12'))}</w:tbl>" + kit.paragraph("完")
    endnotes = f'<w:endnote w:id="2">{kit.paragraph("尾声。")}</w:endnote>'
    assert kit.lines(body, footnotes=notes, endnotes=endnotes) == [
        *("养护经费。", "[注1] 见条例。 又见办法。", "[尾注1] 尾声。"),
        *("里程 | 12", "[注2] 以公里计。", "完"),
    ]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    inside = f"<w:txbxContent>{kit.paragraph('框内')}</w:txbxContent>"
    box = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    body = kit.paragraph(runs=kit.run("前") + f"<w:r>{box}</w:r>" + kit.run("后"))
    assert kit.lines(body) == ["前后", "框内"]


def test_charts_and_diagrams_are_read() -> None:
    def points(*values: str) -> str:
        return "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))

    series = (
        f"<c:ser><c:tx>{points('里程')}</c:tx><c:cat>{points('一所', '二所')}</c:cat>"
        f"<c:val>{points('12', '20')}</c:val></c:ser>"
    )
    chart = (
        f"<c:chartSpace {kit.NAMESPACES}><c:chart><c:plotArea><c:barChart>{series}</c:barChart>"
        "</c:plotArea></c:chart></c:chartSpace>"
    )
    shapes = "".join(
        f"<dgm:pt modelId='{i}'><dgm:t><a:p><a:r><a:t>{w}</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for i, w in enumerate(("立项", "验收"))
    )
    diagram = f"<dgm:dataModel {kit.NAMESPACES}><dgm:ptLst>{shapes}</dgm:ptLst></dgm:dataModel>"
    runs = '<w:r><w:drawing><c:chart r:id="c1"/></w:drawing></w:r>'
    runs += '<w:r><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r>'
    links = f'<Relationship Id="c1" Type="{kit.OFFICE}/chart" Target="charts/chart1.xml"/>'
    links += f'<Relationship Id="d1" Type="{kit.OFFICE}/diagramData" Target="/word/data1.xml"/>'
    parts = kit.docx_parts(kit.paragraph(runs=runs), {"links": links})
    parts |= {"word/charts/chart1.xml": chart.encode(), "word/data1.xml": diagram.encode()}
    text = parse_raw(RawFile("a.docx", kit.packed(parts))).text
    assert [line for line in text.splitlines() if line] == [
        *(" | 里程", "一所 | 12", "二所 | 20", "立项", "验收")
    ]


def test_formulas_stand_on_one_line() -> None:
    def math(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    power = f"<m:sSup><m:e>{math('x')}</m:e><m:sup>{math('2')}</m:sup></m:sSup>"
    fraction = f"<m:f><m:num>{math('a+b')}</m:num><m:den>{math('2')}</m:den></m:f>"
    root = f"<m:rad><m:deg/><m:e>{math('y')}</m:e></m:rad>"
    brackets = f"<m:d><m:e>{math('c')}</m:e></m:d>"
    formula = f"<m:oMath>{power}{math('=')}{fraction}{root}{brackets}</m:oMath>"
    assert kit.parsed(kit.paragraph(runs=formula)).text == "x²=(a+b)/2√y(c)\n"


def test_what_is_not_read_is_told() -> None:
    preview = "<v:shape><v:imagedata/></v:shape>"
    embedded = f'<w:r><w:object>{preview}<o:OLEObject ProgID="{{}}"/></w:object></w:r>'
    runs = kit.run("图") + PICTURE * 2 + embedded.format("Excel.Sheet.12")
    runs += embedded.format("Equation.DSMT4")
    comments = '<w:comment w:id="0"><w:p/></w:comment>'
    parsed = kit.parsed(kit.paragraph(runs=runs) + '<w:altChunk r:id="x"/>', comments=comments)
    assert parsed.facts.warnings == (
        "2 pictures were not read.",
        "1 embedded file was not read.",
        "1 formula of an old kind was not read.",
        "1 comment was left out.",
    )
    assert parsed.losses == (
        "A part of the text is another file, inserted whole; it was not read.",
    )
