from __future__ import annotations

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, TextLayout

DAMAGED = "The XML is damaged; it was read as far as its parts could be told apart."
RSS = """<?xml version="1.0" encoding="{}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>清河水利</title><link>http://a.example</link><description>水利局的消息</description>
<item><title>水渠修好了</title><pubDate>Sat, 17 Dec 2005 15:21:36 +0800</pubDate>
<description>短的</description>
<content:encoded><![CDATA[<p>第一段。</p><p>第二段&nbsp;有<b>重心</b>。<br>第三段。</p>]]></content:encoded></item>
<item><title>&lt;b&gt;下雨&lt;/b&gt;了</title><description>雨下了
三天。

渠水已足。</description></item>
</channel></rss>"""


def _read(text: str | bytes, name: str = "a.xml") -> ParsedFile:
    return parse_raw(RawFile(name, text.encode() if isinstance(text, str) else text))


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "big5"])
def test_entries_of_a_feed_are_sections_with_date_and_plain_text(encoding: str) -> None:
    python_name = {"gb2312": "gb18030", "big5": "big5hkscs"}.get(encoding, encoding)
    parsed = _read(RSS.format(encoding).encode(python_name))
    assert parsed.encoding == python_name
    assert parsed.layout is TextLayout.STRUCTURED
    assert parsed.text == (
        "# 清河水利\n\n水利局的消息\n\n## 水渠修好了\n\n2005-12-17 15:21\n"
        "第一段。\n第二段\N{NO-BREAK SPACE}有重心。\n第三段。\n\n"
        "## 下雨了\n\n雨下了三天。\n渠水已足。\n"
    )


def test_an_atom_feed_is_read_with_its_markup_of_every_kind() -> None:
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><title>水务</title>
    <author><name>李明</name></author><entry><title type="html">甲&amp;amp;乙</title>
    <published>2023-05-01T08:00:00+08:00</published><summary>短</summary>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><h2>小节</h2><p>正文。</p></div>
    </content></entry><entry><title>丙</title><content type="html">&lt;p&gt;丁&lt;/p&gt;</content>
    </entry></feed>"""
    parsed = _read(feed)
    assert (parsed.metadata.title, parsed.metadata.author) == ("水务", "李明")
    assert parsed.text.split("\n\n") == [
        "# 水务",
        "## 甲&乙",
        "2023-05-01T08:00:00+08:00",
        "#### 小节",
        "正文。",
        "## 丙",
        "丁\n",
    ]


def test_every_element_with_text_is_a_line() -> None:
    parsed = _read(
        "<doc><title>水渠志</title><meta><id>7</id><地点>清河 县</地点></meta>"
        "<para>水渠<b>修好</b>了，<i>大家</i>高兴。</para>散落的<empty/>字"
        "<html_text>&lt;p&gt;甲&lt;br&gt;乙&lt;/p&gt;</html_text></doc>"
    )
    assert parsed.metadata.title == "水渠志"
    assert parsed.text.split("\n") == [
        *("# 水渠志", "", "7", "地点: 清河 县", "水渠修好了，大家高兴。", "散落的"),
        *("字", "甲", "乙", ""),
    ]


def test_records_are_lines_with_their_names_and_rows_of_cells_are_rows() -> None:
    parsed = _read(
        "<doc><渠><名称>东渠</名称><!-- 旧名 --><长度>3</长度></渠>"
        "<渠><名称>西渠</名称><长度/></渠>"
        "<row><cell>闸</cell><cell>二座</cell></row><row><cell>泵</cell><cell>五台</cell></row>"
        "<节><p>其一。</p><p>其二。</p></节><节><p>其三。</p><p>其四。</p></节>"
        "<人><name>李明</name><office>渠首</office></人></doc>"
    )
    assert parsed.text.split("\n") == [
        *("名称: 东渠；长度: 3", "名称: 西渠", "闸 | 二座", "泵 | 五台"),
        *("其一。", "其二。", "其三。", "其四。", "李明", "渠首", ""),
    ]


def test_a_document_of_attributes_only_is_read_by_them() -> None:
    parsed = _read('<rows><row 名称="东渠" 长度="3"/><row 名称="西渠" 长度=""/></rows>')
    assert parsed.text == "名称: 东渠；长度: 3\n名称: 西渠\n"


def test_a_declared_gb2312_means_all_of_gb18030() -> None:
    parsed = _read('<?xml version="1.0" encoding="gb2312"?><a>朱镕基与李㛃</a>'.encode("gb18030"))
    assert (parsed.text, parsed.encoding, parsed.losses) == ("朱镕基与李㛃\n", "gb18030", ())


def test_a_wrong_declaration_does_not_win_over_the_content() -> None:
    text = "水渠修好了，大家都说这是一件好事。"
    for declared, encoding in (("gbk", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "utf-16")):
        page = f'<?xml version="1.0" encoding="{declared}"?><a>{text}</a>'
        assert _read(page.encode(encoding)).text == f"{text}\n"


def test_an_xhtml_document_is_read_as_a_web_page() -> None:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>文</p></body></html>'
    parsed = _read(page)
    assert (parsed.text, parsed.facts.format) == ("文\n", "html")


def test_names_of_characters_and_control_codes_do_no_harm() -> None:
    parsed = _read("<a>水渠&nbsp;修&hellip;\x0b好</a>")
    assert (parsed.text, parsed.losses) == ("水渠\N{NO-BREAK SPACE}修…好\n", ())


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ("<a><p>水渠修好了</p><p>大家高兴", "水渠修好了\n大家高兴\n"),
        ("<a><p>水渠 & 水闸</p><p>大家高兴</p></a>", "水渠 & 水闸\n大家高兴\n"),
        ("<a><p>水渠修好了</b></p><p>大家高兴</p></a>", "水渠修好了\n大家高兴\n"),
        ("<a><p>水渠修好了</p></a><a><p>大家都很高兴</p></a>", "水渠修好了\n大家都很高兴\n"),
    ],
)
def test_damaged_xml_is_read_as_far_as_it_goes_and_says_so(document: str, text: str) -> None:
    parsed = _read(document)
    assert [line for line in parsed.text.split("\n") if line] == text.split("\n")[:-1]
    assert parsed.losses == (DAMAGED,) or "The XML is damaged" in parsed.facts.warnings[0]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY b SYSTEM "file:///etc/passwd">',
        '<!ENTITY % x SYSTEM "http://a.example/x.dtd"> %x;',
    ],
)
def test_declared_entities_are_refused(declaration: str) -> None:
    with pytest.raises(UnsafeFileError, match=r"a\.xml: The XML document declares") as caught:
        _read(f'<?xml version="1.0"?><!DOCTYPE r [{declaration}]><r>&b;</r>')
    assert "without a DOCTYPE" in caught.value.remedy


@pytest.mark.timeout(20)
def test_elements_nested_without_end_are_read() -> None:
    parsed = _read("<a>" * 20_000 + "水渠修好了" + "</a>" * 20_000)
    assert "水渠修好了" in parsed.text


def test_what_holds_no_element_is_refused() -> None:
    with pytest.raises(ParseError, match=r"a\.xml: The XML document is damaged") as caught:
        _read("水渠修好了")
    assert "intact copy" in caught.value.remedy
