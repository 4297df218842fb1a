"""PDF files made or damaged so that a reader hangs, explodes or returns nonsense."""

from __future__ import annotations

import zlib

import pytest

from corpus.errors import ParseError
from corpus.parsers import UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile
from tests.pdf_kit import deflated, pages_of, placed, stream, written

CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
HELLO = pages_of([placed([(72, 700, 12, "Hello canals and gates")])])


def _read(data: bytes) -> ParsedFile:
    return parse_raw(RawFile("a.pdf", data))


def _packed_blanks(size: int) -> bytes:
    """`size` million blanks, packed."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b" " * 1_000_000) for _ in range(size)]
    return b"".join([*parts, packer.flush()])


@pytest.mark.parametrize(
    "content",
    [
        stream(_packed_blanks(300), b"/Filter /FlateDecode"),
        stream(_packed_blanks(300), b"/Filter [ /FlateDecode ]"),
        stream(zlib.compress(_packed_blanks(300), 9), b"/Filter [/FlateDecode /FlateDecode]"),
    ],
)
def test_a_deflate_bomb_is_refused_before_it_unpacks(content: bytes) -> None:
    with pytest.raises(UnsafeFileError, match=r"a\.pdf: .*unpack to more than") as caught:
        _read(pages_of([content]))
    assert "print it into a new PDF" in caught.value.remedy


def test_many_small_bombs_are_refused_too() -> None:
    bombs = [stream(_packed_blanks(5), b"/Filter /FlateDecode")] * 20
    with pytest.raises(UnsafeFileError):
        _read(pages_of(bombs))


def test_packed_pages_are_no_bombs() -> None:
    page = placed([(72, 700 - 10 * place, 9, "canals and gates") for place in range(60)])
    body = page[page.index(b"stream\n") + 7 : -len(b"\nendstream")]
    assert _read(pages_of([deflated(body)])).text.count("canals and gates") == 60


def test_pages_that_are_their_own_parents_end() -> None:
    pages = b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R 3 0 R] /MediaBox [0 0 595 842] >>"
    with pytest.raises(ParseError, match="damaged"):
        _read(written([CATALOG, pages, b"<< /Type /Page /Parent 2 0 R >>"]))


def test_a_form_that_shows_itself_ends() -> None:
    resources = b"/Resources << /XObject << /X 5 0 R >> /Font << /F 6 0 R >> >>"
    form = stream(
        b"BT /F 12 Tf 72 600 Td (inner words) Tj ET /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources,
    )
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + resources + b" >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>"
    outer = stream(b"BT /F 12 Tf 72 700 Td (outer words) Tj ET /X Do")
    assert _read(written([CATALOG, pages, page, outer, form, FONT])).text == (
        "outer words\ninner words\n"
    )


def test_an_outline_in_a_circle_ends() -> None:
    data = written(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R "
            b"/Resources << /Font << /F 5 0 R >> >> >>",
            stream(b"BT /F 12 Tf 72 700 Td (words) Tj ET"),
            FONT,
            b"<< /First 7 0 R /Last 7 0 R >>",
            b"<< /Title (a) /Parent 6 0 R /First 6 0 R /Next 7 0 R >>",
        ]
    )
    assert _read(data).text == "words\n"


def test_pages_that_are_only_stated_are_told() -> None:
    parsed = _read(HELLO.replace(b"/Count 1 ", b"/Count 900000 "))
    assert parsed.text == "Hello canals and gates\n"
    assert parsed.facts.pages == 1
    assert parsed.losses == ("The file states 899,999 further pages that cannot be found.",)


def test_a_file_without_its_table_is_still_read() -> None:
    assert _read(HELLO[: HELLO.rfind(b"xref\n0")]).text == "Hello canals and gates\n"


@pytest.mark.parametrize(
    "data", [HELLO[:300], b"%PDF-1.7\n" + bytes(range(256)) * 20, b"%PDF-1.7\n%%EOF\n"]
)
def test_a_file_beyond_repair_is_an_error(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"a\.pdf: The PDF document is damaged") as caught:
        _read(data)
    assert "intact copy" in caught.value.remedy


def test_the_suffix_does_not_matter() -> None:
    assert parse_raw(RawFile("report.txt", HELLO)).text == "Hello canals and gates\n"
