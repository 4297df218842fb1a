"""Which format a file has: its content decides where it contradicts the suffix of its name."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePath

import olefile

from corpus.encodings import decode
from corpus.errors import ParseError
from corpus.parsers.base import UnsupportedFormatError
from corpus.parsers.containers.zip_files import BROKEN_ZIP
from corpus.parsers.formats import FORMAT_BY_NAME, FORMAT_BY_SUFFIX, Format, supported_suffixes
from corpus.types import RawFile

PDF_MARK, PDF_MARK_WITHIN = b"%PDF-", 1024
ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF_MARK = b"{\\rtf"
ENCRYPTED_OFFICE = "encrypted-office"

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?>(?:(?><!--.*?-->)\s*)*)<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED = 4096
# Formats whose every file shows its signature.
_SIGNED = frozenset(
    ("pdf", "ofd", "odt", "odp", "ods", "docx", "pptx", "xlsx", "epub", "rtf", "zip")
)
# The part of a package that tells what it is; the first that is there decides.
_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("META-INF/container.xml", "epub"),
    ("OFD.xml", "ofd"),
)
_CONTENT_TYPES = "[content_types].xml"
_MIME_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.presentation-template": "odp",
    b"application/epub+zip": "epub",
}
_OPEN_DOCUMENT = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]+")
_MANIFEST = "meta-inf/manifest.xml"
_LONGEST_MIME_TYPE = 100
_DOCUMENT_PACKAGES = (
    b"[Content_Types].xml",
    b"mimetypeapplication/vnd.oasis.opendocument",
    b"mimetypeapplication/epub+zip",
    b"OFD.xml",
)
_STREAMS = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)


def suffix_of(name: str) -> str:
    """The suffix of a file name, lower case with its dot."""
    return PurePath(name).suffix.lower()


def signature_of(data: bytes) -> str:
    """The format that the first bytes and the parts of a file show; "" for text and the unknown.

    Besides the names of the table: "encrypted-office", and formats that no parser reads.
    """
    if PDF_MARK in data[:PDF_MARK_WITHIN]:
        return "pdf"
    if data.startswith(ZIP_MARKS):
        return _package_kind(data)
    if data.startswith(OLE_MARK):
        return _compound_kind(data)
    if data.startswith(RTF_MARK):
        return "rtf"
    return ""


def detect(raw: RawFile) -> Format:
    """The format of a file.

    Raises:
        UnsupportedFormatError: neither its content nor its suffix is known.
    """
    by_suffix = FORMAT_BY_SUFFIX.get(suffix_of(raw.name))
    by_content = FORMAT_BY_NAME.get(signature_of(raw.data))
    if by_content is not None:
        return by_content
    if raw.data.startswith(ZIP_MARKS) and (by_suffix is None or by_suffix.is_text):
        by_suffix = FORMAT_BY_NAME.get("zip")  # a damaged one, or a package of an unknown kind
    if by_suffix is None:
        raise UnsupportedFormatError(
            f"{raw.name} cannot be read: there is no parser for "
            f"{suffix_of(raw.name) or 'no suffix'!r}.",
            remedy=f"Supported are {', '.join(sorted(supported_suffixes()))}.",
        )
    if _HTML.match(raw.data[:_SNIFFED]):
        return FORMAT_BY_NAME["html"]
    if by_suffix.name in _SIGNED and _is_plain_text(raw.data):
        return FORMAT_BY_NAME["text"]
    return by_suffix


def _is_plain_text(data: bytes) -> bool:
    """Whether a file without the signature of its suffix is words that somebody renamed."""
    head = data[:_SNIFFED]
    is_marked_up = head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
    if data.startswith(ZIP_MARKS) or is_marked_up or b"\0" in head:
        return False
    try:
        decode(data)
    except ParseError:
        return False
    return True


def format_name(raw: RawFile) -> str:
    """The name of a file's format for reports; "" where it is unknown."""
    try:
        return detect(raw).name
    except UnsupportedFormatError:
        return ""


def is_recognised(head: bytes) -> bool:
    """Whether the first bytes of a file of any name promise a document.

    Packages of other kinds (programs, fonts) begin as ZIP archives, too; they are left alone.
    """
    if head.startswith(ZIP_MARKS):
        return any(mark in head for mark in _DOCUMENT_PACKAGES)
    return PDF_MARK in head[:PDF_MARK_WITHIN] or head.startswith((OLE_MARK, RTF_MARK))


def _package_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            mime = _mime_type(archive, names)
    except (*BROKEN_ZIP, RuntimeError):
        return ""
    if mime in _MIME_TYPES:
        return _MIME_TYPES[mime]
    kind = next((kind for part, kind in _PARTS if part.lower() in names), "")
    return kind or ("" if _CONTENT_TYPES in names else "zip")


def _mime_type(archive: zipfile.ZipFile, names: Mapping[str, str]) -> bytes:
    """What a package says of its type; OpenDocument says it in its manifest, too."""
    if "mimetype" in names:
        with archive.open(names["mimetype"]) as file:
            return file.read(_LONGEST_MIME_TYPE).strip()
    if {"content.xml", _MANIFEST} <= names.keys():
        with archive.open(names[_MANIFEST]) as file:
            found = _OPEN_DOCUMENT.search(file.read(_SNIFFED))
            return found[0] if found else b""
    return b""


def _compound_kind(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            for stream, kind in _STREAMS:
                if compound.exists(stream):
                    return kind
    except (OSError, ValueError, IndexError, TypeError, AttributeError):  # damaged in any way
        return ""
    return ""
