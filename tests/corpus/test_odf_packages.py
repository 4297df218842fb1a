from __future__ import annotations

import io
import zipfile

import pytest

from corpus.errors import ParseError
from corpus.parsers import EmptyFileError, EncryptedFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import RawFile
from tests.odf_kit import MIME, NAMESPACES, content, odf, packed

WORDS = "<text:p>一句话。</text:p>"
FLAT = content(WORDS).replace("document-content", "document")


def _refusal(name: str, data: bytes) -> ParseError:
    with pytest.raises(ParseError) as caught:
        parse_raw(RawFile(name, data))
    assert caught.value.remedy
    return caught.value


def test_flat_files_and_templates_are_read() -> None:
    flat = f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\n{FLAT}'.encode()
    assert parse_raw(RawFile("a.fodt", flat)).text == "一句话。\n"
    template = packed({"content.xml": content(WORDS)}, f"{MIME}text-template")
    assert parse_raw(RawFile("a.ott", template)).text == "一句话。\n"


def test_content_decides_what_a_package_is() -> None:
    page = f"<draw:page><draw:frame><draw:text-box>{WORDS}</draw:text-box></draw:frame></draw:page>"
    parsed = parse_raw(RawFile("a.odt", odf(page, "presentation")))
    assert (parsed.facts.format, parsed.text) == ("odp", "一句话。\n")


def test_a_package_without_its_type_is_known_by_its_manifest() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", content(WORDS))
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest {NAMESPACES}><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{MIME}text"/></manifest:manifest>',
        )
    assert parse_raw(RawFile("没有后缀", file.getvalue())).text == "一句话。\n"


def test_damaged_styles_do_not_cost_the_text() -> None:
    data = packed({"content.xml": content(WORDS), "styles.xml": "<broken"})
    assert parse_raw(RawFile("a.odt", data)).text == "一句话。\n"


def test_an_encrypted_file_says_so() -> None:
    manifest = (
        f"<manifest:manifest {NAMESPACES}><manifest:file-entry><manifest:encryption-data/>"
        "</manifest:file-entry></manifest:manifest>"
    )
    data = packed({"META-INF/manifest.xml": manifest, "content.xml": "\x9c\x01 no XML"})
    error = _refusal("密.odt", data)
    assert isinstance(error, EncryptedFileError)
    assert "密.odt: The OpenDocument file is encrypted" in error.message
    assert "without a password" in error.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(1, 256)) * 4, "damaged: its ZIP structure"),
        (packed({"styles.xml": "<a/>"}), "its part 'content.xml' cannot be read"),
        (packed({"content.xml": content(WORDS)[:-20]}), "its XML cannot be read"),
        (packed({"content.xml": content("", "spreadsheet")}), "holds no text, but spreadsheet"),
        (packed({"content.xml": "<a/>"}), "holds no text, but nothing"),
    ],
)
def test_damaged_files_say_what_is_wrong(data: bytes, message: str) -> None:
    error = _refusal("a.odt", data)
    assert message in error.message
    assert not isinstance(error, UnsafeFileError)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (" " * 30_000_000, "would unpack to"),
        ('<!DOCTYPE a [<!ENTITY b "bbbb">]>' + content("<text:p>&b;</text:p>"), "XML entities"),
        (content("<text:section>" * 1200 + WORDS + "</text:section>" * 1200), "nests"),
        (content(f"<text:p>{'<text:span>' * 1200}深{'</text:span>' * 1200}</text:p>"), "nests"),
    ],
)
def test_bombs_are_refused(part: str, message: str) -> None:
    error = _refusal("a.odt", packed({"content.xml": part}))
    assert isinstance(error, UnsafeFileError)
    assert message in error.message


@pytest.mark.parametrize("kind", ["text", "presentation"])
def test_files_without_text_are_called_empty(kind: str) -> None:
    picture = "<draw:frame><draw:image/></draw:frame>"
    page = f"<text:p>{picture}</text:p>" if kind == "text" else f"<draw:page>{picture}</draw:page>"
    error = _refusal("a.odt", odf(page, kind))
    assert isinstance(error, EmptyFileError)
    assert "pictures: 1" in error.message
