from __future__ import annotations

from pathlib import Path

import pytest

from corpus.loader import load_document
from corpus.parsers.registry import parse_raw
from corpus.types import Metadata, ParsedFile, RawFile, RemovalReason, TextLayout

TITLE = "关于开展2023年水渠安全检查工作的通知"
BODY = (
    "各乡镇水利站：",
    "为做好今年的防汛工作，确保水渠安全运行，现将全县水渠安全检查的有关事项通知如下，请认真执行。",
    "一、检查范围",
    "全县所有干渠、支渠，以及今年新修的三十二公里水渠，重点检查渠首、闸门和渡槽，逐一登记在册。",
    "二、时间安排",
    "3月底前完成自查，4月15日前由县水务局组织抽查，对发现的问题限期整改，整改情况及时上报备案。",
)
MENU = '<ul class="top">{}</ul>'.format(
    "".join(
        f"<li><a href='/{n}'>{n}</a></li>" for n in ("首页", "新闻动态", "政务公开", "办事指南")
    )
)
CRUMBS = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/t">通知公告</a> &gt; 正文</div>'
TOOLS = (
    '<div>【<a href="#">打印</a>】【<a href="#">关闭</a>】 分享到：<a>微信</a> <a>微博</a></div>'
)
RELATED = (
    "<div><h3>相关链接</h3><ul><li><a href=1>去年水渠检查情况的通报全文</a></li>"
    "<li><a href=2>关于下达抗旱资金计划的通知全文</a></li></ul></div>"
)
FOOTER = (
    "<div>主办单位：清河县水务局　技术支持：清河县信息中心<br>版权所有：清河县水务局<br>"
    "鄂ICP备05000001号-1　网站标识码：4200000001</div>"
)
ATTACHMENTS = '<p>附件：<br><a href="a.doc">1.检查表.doc</a><br><a href="b.xls">2.名单.xls</a></p>'


def _read(page: str | bytes, name: str = "a.html") -> ParsedFile:
    return parse_raw(RawFile(name, page.encode() if isinstance(page, str) else page))


def _kept(parsed: ParsedFile) -> str:
    text = parsed.text
    for cut in reversed(parsed.cuts):
        text = text[: cut.start] + cut.replacement + text[cut.end :]
    return text.strip("\n")


def _paragraphs(start: str = "<p>", end: str = "</p>") -> str:
    return "".join(f"{start}　　{line}{end}" for line in BODY)


GOVERNMENT_PAGES = {
    "an editor": (
        f"<div id=header>{MENU}</div>{CRUMBS}<div class=main><h1>{TITLE}</h1>"
        "<div class=info>发布时间：2023-02-15 10:20 来源：县水务局 浏览次数：<i>12</i></div>"
        f"<div class=TRS_Editor><div class=TRS_Editor>{_paragraphs()}"
        f"<p align=right>清河县水务局</p><p align=right>2023年2月15日</p></div></div>"
        f"{ATTACHMENTS}{TOOLS}</div>{RELATED}{FOOTER}"
    ),
    "tables for the layout": (
        f"<table width=1000><tr><td>{MENU}</td></tr><tr><td>{CRUMBS}</td></tr>"
        f"<tr><td align=center><b><font size=5>{TITLE}</font></b></td></tr>"
        f"<tr><td id=zoom><font size=3>{_paragraphs('', '<br><br>')}"
        f"清河县水务局<br>2023年2月15日<br>{ATTACHMENTS}</font></td></tr>"
        f"<tr><td>{TOOLS}</td></tr><tr><td>{FOOTER}</td></tr></table>"
    ),
    "divs for paragraphs": (
        f"<div>{MENU}</div><div class=w><div class=left>{CRUMBS}<div class=bt>{TITLE}</div>"
        f"<div>2023年02月15日　来源：县水务局</div><div class=nr>{_paragraphs('<div>', '</div>')}"
        f"<div>清河县水务局</div><div>2023年2月15日</div>{ATTACHMENTS}</div>{TOOLS}</div>"
        f"<div class=right>{RELATED}</div></div>{FOOTER}"
    ),
    "spans of a word processor": (
        f"<div>{MENU}</div>{CRUMBS}<div><h2>{TITLE}</h2></div><div id=UCAP-CONTENT>"
        + _paragraphs(
            "<p class=MsoNormal><span lang=EN-US>&nbsp;</span><span><font>", "</font></span></p>"
        )
        + f"<p>清河县水务局</p><p>2023年2月15日</p>{ATTACHMENTS}</div>{TOOLS}{RELATED}{FOOTER}"
    ),
}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("kind", GOVERNMENT_PAGES)
def test_the_body_of_a_government_page_is_whole_and_alone(
    kind: str, encoding: str, tmp_path: Path
) -> None:
    head = f"<meta charset=gb2312><title>{TITLE}_通知公告_清河县水务局</title>"
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{GOVERNMENT_PAGES[kind]}</body></html>"
    path = tmp_path / "a.htm"
    path.write_bytes(page.encode(encoding))
    document = load_document(path, "web/a.htm")
    lines = [line for line in document.text.split("\n") if line]
    expected = [*BODY, "清河县水务局", "2023年2月15日", "附件：", "1.检查表.doc", "2.名单.xls"]
    assert lines[0] == f"# {TITLE}"
    assert [line for line in lines[1:] if "2023" not in line or line in expected] == expected
    assert document.metadata.title == TITLE
    assert document.metadata.date == "2023-02-15"
    assert document.encoding == encoding
    assert document.losses == document.facts.warnings == ()
    removed = "".join(edit.removed for edit in document.edits)
    assert all(words in removed for words in ("新闻动态", "打印", "技术支持"))


def test_what_is_no_body_is_cut_and_not_dropped() -> None:
    parsed = _read(f"<html><body>{GOVERNMENT_PAGES['an editor']}</body></html>")
    assert parsed.layout is TextLayout.WEB
    assert "- 首页\n- 新闻动态" in parsed.text
    assert "首页" not in _kept(parsed)
    assert {cut.reason for cut in parsed.cuts} == {RemovalReason.NAVIGATION}
    assert all(a.end < b.start for a, b in zip(parsed.cuts, parsed.cuts[1:], strict=False))


def test_government_meta_names_are_metadata() -> None:
    head = (
        '<meta name="SiteName" content="清河网"><meta name="ArticleTitle" content="水渠通知">'
        '<meta name="PubDate" content="2023-02-15 10:20"><meta name="Author" content="李明">'
        '<meta name="ContentSource" content="清河日报">'
    )
    parsed = _read(f"<html><head>{head}<title>x</title></head><body><p>正文。</body></html>")
    assert parsed.metadata == Metadata("水渠通知", "李明", "清河日报", "2023-02-15")


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>水渠修好了_新闻中心_清河网</title>", "<p>正文。", "水渠修好了"),
        ("<title>水渠修好了 - 清河县水务局</title>", "<p>正文。", "水渠修好了"),
        ("<title>清河App-清河县水务局</title>", "<p>正文。", "清河App"),
        ("<title>清河网</title>", "<h1>水渠修好了</h1>", "水渠修好了"),
        ("<title>以水为镜——治水随笔</title>", "<p>正文。", "以水为镜——治水随笔"),
        (
            '<meta property="og:title" content="水渠修好了"><title>首页</title>',
            "<p>文",
            "水渠修好了",
        ),
        ("<title>水渠 修好了|清河</title>", "<div>水渠修好了</div>文", "水渠修好了"),
        ("<title>无标题文档</title>", "<p>正文。", ""),
        ("<title></title>", "<p>正文。", ""),
    ],
)
def test_the_title_is_that_of_the_page_and_not_of_the_site(
    head: str, body: str, title: str
) -> None:
    assert _read(f"<html><head>{head}</head><body>{body}</body></html>").metadata.title == title


def test_the_title_is_the_only_heading_of_level_1() -> None:
    page = "<title>治水</title><h1>治水</h1><h1>上篇</h1><h2>源头</h2><p>文</p><h1>下篇</h1>"
    assert _kept(_read(f"<html>{page}</html>")).split("\n\n") == [
        "# 治水",
        "## 上篇",
        "### 源头",
        "文",
        "## 下篇",
    ]


def test_a_page_that_is_all_table_is_kept_whole() -> None:
    rows = "".join(f"<tr><td>{i}<td>清河第{i}水站<td>合格" for i in range(30))
    page = f"<html><body>{MENU}<div><table>{rows}</table></div>{FOOTER}</body></html>"
    kept = _kept(_read(page))
    assert kept.count("水站 | 合格") == 30
    assert "29 | 清河第29水站 | 合格" in kept


def test_a_page_of_links_keeps_them_and_not_its_menu() -> None:
    entry = "<li><a href=x>关于{0}号水闸检修的公告</a><span>2023-02-1{0}</span>"
    page = "<html><body><div class=nav>{}</div><ul>{}</ul></body></html>"
    kept = _kept(_read(page.format(MENU, "".join(map(entry.format, range(9))))))
    assert kept.split("\n") == [f"- 关于{i}号水闸检修的公告 2023-02-1{i}" for i in range(9)]


def test_a_body_that_is_marked_as_a_footer_is_not_lost() -> None:
    page = f"<html><body>{MENU}<div id=print-footer>{_paragraphs()}</div>{RELATED}</body></html>"
    assert "\n".join(BODY) in _kept(_read(page))


def test_single_links_amid_the_body_belong_to_it() -> None:
    entry = "<h3><a href=x>{0}号水闸</a></h3><p>{0}号水闸已经检修，启闭正常，明年春天再查。</p>"
    page = f"<html><body>{MENU}<div>{''.join(map(entry.format, range(9)))}</div></body></html>"
    assert _kept(_read(page)).count("### ") == 9


def test_a_page_whose_body_cannot_be_told_is_kept_whole_with_a_warning() -> None:
    parsed = _read(
        f"<html><body>{MENU}<div class=comment-list id=comments>{_paragraphs()}</div></body></html>"
    )
    assert _kept(parsed) == parsed.text.strip()
    assert parsed.facts.warnings == (
        "The body of the page could not be told from what is around it.",
    )


def test_a_page_of_frames_says_so() -> None:
    parsed = _read(
        "<html><frameset><frame src=a.html><noframes><body>请看<b>正文</b></noframes></html>"
    )
    assert parsed.text == "请看正文\n"
    assert parsed.facts.warnings == (
        "The page consists of frames; what they show is in other files.",
    )


def test_text_that_waits_for_a_click_is_read_with_a_warning() -> None:
    hidden = "水渠修好以后，群众都说这是一件好事。" * 20
    parsed = _read(f"<html><body>目录<div style='display:none'><p>{hidden}</div></body></html>")
    assert hidden in parsed.text
    assert "after a click" in parsed.facts.warnings[0]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gbk", "utf-8"),
        ("utf-8", "gb18030"),
        ("big5", "big5hkscs"),
        ("iso-8859-1", "gb18030"),
        ("windows-1252", "utf-8"),
        ("utf-8", "utf-16"),
        ("nonsense", "gb18030"),
    ],
)
def test_content_decides_where_the_declared_encoding_is_wrong(declared: str, encoding: str) -> None:
    text = "清河縣的水渠在去年秋天修好了，大家都說這是一件好事。"
    page = f'<html><head><meta http-equiv=content-type content="text/html; charset={declared}">'
    parsed = _read(f"{page}</head><body>{text}</body></html>".encode(encoding))
    assert parsed.text == f"{text}\n"


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("联通", "gb2312"),
        ("水路は去年の秋に修理され、それから田には水が絶えない。", "shift_jis"),
        ("Канал был отремонтирован прошлой осенью.", "koi8-r"),
        ("Źródło zostało odnowione – żółta łódź.", "iso-8859-2"),
        ("논에는 물이 끊이지 않는다.", "euc-kr"),
        ("水渠修好了", "hz-gb-2312"),
    ],
)
def test_a_declared_encoding_decides_what_content_cannot(text: str, declared: str) -> None:
    encoded = text.replace("–", "-").encode(declared.removesuffix("-gb-2312"))
    page = b"<html><head><meta charset=" + declared.encode() + b"></head><body>" + encoded
    assert _read(page).text == text.replace("–", "-") + "\n"


def test_garbled_text_in_a_page_is_mended() -> None:
    garbled = "水渠修好了，群众".encode().decode("gb18030")
    parsed = _read(f"<html><body><p>{garbled}</p></body></html>")
    assert parsed.text == "水渠修好了，群众\n"
    assert len(parsed.facts.warnings) == 1
