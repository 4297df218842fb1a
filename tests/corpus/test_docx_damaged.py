from __future__ import annotations

import pytest

from corpus.errors import ParseError
from corpus.parsers.base import EmptyFileError, UnsafeFileError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile
from tests import docx_kit as kit

BODY = kit.paragraph("水渠由管理所养护。") + kit.paragraph("经费由县里承担。")
MAIN = "word/document.xml"


def _read(parts: dict[str, bytes], name: str = "文件.docx") -> ParsedFile:
    return parse_raw(RawFile(name, kit.packed(parts)))


def test_strict_documents_are_read_alike() -> None:
    body = kit.styled("总则", "1") + kit.item("款", 1)
    related = {
        "styles": kit.style("1", "heading 1"),
        "numbering": kit.lists(kit.level(0, "decimal", "%1.")),
    }
    parts = kit.docx_parts(body, related)
    strict = {
        name: data.replace(kit.WORD.encode(), kit.STRICT_WORD.encode()).replace(
            kit.OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in parts.items()
    }
    assert strict != parts
    assert _read(strict).text == _read(parts).text == "# 总则\n\n1. 款\n"


def test_a_main_part_under_another_name_is_found() -> None:
    parts = kit.docx_parts(BODY)
    parts["word/document2.xml"] = parts.pop(MAIN)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert _read(parts).text.startswith("水渠由管理所养护。")


def test_a_document_of_another_suffix_is_read_by_its_content() -> None:
    assert _read(kit.docx_parts(BODY), "通知.doc").facts.format == "docx"


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    parts = kit.docx_parts(BODY)
    parts[MAIN] = parts[MAIN][: parts[MAIN].index("县里".encode())]
    parsed = _read(parts)
    assert parsed.text == "水渠由管理所养护。\n经费由\n"
    assert parsed.losses == ("The text is damaged; it was read as far as it goes.",)


def test_a_broken_part_beside_the_text_is_a_loss() -> None:
    parts = kit.docx_parts(kit.styled("总则", "1"), {"styles": kit.style("1", "heading 1")})
    parts["word/styles.xml"] = b"not XML"
    parsed = _read(parts)
    assert parsed.text == "总则\n"
    assert parsed.losses == ("The part word/styles.xml is damaged and was not read.",)


@pytest.mark.parametrize("part", [MAIN, "word/_rels/document.xml.rels", "word/styles.xml"])
def test_entities_are_refused_wherever_they_stand(part: str) -> None:
    bomb = (
        b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    )
    parts = kit.docx_parts(BODY, {"styles": ""})
    parts[part] = bomb + parts[part]
    with pytest.raises(UnsafeFileError, match="declares XML entities") as caught:
        _read(parts)
    assert "DOCTYPE" in caught.value.remedy


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    parts = kit.docx_parts(BODY)
    parts["word/media/image1.png"] = bytes(64 * 1024 * 1024)
    with pytest.raises(UnsafeFileError, match="would unpack to") as caught:
        _read(parts)
    assert caught.value.remedy


def test_a_document_without_its_main_part_says_so() -> None:
    parts = kit.docx_parts(BODY)
    del parts[MAIN]
    with pytest.raises(ParseError, match=r"文件\.docx: .*document\.xml' is missing") as caught:
        _read(parts)
    assert "intact copy" in caught.value.remedy


def test_a_main_part_without_a_body_says_so() -> None:
    parts = kit.docx_parts(BODY)
    parts[MAIN] = f"<w:settings {kit.NAMESPACES}/>".encode()
    with pytest.raises(ParseError, match="holds no body") as caught:
        _read(parts)
    assert "intact copy" in caught.value.remedy


@pytest.mark.parametrize("end", [b"PK\x05\x06", b"PK\x01\x02", b"word/_rels"])
def test_a_file_that_breaks_off_behind_its_text_is_read(end: bytes) -> None:
    data = kit.packed(kit.docx_parts(BODY))
    parsed = parse_raw(RawFile("文件.docx", data[: data.index(end)]))
    assert parsed.text == "水渠由管理所养护。\n经费由县里承担。\n"
    assert parsed.losses == ("The file is damaged; what was found of it was read.",)


def test_a_file_that_breaks_off_within_its_text_is_read_so_far() -> None:
    words = [f"第{place}号渠由管理所养护。" for place in range(500)]
    data = kit.packed(kit.docx_parts("".join(map(kit.paragraph, words))))
    end = data.index(b"word/_rels") - 400
    parsed = parse_raw(RawFile("文件.docx", data[:end]))
    read = parsed.text.splitlines()
    assert read[:-1] == words[: len(read) - 1]
    assert len(read) > 200
    assert parsed.losses[1:] == ("The text is damaged; it was read as far as it goes.",)


@pytest.mark.parametrize("data", [bytes(range(1, 256)) * 4, b"PK\x03\x04" + bytes(100)])
def test_a_file_without_anything_to_find_is_called_damaged(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"文件\.docx: The Word document is damaged") as caught:
        parse_raw(RawFile("文件.docx", data))
    assert "intact copy" in caught.value.remedy


def test_a_document_without_words_is_called_empty() -> None:
    with pytest.raises(EmptyFileError, match="holds no readable character") as caught:
        _read(kit.docx_parts(kit.paragraph() + kit.table(("", ""))))
    assert caught.value.remedy


def test_a_document_of_pictures_is_called_so() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    with pytest.raises(EmptyFileError, match=r"holds only pictures \(3\)") as caught:
        _read(kit.docx_parts(kit.paragraph(runs=picture * 3)))
    assert "PDF" in caught.value.remedy
