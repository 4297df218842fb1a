"""Content decides which format a file has, where it contradicts the suffix of its name."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import UnsupportedFormatError
from corpus.parsers.detection import detect, format_name, is_recognised
from corpus.parsers.formats import FORMATS, Format
from corpus.parsers.registry import parse_raw, parser_of
from corpus.types import RawFile
from tests.docx_kit import docx_parts, packed, paragraph

WORDS = "渠首闸每日七时启闭一次。"


def package(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"%PDF-1.4 x", "pdf"),
        ("a.doc", b"\r\n%PDF-1.4 x", "pdf"),
        ("a.pdf", package("[Content_Types].xml", "word/document.xml"), "docx"),
        ("a.zip", package("xl/workbook.xml"), "xlsx"),
        ("a.docx", package("ppt/presentation.xml"), "pptx"),
        ("a.zip", package(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ("a.odt", package(mimetype="application/epub+zip"), "epub"),
        ("a.ofd", package("OFD.xml"), "ofd"),
        ("a.docx", package("one.txt"), "zip"),
        ("a.doc", b"{\\rtf1 x}", "rtf"),
        ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html><p>x", "html"),
        ("a.docx", WORDS.encode(), "text"),
        ("a.pdf", WORDS.encode("gb18030"), "text"),
        ("a.xlsx", WORDS.encode("utf-16"), "xlsx"),
        ("A.TXT", WORDS.encode(), "text"),
        ("a.docx", b"PK\x03\x04 broken", "docx"),
        ("a.txt", b"PK\x03\x04 broken", "zip"),
    ],
)
def test_format_is_that_of_the_content(name: str, data: bytes, expected: str) -> None:
    assert detect(RawFile(name, data)).name == expected


def test_renamed_document_is_read_as_what_it_is() -> None:
    parsed = parse_raw(RawFile("通知.pdf", packed(docx_parts(paragraph(WORDS)))))
    assert (parsed.facts.format, WORDS in parsed.text) == ("docx", True)
    (warning,) = parsed.facts.warnings
    assert warning == "The name ends in .pdf, but the content is docx; read as such."
    parsed = parse_raw(RawFile("通知.docx", WORDS.encode()))
    assert (parsed.facts.format, parsed.text) == ("text", WORDS)


def test_unknown_file_is_refused_and_the_known_suffixes_named() -> None:
    raw = RawFile("a.dwg", b"AC1015" + bytes(50))
    with pytest.raises(UnsupportedFormatError) as caught:
        detect(raw)
    assert ".docx" in caught.value.remedy
    assert format_name(raw) == ""


def test_program_in_a_package_is_not_taken_for_a_document() -> None:
    assert not is_recognised(package("META-INF/MANIFEST.MF"))
    assert is_recognised(package("[Content_Types].xml"))
    assert is_recognised(b"%PDF-1.7")


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_row_of_the_table_has_a_parser_that_refuses_garbage_by_name(row: Format) -> None:
    parser_of(row)
    suffix = row.suffixes[0]
    with pytest.raises(ParseError) as caught:
        parse_raw(RawFile(f"坏{suffix}", bytes(range(256)) * 40))
    assert f"坏{suffix}" in caught.value.message
    assert caught.value.remedy


def test_no_suffix_has_two_formats() -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() for suffix in suffixes)
