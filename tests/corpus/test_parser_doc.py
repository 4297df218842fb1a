from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.parsers.antiword import whole_characters
from corpus.parsers.base import EncryptedFileError, MissingToolError
from corpus.parsers.registry import parse_raw
from corpus.types import ParsedFile, RawFile, TextLayout
from tests.msg_kit import compound

WORD_FILE = compound({"WordDocument": b"\xec\xa5" + bytes(5000)})
DOCBOOK = """<?xml version="1.0"?><!DOCTYPE book PUBLIC "x" "y"><book><bookinfo><title>z</title>
</bookinfo><chapter><title>总则</title><para>甲</para><sect1><title>范围</title><para><informaltable>
<tgroup cols="2"><tbody><row><entry>
a|b
</entry><entry>
长长的
句子
</entry></row><row><entry>c</entry><entry></entry></row></tbody></tgroup></informaltable></para>
</sect1></chapter></book>"""
TEXT = """
第一章 总则

甲[pic]

1. 范围

|a|b  |长长的  |
|     |句子    |
|c    |        |

乙
"""

Tools = Callable[[str, str], Path]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tools:
    """Makes programs, which are the only ones that are found."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name: str, script: str) -> Path:
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return make


def _parsed(name: str = "a.doc", data: bytes = WORD_FILE) -> ParsedFile:
    return parse_raw(RawFile(name, data))


def _antiword(text: str, docbook: str = "") -> str:
    """A script that answers like antiword: DocBook where it is asked for, else text."""
    return (
        f"if [ \"$1\" = -x ]; then /bin/cat <<'END'\n{docbook}\nEND\n"
        f"else /bin/cat <<'END'\n{text}\nEND\nfi"
    )


def test_headings_and_tables_come_from_the_docbook_and_numbers_from_the_text(tools: Tools) -> None:
    tools("antiword", _antiword(TEXT, DOCBOOK))
    parsed = _parsed()
    assert parsed.text == ("## 第一章 总则\n\n甲\n\n### 1. 范围\n\na|b | 长长的 句子\nc | \n\n乙\n")
    assert (parsed.layout, parsed.facts.format) == (TextLayout.STRUCTURED, "doc")


def test_tables_are_read_from_the_text_where_the_docbook_says_otherwise(tools: Tools) -> None:
    tools("antiword", _antiword("x\n|甲  |b  |\n|c   |   |\n"))
    assert _parsed().text == "x\n\n甲 | b\nc | \n\n"


def test_halves_of_characters_are_joined() -> None:
    assert whole_characters(b"\xed\xa1\x82\xed\xbe\xb7!") == "𠮷!"
    assert whole_characters("水".encode() + b"\xff") == "水\ufffd"


def test_the_next_program_is_tried_where_one_gives_nothing(tools: Tools) -> None:
    tools("antiword", _antiword("\n[pic]\n"))
    tools("catdoc", "echo '[This was fast-saved  2 times. Some information is lost]'; echo 水渠")
    parsed = _parsed()
    assert parsed.text == "水渠\n"
    assert parsed.losses == ("Word saved the file in parts; some of its text may be missing.",)


def test_a_program_that_cannot_read_the_file_is_told(tools: Tools) -> None:
    tools("antiword", "echo 'in.doc is not a Word Document.' >&2; exit 1")
    with pytest.raises(
        ParseError, match=r"a\.doc: .*antiword cannot read it \(it is not"
    ) as caught:
        _parsed()
    assert "newer format" in caught.value.remedy


def test_an_encrypted_file_is_called_so(tools: Tools) -> None:
    tools("antiword", "echo 'Encrypted documents are not supported'; exit 1")
    with pytest.raises(EncryptedFileError, match="asks for a password"):
        _parsed()


def test_without_a_program_its_packages_are_named(tools: Tools) -> None:
    del tools
    with pytest.raises(MissingToolError, match="No program is installed") as caught:
        _parsed()
    for package in ("antiword", "catdoc", "libreoffice-writer-nogui"):
        assert f"apt install {package}`" in caught.value.remedy


def test_other_documents_of_that_suffix_need_office(tools: Tools) -> None:
    tools("antiword", _antiword("never asked"))
    with pytest.raises(MissingToolError) as caught:
        _parsed("a.wps", compound({"MatOST": bytes(99)}))
    assert "antiword" not in caught.value.remedy
    assert "libreoffice-writer-nogui" in caught.value.remedy


def test_a_text_that_is_called_a_word_file_is_read_as_text(tools: Tools) -> None:
    del tools
    assert _parsed(data="水渠的管理".encode("gb18030")).text == "水渠的管理"


def test_a_web_archive_that_is_called_a_word_file_is_read_as_one(tools: Tools) -> None:
    del tools
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>\xe6\xb0\xb4</p>"
    assert _parsed(data=data).text == "水\n"
