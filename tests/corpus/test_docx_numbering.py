from __future__ import annotations

import pytest

from tests import docx_kit as kit

NOTHING, SPACE = '<w:suff w:val="nothing"/>', '<w:suff w:val="space"/>'
OUTLINE = (
    kit.level(0, "decimal", "%1.")
    + kit.level(1, "decimal", "%1.%2")
    + kit.level(2, "lowerLetter", "%3)")
    + kit.level(3, "bullet", "\uf06c")
)


def _lines(body: str, numbering: str, styles: str = "") -> list[str]:
    return kit.lines(body, numbering=numbering, styles=styles)


@pytest.mark.parametrize(
    ("form", "start", "shown"),
    [
        ("decimal", 9, ["9", "10"]),
        ("decimalZero", 9, ["09", "10"]),
        ("upperRoman", 3, ["III", "IV"]),
        ("lowerRoman", 9, ["ix", "x"]),
        ("upperLetter", 26, ["Z", "AA"]),
        ("lowerLetter", 27, ["aa", "bb"]),
        ("chineseCounting", 10, ["十", "十一"]),
        ("chineseCounting", 99, ["九十九", "一〇〇"]),
        ("chineseCountingThousand", 100, ["一百", "一百零一"]),
        ("chineseCountingThousand", 20, ["二十", "二十一"]),
        ("japaneseCounting", 3, ["三", "四"]),
        ("ideographDigital", 10, ["一〇", "一一"]),
        ("ideographTraditional", 2, ["乙", "丙"]),
        ("ideographZodiac", 1, ["子", "丑"]),
        ("chineseLegalSimplified", 12, ["壹拾贰", "壹拾叁"]),
        ("decimalEnclosedCircleChinese", 9, ["⑨", "⑩"]),
        ("ordinal", 12, ["12th", "13th"]),
        ("ordinal", 21, ["21st", "22nd"]),
        ("decimalFullWidth", 9, ["９", "１０"]),
        ("unheardOf", 1, ["1", "2"]),
    ],
)
def test_numerals_are_those_of_the_format(form: str, start: int, shown: list[str]) -> None:
    numbering = kit.lists(kit.level(0, form, "%1.", start=start))
    lines = _lines(kit.item("款", 1) * 2, numbering)
    assert lines == [f"{numeral}. 款" for numeral in shown]


@pytest.mark.parametrize(
    ("text", "more", "line"),
    [
        ("第%1章", "", "第一章 总则"),
        ("第%1章", SPACE, "第一章 总则"),
        ("第%1条", NOTHING, "第一条总则"),
        ("%1、", "", "一、总则"),
        ("（%1）", "", "（一）总则"),
        ("%1.", "", "一. 总则"),
        ("", "", "总则"),
    ],
)
def test_the_sign_stands_before_the_words(text: str, more: str, line: str) -> None:
    numbering = kit.lists(kit.level(0, "chineseCounting", text, more))
    assert _lines(kit.item("总则", 1), numbering) == [line]


def test_deeper_levels_start_anew_and_show_the_higher_ones() -> None:
    levels = [0, 1, 1, 2, 3, 1, 2, 0, 1]
    lines = _lines("".join(kit.item("款", 1, level) for level in levels), kit.lists(OUTLINE))
    assert [line.removesuffix(" 款") for line in lines] == [
        *("1.", "1.1", "1.2", "a)", "•", "1.3", "a)", "2.", "2.1")
    ]


def test_a_level_that_is_skipped_counts_as_if_it_were_there() -> None:
    levels = [0, 2, 1, 2]
    lines = _lines("".join(kit.item("款", 1, level) for level in levels), kit.lists(OUTLINE))
    assert lines == ["1. 款", "a) 款", "1.2 款", "a) 款"]


def test_articles_count_on_over_chapters_where_the_list_says_so() -> None:
    levels = kit.level(0, "chineseCountingThousand", "第%1章") + kit.level(
        1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'
    )
    body = "".join(kit.item("文", 1, level) for level in (0, 1, 1, 0, 1))
    assert _lines(body, kit.lists(levels)) == [
        *("第一章 文", "第一条 文", "第二条 文", "第二章 文", "第三条 文")
    ]


def test_a_list_with_a_start_of_its_own_starts_there_once() -> None:
    override = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = "".join(kit.item("款", list_id) for list_id in (1, 1, 7, 7, 8))
    assert _lines(body, kit.lists(OUTLINE, more=override)) == [
        *("1. 款", "2. 款", "5. 款", "6. 款", "7. 款")
    ]


def test_a_list_may_define_a_level_anew() -> None:
    override = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        f"{kit.level(0, 'upperLetter', '（%1）')}</w:lvlOverride></w:num>"
    )
    assert _lines(kit.item("款", 7), kit.lists(OUTLINE, more=override)) == ["（A）款"]


def test_numbers_come_from_styles() -> None:
    numbering = kit.lists(
        kit.level(0, "chineseCounting", "第%1章", '<w:pStyle w:val="1"/>')
        + kit.level(1, "decimal", "%1.%2", '<w:pStyle w:val="2"/><w:isLgl/>')
    )
    listed = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    styles = kit.style("1", "heading 1", listed) + kit.style("2", "heading 2", listed)
    styles += kit.style("x", "章", based_on="2")
    off = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = kit.styled("总则", "1") + kit.styled("范围", "2") + kit.paragraph("附录", off)
    body += kit.styled("分则", "1") + kit.styled("经费", "2")
    assert _lines(body, numbering, styles) == [
        *("## 第一章 总则", "### 1.1 范围", "## 附录", "## 第二章 分则", "### 2.1 经费")
    ]


def test_lists_linked_by_a_style_of_lists_are_found() -> None:
    link = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>'
    )
    styles = kit.style("L", "章程", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    assert _lines(kit.item("款", 5), kit.lists(OUTLINE, more=link), styles) == ["1. 款"]


@pytest.mark.parametrize(
    ("bullet", "shown"), [("\uf0d8", "•"), ("l", "•"), ("", "•"), ("●", "●"), ("-", "-")]
)
def test_bullets_of_symbol_fonts_become_plain_ones(bullet: str, shown: str) -> None:
    numbering = kit.lists(kit.level(0, "bullet", bullet))
    assert _lines(kit.item("款", 1), numbering) == [f"{shown} 款"]


def test_empty_paragraphs_count_and_deleted_ones_do_not() -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    deleted = kit.paragraph(
        properties=f'{numbered}<w:rPr><w:del w:id="1"/></w:rPr>',
        runs='<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>',
    )
    body = kit.item("甲", 1) + kit.item("", 1) + deleted + kit.item("乙", 1)
    assert _lines(body, kit.lists(OUTLINE)) == ["1. 甲", "3. 乙"]


@pytest.mark.parametrize("number", ["99", "x"])
def test_a_list_that_is_not_there_numbers_nothing(number: str) -> None:
    body = kit.item("甲", 1).replace('w:numId w:val="1"', f'w:numId w:val="{number}"')
    assert _lines(body + kit.item("乙", 1, level=8), kit.lists(OUTLINE)) == ["甲", "乙"]
