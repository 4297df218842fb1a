from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu, Inches, Pt

from corpus.parsers.registry import parse_raw
from corpus.types import RawFile, TextLayout
from tests.pptx_kit import (
    DRAWING,
    ONLY_TITLE,
    TITLE_AND_BODY,
    TITLE_SLIDE,
    add_box,
    add_slide,
    changed_parts,
    deck_bytes,
    new_deck,
    read_deck,
    set_paragraphs,
)


def test_slides_follow_the_order_of_the_show_with_their_places() -> None:
    deck = new_deck()
    slide = add_slide(deck, TITLE_SLIDE, "清河水渠年报")
    slide.placeholders[1].text = "水务科"
    for title in ("第二张", "第一张"):
        add_slide(deck, TITLE_AND_BODY, title).placeholders[1].text = f"{title}的话。"
    order = deck.slides._sldIdLst
    order.insert(1, order[2])
    parsed = read_deck(deck)
    assert parsed.text == (
        "# 清河水渠年报\n\n水务科\n\n## 第一张\n\n第一张的话。\n\n## 第二张\n\n第二张的话。\n"
    )
    assert [(r.locator["slide"], parsed.text[r.start : r.end]) for r in parsed.regions] == [
        *((1, "# 清河水渠年报"), (1, "水务科"), (2, "## 第一张"), (2, "第一张的话。")),
        *((3, "## 第二张"), (3, "第二张的话。")),
    ]
    assert (parsed.metadata.title, parsed.layout) == ("清河水渠年报", TextLayout.STRUCTURED)
    assert (parsed.facts.format, parsed.facts.pages, parsed.losses) == ("pptx", 3, ())


def test_slides_carry_the_numbers_that_the_program_shows() -> None:
    deck = new_deck()
    add_box(add_slide(deck).shapes, "封底")
    deck.part._element.set("firstSlideNum", "5")
    assert read_deck(deck).regions[0].locator == {"kind": "slide", "slide": 5}


def test_boxes_are_read_by_rows_and_behind_the_body() -> None:
    deck = new_deck()
    slide = add_slide(deck, TITLE_AND_BODY, "布置")
    for words, top, left in (("丁", 5, 1), ("丙", 4.1, 5), ("乙", 4, 1), ("甲", 1, 1)):
        add_box(slide.shapes, words, top, left)
    slide.placeholders[1].text = "正文"
    assert read_deck(deck).text.split("\n\n")[1] == "正文\n甲\n乙\n丙\n丁\n"


def test_groups_stay_together() -> None:
    deck = new_deck()
    slide = add_slide(deck)
    add_box(slide.shapes, "组外", 3, 3)
    group = slide.shapes.add_group_shape()
    add_box(group.shapes, "组内下", 4, 1)
    inner = group.shapes.add_group_shape()
    add_box(inner.shapes, "组内上", 1, 1)
    assert read_deck(deck).text == "组内上\n组内下\n组外\n"


def test_lists_show_their_numbers_and_marks() -> None:
    deck = new_deck()
    box = add_box(add_slide(deck).shapes, "")
    chinese = '<a:pPr><a:buAutoNum type="ea1ChsPeriod"/></a:pPr>'
    inner = '<a:pPr lvl="1"><a:buAutoNum type="arabicParenBoth" startAt="3"/></a:pPr>'
    circled = '<a:pPr><a:buAutoNum type="circleNumDbPlain"/></a:pPr>'
    bullet = '<a:pPr><a:buChar char="•"/></a:pPr>'
    set_paragraphs(
        box,
        *(f"{chinese}|查水位", f"{inner}|早", f"{inner}|晚", chinese, f"{chinese}|清淤泥"),
        *(f"{inner}|冬", "|另外", f"{chinese}|报险情", f"{circled}|甲", f"{bullet}|乙"),
        '<a:pPr><a:buAutoNum type="romanUcParenR"/></a:pPr>|丙',
        '<a:pPr><a:buAutoNum type="alphaLcPlain"/></a:pPr>|丁',
    )
    assert read_deck(deck).text.splitlines() == [
        *("一. 查水位", "(3) 早", "(4) 晚", "二. 清淤泥", "(3) 冬", "另外", "一. 报险情"),
        *("① 甲", "- 乙", "I) 丙", "a 丁"),
    ]


def test_tables_are_rows_and_merged_cells_stand_once() -> None:
    deck = new_deck()
    shapes = add_slide(deck, ONLY_TITLE, "水位").shapes
    table = shapes.add_table(3, 3, Emu(0), Emu(0), Inches(3), Inches(3)).table
    rows = (("河段", "水位", "流量"), ("上游", "3.5", "20"), ("", "4.0", "25"))
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(1, 0).merge(table.cell(2, 0))
    assert read_deck(deck).text == (
        "## 水位\n\n河段 | 水位 | 流量\n上游 | 3.5 | 20\n | 4.0 | 25\n\n"
    )


# The library has no types.
_ChartData: Any = CategoryChartData


def test_charts_give_title_series_and_values_as_shown() -> None:
    deck = new_deck()
    data: Any = _ChartData(number_format="0.0%")
    data.categories = ["春", "秋"]
    data.add_series("上游", (0.035, 0.5))
    frame = add_slide(deck).shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Emu(0), Emu(0), Inches(4), Inches(4), data
    )
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "蓄水率"
    assert read_deck(deck).text == "蓄水率\n\n | 上游\n春 | 3.5%\n秋 | 50.0%\n\n"


def test_diagrams_are_read_from_the_top_down() -> None:
    deck = new_deck()
    add_box(add_slide(deck).shapes, "图")
    points = "".join(
        f'<dgm:pt modelId="{identity}" type="{kind}"><dgm:t><a:bodyPr/><a:p><a:r><a:t>{words}'
        "</a:t></a:r></a:p></dgm:t></dgm:pt>"
        for identity, kind, words in (
            *((0, "doc", ""), (3, "node", "第二步"), (1, "node", "第一步")),
            *((2, "node", "细节"), (9, "pres", "重复")),
        )
    )
    links = "".join(
        f'<dgm:cxn modelId="{10 + order}" srcId="{source}" destId="{target}" srcOrd="{order}"/>'
        for source, target, order in ((0, 3, 1), (0, 1, 0), (1, 2, 0))
    )
    diagram = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    frame = (
        '<p:graphicFrame><p:xfrm/><a:graphic><a:graphicData uri=""><dgm:relIds '
        f'xmlns:dgm="{diagram}" r:dm="rId77" xmlns:r="{relations}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame></p:spTree>"
    )

    def change(name: str, part: str) -> str:
        if name == "ppt/slides/slide1.xml":
            return part.replace("</p:spTree>", frame)
        if name == "ppt/slides/_rels/slide1.xml.rels":
            link = f'<Relationship Id="rId77" Type="{relations}/diagramData" '
            return part.replace(
                "</Relationships>", f'{link}Target="/ppt/diagrams/d.xml"/></Relationships>'
            )
        return part

    data = changed_parts(deck_bytes(deck), change)
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(
            "ppt/diagrams/d.xml",
            f'<dgm:dataModel xmlns:dgm="{diagram}" {DRAWING}><dgm:ptLst>{points}</dgm:ptLst>'
            f"<dgm:cxnLst>{links}</dgm:cxnLst></dgm:dataModel>",
        )
    text = parse_raw(RawFile("a.pptx", file.getvalue())).text
    assert text == "第一步\n细节\n第二步\n图\n"


def test_notes_follow_their_slide() -> None:
    deck = new_deck()
    slide = add_slide(deck, ONLY_TITLE, "闸门")
    slide.notes_slide.notes_text_frame.text = "先讲险情。\n再讲修理。"
    add_slide(deck, ONLY_TITLE, "结束")
    parsed = read_deck(deck)
    assert parsed.text == "## 闸门\n\n备注: 先讲险情。\n备注: 再讲修理。\n\n## 结束\n\n"
    assert [region.locator["slide"] for region in parsed.regions] == [1, 1, 1, 2]


def test_hidden_slides_and_shapes_are_left_out_and_told() -> None:
    deck = new_deck()
    for words in ("一", "二", "三"):
        add_box(add_slide(deck).shapes, words)
    deck.slides[1]._element.set("show", "0")
    add_box(deck.slides[0].shapes, "看不见", 3)._element.nvSpPr.cNvPr.set("hidden", "1")
    parsed = read_deck(deck)
    assert (parsed.text, [r.locator["slide"] for r in parsed.regions]) == ("一\n\n三\n", [1, 3])
    assert parsed.facts.pages == 3
    assert parsed.facts.warnings == (
        "Hidden slides are left out: 2.",
        "Hidden texts that are not read: 1.",
    )


def test_footers_dates_and_slide_numbers_are_left_out() -> None:
    deck = new_deck()
    slide = add_slide(deck, ONLY_TITLE, "正题")
    for kind, words in (("ftr", "内部资料"), ("dt", "2024年"), ("sldNum", "7"), ("hdr", "眉")):
        box = add_box(slide.shapes, words)
        box._element.nvSpPr.nvPr.append(
            box._element.makeelement(
                "{http://schemas.openxmlformats.org/presentationml/2006/main}ph", {"type": kind}
            )
        )
    assert read_deck(deck).text == "## 正题\n\n"


def test_a_short_line_in_large_letters_stands_for_a_missing_title() -> None:
    deck = new_deck()
    slide = add_slide(deck)
    for words, top, size in (("细则如下。", 2, 18), ("巡查安排", 1, 32)):
        add_box(slide.shapes, words, top).text_frame.paragraphs[0].runs[0].font.size = Pt(size)
    assert read_deck(deck).text == "## 巡查安排\n\n细则如下。\n"


def test_breaks_fields_and_escapes_read_as_shown() -> None:
    deck = new_deck()
    box = add_box(add_slide(deck).shapes, "")
    set_paragraphs(
        box,
        "<a:r><a:t>上_x000B_中</a:t></a:r><a:br/><a:r><a:t>下_x005F_</a:t></a:r>",
        '<a:fld type="slidenum" id="{1}"><a:t>9</a:t></a:fld>',
        '<a:fld type="datetime1" id="{1}"><a:t>2024年5月</a:t></a:fld>',
    )
    assert read_deck(deck).text == "上\n中\n下_\n2024年5月\n"


def test_of_alternatives_only_the_first_is_read() -> None:
    deck = new_deck()
    slide = add_slide(deck)
    add_box(slide.shapes, "原样")
    xml = deck_bytes(deck)
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"

    def change(name: str, part: str) -> str:
        if name != "ppt/slides/slide1.xml":
            return part
        shape = re.search("<p:sp>.*</p:sp>", part, re.DOTALL)
        assert shape is not None
        other = shape[0].replace("原样", "替身")
        return part.replace(
            shape[0],
            f'<mc:AlternateContent xmlns:mc="{markup}"><mc:Choice Requires="p14">{shape[0]}'
            f"</mc:Choice><mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>",
        )

    assert parse_raw(RawFile("a.pptx", changed_parts(xml, change))).text == "原样\n"


def test_strict_files_are_read_like_others() -> None:
    deck = new_deck()
    add_slide(deck, TITLE_AND_BODY, "严格").placeholders[1].text = "照读不误。"

    def strict(_: str, part: str) -> str:
        return (
            part.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006",
                "http://purl.oclc.org/ooxml/officeDocument",
            )
            .replace(
                "http://schemas.openxmlformats.org/presentationml/2006",
                "http://purl.oclc.org/ooxml/presentationml",
            )
            .replace(
                "http://schemas.openxmlformats.org/drawingml/2006",
                "http://purl.oclc.org/ooxml/drawingml",
            )
        )

    parsed = parse_raw(RawFile("a.pptx", changed_parts(deck_bytes(deck), strict)))
    assert parsed.text == "## 严格\n\n照读不误。\n"
