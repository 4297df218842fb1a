from __future__ import annotations

import pytest

from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, TextLayout
from tests.odf_kit import level, odf

CHINESE = level(1, "一, 二, 三, ...", 'style:num-suffix="、"')


def _parsed(body: str, styles: str = "", named: str = "", title: str = "") -> ParsedFile:
    return parse_raw(RawFile("a.odt", odf(body, "text", styles, named, title)))


def _text(body: str, styles: str = "", named: str = "") -> str:
    return _parsed(body, styles, named).text


def _items(*words: str) -> str:
    return "".join(f"<text:list-item><text:p>{word}</text:p></text:list-item>" for word in words)


def test_headings_keep_their_levels_below_the_title() -> None:
    parsed = _parsed(
        '<text:p text:style-name="P1">水渠管理办法</text:p>'
        '<text:h text:outline-level="1">总则</text:h><text:p>第一句。</text:p>'
        '<text:h text:outline-level="2">范围</text:h><text:h text:outline-level="1"> </text:h>',
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>',
        '<style:style style:name="Title" style:family="paragraph"/>',
        title="别的",
    )
    assert parsed.text == "# 水渠管理办法\n\n## 总则\n\n第一句。\n\n### 范围\n\n"
    assert (parsed.metadata.title, parsed.layout) == ("水渠管理办法", TextLayout.STRUCTURED)
    assert parsed.facts.format == "odt"


def test_a_single_first_heading_is_the_title() -> None:
    first = '<text:h text:outline-level="1">办法</text:h>'
    second = '<text:h text:outline-level="2">总则</text:h><text:p>句。</text:p>'
    assert _text(first + second) == "# 办法\n\n## 总则\n\n句。\n"
    assert _text(first + second + first).startswith("## 办法\n\n### 总则")


@pytest.mark.parametrize(("stated", "title"), [("水务年报", "水务年报"), ("无标题1", "")])
def test_a_stated_title_counts_when_plausible(stated: str, title: str) -> None:
    assert _parsed("<text:p>句。</text:p>", title=stated).metadata.title == title


def test_headings_show_the_numbers_of_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-prefix="第" style:num-suffix="章"/><text:outline-level-style text:level="2" '
        'style:num-format="1" text:display-levels="2"/></text:outline-style>'
        '<style:style style:name="Bare" style:family="paragraph" style:list-style-name=""/>'
    )
    body = "".join(
        f'<text:h text:outline-level="{depth}" text:style-name="{style}">{words}</text:h>'
        for depth, style, words in (
            *((1, "", "甲"), (2, "", "乙"), (2, "", "丙"), (1, "Bare", "附"), (1, "", "丁")),
            (2, "", "戊"),
        )
    )
    assert [line for line in _text(body, "", outline).splitlines() if line] == [
        *("## 第1章 甲", "### 1.1 乙", "### 1.2 丙", "## 附", "## 第2章 丁", "### 2.1 戊")
    ]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (CHINESE, ["一、甲", "二、乙"]),
        (level(1, "1", 'style:num-suffix="." text:start-value="9"'), ["9. 甲", "10. 乙"]),
        (level(1, "A", 'style:num-prefix="(" style:num-suffix=")"'), ["(A) 甲", "(B) 乙"]),
        (level(1, "①, ②, ③, ..."), ["① 甲", "② 乙"]),
        (level(1, "壹, 贰, 叁, ...", 'style:num-suffix="、"'), ["壹、甲", "贰、乙"]),
        (
            level(1, "一, 二, 三, ...", 'style:num-list-format="第%1%条"'),
            ["第一条 甲", "第二条 乙"],
        ),
        (level(1, ""), ["甲", "乙"]),
        ('<text:list-level-style-bullet text:level="1" text:bullet-char="●"/>', ["- 甲", "- 乙"]),
    ],
)
def test_lists_show_their_numbers(style: str, shown: list[str]) -> None:
    styles = f'<text:list-style style:name="L1">{style}</text:list-style>'
    body = f'<text:list text:style-name="L1">{_items("甲", "乙")}</text:list>'
    assert _text(body, styles).splitlines() == shown


def test_inner_lists_further_paragraphs_and_headers_have_no_outer_number() -> None:
    styles = (
        f'<text:list-style style:name="L1">{CHINESE}'
        + level(2, "1", 'style:num-suffix="." text:display-levels="1"')
        + "</text:list-style>"
    )
    body = (
        '<text:list text:style-name="L1"><text:list-header><text:p>前言</text:p></text:list-header>'
        "<text:list-item><text:p>甲</text:p><text:p>甲续</text:p><text:list>"
        + _items("子", "丑")
        + '</text:list></text:list-item><text:list-item text:start-value="5"><text:p>乙</text:p>'
        f"<text:list>{_items('寅')}</text:list></text:list-item></text:list>"
    )
    assert _text(body, styles).splitlines() == [
        *("前言", "一、甲", "甲续", "1. 子", "2. 丑", "五、乙", "1. 寅")
    ]


def test_lists_go_on_where_they_say_so() -> None:
    styles = f'<text:list-style style:name="L1">{CHINESE}</text:list-style>'

    def part(words: str, attributes: str) -> str:
        return f'<text:list text:style-name="L1" {attributes}>{_items(words)}</text:list>'

    body = (
        part("甲", 'xml:id="x"')
        + part("乙", 'text:continue-numbering="true"')
        + part("新", "")
        + part("丙", 'text:continue-list="x"')
    )
    assert _text(body, styles).splitlines() == ["一、甲", "二、乙", "一、新", "三、丙"]


def _row(*cells: str, attributes: str = "") -> str:
    inner = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
    return f"<table:table-row {attributes}>{inner}</table:table-row>"


def test_tables_are_rows_with_merged_cells_once() -> None:
    body = (
        "<table:table><table:table-header-rows>"
        + _row("河段", "水位", "流量")
        + "</table:table-header-rows><table:table-row><table:table-cell><text:p>上</text:p>"
        "<text:p>游</text:p></table:table-cell><table:table-cell table:number-columns-spanned='2'>"
        "<text:p>干</text:p></table:table-cell><table:covered-table-cell/></table:table-row>"
        + "<table:table-row><table:covered-table-cell/>"
        + _row("3", "4").partition(">")[2]
        + "</table:table>"
    )
    assert _text(body) == "河段 | 水位 | 流量\n上 游 | 干\n | 3 | 4\n\n"


def test_repeated_cells_and_rows_do_not_explode() -> None:
    body = (
        "<table:table>"
        + _row("甲", "乙")
        + "<table:table-row><table:table-cell><text:p>丙</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<text:p>子<text:s text:c="999999999"/>丑</text:p>'
    )
    text = _text(body)
    assert text.startswith("甲 | 乙\n丙\n\n子 ")
    assert len(text) < 200


def test_tables_in_repeated_cells_are_not_multiplied_at_every_level() -> None:
    table = "<text:p>甲</text:p>"
    for _ in range(6):
        table = (
            "<table:table><table:table-row table:number-rows-repeated='64'><table:table-cell "
            f"table:number-columns-repeated='64'>{table}</table:table-cell><table:table-cell/>"
            "</table:table-row></table:table>"
        )
    assert len(_text(table)) < 200_000


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    assert _text(f"<table:table>{_row('甲</text:p><text:p>乙')}{_row('丙')}</table:table>") == (
        "甲\n乙\n丙\n"
    )


def test_blanks_tabs_and_breaks_are_those_that_are_meant() -> None:
    body = (
        "<text:p>\n  甲 \n  <text:span> 乙</text:span><text:s/><text:s text:c='2'/>丙<text:tab/>丁"
        "<text:line-break/>戊\n</text:p>"
    )
    assert _text(body) == "甲 乙   丙\t丁\n戊\n"


def test_notes_and_boxes_follow_their_paragraph() -> None:
    body = (
        "<text:p>前<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>脚注。</text:p></text:note-body></text:note>后<draw:frame><draw:text-box>"
        "<text:p>框内。</text:p></draw:text-box></draw:frame><draw:custom-shape><text:p>形内。"
        "</text:p></draw:custom-shape>。</text:p><text:p>下一段。</text:p>"
    )
    assert _text(body) == "前后。\n脚注。\n框内。\n形内。\n下一段。\n"


def test_only_the_base_of_ruby_is_read() -> None:
    body = (
        "<text:p><text:ruby><text:ruby-base>渠</text:ruby-base><text:ruby-text>qú</text:ruby-text>"
        "</text:ruby>道</text:p>"
    )
    assert _text(body) == "渠道\n"


def test_what_is_deleted_hidden_or_an_index_is_left_out() -> None:
    parsed = _parsed(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>目录 1</text:p></text:index-body>"
        "</text:table-of-content><text:section><text:p>留<text:change-start/>下"
        '<text:span text:style-name="T1">暗</text:span></text:p></text:section>'
        '<text:section text:display="none"><text:p>暗节</text:p></text:section>'
        '<text:p text:style-name="P1">暗段</text:p>'
        '<text:p>暗段二<text:hidden-paragraph text:is-hidden="true"/></text:p>',
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'text:display="none"/></style:style><style:style style:name="P1" style:family="paragraph">'
        '<style:text-properties text:display="none"/></style:style>',
    )
    assert parsed.text == "留下\n"
    assert parsed.facts.warnings == ("Hidden texts that are not read: 4.",)


def test_comments_pictures_and_objects_are_told() -> None:
    parsed = _parsed(
        "<text:p>正<office:annotation><text:p>批注</text:p></office:annotation>文"
        "<draw:frame><draw:image/><svg:desc>替代</svg:desc></draw:frame>"
        "<draw:frame><draw:object/><draw:image/></draw:frame></text:p>"
    )
    assert parsed.text == "正文\n"
    assert parsed.facts.warnings == (
        "Pictures that are not read: 1.",
        "Embedded objects that are not read: 1.",
        "Comments that are not read: 1.",
    )
