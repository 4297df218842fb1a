"""PDF files for tests and benchmarks: printed by a real browser, or written by hand."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterable, Sequence
from typing import cast

import pikepdf
from playwright.sync_api import Browser

from corpus.locators import Box
from corpus.types import Region

FOOTER = '<div style="font-size:9px;width:100%;text-align:center">{}</div>'
PAGE_NUMBER_FOOTER = FOOTER.format('- <span class="pageNumber"></span> -')
STYLE = """
body { font: 12pt/1.6 'Noto Serif CJK SC', serif; margin: 0; text-align: justify; }
p { margin: 0; text-indent: 2em; }
h1 { font-size: 20pt; text-align: center; }
h2 { font-size: 15pt; }
.columns { column-count: 2; column-gap: 10mm; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: 2pt 6pt; text-align: left; }
.ruled td, .ruled th { border: 1px solid black; }
"""


def printed(browser: Browser, body: str, *, header: str = "", footer: str = "") -> bytes:
    """The PDF that the browser prints of the HTML `body`.

    `header` and `footer` are HTML for the margins of every page, with a font size of their own.
    """
    page = browser.new_page()
    try:
        page.set_content(f"<style>{STYLE}</style>{body}")
        return page.pdf(
            format="A4",
            margin={"top": "25mm", "bottom": "25mm", "left": "25mm", "right": "25mm"},
            display_header_footer=bool(header or footer),
            header_template=header or "<span></span>",
            footer_template=footer or "<span></span>",
        )
    finally:
        page.close()


def written(objects: Sequence[bytes], *, root: int = 1) -> bytes:
    """A PDF file of `objects`, numbered from 1; `root` is the number of the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object with the given further entries of its dictionary."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def deflated(data: bytes) -> bytes:
    """A stream object compressed as most are."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode")


def pages_of(contents: Iterable[bytes], page_entries: bytes = b"") -> bytes:
    """A PDF with one A4 page per stream object in `contents`; `/F` is Helvetica there."""
    streams = list(contents)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>" % (len(streams), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, content in enumerate(streams):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> "
            b"/Contents %d 0 R %s >>" % (5 + 2 * index, page_entries),
            content,
        ]
    return written(objects)


def placed(lines: Iterable[tuple[float, float, float, str]]) -> bytes:
    """A content stream with Latin lines `(x, y, size, words)`, y upwards from the bottom."""
    shown = (
        b"BT /F %g Tf %g %g Td (%s) Tj ET" % (size, x, y, _escaped(words))
        for x, y, size, words in lines
    )
    return stream(b"\n".join(shown))


def encrypted(data: bytes, password: str, owner: str = "owner") -> bytes:
    """The same PDF behind a password; "" lets everybody read it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=owner, R=6))
    return out.getvalue()


def _escaped(words: str) -> bytes:
    raw = words.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def box_of(region: Region) -> Box:
    """The only box of a region."""
    boxes = cast("list[Box]", region.locator["boxes"])
    [box] = boxes
    return box


def paragraphs(
    count: int, words: Sequence[str], *, joint: str = "", stop: str = "。"
) -> tuple[str, ...]:
    """`count` different paragraphs of `words`, one to five lines long; always the same."""
    chance = random.Random(7)
    texts = []
    for _ in range(count):
        sentences = [
            joint.join(chance.choices(words, k=chance.randint(4, 18))).capitalize() + stop
            for _ in range(chance.randint(1, 5))
        ]
        texts.append(joint.join(sentences))
    return tuple(texts)
