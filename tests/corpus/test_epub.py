from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from corpus.errors import ParseError
from corpus.parsers import EmptyFileError
from corpus.parsers.base import EncryptedFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import Metadata, ParsedFile, RawFile

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>水渠志</dc:title>
<dc:creator>李明</dc:creator><dc:creator>王芳</dc:creator><dc:date>2019-05-01T00:00:00</dc:date>
</metadata><manifest><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
<item id="b" href="text/b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/%E7%AC%AC%E4%B8%80.xhtml" media-type="application/xhtml+xml"/>
<item id="v" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="f" href="f.ttf" media-type="font/ttf"/></manifest>
<spine><itemref idref="v"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CONTENTS = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint>
<navLabel><text>下篇</text></navLabel><content src="text/b.xhtml#x"/></navPoint></navMap></ncx>"""
FIRST = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    "<title/></head><body><h1>上篇</h1><p>清河有<ruby>渠<rt>qú</rt></ruby>。</p>"
    "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
)
SECOND = "<html><body><p class='big'>下篇</p><p>渠水东流。</p></body></html>"
PARTS: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/toc.ncx": CONTENTS,
    "OEBPS/nav.xhtml": "<html><body><a href='text/b.xhtml'>下篇</a></body></html>",
    "OEBPS/text/第一.xhtml": FIRST,
    "OEBPS/text/b.xhtml": SECOND,
}
TEXT = "# 水渠志\n\n## 上篇\n\n清河有渠。\n\n甲 | 乙\n\n## 下篇\n\n渠水东流。\n\n"


def _epub(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _read(parts: Mapping[str, str | bytes], name: str = "a.epub") -> ParsedFile:
    return parse_raw(RawFile(name, _epub(parts)))


def _encryption(algorithm: str, path: str) -> dict[str, str]:
    return {
        "META-INF/encryption.xml": (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
            'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
            f'<enc:EncryptionMethod Algorithm="{algorithm}"/><enc:CipherData>'
            f'<enc:CipherReference URI="{path}"/></enc:CipherData></enc:EncryptedData></encryption>'
        )
    }


def test_chapters_stand_in_reading_order_under_their_headings() -> None:
    parsed = _read(PARTS)
    assert parsed.text == TEXT
    assert parsed.metadata == Metadata("水渠志", "李明、王芳", "", "2019-05-01")
    assert (parsed.losses, parsed.facts.format) == ((), "epub")


def test_a_book_is_known_by_its_content() -> None:
    assert _read(PARTS, "a.zip").text == TEXT


def test_chapters_in_chinese_encodings_are_decoded() -> None:
    parts = {**PARTS, "OEBPS/text/b.xhtml": SECOND.encode("gb18030")}
    assert _read(parts).text == TEXT


def test_a_missing_chapter_is_a_loss() -> None:
    parts = {name: part for name, part in PARTS.items() if name != "OEBPS/text/b.xhtml"}
    parsed = _read(parts)
    assert "清河有渠" in parsed.text
    assert len(parsed.losses) == 1
    assert parsed.losses[0].startswith("The part 'OEBPS/text/b.xhtml' could not be read:")


def test_a_chapter_that_is_no_text_is_a_loss() -> None:
    parsed = _read({**PARTS, "OEBPS/text/b.xhtml": b"\x89PNG\r\n\x1a\n" + bytes(99)})
    assert "PNG image" in parsed.losses[0]


def test_the_title_on_the_first_page_is_written_once() -> None:
    page = FIRST.replace("<h1>上篇</h1>", "<h1>水 渠 志</h1><h2>上篇</h2>")
    text = _read(PARTS | {"OEBPS/text/第一.xhtml": page}).text
    assert text == TEXT.replace("## 上篇", "### 上篇")
    contents = CONTENTS.replace("下篇", "水渠志").replace("text/b", "text/%E7%AC%AC%E4%B8%80")
    plain = FIRST.replace("<h1>上篇</h1>", "<p>水渠志</p>")
    parts = {"OEBPS/text/第一.xhtml": plain, "OEBPS/toc.ncx": contents}
    assert _read(PARTS | parts).text.startswith("# 水渠志\n\n清河有渠。")


@pytest.mark.parametrize("part", ["META-INF/container.xml", "OEBPS/book.opf"])
@pytest.mark.parametrize("content", [None, "<x>", "nothing"])
def test_a_damaged_package_costs_the_order_only(part: str, content: str | None) -> None:
    parts = {name: text for name, text in PARTS.items() if name != part}
    parsed = _read(parts if content is None else {**parts, part: content})
    assert "清河有渠。" in parsed.text
    assert "渠水东流。" in parsed.text
    assert parsed.losses[0].startswith("The order of the chapters is lost.")


def test_a_protected_book_is_refused() -> None:
    drm = _encryption("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OEBPS/text/b.xhtml")
    with pytest.raises(EncryptedFileError, match=r"a\.epub: .*protected against copying") as caught:
        _read(PARTS | drm)
    assert "without protection" in caught.value.remedy


def test_scrambled_fonts_do_no_harm() -> None:
    fonts = _encryption("http://www.idpf.org/2008/embedding", "OEBPS/f.ttf")
    assert _read(PARTS | fonts).text == TEXT


def test_a_book_that_is_no_archive_is_refused() -> None:
    with pytest.raises(ParseError, match=r"a\.epub: The EPUB book is damaged") as caught:
        parse_raw(RawFile("a.epub", _epub(PARTS)[:200]))
    assert "intact copy" in caught.value.remedy


def test_a_book_of_pictures_only_is_empty() -> None:
    parts: dict[str, str | bytes] = {"META-INF/container.xml": CONTAINER, "OEBPS/a.jpg": b"x"}
    with pytest.raises(EmptyFileError, match="no readable character"):
        _read(parts)


def test_a_book_that_would_unpack_without_end_is_refused() -> None:
    with pytest.raises(UnsafeFileError, match="would unpack to") as caught:
        _read({**PARTS, "OEBPS/text/b.xhtml": b"a" * 40_000_000})
    assert "unpack it yourself" in caught.value.remedy
