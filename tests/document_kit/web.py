"""HTML: a document alone, for printing and mail, and on the page of a portal; EPUB and XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from html import escape
from itertools import groupby

from tests.document_kit.documents import (
    Block,
    Heading,
    Listing,
    OfficeDocument,
    Paragraph,
    Quote,
)

BYLINE = "发布时间：2024-05-17 09:30 来源：石门湾政务服务网"
_MENU = ("首页", "机构概况", "新闻动态", "政务公开", "办事服务", "互动交流", "专题专栏")
_OTHER_NEWS = ("我单位召开年中工作会", "一图读懂：服务窗口怎么找", "关于端午节值班安排的公告")


def body_of(document: OfficeDocument) -> str:
    """The title and all blocks as HTML."""
    return f"<h1>{escape(document.title)}</h1>\n" + blocks_of(document.blocks)


def blocks_of(blocks: Sequence[Block], first_level: int = 2) -> str:
    return "\n".join(_block(block, first_level) for block in blocks)


def _block(block: Block, first_level: int) -> str:
    if isinstance(block, Heading):
        name = f"h{block.level + first_level - 1}"
        return f"<{name}>{escape(block.words)}</{name}>"
    if isinstance(block, Paragraph):
        return f"<p>{escape(block.words)}</p>"
    if isinstance(block, Quote):
        return f"<blockquote><p>{escape(block.words)}</p></blockquote>"
    if isinstance(block, Listing):
        name = "ol" if block.is_numbered else "ul"
        items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
        return f"<{name}>{items}</{name}>"
    head, *rows = (_row(line, "td" if place else "th") for place, line in enumerate(block.lines))
    return f'<table class="ruled"><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table>'


def _row(cells: Sequence[str], name: str) -> str:
    return "<tr>" + "".join(f"<{name}>{escape(cell)}</{name}>" for cell in cells) + "</tr>"


def page_of(document: OfficeDocument, charset: str = "utf-8") -> bytes:
    """The document as a portal shows it: amid menu, path, list of news and foot."""
    menu = "".join(f'<li><a href="/{place}/">{name}</a></li>' for place, name in enumerate(_MENU))
    news = "".join(f'<li><a href="/news/{name}.html">{name}</a></li>' for name in _OTHER_NEWS)
    article = blocks_of(document.blocks)
    page = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}">
<title>{escape(document.title)}_石门湾政务服务网</title>
<style>.nav li {{ float: left }}</style>
<script>var count = 0; function share() {{ count += 1; }}</script>
</head>
<body>
<div class="header"><a href="/"><img src="/logo.png" alt="石门湾政务服务网"></a>
<form action="/search"><input name="q" placeholder="请输入关键字"><button>搜索</button></form>
</div>
<nav class="nav"><ul>{menu}</ul></nav>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt;
<a href="/zwgk/">政务公开</a> &gt; 正文</div>
<div class="main">
<div class="article">
<h1>{escape(document.title)}</h1>
<div class="info">{BYLINE}
<span>字体：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></span></div>
<div class="content">
{article}
</div>
<div class="share"><a href="#">打印本页</a> <a href="#">关闭窗口</a></div>
<div class="pages"><p>上一篇：<a href="/a.html">{_OTHER_NEWS[0]}</a></p>
<p>下一篇：<a href="/b.html">{_OTHER_NEWS[1]}</a></p></div>
</div>
<div class="sidebar"><h3>最新动态</h3><ul>{news}</ul></div>
</div>
<div class="footer"><p>主办单位：石门湾政务服务网 版权所有 备案号：白ICP备00012345号-1</p>
<p><a href="/map">网站地图</a> | <a href="/about">关于我们</a> | <a href="/contact">联系我们</a></p>
</div>
</body>
</html>
"""
    return page.encode(charset, "xmlcharrefreplace")


def xhtml_of(document: OfficeDocument, blocks: Sequence[Block], *, with_title: bool) -> str:
    """A part of a book."""
    title = f"<h1>{escape(document.title)}</h1>" if with_title else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title>{escape(document.title)}</title></head>"
        f"<body>{title}{blocks_of(blocks)}</body></html>"
    )


def epub_of(document: OfficeDocument) -> bytes:
    """A book with a file for each chapter, a list of contents and a table of contents (NCX)."""
    parts = _chapters(document.blocks)
    names = [f"text/part{number}.xhtml" for number in range(len(parts))]
    files = {
        "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" '
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
        'full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>",
        "OEBPS/content.opf": _package(document.title, names),
        "OEBPS/toc.ncx": _contents(document.title, _labels(document.title, parts), names),
    }
    for number, (name, blocks) in enumerate(zip(names, parts, strict=True)):
        files[f"OEBPS/{name}"] = xhtml_of(document, blocks, with_title=number == 0)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


def _chapters(blocks: Sequence[Block]) -> list[list[Block]]:
    numbers: list[int] = []
    for block in blocks:
        opens = isinstance(block, Heading) and block.level == 1
        numbers.append((numbers[-1] if numbers else 0) + opens)
    pairs = zip(numbers, blocks, strict=True)
    return [[block for _, block in group] for _, group in groupby(pairs, lambda pair: pair[0])]


def _package(title: str, names: Sequence[str]) -> str:
    items = "".join(
        f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(len(names)))
    return (
        '<?xml version="1.0" encoding="utf-8"?><package version="2.0" unique-identifier="id" '
        'xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        '<dc:language>zh</dc:language><dc:identifier id="id">urn:x:1</dc:identifier></metadata>'
        '<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f'{items}</manifest><spine toc="ncx">{spine}</spine></package>'
    )


def _labels(title: str, parts: Sequence[Sequence[Block]]) -> list[str]:
    first = (part[0] for part in parts)
    return [block.words if isinstance(block, Heading) else title for block in first]


def _contents(title: str, labels: Sequence[str], names: Sequence[str]) -> str:
    points = "".join(
        f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>{escape(label)}</text>'
        f'</navLabel><content src="{name}"/></navPoint>'
        for number, (label, name) in enumerate(zip(labels, names, strict=True), 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><ncx version="2005-1" '
        'xmlns="http://www.daisy.org/z3986/2005/ncx/"><head/><docTitle>'
        f"<text>{escape(title)}</text></docTitle><navMap>{points}</navMap></ncx>"
    )


def xml_of(document: OfficeDocument) -> bytes:
    """An export of a document system in XML of its own."""
    parts = []
    for block in document.blocks:
        if isinstance(block, Heading):
            parts.append(f'<heading level="{block.level}">{escape(block.words)}</heading>')
        elif isinstance(block, Listing):
            items = "".join(f"<item>{escape(item)}</item>" for item in block.shown)
            parts.append(f"<list>{items}</list>")
        elif isinstance(block, (Paragraph, Quote)):
            name = "para" if isinstance(block, Paragraph) else "quote"
            parts.append(f"<{name}>{escape(block.words)}</{name}>")
        else:
            rows = "".join(
                "<row>" + "".join(f"<cell>{escape(cell)}</cell>" for cell in line) + "</row>"
                for line in block.lines
            )
            parts.append(f"<table>{rows}</table>")
    inside = "\n".join(parts)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<document>\n<title>{escape(document.title)}'
        f"</title>\n<body>\n{inside}\n</body>\n</document>\n"
    ).encode()
