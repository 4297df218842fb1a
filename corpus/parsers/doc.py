"""Word files before 2007 (.doc, .dot, .wps), by antiword, catdoc or LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from corpus.errors import ParseError
from corpus.parsers.antiword import ENCRYPTED, read_by_antiword, whole_characters
from corpus.parsers.base import EncryptedFileError
from corpus.parsers.composing.blocks import Block, Line, write_blocks
from corpus.parsers.composing.composer import Composer
from corpus.parsers.containers.office_tools import (
    converted_by_office,
    find_tool,
    has_office,
    missing_tool,
    run_tool,
    unreadable,
)
from corpus.parsers.containers.ole_files import stated_metadata
from corpus.parsers.detection import OLE_MARK, signature_of
from corpus.parsers.docx import parse_docx
from corpus.parsers.eml import parse_eml
from corpus.parsers.mail_parts.headers import looks_like_mail
from corpus.parsers.text import parse_text
from corpus.types import ParsedFile, RawFile, TextLayout

KIND = "Word 97-2003 document"
PACKAGES = ("antiword", "catdoc", "libreoffice-writer-nogui")
# How Word 2.0 and Word for DOS begin.
OLD_MARKS = (b"\xdb\xa5", b"\x31\xbe\x00\x00", b"\x9b\xa5")
_FAST_SAVED = re.compile(r"\[This was fast-saved +\d+ times?\. Some information is lost\]")
_CATDOC_ENCRYPTED = "File is encrypted"


def parse_doc(raw: RawFile) -> ParsedFile:
    """Read an old Word file by the first of the installed programs that gets text out of it.

    What is no Word file inside is read as what it is: a web archive, plain text.

    Raises:
        MissingToolError: none of the programs is installed.
        EncryptedFileError: it asks for a password.
        ParseError: the programs cannot read it.
    """
    is_word = signature_of(raw.data) == "doc" or raw.data.startswith(OLD_MARKS)
    if not is_word and not raw.data.startswith(OLE_MARK):
        if looks_like_mail(raw):
            return parse_eml(raw)
        if (text := _as_text(raw)) is not None:
            return text
    return _read_by_tools(raw, is_word=is_word)


def _as_text(raw: RawFile) -> ParsedFile | None:
    """A text file that was only called a Word file; None if it is something else."""
    if raw.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    try:
        return parse_text(raw)
    except ParseError:
        return None


def _read_by_tools(raw: RawFile, *, is_word: bool) -> ParsedFile:
    readers = list(_readers(is_word=is_word))
    if not readers:
        packages = PACKAGES if is_word else PACKAGES[-1:]
        raise missing_tool(KIND if is_word else "document of this kind", packages)
    errors: list[ParseError] = []
    empty: ParsedFile | None = None
    for reader in readers:
        try:
            parsed = reader(raw)
        except EncryptedFileError:
            raise
        except ParseError as error:
            errors.append(error)
            continue
        if parsed.text.strip():
            stated = stated_metadata(raw.data)
            return parsed if parsed.metadata.title else replace(parsed, metadata=stated)
        empty = empty or parsed
    if empty is None:
        raise errors[0]
    return empty


def _readers(*, is_word: bool) -> Iterator[Callable[[RawFile], ParsedFile]]:
    if is_word and (antiword := find_tool("antiword")):
        yield lambda raw: _by_antiword(raw, antiword)
    if is_word and (catdoc := find_tool("catdoc")):
        yield lambda raw: _by_catdoc(raw, catdoc)
    if has_office():
        yield _by_office


def _by_antiword(raw: RawFile, program: str) -> ParsedFile:
    result = read_by_antiword(program, raw.data)
    if ENCRYPTED in result.complaint:
        raise EncryptedFileError(KIND, tried=bool(raw.passwords))
    if result.complaint:
        raise unreadable("antiword", result.complaint.replace("in.doc", "it"))
    return _written(list(result.blocks))


def _by_catdoc(raw: RawFile, program: str) -> ParsedFile:
    output = run_tool((program, "-w", "-d", "utf-8", "in.doc"), "in.doc", raw.data)
    text = whole_characters(output.text)
    if _CATDOC_ENCRYPTED in text[:200]:
        raise EncryptedFileError(KIND, tried=bool(raw.passwords))
    if not output.succeeded:
        raise unreadable("catdoc", output.complaint)
    fast_saved = _FAST_SAVED.search(text) or _FAST_SAVED.search(output.complaint)
    parsed = _written([Line(line.strip()) for line in _FAST_SAVED.sub("", text).splitlines()])
    losses = ("Word saved the file in parts; some of its text may be missing.",)
    return replace(parsed, losses=losses if fast_saved else ())


def _by_office(raw: RawFile) -> ParsedFile:
    data = converted_by_office(raw.data, ".doc", "docx")
    parsed = parse_docx(RawFile("in.docx", data))
    return replace(parsed, facts=replace(parsed.facts, format="doc"))


def _written(blocks: list[Block]) -> ParsedFile:
    composer = Composer()
    write_blocks(composer, blocks)
    return ParsedFile(composer.text, layout=TextLayout.STRUCTURED)
