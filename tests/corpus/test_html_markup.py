from __future__ import annotations

import pytest

from corpus.errors import ParseError
from corpus.parsers import EmptyFileError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile

MENU = f"<ul>{'<li><a href=/x>新闻动态</a></li>' * 4}</ul>"


def _read(page: str | bytes, name: str = "a.html") -> ParsedFile:
    return parse_raw(RawFile(name, page.encode() if isinstance(page, str) else page))


def _body(markup: str) -> str:
    return _read(f"<html><body>{markup}</body></html>").text.strip("\n")


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>甲&nbsp;乙&hellip;&#20013;&#x56fd;&lt;b&gt;</p>", "甲\N{NO-BREAK SPACE}乙…中国<b>"),
        ("<p>第一行<br>第二行<br/><br>第三行", "第一行\n第二行\n第三行"),
        ("<div>水渠\n   修好\r\n了 today\nand now</div>", "水渠修好了 today and now"),
        ("<p>前</p>中<div>后</div>", "前\n中\n后"),
        ("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>典", "漢字典"),
        ("<p><![CDATA[1 < 2 & <b>]]></p>", "1 < 2 & <b>"),
        ("<p>他说：<q>好</q></p>", "他说：“好”"),
        ("<blockquote>引文<p>第二段</p></blockquote>", "引文\n第二段"),
        (
            "<ul><li>甲<ol start=3><li>乙<li>丙</ol><li><p>丁</p><p>戊</p></ul>",
            "- 甲\n3. 乙\n4. 丙\n- 丁\n戊",
        ),
        ("<ol type=a><li>甲<li>乙</ol>", "a. 甲\nb. 乙"),
        ("<ol><li>1. 甲<li>（二）乙</ol>", "1. 甲\n（二）乙"),
        ("<dl><dt>水渠</dt><dd>引水的沟。</dd></dl>", "水渠\n引水的沟。"),
        ("<pre>a = 1\n  b = 2\n</pre>", "a = 1\n  b = 2"),
        ("甲<script>x</script><style>y</style>乙<noscript>z</noscript>", "甲乙"),
        ("<p hidden>无</p><p style='color:red; DISPLAY : none'>无</p><p>有</p>", "有"),
        ("<h2>标<br>题</h2>文", "## 标 题\n\n文"),
        ("<select><option>甲</option></select><button>乙</button>丙", "丙"),
        ("<p>x<sup>2</sup></p><!-- 注释 --><?pi x?>", "x2"),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup: str, shown: str) -> None:
    assert _body(markup) == shown


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("<tr><th>渠名<th>长度<tr><td>东渠<td>3&nbsp;公里", ["渠名 | 长度", "东渠 | 3\xa0公里"]),
        ("<tr><td>甲<td><p>一</p><p>二</p><tr><td>乙<td>", ["甲 | 一 二", "乙"]),
        ("<tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>乙<td>3", ["甲 | 1", " | 2", "乙 | 3"]),
        ("<tr><td colspan=2>甲<td>1<tr><td>a<td>b<td>c", ["甲 |  | 1", "a | b | c"]),
        (
            "<caption>表一</caption><thead><tr><th>甲<th>乙<tbody><tr><td>1<td>2<tfoot><tr><td>3<td>4",
            ["表一", "甲 | 乙", "1 | 2", "3 | 4"],
        ),
        ("<tr><td>一<tr><td>二", ["一", "二"]),
        (
            "<tr><td>左<td><table><tr><td>1<td>2<tr><td>3<td>4</table><tr><td>右<td>尾",
            ["左", "1 | 2", "3 | 4", "右 | 尾"],
        ),
    ],
)
def test_cells_of_tables_stay_in_order(table: str, rows: list[str]) -> None:
    lines = [line for line in _body(f"<table>{table}</table>").split("\n") if line]
    assert lines == rows


def test_well_formed_xhtml_is_read_as_xml() -> None:
    page = (
        '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html PUBLIC "XHTML 1.0" "x">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head>'
        "<body><a id='x'/><p>水渠&nbsp;修好&hellip;</p><textarea/><p>完</p></body></html>"
    )
    assert _read(page.encode("gb18030"), "a.xhtml").text == "水渠\xa0修好…\n完\n"
    broken = page.replace("</p><textarea/>", "<textarea/>")
    assert _read(broken.encode("gb18030"), "a.xhtml").text == "水渠\xa0修好…\n完\n"


@pytest.mark.parametrize("declaration", ['"aaaa"', 'SYSTEM "file:///etc/hostname"'])
def test_entities_that_a_page_declares_stay_unresolved(declaration: str) -> None:
    page = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a {declaration}>]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>水渠&a;</p></body></html>'
    )
    assert _read(page, "a.xhtml").text == "水渠&a;\n"


BOMBS = {
    "divs": "<div>" * 30_000,
    "inline elements": "<b>" * 30_000,
    "tables": "<table><tr><td>甲<td>" * 3_000,
    "lists": "<ul><li>" * 3_000,
    "attributes": "<p " + " ".join(f"a{i}='<{i}>'" for i in range(30_000)) + ">",
    "a huge attribute": f"<img src='data:{'A' * 1_000_000}'>",
    "open sections": "<![CDATA[" * 20_000,
    "brackets": "<" * 50_000,
    "spans of cells": "<table>" + "<tr><td rowspan=9999 colspan=9999>甲" * 300 + "</table>",
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", BOMBS)
def test_a_page_made_to_exhaust_readers_is_read_all_the_same(kind: str) -> None:
    text = "水渠修好以后，群众都说这是一件好事。"
    parsed = _read(f"<html><body>{MENU}<p>{text}</p>{BOMBS[kind]}<p>{text}</p>")
    assert parsed.text.count(text) == 2


@pytest.mark.timeout(20)
def test_comments_that_never_end_do_not_stop_the_detection() -> None:
    with pytest.raises(ParseError):
        _read("<!---->" * 500 + "<!--", "a.html")


@pytest.mark.parametrize(
    "page", ["<html><head><title>水渠</title></head><body></body></html>", "<html>"]
)
def test_a_page_that_shows_nothing_is_empty(page: str) -> None:
    with pytest.raises(EmptyFileError, match=r"a\.html is empty"):
        _read(page)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ParseError, match=r"a\.html: This is no text file: .* PNG image"):
        _read(b"\x89PNG\r\n\x1a\n" + bytes(50))
